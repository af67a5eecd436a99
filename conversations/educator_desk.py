"""The educators of one placement: whom the student passed on, and what the institute educator has to see (C09, Y01)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from placements.invitations import PER_DAY, subject_outcomes
from placements.models import Participation, Placement, User
from placements.roles import Role
from placements.warnings import SAME_DOMAIN, Sign, signs_for

from .educator_forms import DeclineForm, PassOnForm
from .educator_mails import tell_institute
from .models import PassedOn
from .rules import PassedState


@transaction.atomic
def pass_on(placement: Placement, form: PassOnForm, by: User) -> PassedOn:
    """Keep what the student passes on. It seats nobody: for a unit the institute educators are told to look.

    Raises PermissionDenied for who is not the student, ValidationError when somebody waits for this unit already, or
    after enough of them today.
    """
    if by.pk != placement.student_id or placement.ended_on:
        raise PermissionDenied
    User.objects.select_for_update().get(pk=by.pk)  # two at once count as two
    mine = PassedOn.objects.filter(placement=placement)
    if mine.filter(passed_on_at__gt=timezone.now() - timedelta(days=1)).count() >= PER_DAY:
        raise ValidationError(pgettext("student", "You have passed on ten educators today. Tomorrow you can go on."))
    waiting = mine.filter(unit=form.unit, state=PassedState.PASSED)
    if form.unit and waiting.exists():
        taken = pgettext("student", "You have passed on somebody for this unit already: withdraw that.")
        raise ValidationError({"what": taken})
    values = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "email")}
    if not form.unit and (there := waiting.filter(email=values["email"]).first()):
        return there
    made = PassedOn.objects.create(placement=placement, unit=form.unit, **values)
    if made.unit:
        tell_institute(made)
    return made


def page_of(placement: Placement, user, form: PassOnForm | None = None, bound: dict | None = None) -> dict:
    """The cards; for the institute educator with the warning signs, for the student with a form for the next."""
    found = list(PassedOn.objects.visible_to(user).filter(placement=placement).for_page())
    for passed in found:
        passed.placement = placement
    roles, own = placement.roles_of(user), user.pk == placement.student_id
    signs = signs_of(found) if Role.INSTITUTE_EDUCATOR in roles else {}
    writes = own and placement.ended_on is None
    cards = [_card(passed, user, signs.get(passed.pk, []), bound or {}) for passed in found]
    form = form or (PassOnForm(placement, auto_id="pass-on-%s") if writes else None)
    return {
        "placement": placement,
        "own": own,
        "cards": cards,
        "examiners": [seat for seat in placement.running_participations() if seat.role == Role.UNIT_EXAMINER],
        "form": form,
        "forms": [*(card["form"] for card in cards if "decline" in card["steps"]), form],
        "subjects": writes and subject_outcomes(placement).exists(),
    }


def _card(passed: PassedOn, user, signs: list[Sign], bound: dict) -> dict:
    steps = passed.steps_for(user)
    missing = passed.missing_for("take_over", user) if "take_over" in steps else []
    note = bound.get(passed.pk) or DeclineForm(auto_id=f"decline-{passed.pk}-%s")
    return {"passed": passed, "steps": steps, "signs": signs, "missing": missing, "form": note}


def signs_of(found: list[PassedOn]) -> dict[int, list[Sign]]:
    """What stands out about these addresses. That an educator is at the student's institute is as it should be."""
    waiting = [passed for passed in found if passed.state == PassedState.PASSED and passed.unit_id]
    known = {user.email: user for user in User.objects.filter(email__in=[passed.email for passed in waiting])}
    seats = [
        Participation(
            pk=passed.pk, placement=passed.placement, user=known.get(passed.email) or User(email=passed.email)
        )
        for passed in waiting
    ]
    return {pk: [sign for sign in signs if sign != SAME_DOMAIN] for pk, signs in signs_for(seats).items()}
