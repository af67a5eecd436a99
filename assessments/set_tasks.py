"""What waits about the sets of outcomes: for the institute educator agreeing, asking and recording (M02, X17, P13), for
a subject educator feedback on the own outcome. A placement that ended early asks nothing more."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from placements.models import Participation, PlacementOutcome, Recognition
from placements.roles import Role
from placements.set_rules import CURRENT, MAY_EDIT_SET, Entry, Origin, SetState
from placements.task import Task

from .models import Feedback, OutcomeAssessment
from .rules import State


def set_tasks(user) -> Iterator[Task]:
    """The lines of both; two queries, however many there are."""
    yield from _of_sets(user)
    yield from _of_subjects(user)


def _of_subjects(user) -> Iterator[Task]:
    """A line for each form at the workplace on which this subject educator wrote nothing yet (V11)."""
    teaches = Participation.objects.running().filter(
        placement=OuterRef("form__placement"),
        user=user,
        role=Role.SUBJECT_EDUCATOR,
        outcome=OuterRef("item__outcome"),
    )
    written = Feedback.objects.filter(row=OuterRef("pk"), author=user)
    recognised = Recognition.objects.filter(item=OuterRef("item"), withdrawn_at=None)
    rows = OutcomeAssessment.objects.filter(
        Exists(teaches),
        ~Exists(written),
        ~Exists(recognised),
        form__state=State.RESPONDING,
        form__placement__ended_on=None,
        asked=True,
    )
    for row in rows.select_related("form__placement__student", "item__outcome"):
        words = {"student": row.form.placement.student, "outcome": row.outcome.title}
        yield Task(
            _("Give feedback on %(outcome)s of %(student)s") % words,
            button=_("Go to the form"),
            url=f"{row.form.get_absolute_url()}#{row.anchor}",
            due=row.form.respond_by,
            corner="institute",
        )


def _of_sets(user) -> Iterator[Task]:
    """A line for each proposal, each role that is not known, each entry condition that is open, and each outcome that
    was signed and that no examiner decides on."""
    mine = Participation.objects.running().filter(
        placement=OuterRef("placement"), user=user, role__in=list(MAY_EDIT_SET)
    )
    unknown = Q(state__in=CURRENT, mentor_role=PlacementOutcome.MentorRole.UNKNOWN)
    gate = Q(state__in=CURRENT, rule__entry_condition=True) & ~Q(entry=Entry.SHOWN)
    waiting = PlacementOutcome.objects.filter(
        Q(state=SetState.PROPOSED) | unknown | gate | _to_confirm(), Exists(mine), placement__ended_on=None
    )
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


def _to_confirm() -> Q:
    """Signed, and the institute educator confirms it: met where the mentor judges, else with a text of the student
    (X26, M05-M07). As `set_gaps.to_confirm` says it of one outcome."""
    same = Q(item__outcome=OuterRef("outcome")) | Q(item__rule=OuterRef("rule"))
    signed = OutcomeAssessment.objects.filter(same, form__placement=OuterRef("placement"), form__state=State.SIGNED)
    judges = Q(mentor_role=PlacementOutcome.MentorRole.JUDGE)
    shown = judges & Exists(signed.filter(judgement__verdict="met")) | ~judges & Exists(
        signed.filter(reflection__isnull=False)
    )
    mine = Q(state=SetState.ASKED, unit=None, rule__carried_over_with=None) & ~Q(origin=Origin.SUBJECT)
    return mine & shown


def _task(item: PlacementOutcome) -> Task:
    words = {"student": item.placement.student, "outcome": item.named.title}
    if item.state == SetState.PROPOSED:
        title, button = _("Agree with an outcome for %(student)s, or not"), _("Look and agree")
    elif item.closes_gate:
        title, button = _("Record the entry condition of %(student)s"), _("Go to the set")
    elif item.role_unknown:
        title, button = _("Ask the subject group about %(student)s"), _("Go to the set")
    else:
        title, button = _("Confirm an outcome of %(student)s as shown"), _("Go to the set")
    text = {
        True: _("The role of the mentor on %(outcome)s is not known."),
        False: "%(outcome)s",
    }[item.state != SetState.PROPOSED and not item.closes_gate and item.role_unknown]
    return Task(
        title % words,
        text % words,
        button,
        reverse("placements:outcomes", args=[item.placement_id]) + f"#item-{item.pk}",
        corner="institute",
    )
