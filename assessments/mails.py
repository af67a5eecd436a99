"""Whom each step tells, and in which words: four sentences at most, one link, no text about the student (look, 4)."""

from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from learning_outcomes.wording import long_day
from placements import outbox
from placements.roles import Role

from .rules import DECIDED_ON, DecisionState, Moment

OPENS_FOR_FEEDBACK = {"hand_in", "open_without_reflection"}


def tell_of_form(form, name: str, step, by, note: str) -> None:
    """Ask those whose turn it is, tell those who need to know; never who took the step himself."""
    placement = form.placement
    asks = placement.people_in(step.asks - {Role.UNIT_EXAMINER})
    if not asks and Role.WORKPLACE_MENTOR in step.asks:  # where no mentor stands, the school educator responds (X37)
        asks = placement.people_in({Role.SCHOOL_EDUCATOR})
    if name == "sign" and form.is_final and form.signer.is_confirmed:
        asks = _examiners(form)
    if name in OPENS_FOR_FEEDBACK:
        asks = list(dict.fromkeys([*asks, *_subject_educators(form)]))
    for user in sorted(asks, key=lambda u: u.pk):
        if user != by:
            _request(form, name, user, note)
    for user in sorted(placement.people_in(step.tells), key=lambda u: u.pk):
        if user != by and user not in asks:
            _notice(form, name, user, by)


def ask_examiners_of(sender, seat, **kwargs) -> None:
    """Somebody confirmed the person in this seat: what he signed is provisional no longer, so the examiners' turn has
    come (decisions, section 6). Until then they are not asked for what they cannot do yet."""
    for form in seat.placement.forms.filter(signed_by=seat.user_id, signed_role=seat.role, moment__in=DECIDED_ON):
        for user in sorted(_examiners(form), key=lambda u: u.pk):
            _request(form, "sign", user, "")


def _examiners(form) -> list:
    units = form.decisions.filter(state="open").values_list("unit", flat=True)
    found = [user for unit in units for user in form.placement.people_in({Role.UNIT_EXAMINER}, unit)]
    return list(dict.fromkeys(found))  # who examines two units is asked once


def _subject_educators(form) -> list:
    """Those who teach an outcome that is asked on this form: they may write as long as the workplace does (V11)."""
    rows = form.rows.select_related("item").prefetch_related("item__recognitions")
    taught = {row.item.outcome_id for row in rows if row.asks(form)}
    seats = form.placement.participations.running().filter(role=Role.SUBJECT_EDUCATOR, outcome__in=taught)
    return [seat.user for seat in seats.select_related("user")]


def _request(form, name: str, user, note: str) -> None:
    with translation.override(user.language):
        student, day = form.placement.student.get_short_name(), form.decide_by if name == "sign" else form.respond_by
        late = day < timezone.localdate()  # a day that has passed is not named: it would ask for what cannot be
        subject, sentences, button = {
            "hand_in": (
                _("%(student)s asks for your feedback")
                if late
                else _("%(student)s asks for your feedback, before %(due)s"),
                [
                    _("%(student)s has finished the self-reflection."),
                    _what_is_asked(form, user),
                    _("You need no account."),
                ],
                _("Go to the form"),
            ),
            "open_without_reflection": (
                _("The form of %(student)s is open for you")
                if late
                else _("The form of %(student)s is open for you, before %(due)s"),
                [
                    _("%(student)s has not handed in a self-reflection. The institute asks you to go on."),
                    _what_is_asked(form, user),
                ],
                _("Go to the form"),
            ),
            "return": (
                pgettext("student", "Your form came back with a question"),
                [pgettext("student", "You can write in it again. The question stands at the top of the form.")],
                pgettext("student", "Read the question"),
            ),
            "sign": (
                _waits_for_decision(form, late),
                [
                    _("The workplace has signed."),
                    _("You can adopt the judgement with one press, on the page of the form."),
                ],
                _("Read and decide"),
            ),
            "reopen": (
                _("The form of %(student)s is open again"),
                [
                    _("The institute reopened it, with a note that stands at the top of the form."),
                    _("The signed copy stays as an earlier version."),
                ],
                _("Go to the form"),
            ),
        }[name]
        words = {"student": student, "due": long_day(day)}
        outbox.request(
            user,
            subject=subject % words,
            sentences=[s % words for s in sentences],
            button=button,
            path=form.get_absolute_url(),
            placement=form.placement,
        )


def _what_is_asked(form, user) -> str:
    if form.is_final and form.roles_of(user) - {Role.SUBJECT_EDUCATOR}:
        return _("Would you give feedback and write down your judgement?")
    return _("Would you give feedback?")


def _waits_for_decision(form, late: bool) -> str:
    if form.moment == Moment.REASSESSMENT:
        if late:
            return _("The re-assessment of %(student)s waits for your decision")
        return _("The re-assessment of %(student)s waits for your decision, before %(due)s")
    if late:
        return _("The final assessment of %(student)s waits for your decision")
    return _("The final assessment of %(student)s waits for your decision, before %(due)s")


def _notice(form, name: str, user, by) -> None:
    with translation.override(user.language):
        moment, student = form.get_moment_display(), form.placement.student.get_short_name()
        words = {"student": student, "moment": moment, "by": by.get_short_name()}
        mine = user.pk == form.placement.student_id
        sentence = {
            "open_without_reflection": pgettext(
                "student", "The %(moment)s is open for the workplace, without your self-reflection."
            )
            if mine
            else _("The %(moment)s of %(student)s is open without a self-reflection."),
            "sign": pgettext("student", "%(by)s has signed your %(moment)s.")
            if mine
            else _("%(by)s has signed the %(moment)s of %(student)s."),
            "reopen": pgettext("student", "Your %(moment)s is open again.")
            if mine
            else _("The %(moment)s of %(student)s is open again."),
        }[name]
        _send_notice(form, user, sentence % words)


def tell_of_decision(decision, name: str, step, by, note: str) -> None:
    """Mail who hears of a decision (A15, D04): once for all units, as soon as no unit is open any more. Until then,
    and for everybody else, the page and the list of news say what is decided."""
    form = decision.form
    if form.decisions.filter(state=DecisionState.OPEN).exists():
        return
    new = list(form.decisions.filter(state=DecisionState.DECIDED, told_at=None).select_related("unit"))
    form.decisions.filter(pk__in=[made.pk for made in new]).update(told_at=timezone.now())
    deciders = {made.decided_by_id for made in new}
    adopted = not any(one.adopted is False for made in new for one in made.outcomes.all())
    for user in sorted(form.placement.people_in(step.tells, decision.unit_id), key=lambda u: u.pk):
        if deciders != {user.pk}:
            _tell_decided(form, user, [made.unit.title for made in new], adopted)


def _tell_decided(form, user, units: list[str], adopted: bool) -> None:
    with translation.override(user.language):
        words = {"student": form.placement.student.get_short_name(), "units": get_text_list(units, _("and"))}
        if user.pk == form.placement.student_id:
            sentence = pgettext("student", "The institute has decided on %(units)s.")
            fate = pgettext("student", "The judgement was adopted.")
        else:
            sentence = _("The institute has decided on %(units)s for %(student)s.")
            fate = _("Your judgement was adopted.") if user.pk == form.signed_by_id else _("The judgement was adopted.")
        if not adopted:
            fate = _("On one outcome the decision differs from the judgement; the reason stands with it.")
        _send_notice(form, user, f"{sentence % words} {fate}")


def tell_of_repair(repair) -> None:
    """Student and workplace hear what comes now, and when."""
    form, by = repair.form, repair.agreed_by
    around = form.placement.people_in({Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR})
    for user in sorted(around, key=lambda u: u.pk):
        with translation.override(user.language):
            words = {"student": form.placement.student.get_short_name(), "by": by.get_short_name()}
            words["day"] = long_day(form.talk_on)
            if user.pk == form.placement.student_id:
                sentence = pgettext("student", "%(by)s wrote down what you agreed. The re-assessment is on %(day)s.")
            else:
                sentence = _("%(by)s agreed with %(student)s on a re-assessment on %(day)s.")
            _send_notice(form, user, sentence % words)


def _send_notice(form, user, sentence: str) -> None:
    mine = user.pk == form.placement.student_id
    outbox.notice(
        user,
        subject=pgettext("student", "News about your form")
        if mine
        else _("News about the form of %(student)s") % {"student": form.placement.student.get_short_name()},
        sentences=[sentence],
        button=pgettext("student", "Read the form") if mine else _("Read the form"),
        path=form.get_absolute_url(),
        placement=form.placement,
    )
