"""What waits for whom: the lines of everybody's first page. Reads what is there, changes nothing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from conversations.plan_tasks import plan_news, plan_tasks
from learning_outcomes.wording import begin, in_words
from placements.models import Participation, Placement
from placements.roles import CORNER, Role
from placements.task import Task
from placements.warnings import KNOWN, signs_for

from .care_tasks import care_news, care_tasks
from .desk import progress_of
from .dialogue_tasks import repairs_for, talks_for
from .educator_tasks import educator_tasks
from .models import AssessmentForm, AssessmentFormLog, Calibration, DecisionLog, UnitDecision
from .rules import DECISION_STEPS, STEPS, DecisionState, Moment, State
from .set_tasks import set_tasks
from .talk_tasks import planning_tasks
from .talks import is_off

NEWS_DAYS = 14
SEARCHED = 60  # the newest steps that are looked through for news


def first_names(people) -> str:
    """'Ilse, Pieter en Karim'."""
    return get_text_list([person.get_short_name() for person in people], _("and"))


def waiting_for(user) -> list[Task]:
    """What this person must do now, the first due first. The number of queries does not grow with the tasks."""

    forms = AssessmentForm.objects.visible_to(user).waiting_for(user).for_tasks()
    decisions = UnitDecision.objects.waiting_for(user).filter(signer_confirmed_at__isnull=False).for_list()
    found = [*_invitations(user), *(_form_task(form, user) for form in forms)]
    found += [*(_decision_task(decision) for decision in decisions), *_confirmations(user)]
    found += [*(task for mine, task in talks_for(user) if mine), *repairs_for(user)]
    found += [_calibration_task(calibration) for calibration in Calibration.objects.waiting_for(user)]
    found += [*care_tasks(user), *set_tasks(user), *educator_tasks(user), *planning_tasks(user), *plan_tasks(user)]
    return sorted(found, key=lambda task: task.due or date.max)


def waiting_for_others(user) -> list[Task]:
    """What this person waits for: the next act of another on a form that concerns the student or the workplace, and
    for an examiner the judgements whose signer nobody has confirmed yet."""
    provisional = UnitDecision.objects.waiting_for(user).filter(signer_confirmed_at__isnull=True).for_list()
    guides = Participation.objects.running().filter(
        placement=OuterRef("placement"), user=user, role=Role.WORKPLACE_MENTOR
    )
    mine = AssessmentForm.objects.filter(Q(placement__student=user) | Exists(guides)).with_turn().exclude(turn="none")
    found = []
    for form in mine.exclude(pk__in=AssessmentForm.objects.waiting_for(user).values("pk")).for_tasks():
        own = form.placement.student_id == user.pk
        found.append(_next_act(form, form.turn) if own else _about_student(form, form.turn))
    found += [task for mine, task in talks_for(user) if not mine]
    return sorted(found, key=lambda task: task.due) + [_provisional_task(decision) for decision in provisional]


def upcoming(form: AssessmentForm) -> list[Task]:
    """What follows on this form after the present turn, for its student: the talk, the response, the decision."""
    found = []
    if form.talk_on >= timezone.localdate() and not is_off(form):
        found.append(_talk(form))
    if form.state == State.REFLECTING:
        found.append(_next_act(form, "workplace"))
    if form.is_final and form.state != State.SIGNED:
        found.append(_next_act(form, "institute"))
    return found


def news_for(user, number: int = 6) -> list[Task]:
    """What others did lately that this person is told of and need not act on; the newest first."""
    since, seats = timezone.now() - timedelta(days=NEWS_DAYS), _seats_of(user)
    steps = AssessmentFormLog.objects.filter(record__in=AssessmentForm.objects.visible_to(user), at__gte=since)
    steps = steps.exclude(by=user).select_related("by", "record__placement__student").order_by("-pk")
    found = [
        (log.at, _form_news(log, user))
        for log in steps[:SEARCHED]
        if STEPS[log.step].news_for & {role for role, _unit in seats[log.record.placement_id]}
    ]
    taken = DecisionLog.objects.filter(record__in=UnitDecision.objects.visible_to(user), at__gte=since).exclude(by=user)
    taken = taken.select_related("by", "record__unit", "record__form__placement__student").order_by("-pk")
    found += [
        (log.at, _decision_news(log, user))
        for log in taken[:SEARCHED]
        if DECISION_STEPS[log.step].news_for
        & {role for role, unit in seats[log.record.form.placement_id] if unit in (None, log.record.unit_id)}
    ]
    found += care_news(user, since)
    found += plan_news(user, since)
    return [task for _at, task in sorted(found, key=lambda pair: pair[0], reverse=True)[:number]]


def _seats_of(user) -> dict[int, set[tuple[Role, int | None]]]:
    """(role, unit) pairs this person holds today, per placement."""
    seats = defaultdict(set)
    for pk in Placement.objects.filter(student=user).values_list("pk", flat=True):
        seats[pk].add((Role.STUDENT, None))
    for seat in Participation.objects.running().filter(user=user):
        seats[seat.placement_id].add((Role(seat.role), seat.unit_id))
    return seats


def asked(form: AssessmentForm) -> list[tuple[int, str, str]]:
    """What a mentor is asked on this form: how many times, what, and for which outcomes."""
    rows = [row for row in form.rows.all() if row.asks_workplace(form)]
    judged = [row for row in rows if row.is_judged(form) and row.judgement_is_due(form)]
    others = [row for row in rows if row not in judged]
    only = _("only feedback") if judged else _("feedback")
    lines = [(judged, _("feedback and a judgement")), (others, only)]
    found = [(len(rows), what, ", ".join(row.outcome.short_title for row in rows)) for rows, what in lines if rows]
    return [*found, (1, _("signing"), "")]


def actors(form: AssessmentForm, corner: str) -> list:
    """The people in this corner who act on this form; empty while nobody stands there."""
    around = form.placement.people_in
    if corner == "student":
        return [form.placement.student]
    if corner == "workplace":
        return around([Role.WORKPLACE_MENTOR]) or around([Role.SCHOOL_EDUCATOR])
    waiting = [d for d in form.decisions.all() if d.state != DecisionState.DECIDED]
    people = [person for decision in waiting for person in _deciding(decision, form)]
    return list(dict.fromkeys(people)) or around([Role.UNIT_EXAMINER])


def _deciding(decision: UnitDecision, form: AssessmentForm) -> list:
    role = Role.INSTITUTE_EDUCATOR if decision.state == DecisionState.ESCALATED else Role.UNIT_EXAMINER
    return form.placement.people_in([role], decision.unit_id)


# ---- one line each


def _invitations(user) -> Iterator[Task]:
    """A student without a mentor invites one first (L03)."""
    mentors = Participation.objects.running().filter(role=Role.WORKPLACE_MENTOR)
    mine = Placement.objects.filter(student=user, end__gte=timezone.localdate(), ended_on=None).exclude(
        pk__in=mentors.filter(placement__student=user).values("placement")
    )
    for placement in mine:
        yield Task(
            title=pgettext("student", "Invite your workplace mentor"),
            text=pgettext("student", "Your mentor needs no account: the link in the mail is enough."),
            button=pgettext("student", "Invite your mentor"),
            url=reverse("placements:invite", args=[placement.pk]),
            corner="student",
        )


def _form_task(form: AssessmentForm, user) -> Task:
    return _reflection_task(form, user) if form.state == State.REFLECTING else _response_task(form, user)


def _reflection_task(form: AssessmentForm, user) -> Task:
    rows = [(row, progress_of(form, row, user)) for row in form.rows.all() if row.asks(form)]
    done = sum(progress == "done" for _row, progress in rows)
    url, begun = form.get_absolute_url(), any(progress for _row, progress in rows)
    nxt = next((row for row, progress in rows if progress != "done"), None)
    if nxt is None:
        title, button = (
            pgettext("student", "Hand in your self-reflection"),
            pgettext("student", "Look over and hand in"),
        )
    elif begun:
        title = pgettext("student", "Finish your self-reflection")
        button = pgettext("student", "Go on with %(outcome)s") % {"outcome": nxt.outcome.title}
    else:
        title = pgettext("student", "Write your self-reflection")
        if form.moment == Moment.REASSESSMENT:
            title = pgettext("student", "Write for your re-assessment")
        button = pgettext("student", "Begin with %(outcome)s") % {"outcome": nxt.outcome.title}
    if done:
        text = npgettext(
            "student",
            "%(done)s of the %(all)s learning outcomes is ready.",
            "%(done)s of the %(all)s learning outcomes are ready.",
            done,
        )
    else:
        text = npgettext(
            "student",
            "On one learning outcome you write what you showed.",
            "On each of %(all)s learning outcomes you write what you showed.",
            len(rows),
        )
    text %= {"done": begin(in_words(done)), "all": in_words(len(rows))}
    anchor = f"#{nxt.anchor}" if nxt else "#steps"
    return Task(title, text, button, url + anchor, form.reflect_by, "student", form)


def _response_task(form: AssessmentForm, user) -> Task:
    student = form.placement.student
    rows = [(row, progress_of(form, row, user)) for row in form.rows.all()]
    nxt = next((row for row, progress in rows if progress != "done"), None)
    if nxt is None:
        button, anchor = _("Look over and sign"), "#steps"
    else:
        wish = _("Go on with %(outcome)s") if any(progress for _row, progress in rows) else _("Begin with %(outcome)s")
        button, anchor = wish % {"outcome": nxt.outcome.short_title}, f"#{nxt.anchor}"
    if form.handed_in_at:
        text = _("%(name)s has handed in the self-reflection.") % {"name": student.get_short_name()}
    else:
        text = _("There is no self-reflection; the institute has opened the form without it.")
    title = _moment_of(form) % {"name": student}
    return Task(title, text, button, form.get_absolute_url() + anchor, form.respond_by, "workplace", form)


def _moment_of(form: AssessmentForm) -> str:
    return {
        Moment.MIDTERM: _("Midterm evaluation of %(name)s"),
        Moment.FINAL: _("Final assessment of %(name)s"),
        Moment.REASSESSMENT: _("Re-assessment of %(name)s"),
    }[Moment(form.moment)]


def _decision_task(decision: UnitDecision) -> Task:
    form = decision.form
    text = _("Decision on %(unit)s. %(signer)s has signed the judgement.")
    return Task(
        title=_("Decide on %(student)s") % {"student": form.placement.student},
        text=text % {"unit": decision.unit, "signer": form.signed_by.get_short_name()},
        button=_("Read and decide"),
        url=decision.get_absolute_url(),
        due=form.decide_by,
        corner="institute",
        form=form,
    )


def _provisional_task(decision: UnitDecision) -> Task:
    form = decision.form
    educators = form.placement.people_in([Role.INSTITUTE_EDUCATOR])
    text = ngettext(
        "The judgement is provisional: nobody has confirmed yet who %(signer)s is. %(who)s can do that.",
        "The judgement is provisional: nobody has confirmed yet who %(signer)s is. %(who)s can each do that.",
        len(educators) or 1,
    )
    return Task(
        title=_("%(unit)s, %(student)s") % {"unit": decision.unit, "student": form.placement.student},
        text=text % {"signer": form.signed_by, "who": first_names(educators) or _("The institute educator")},
        url=decision.get_absolute_url(),
        due=form.decide_by,
        corner="institute",
        form=form,
    )


def _confirmations(user) -> Iterator[Task]:
    """One task for all the invited people this educator may know (decisions, section 6)."""
    seats = list(
        Participation.objects.to_confirm_by(user)
        .for_page()
        .select_related(
            "placement__student", "placement__school", "placement__duo_with__student", "placement__duo_of__student"
        )
    )
    if not seats:
        return
    signs = signs_for(seats)
    known = sum(KNOWN in found for found in signs.values())
    odd = sum(any(not sign.good for sign in found) for found in signs.values())
    title = ngettext("Confirm %(count)s person", "Confirm %(count)s people", len(seats)) % {
        "count": in_words(len(seats))
    }
    sentences = [
        ngettext("%(count)s was confirmed before.", "%(count)s were confirmed before.", known) if known else "",
        ngettext("%(count)s stands out: have a look.", "%(count)s stand out: have a look.", odd) if odd else "",
    ]
    counts = [begin(in_words(number)) for number in (known, odd)]
    text = " ".join(s % {"count": count} for s, count in zip(sentences, counts, strict=True) if s)
    yield Task(
        title=begin(title),
        text=text or _("Until you do, what they sign is provisional."),
        button=_("Look and confirm"),
        url=reverse("placements:confirm"),
        corner="institute",
    )


def _calibration_task(calibration: Calibration) -> Task:
    """An example to judge (S10)."""
    return Task(
        title=_("Judge the example of “%(title)s”") % {"title": calibration.title},
        text=_("%(maker)s asks several assessors. You judge for yourself; afterwards you see what the others saw.")
        % {"maker": calibration.maker},
        button=_("Judge the example"),
        url=reverse("assessments:calibration_judge", args=[calibration.pk]),
        corner="institute",
    )


def _talk(form: AssessmentForm) -> Task:
    others = actors(form, "workplace") + form.placement.people_in([Role.INSTITUTE_EDUCATOR])
    title = _("Three-way talk with %(names)s") % {"names": first_names(others)} if others else _("Three-way talk")
    return Task(title, due=form.talk_on, corner="all", form=form)


def _next_act(form: AssessmentForm, corner: str) -> Task:
    """Who does what next on this form, said to its student."""
    url = form.get_absolute_url() if form.state != State.REFLECTING else ""
    if corner == "workplace":
        people = actors(form, corner)
        act = ngettext("%(name)s gives feedback", "%(name)s give feedback", len(people) or 1)
        if form.is_final:
            act = ngettext(
                "%(name)s gives feedback and a judgement", "%(name)s give feedback and a judgement", len(people) or 1
            )
        title = act % {"name": first_names(people) or _("The workplace")}
        return Task(title, url=url, due=form.respond_by, corner=corner, form=form)
    people = actors(form, corner)
    decides = ngettext("%(names)s decides", "%(names)s decide", len(people) or 2)
    title = decides % {"names": first_names(people) or _("The examiners")}
    return Task(title, _("per unit"), url=url, due=form.decide_by, corner=corner, form=form)


def _about_student(form: AssessmentForm, corner: str) -> Task:
    """The same, said to the mentor about the student."""
    student = form.placement.student
    if corner == "student":
        text = _("%(name)s is still writing the self-reflection. You get a mail when it is ready.")
    elif corner == "workplace":
        text = _("The feedback and the judgement are being written.")
    else:
        text = _("You have signed. The institute decides now.")
    url = form.placement.get_absolute_url()
    due = {"student": form.reflect_by, "workplace": form.respond_by, "institute": form.decide_by}[corner]
    return Task(str(student), text % {"name": student.get_short_name()}, url=url, due=due, corner=corner, form=form)


FORM_NEWS = {
    "hand_in": gettext_lazy("%(by)s handed in the self-reflection of the %(moment)s"),
    "open_without_reflection": gettext_lazy("%(by)s opened the %(moment)s of %(student)s without self-reflection"),
    "sign": gettext_lazy("%(by)s signed the %(moment)s of %(student)s"),
    "reopen": gettext_lazy("%(by)s opened the %(moment)s of %(student)s again"),
}


def _form_news(log: AssessmentFormLog, user) -> Task:
    form = log.record
    own = {
        "open_without_reflection": pgettext("student", "%(by)s opened your %(moment)s without self-reflection"),
        "sign": pgettext("student", "%(by)s signed your %(moment)s"),
        "reopen": pgettext("student", "%(by)s opened your %(moment)s again"),
    }
    sentence = own[log.step] if form.placement.student_id == user.pk else FORM_NEWS[log.step]
    words = {"by": log.by.get_short_name(), "moment": form.get_moment_display(), "student": form.placement.student}
    return _news(log, sentence % words, form.get_absolute_url())


def _decision_news(log: DecisionLog, user) -> Task:
    decision = log.record
    if log.step == "open_dialogue":
        sentence = _("%(by)s opened a dialogue about %(unit)s of %(student)s")
    elif log.step == "escalate":
        sentence = _("%(by)s escalated %(unit)s of %(student)s")
    elif decision.form.placement.student_id == user.pk:
        sentence = pgettext("student", "%(by)s decided on %(unit)s")
    else:
        sentence = _("%(by)s decided on %(unit)s of %(student)s")
    words = {"by": log.by.get_short_name(), "unit": decision.unit, "student": decision.form.placement.student}
    return _news(log, sentence % words, decision.get_absolute_url())


def _news(log, title: str, url: str) -> Task:
    return Task(title, url=url, due=timezone.localdate(log.at), corner=CORNER[Role(log.role)])
