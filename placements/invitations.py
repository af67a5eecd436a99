"""The student invites, somebody of school or institute confirms (L03, Y01; decisions, section 6)."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from learning_outcomes.models import LearningOutcome

from . import addresses, outbox, withdrawn_mails
from .models import Invitation, KnownMentor, OutgoingMail, Participation, Placement, User
from .roles import CONFIRMERS, INVITED_BY_STUDENT, Role
from .set_rules import Origin
from .signals import person_confirmed, seats_changed

PER_DAY = 10  # invitations of one student, and requests to one person, in 24 hours

AS_ROLE = {
    Role.WORKPLACE_MENTOR: gettext_lazy("%(student)s invites you as workplace mentor"),
    Role.SCHOOL_EDUCATOR: gettext_lazy("%(student)s invites you as school educator"),
    Role.SUBJECT_EDUCATOR: gettext_lazy("%(student)s invites you as subject educator"),
}


def invite(
    placement: Placement,
    by: User,
    role: str,
    first_name: str,
    last_name: str,
    email: str,
    outcome: LearningOutcome | None = None,
) -> Invitation:
    """Give this person a seat beside the student and mail the link. The address is the student's word. A subject
    educator, and nobody else, sits beside one subject outcome of the set.

    Raises PermissionDenied for who is not the student of this placement, and ValidationError with a sentence, filed
    under `email` where it is about that: no address, the student's own, invited already, or too many today.
    """
    if by.pk != placement.student_id or role not in INVITED_BY_STUDENT:
        raise PermissionDenied
    if role != Role.SUBJECT_EDUCATOR:
        outcome = None
    elif outcome not in subject_outcomes(placement):
        raise ValidationError({"outcome": pgettext("student", "Choose the subject outcome this person teaches.")})
    with transaction.atomic():
        student = User.objects.select_for_update().get(pk=by.pk)  # two invitations at once count as two
        address = _checked_address(email, student)
        if _today(Invitation.objects.filter(invited_by=student)) >= PER_DAY:
            raise ValidationError(
                pgettext("student", "You have sent ten invitations today. Tomorrow you can send more.")
            )
        names = {"first_name": first_name, "last_name": last_name}
        user, _new = User.objects.get_or_create(
            email=address, defaults={**names, "by_link_only": True, "password": make_password(None)}
        )
        if placement.participations.running().filter(user=user, role=role, outcome=outcome).exists():
            raise ValidationError({"email": pgettext("student", "You have invited this person already.")})
        seat = placement.participations.create(user=user, role=role, outcome=outcome)
        invitation = Invitation.objects.create(participation=seat, invited_by=student, email=address)
        _mail(invitation)
        _tell_who_may_confirm(seat)
        seats_changed.send(Participation, placement=placement, people=[user], by=student)
    return invitation


def subject_outcomes(placement: Placement) -> QuerySet[LearningOutcome]:
    """The subject outcomes of the set: beside each of them a subject educator may stand."""
    mine = placement.outcomes.current().filter(origin=Origin.SUBJECT).values("outcome")
    return LearningOutcome.objects.filter(pk__in=mine)


def _checked_address(email: str, student: User) -> str:
    try:
        address = addresses.clean(email)
    except ValidationError as fault:
        raise ValidationError({"email": fault}) from fault
    if addresses.mailbox(address) == addresses.mailbox(student.email):
        raise ValidationError(
            {"email": pgettext("student", "This is your own address. Ask for the address at school.")}
        )
    return address


def _today(rows: QuerySet) -> int:
    return rows.filter(created_at__gt=timezone.now() - timedelta(days=1)).count()


def resend(invitation: Invitation) -> None:
    """Mail a fresh link; the earlier ones keep working. Raises ValidationError after enough mails today."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.withdrawn_at:
            raise ValidationError(_("This invitation was withdrawn."))
        if _today(OutgoingMail.objects.filter(recipient=locked.participation.user, kind="request")) >= PER_DAY:
            raise ValidationError(
                _("This person got enough mails from us today. The invitation may be among the unwanted mail.")
            )
        _mail(invitation)


def _mail(invitation: Invitation) -> None:
    seat = invitation.participation
    placement, person = seat.placement, seat.user
    words = {"student": placement.student.get_full_name(), "school": placement.school.name}
    with translation.override(person.language):
        sentences = [_("%(student)s is learning to teach at %(school)s and named you as the person who guides this.")]
        if seat.role == Role.SUBJECT_EDUCATOR:
            words["outcome"] = seat.outcome.title
            sentences = [_("%(student)s is learning to teach at %(school)s and named you as subject educator.")]
            sentences.append(_("It is about this learning outcome: %(outcome)s."))
        if person.by_link_only:
            sentences.append(_("You need no account."))
        outbox.request(
            person,
            subject=str(AS_ROLE[seat.role]) % words,
            sentences=[sentence % words for sentence in sentences],
            button=_("See what is asked"),
            path=_what_is_asked(seat),
            placement=placement,
        )


def _what_is_asked(seat: Participation) -> str:
    """Where the invitation leads: for a subject educator the form that waits for feedback on the own outcome, if there
    is one; else the placement."""
    if seat.role == Role.SUBJECT_EDUCATOR:
        waiting = seat.placement.forms.filter(state="responding", placement__ended_on=None)
        form = waiting.filter(rows__item__outcome=seat.outcome_id, rows__asked=True).order_by("talk_on", "pk").first()
        if form:
            return form.get_absolute_url()
    return reverse("placements:placement", args=[seat.placement_id])


def _tell_who_may_confirm(seat: Participation) -> None:
    words = {"student": seat.placement.student.get_full_name(), "person": seat.user.get_full_name()}
    for educator in _confirmers(seat):
        with translation.override(educator.language):
            outbox.notice(
                educator,
                subject=_("Do you know %(person)s?") % words,
                sentences=[
                    _("%(student)s has invited %(person)s. Do you know this person? Then please confirm it.") % words
                ],
                button=_("Look and confirm"),
                path=reverse("placements:confirm"),
                placement=seat.placement,
            )


def _confirmers(seat: Participation) -> list[User]:
    """Those beside the student who may confirm this seat today, in a fixed order."""
    others = seat.placement.participations.running().for_page().filter(role__in=list(CONFIRMERS[seat.role]))
    people = {other.user for other in others if other.is_confirmed and other.user_id != seat.user_id}
    return sorted(people, key=lambda user: user.pk)


def withdraw(invitation: Invitation, by: User | None = None) -> None:
    """End an invitation, by the student, an institute educator, or (`by` is None) whoever got a mail by mistake.

    Mails that still wait for this person are not sent. Who had come in is told, and so are the student and the
    educators, each unless he does it. Doing it twice is doing it once.
    """
    placement = invitation.participation.placement
    with transaction.atomic():
        # the placement first, as who plans its conversations does: two who hold what the other wants wait for ever
        Placement.objects.lock(placement.pk)
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.withdrawn_at:
            return
        invitation.withdraw()
        person = invitation.participation.user
        seats_changed.send(Participation, placement=placement, people=[person], by=by or person)
        _drop_waiting_mails(invitation)  # last: who is told looks at what was on its way
        withdrawn_mails.tell(invitation, by)


def _drop_waiting_mails(invitation: Invitation) -> None:
    """Nothing more about this student; a notice that is also about others goes on with a link of theirs."""
    user = invitation.participation.user
    about = Q(link__invitation=invitation) | Q(code__invitation=invitation)
    waiting = OutgoingMail.objects.filter(about, sent_at__isnull=True).select_for_update(of=("self",))
    other = Invitation.objects.open().filter(participation__user=user).first()
    for mail in waiting:
        if other and mail.kind == OutgoingMail.Kind.NOTICE and mail.path == reverse("home"):
            mail.link = other.new_link(mail.path)
            mail.save(update_fields=["link"])
        else:
            mail.delete()


def to_confirm(by: User) -> QuerySet[Participation]:
    """The people this educator may confirm, by school, with what the page and the warning signs show."""
    found = Participation.objects.to_confirm_by(by)
    duo = ["placement__duo_with__student", "placement__duo_of__student"]
    loaded = found.select_related("user", "placement__student", "placement__school", "invitation__invited_by", *duo)
    return loaded.order_by("placement__school__name", "placement__school", "placement__student__last_name", "pk")


def confirm(pks: Iterable[int], by: User) -> list[Participation]:
    """Say of these people that `by` knows them. Returns those confirmed; who is not his to confirm is left out."""
    with transaction.atomic():
        found = Participation.objects.to_confirm_by(by).filter(pk__in=pks).select_related("placement__school", "user")
        seats = list(found.select_for_update(of=("self",)))
        for seat in seats:
            seat.confirmed_by, seat.confirmed_at = by, timezone.now()
            seat.save(update_fields=["confirmed_by", "confirmed_at"])
            KnownMentor.objects.remember(seat.placement.school, seat.user.email)
            person_confirmed.send(sender=Participation, seat=seat)
    return seats
