"""The mails of a doubt: whose turn it is, what was said, and that the term is over. Never a word of what was said."""

from datetime import datetime, time, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from learning_outcomes.wording import long_day
from placements import outbox
from placements.roles import Role

from .rules import SIDES, DecisionState

REMINDED_AT = time(8)  # in the morning of the day after the term


def side_people(decision, side: str) -> list:
    """Who speaks for this side now: the examiner of the unit, or the mentor (where none stands, the school)."""
    around = decision.form.placement.people_in
    if side == "institute":
        return around([Role.UNIT_EXAMINER], decision.unit_id)
    return around([Role.WORKPLACE_MENTOR]) or around([Role.SCHOOL_EDUCATOR])


def ask_other_side(decision, name: str, step, by) -> None:
    """A dialogue was opened, or it was escalated: ask who stands on the other side."""
    mine = {SIDES[role] for role in decision.roles_of(by) & SIDES.keys()}
    people = [
        user for side in dict.fromkeys(SIDES.values()) if side not in mine for user in side_people(decision, side)
    ]
    for user in _each_once(people, by):
        with translation.override(user.language):
            if name == "open_dialogue":
                subject, button = _("A talk about %(student)s, before %(day)s"), _("Read and answer")
                sentences = [
                    _("%(by)s wants to talk with you about one outcome before it is decided."),
                    _("What the question is stands on the page. You answer there."),
                ]
            else:
                subject, button = _("Your position about %(student)s, before %(day)s"), _("Write your position")
                sentences = [
                    _("%(by)s has escalated: the institute educator decides."),
                    _("Would you write your position? You read the other one once yours is written."),
                ]
            _request(decision, user, subject, sentences, button, by)


def ask_final_decision(decision) -> None:
    """Both positions are there: it is the institute educator's turn (D03)."""
    for user in _each_once(decision.form.placement.people_in([Role.INSTITUTE_EDUCATOR])):
        with translation.override(user.language):
            subject, button = _("Your final decision about %(student)s, before %(day)s"), _("Read and decide")
            sentences = [_("School and institute see one outcome differently, and both positions are written.")]
            _request(decision, user, subject, sentences, button)


def tell_of_contribution(decision, said) -> None:
    """Somebody said something: the others who have a say find it in their notice of the day."""
    sides = [side for side in dict.fromkeys(SIDES.values()) if side != said.side]
    people = [user for side in sides for user in side_people(decision, side)]
    for user in _each_once(people, said.author):
        with translation.override(user.language):
            outbox.notice(
                user,
                subject=_("News in the talk about %(student)s") % _words(decision),
                sentences=[_("%(by)s said something in the talk about %(student)s.") % _words(decision, said.author)],
                button=_("Read and answer"),
                path=decision.get_dialogue_url(),
                placement=decision.form.placement,
            )


def remind_at_term(decision) -> None:
    """Leave a reminder for the morning after the term, to whoever has to act then."""
    at = timezone.make_aware(datetime.combine(decision.due_on, REMINDED_AT)) + timedelta(days=1)
    for user in _each_once(_who_acts(decision)):
        with translation.override(user.language):
            subject, button = _("The term in the talk about %(student)s is over"), _("Go to the talk")
            if decision.state == DecisionState.ESCALATED:
                sentences = [_("The term after the escalation is over, and there is no final decision yet.")]
            else:
                sentences = [_("You did not agree within the term. Would you settle it now, or escalate?")]
            _request(decision, user, subject, sentences, button, at=at, about=_about(decision))


def call_off(decision) -> None:
    """The reminders of a term that counts no more."""
    outbox.call_off(_about(decision))


def _who_acts(decision) -> list:
    if decision.state == DecisionState.IN_DIALOGUE:
        return [user for side in dict.fromkeys(SIDES.values()) for user in side_people(decision, side)]
    late = [user for side in decision.sides_to_hear for user in side_people(decision, side)]
    return late + decision.form.placement.people_in([Role.INSTITUTE_EDUCATOR])


def _about(decision) -> str:
    return f"term of decision {decision.pk}"


def _each_once(people, but=None) -> list:
    """In one order for all, because a notice is locked."""
    return sorted({user for user in people if user != but}, key=lambda user: user.pk)


def _words(decision, by=None) -> dict:
    return {
        "student": decision.form.placement.student.get_short_name(),
        "day": long_day(decision.due_on) if decision.due_on else "",
        "by": by.get_full_name() if by else "",
    }


def _request(decision, user, subject: str, sentences: list[str], button: str, by=None, **more) -> None:
    words = _words(decision, by)
    outbox.request(
        user,
        subject=subject % words,
        sentences=[sentence % words for sentence in sentences],
        button=button,
        path=decision.get_dialogue_url(),
        placement=decision.form.placement,
        **more,
    )
