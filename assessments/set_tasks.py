"""What waits for the institute educator about the sets of outcomes: agreeing, asking, recording (M02, X17, P13)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from placements.models import Participation, PlacementOutcome
from placements.set_rules import CURRENT, MAY_EDIT_SET, Entry, SetState

from .tasks import Task


def set_tasks(user) -> Iterator[Task]:
    """One query: a line for each proposal, each role that is not known, and each entry condition that is open."""
    mine = Participation.objects.running().filter(
        placement=OuterRef("placement"), user=user, role__in=list(MAY_EDIT_SET)
    )
    unknown = Q(state__in=CURRENT, mentor_role=PlacementOutcome.MentorRole.UNKNOWN)
    gate = Q(state__in=CURRENT, rule__entry_condition=True) & ~Q(entry=Entry.SHOWN)
    waiting = PlacementOutcome.objects.filter(Q(state=SetState.PROPOSED) | unknown | gate, Exists(mine))
    recognised = Exists(
        waiting.model.objects.filter(pk=OuterRef("pk"), recognitions__isnull=False, recognitions__withdrawn_at=None)
    )
    found = (
        waiting.exclude(recognised)
        .with_named()
        .select_related(
            "placement__student", "outcome__framework", "rule__framework", "rule__carried_over_with", "unit"
        )
    )
    for item in found.order_by("placement__student__last_name", "placement", "order"):
        yield _task(item)


def _task(item: PlacementOutcome) -> Task:
    words = {"student": item.placement.student, "outcome": item.named.title}
    if item.state == SetState.PROPOSED:
        title, button = _("Agree with an outcome for %(student)s, or not"), _("Look and agree")
    elif item.closes_gate:
        title, button = _("Record the entry condition of %(student)s"), _("Go to the set")
    else:
        title, button = _("Ask the subject group about %(student)s"), _("Go to the set")
    text = {
        True: _("The role of the mentor on %(outcome)s is not known."),
        False: "%(outcome)s",
    }[item.state != SetState.PROPOSED and not item.closes_gate]
    return Task(
        title % words,
        text % words,
        button,
        reverse("placements:outcomes", args=[item.placement_id]) + f"#item-{item.pk}",
        corner="institute",
    )
