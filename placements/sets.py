"""What people do with the set of a placement: propose, add, change, recognise (M01-M10, X13, X40).

Every act is one transaction that locks the forms of the placement first, and ends with the forms following the set.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from learning_outcomes.models import Framework, LearningOutcome, TailoredRule, Unit

from .models import Placement, PlacementOutcome, Recognition
from .models.sets import created, lock_forms
from .roles import Role
from .set_mails import tell_educators
from .set_rules import IN_SET, MAY_EDIT_SET, Origin, SetState
from .signals import set_changed

MentorRole = PlacementOutcome.MentorRole


def rules_for(placement: Placement) -> QuerySet[TailoredRule]:
    """The rules of the placement's own edition, without those that are in the set or proposed already."""
    taken = placement.outcomes.filter(state__in=IN_SET, rule__isnull=False).values("rule")
    return TailoredRule.objects.filter(framework=placement.period.framework_id).exclude(pk__in=taken)


def outcomes_for(placement: Placement, origin: str) -> QuerySet[LearningOutcome]:
    """What may be added: the subject outcomes of the own edition (those that say the mentor's role themselves), or any
    outcome of a published edition; without what is in the set already."""
    taken = placement.outcomes.filter(state__in=IN_SET, outcome__isnull=False).values("outcome")
    found = LearningOutcome.objects.exclude(pk__in=taken).select_related("framework", "area")
    if origin == Origin.SUBJECT:
        return found.filter(framework=placement.period.framework_id).exclude(mentor_role="")
    found = found.filter(framework__status=Framework.Status.PUBLISHED, mentor_role="")
    return found.order_by("framework__title", "framework__edition", "order", "pk")


def propose(placement: Placement, by, rule: TailoredRule, previous_examiner: str) -> PlacementOutcome:
    """The student reports an outcome of an earlier year, with the name of last year's examiner (M02)."""
    if by.pk != placement.student_id:
        raise PermissionDenied
    item = _add(_leftover(placement, rule, previous_examiner, SetState.PROPOSED), "propose", by)
    tell_educators(item)
    return item


def add_leftover(placement: Placement, by, rule: TailoredRule, previous_examiner: str = "") -> PlacementOutcome:
    """An outcome of an earlier year comes into the set by its rule (M03-M07)."""
    _check_editor(placement, by)
    return _add(_leftover(placement, rule, previous_examiner, SetState.ASKED), "add", by)


def add_outcome(
    placement: Placement,
    by,
    outcome: LearningOutcome,
    origin: str,
    mentor_role: str,
    unit: Unit | None = None,
    target_level: str = "",
) -> PlacementOutcome:
    """A subject outcome or one of a later year; the role of the mentor, the unit and the level are this student's."""
    _check_editor(placement, by)
    item = PlacementOutcome(
        placement=placement,
        outcome=outcome,
        origin=origin,
        unit=unit,
        summative=True,
        target_level=target_level,
        mentor_role=mentor_role,
    )
    return _add(item, "add", by)


def _check_editor(placement: Placement, by) -> None:
    if not placement.roles_of(by) & MAY_EDIT_SET:
        raise PermissionDenied


def _leftover(placement: Placement, rule: TailoredRule, previous_examiner: str, state: str) -> PlacementOutcome:
    return PlacementOutcome(
        placement=placement,
        rule=rule,
        origin=Origin.LEFTOVER,
        summative=True,
        mentor_role=MentorRole.JUDGE if rule.mentor_judges else MentorRole.NONE,
        previous_examiner=previous_examiner,
        state=state,
    )


@transaction.atomic
def _add(item: PlacementOutcome, step: str, by) -> PlacementOutcome:
    """Last in the set. Raises ValidationError when it is in it already, also when somebody was a moment earlier."""
    lock_forms(item.placement)
    last = item.placement.outcomes.aggregate(last=Max("order"))["last"]
    item.order = min((last or 0) + 1, 32_000)
    try:
        with transaction.atomic():
            created(item, step, by)
    except IntegrityError as there:
        sentence = _("%(outcome)s is in the set already, or was proposed already.")
        raise ValidationError(sentence % {"outcome": item}) from there
    set_changed.send(sender=PlacementOutcome, placement=item.placement, by=by)
    return item


@transaction.atomic
def change(item: PlacementOutcome, by, mentor_role: str, unit: Unit | None, target_level: str) -> PlacementOutcome:
    """Another role, unit or level for this student. What stands on a signed form is replaced, so that the form keeps
    what it said; forms that are still written on follow. Nothing happens when nothing differs."""
    _check_editor(item.placement, by)
    if (item.mentor_role, item.unit, item.target_level) == (mentor_role, unit, target_level):
        return item
    old = item.take("replace", by)
    new = PlacementOutcome(
        placement=old.placement,
        outcome=old.outcome,
        rule=old.rule,
        origin=old.origin,
        summative=old.summative,
        order=old.order,
        previous_examiner=old.previous_examiner,
        agreed_on=old.agreed_on,
        entry=old.entry,
        mentor_role=mentor_role,
        unit=unit,
        target_level=target_level,
    )
    created(new, "replace", by)
    set_changed.send(sender=PlacementOutcome, placement=new.placement, by=by)
    return new


def belongs_to(item: PlacementOutcome) -> Framework | None:
    """The only edition in which this can be asked: that of its rule, its subject outcome or its unit. An outcome of a
    later year without a unit can be asked anywhere (M08)."""
    if item.rule_id or item.origin == Origin.SUBJECT:
        return item.named.framework
    return item.unit.framework if item.unit_id else None


def bring_along(item: PlacementOutcome, placement: Placement, by) -> PlacementOutcome | None:
    """What is still asked or proposed in one placement, as it stands, in the set of the next. None where that one has
    another edition, or asks the same already."""
    _check_editor(placement, by)
    edition = belongs_to(item)
    if edition and edition.pk != placement.period.framework_id:
        return None
    if placement.outcomes.filter(outcome=item.outcome_id, rule=item.rule_id, state__in=IN_SET).exists():
        return None
    same = ("outcome", "rule", "unit", "origin", "summative", "target_level", "mentor_role", "state")
    same += ("previous_examiner", "agreed_on", "entry")
    new = PlacementOutcome(placement=placement, **{name: getattr(item, name) for name in same})
    return _add(new, "bring", by)


def may_recognise(item: PlacementOutcome, user) -> bool:
    """The institute educator, and the examiner of its unit (W04)."""
    seats = item.placement.seats_of(user)
    examines = item.unit_id is not None and (Role.UNIT_EXAMINER, item.unit_id) in seats
    return examines or any(role == Role.INSTITUTE_EDUCATOR for role, _unit in seats)


@transaction.atomic
def recognise(item: PlacementOutcome, by, **fields) -> Recognition:
    """Record that this outcome counts as shown by another way. Raises ValidationError when it is no part of the set,
    recognised already, or judged on a signed form."""
    if not may_recognise(item, by):
        raise PermissionDenied
    lock_forms(item.placement)
    locked = PlacementOutcome.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.state != SetState.ASKED:
        raise ValidationError(_("This outcome is not asked now, so there is nothing to recognise."))
    if locked.recognition:
        raise ValidationError(_("It was recognised already."))
    if item.same_in_set().filter(rows__form__state="signed", rows__judgement__verdict__in=["met", "not_met"]).exists():
        raise ValidationError(_("A judgement on it was signed already. The examiner decides on that judgement."))
    role = Role.INSTITUTE_EDUCATOR if Role.INSTITUTE_EDUCATOR in locked.roles_of(by) else Role.UNIT_EXAMINER
    made = Recognition.objects.create(item=locked, recorded_by=by, recorded_role=role, **fields)
    set_changed.send(sender=PlacementOutcome, placement=item.placement, by=by)
    return made


@transaction.atomic
def withdraw(recognition: Recognition, by, reason: str) -> None:
    """It counts no longer, with a reason; what was recorded stays. Raises ValidationError the second time."""
    if not may_recognise(recognition.item, by):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Write a short note, so the other knows why."))
    lock_forms(recognition.item.placement)
    locked = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    if locked.withdrawn_at:
        raise ValidationError(_("This was just done already, or somebody changed it meanwhile."))
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_reason = timezone.now(), by, reason.strip()
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    set_changed.send(sender=PlacementOutcome, placement=recognition.item.placement, by=by)
