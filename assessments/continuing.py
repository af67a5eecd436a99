"""Going on elsewhere after a placement ended early: a new placement that takes along what was decided as met."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from learning_outcomes.models import WorkplacePeriod
from placements import sets
from placements.concern_forms import DayField
from placements.models import Participation, Placement, PlacementOutcome, Recognition, School
from placements.roles import Role
from placements.set_rules import SetState

from .models import AssessmentForm, CarriedOver, OutcomeDecision

# The institute's own people come along; those of the new school are invited by the student (L03).
COME_ALONG = [Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER, Role.STUDY_COACH]


class ContinueForm(forms.Form):
    """Where, in which period, and from when until when."""

    school = forms.ModelChoiceField(
        label=gettext_lazy("At which school?"),
        queryset=School.objects.order_by("name", "location"),
        empty_label=gettext_lazy("Choose one"),
        error_messages={"required": gettext_lazy("Choose a school.")},
    )
    period = forms.ModelChoiceField(
        label=gettext_lazy("In which workplace period?"),
        queryset=None,
        empty_label=gettext_lazy("Choose one"),
        error_messages={"required": gettext_lazy("Choose a period.")},
    )
    start = DayField(label=gettext_lazy("What is the first day?"))
    end = DayField(label=gettext_lazy("What is the last day?"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = WorkplacePeriod.objects.for_new_placement()

    def clean(self) -> dict:
        first, last = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if first and last and last < first:
            self.add_error("end", _("The last day lies before the first."))
        return self.cleaned_data


def shown_in(placement: Placement) -> list[OutcomeDecision]:
    """What was decided as met in this placement, and what it had brought along itself; each outcome once."""
    own = list(
        OutcomeDecision.objects.met_in(placement)
        .filter(row__item__outcome__isnull=False)
        .select_related("row__item__outcome", "decision")
        .order_by("row__item__order")
    )
    brought = placement.carried_over.select_related("decision__row__item__outcome", "decision__decision").order_by("pk")
    found = {one.row.item.outcome_id: one for one in [*(line.decision for line in brought), *own]}
    return sorted(found.values(), key=lambda one: (one.row.item.order, one.pk))


def still_open_in(placement: Placement) -> list[PlacementOutcome]:
    """The student's own part of the set that nobody decided as met yet: leftovers, subjects, later years."""
    return list(placement.outcomes.left_open([one.row.item.outcome_id for one in shown_in(placement)]))


def along_and_not(items: list[PlacementOutcome]) -> tuple[list, list]:
    """What of this can be asked in a period that may be chosen now, each with the only edition for it, and what not."""
    offered = set(WorkplacePeriod.objects.for_new_placement().values_list("framework", flat=True))
    found = [(item, sets.belongs_to(item)) for item in items]
    lost = [item for item, edition in found if edition and edition.pk not in offered]
    several = len(offered) > 1
    return [(item, edition if several else None) for item, edition in found if item not in lost], lost


def left_behind(ended: Placement, new: Placement) -> list[PlacementOutcome]:
    """What was still asked there and is not asked here."""
    there = new.outcomes.values_list("outcome", "rule")
    return [item for item in still_open_in(ended) if item.names not in set(there)]


def continue_elsewhere(ended: Placement, by, *, school: School, period: WorkplacePeriod, start: date, end: date):
    """The new placement, with its forms, the institute's people, what was shown already, and what of the student's own
    set is still asked.

    Raises PermissionDenied for who is no institute educator here, and ValidationError when the placement did not end,
    goes on elsewhere already, or the student has a placement in that period.
    """
    if Role.INSTITUTE_EDUCATOR not in ended.roles_of(by):
        raise PermissionDenied
    with transaction.atomic():
        old = Placement.objects.lock(ended.pk)
        if old.ended_on is None:
            raise ValidationError(_("This placement has not ended early."))
        if Placement.objects.filter(continues=old).exists():
            raise ValidationError(_("The student goes on elsewhere already."))
        if Placement.objects.filter(student=old.student_id, period=period, ended_on=None).exists():
            raise ValidationError(_("This student has a placement in this period already."))
        same = ("student_id", "student_number", "programme", "group", "institute_id", "partnership_id")
        new = Placement.objects.create(
            **{name: getattr(old, name) for name in same},
            school=school, period=period, start=start, end=end, days=period.days, continues=old,
        )  # fmt: skip
        for seat in old.participations.running().filter(role__in=COME_ALONG):
            if seat.unit_id is None or seat.unit.framework_id == period.framework_id:
                Participation.objects.create(placement=new, user_id=seat.user_id, role=seat.role, unit_id=seat.unit_id)
        AssessmentForm.objects.start_for(new)
        for one in shown_in(old):
            CarriedOver.objects.create(placement=new, outcome=one.row.item.outcome, decision=one, by=by)
            _recognise(new, one, by)
        for item in still_open_in(old):
            sets.bring_along(item, new, by)
    return new


def _recognise(placement: Placement, shown: OutcomeDecision, by) -> None:
    """Where the new placement asks for the same outcome, it counts as shown there (X40)."""
    for item in placement.outcomes.filter(state=SetState.ASKED, outcome=shown.row.item.outcome_id):
        sets.recognise(
            item,
            by,
            kind=Recognition.Kind.EARLIER,
            brought=_("The decision of %(day)s in the placement before this one.")
            % {"day": date_format(localtime(shown.decision.decided_at), "j F Y")},
            validated_by=shown.decision.decided_by.get_full_name(),
            validator_function=_("the institute"),
            on=localtime(shown.decision.decided_at).date(),
            rule=_("A placement that ended early; what was shown comes along."),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def continue_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the student goes on, and what he takes along: one confirmation."""
    visible = Placement.objects.visible_to(request.user).select_related("student", "period")
    placement = get_object_or_404(visible, pk=pk)
    if Role.INSTITUTE_EDUCATOR not in placement.roles_of(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = ContinueForm(posted, initial={"period": placement.period})
    if form.is_valid():
        try:
            new = continue_elsewhere(placement, request.user, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            if left := left_behind(placement, new):
                names = {"outcomes": ", ".join(map(str, left))}
                messages.warning(
                    request, _("Did not come along, as the period has another edition: %(outcomes)s.") % names
                )
            return redirect(new)
    along, lost = along_and_not(still_open_in(placement))
    context = {"placement": placement, "form": form, "shown": shown_in(placement), "along": along, "lost": lost}
    return render(request, "assessments/continue.html", context, status=422 if form.is_bound else 200)
