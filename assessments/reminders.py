"""A reminder from an educator to whoever acts next. A notice, so nobody gets more than one mail a day (decisions 5).

Who reminds leaves a trace for the educators of that placement; the same person hears of the same thing once a day,
whoever asks for it. `of_forms`, `of_plans`, `of_days` and `of_silence` say who may be reminded of what, and pass over
what `by` is no educator of or on which nobody acts; `remind` does it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone, translation

from conversations.models import Conversation, LearningPlan, Reminder
from conversations.plan_tasks import day_of
from conversations.rules import Kind, PlanState
from conversations.rules import State as TalkState
from placements import outbox
from placements.models import Participation, Placement, User
from placements.roles import Role

from . import reminder_words
from .dialogue_tasks import asked_in
from .models import AssessmentForm
from .models.form_queries import LATELY
from .rules import SPEAKERS, DecisionState
from .tasks import actors

MAY_REMIND = {Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR, Role.UNIT_EXAMINER}


def thing(kind: str, pk: int, corner: str) -> str:
    """The name of what somebody in this corner is reminded of: when another corner acts, it is another thing."""
    return f"{kind} {pk} {corner}"


@dataclass(frozen=True)
class Wanted:
    """A reminder for one person; `say` gives its words in the language that is on."""

    person: User
    placement: Placement
    about: str
    path: str
    say: Callable[[], reminder_words.Words]


@dataclass(frozen=True)
class Reminded:
    """Who was reminded, and who only of what he was reminded of today already; each once."""

    people: list[User]
    already: list[User]


@transaction.atomic
def remind(wanted: Iterable[Wanted], by: User) -> Reminded:
    """Write these reminders, each person and thing once a day. Nobody reminds himself."""
    today = timezone.localdate()
    people, already = {}, {}
    for one in sorted(wanted, key=lambda one: (one.person.pk, one.about)):  # one order for all: a notice is locked
        if one.person == by:
            continue
        kept = {"placement": one.placement, "by": by}
        if Reminder.objects.first_time(one.person, f"{one.about} {today}", **kept):
            _tell(one)
            people[one.person.pk] = one.person
        else:
            already[one.person.pk] = one.person
    return Reminded(list(people.values()), [person for pk, person in already.items() if pk not in people])


def _tell(one: Wanted) -> None:
    with translation.override(one.person.language):
        words = one.say()
    outbox.notice(
        one.person,
        placement=one.placement,
        path=one.path,
        subject=words["subject"],
        sentences=[words["sentence"]],
        button=words["button"],
        reminds=True,
    )


def of_forms(pks: Iterable[int], by: User) -> Iterator[Wanted]:
    """Whoever acts on these forms."""
    forms = AssessmentForm.objects.visible_to(by).filter(pk__in=pks).with_turn().exclude(turn="none").for_matrix()
    for form in forms:
        if form.roles_of(by) & MAY_REMIND:
            about = thing("form", form.pk, form.turn)
            for person, (path, say) in _asked_on(form, by).items():
                yield Wanted(person, form.placement, about, path, say)


def _asked_on(form: AssessmentForm, by: User) -> dict[User, tuple[str, Callable]]:
    """Who acts on this form, where, and in which words. Where the institute has a doubt it is who has the next word in
    the talk, with what is asked there; of several things the one that is due first."""
    whole = form.get_absolute_url(), partial(reminder_words.about_form, form, by)
    if form.turn != "institute":
        return dict.fromkeys(actors(form, form.turn), whole)
    found = []
    for decision in form.decisions.all():
        if decision.state in SPEAKERS:
            place, due = decision.get_dialogue_url(), decision.due_on
            talk = [(person, partial(reminder_words.about_talk, line, by)) for person, line in asked_in(decision)]
            found += [(due, person, (place, say)) for person, say in talk]
        elif decision.state != DecisionState.DECIDED:
            examiners = form.placement.people_in([Role.UNIT_EXAMINER], decision.unit_id)
            found += [(form.decide_by, person, whole) for person in examiners]
    first = {person: said for _due, person, said in sorted(found, key=lambda one: one[0], reverse=True)}
    return first or dict.fromkeys(actors(form, form.turn), whole)


def of_plans(pks: Iterable[int], by: User) -> Iterator[Wanted]:
    """The student who writes the plan, or the workplace that is asked to approve it (X37: where no mentor stands, the
    school educator)."""
    plans = list(LearningPlan.objects.filter(_running("placement__"), pk__in=pks).for_tasks())
    plans = [plan for plan in plans if plan.state != PlanState.APPROVED and plan.roles_of(by) & MAY_REMIND]
    starts = Conversation.objects.filter(placement__in=[plan.placement_id for plan in plans], kind=Kind.START)
    talks = {talk.placement_id: talk for talk in starts}
    for plan in plans:
        place, asked = plan.placement, plan.state == PlanState.ASKED
        workplace = place.people_in([Role.WORKPLACE_MENTOR]) or place.people_in([Role.SCHOOL_EDUCATOR])
        about = thing("plan", plan.pk, "workplace" if asked else "student")
        day, talk = day_of(place, talks.get(place.pk)), talks.get(place.pk)
        over = day < timezone.localdate() or (talk is not None and talk.state == TalkState.HELD)
        say = partial(reminder_words.about_plan, plan, day, over, by)
        for person in workplace if asked else [place.student]:
            yield Wanted(person, place, about, plan.get_absolute_url(), say)


def of_days(pks: Iterable[int], by: User) -> Iterator[Wanted]:
    """The students of these placements, that their conversations have no day yet."""
    say = partial(reminder_words.about_days, by)
    for place in _placements(pks, by):
        path = reverse("conversations:planning", args=[place.pk])
        yield Wanted(place.student, place, thing("days", place.pk, "student"), path, say)


def of_silence(pks: Iterable[int], by: User) -> Iterator[Wanted]:
    """The students of these placements, asked how it goes."""
    say = partial(reminder_words.about_silence, by)
    for place in _placements(pks, by):
        about, path = thing("silence", place.pk, "student"), place.get_absolute_url()
        yield Wanted(place.student, place, about, path, say)


def _placements(pks: Iterable[int], by: User) -> list[Placement]:
    people = Participation.objects.running().for_page()
    found = Placement.objects.filter(_running(), pk__in=pks).select_related("student")
    found = found.prefetch_related(Prefetch("participations", people, to_attr="people_now"))
    return [place for place in found if place.roles_of(by) & MAY_REMIND]


def _running(path: str = "") -> Q:
    return Q(**{f"{path}ended_on": None, f"{path}end__gte": timezone.localdate()})


def traces(placements: Iterable[Placement]) -> models.QuerySet:
    """Who was reminded of what by whom in these placements, the newest last; what came by itself is left out."""
    found = Reminder.objects.filter(placement__in=placements).exclude(by=None)
    return found.select_related("person", "by").order_by("made_on", "pk")


def forget_reminders(**kwargs) -> None:
    """Delete the traces of placements that no overview shows any more."""
    before = timezone.localdate() - LATELY
    Reminder.objects.filter(placement__end__lt=before).delete()
