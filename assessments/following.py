"""The rows of a form follow the set of the placement until the form is signed; what was signed stays as it is."""

from placements.models import Placement, PlacementOutcome
from placements.set_rules import Origin

from .models import AssessmentForm, OutcomeAssessment
from .rules import State


def follow_set(sender, placement: Placement, **kwargs) -> None:
    """The set of this placement was changed. New outcomes come on forms that were not handed in yet; a leftover on the
    next of them only, as a task of its own (X26). What is not asked any more goes, or stays to read when somebody wrote
    on it."""
    forms = placement.forms.select_for_update(of=("self",)).exclude(state=State.SIGNED).order_by("pk")
    items, placed = asked_of(placement), leftovers_with_a_row(placement)
    for form in sorted(forms, key=lambda form: (form.talk_on, form.pk)):
        follow_on(form, items, placed)
        if form.state == State.REFLECTING:
            placed |= {item.rule_id for item in items}


def follow_form(form: AssessmentForm) -> None:
    """The student writes on this form again: what came into the set meanwhile is asked as well."""
    follow_on(form, asked_of(form.placement), leftovers_with_a_row(form.placement))


def asked_of(placement: Placement) -> list[PlacementOutcome]:
    """What of the set stands on forms."""
    return [item for item in placement.outcomes.current().select_related("rule") if item.stands_on_forms]


def leftovers_with_a_row(placement: Placement) -> set[int | None]:
    return set(OutcomeAssessment.objects.filter(form__placement=placement).values_list("item__rule", flat=True))


def follow_on(form: AssessmentForm, items: list[PlacementOutcome], placed: set[int | None]) -> None:
    """Bring the rows of one unsigned form in line with these items; `placed` are the leftovers that have a row."""
    rows = {row.item.names: row for row in form.rows.select_related("item")}
    new = []
    for item in items:
        row = rows.pop(item.names, None)
        if row is None:
            if form.state == State.REFLECTING and not (item.origin == Origin.LEFTOVER and item.rule_id in placed):
                new.append(OutcomeAssessment(form=form, item=item))
        elif row.item_id != item.pk or not row.asked:
            row.item, row.asked = item, True
            row.save(update_fields=["item", "asked"])
    OutcomeAssessment.objects.bulk_create(new, ignore_conflicts=True)
    for row in rows.values():
        ask_no_more(row)


def ask_no_more(row: OutcomeAssessment) -> None:
    """Take a row off its form; when something was written on it, it stays and asks nothing."""
    if row.has_writing():
        OutcomeAssessment.objects.filter(pk=row.pk).update(asked=False)
    else:
        row.delete()
