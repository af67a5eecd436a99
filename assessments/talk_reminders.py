"""What the student is reminded of around conversations, in the notice of the day (X36: never of guidance talks).

Every morning, and as often as anybody likes: what somebody was reminded of is remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import pgettext, pgettext_lazy

from conversations.models import Conversation, LearningPlan, Reminder
from conversations.rules import DATED, TRIANGLE_TALKS, Kind, PlanState
from conversations.rules import State as TalkState
from learning_outcomes.wording import long_day
from placements import outbox
from placements.models import Placement

from .models import AssessmentForm
from .rules import State
from .talks import called_off

# lazy: said in the language of who reads it
UNSHARED = pgettext_lazy("student", "The %(kind)s is on %(day)s, and your learning plan is not shared yet.")
NOT_HANDED_IN = pgettext_lazy("student", "The %(kind)s is on %(day)s, and your self-reflection is not handed in yet.")
UNSAID = pgettext_lazy("student", "Was the %(kind)s of %(day)s held? Write it down, or choose another day.")
OFF = pgettext_lazy("student", "Your %(kind)s did not take place. Choose another day together, or leave it at that.")
AHEAD = timedelta(days=3)  # so long before a conversation somebody who did not prepare hears of it
LOOKS_BACK = timedelta(days=7)  # a planned day longer ago than this is left alone
SETTLING_IN = timedelta(weeks=2)  # so long after the start the dates of the triangle should stand
GIVES_UP = timedelta(weeks=6)
OFF_FOR = timedelta(days=7)  # so long after it was cancelled a conversation may have got another day
OFF_LONG = timedelta(weeks=4)  # after this long nobody is reminded of it any more


@dataclass(frozen=True)
class Wanted:
    """One reminder for a student: what it is about, and in the words of his language what it says."""

    placement: Placement
    about: str
    sentence: str
    path: str

    @property
    def person(self):
        return self.placement.student


def remind_of_talks(sender, day: date, **kwargs) -> None:
    """Write the reminders of this day; who has one waiting gets them in the same mail."""
    found = [*_unprepared(day), *_not_written_down(day), *_not_planned(day), *_not_planned_again(day)]
    for wanted in sorted(found, key=lambda one: (one.person.pk, one.about)):
        with transaction.atomic(), translation.override(wanted.person.language):
            if Reminder.objects.first_time(wanted.person, wanted.about, placement=wanted.placement):
                outbox.notice(
                    wanted.person,
                    subject=pgettext("student", "About your conversations"),
                    sentences=[wanted.sentence],
                    button=pgettext("student", "Go to the page"),
                    path=wanted.path,
                    placement=wanted.placement,
                )


def _planned() -> QuerySet[Conversation]:
    talks = Conversation.objects.filter(state=TalkState.PLANNED, kind__in=DATED, placement__ended_on=None)
    return talks.select_related("placement__student").order_by("pk")


def _unprepared(day: date) -> Iterator[Wanted]:
    """A conversation within three days for which the student still has to share or hand in something."""
    soon = _planned().filter(day__gt=day, day__lte=day + AHEAD)
    plans = LearningPlan.objects.filter(placement=OuterRef("placement"), state=PlanState.PREPARING)
    for talk in soon.filter(Exists(plans), kind=Kind.START).select_related("placement__learning_plan"):
        yield _wanted(talk, "prepare", UNSHARED, talk.placement.learning_plan.get_absolute_url())
    for kind in (Kind.MIDTERM, Kind.FINAL):
        talks = {talk.placement_id: talk for talk in soon.filter(kind=kind)}
        forms = AssessmentForm.objects.filter(moment=kind, state=State.REFLECTING, placement__in=list(talks))
        for form in forms.order_by("pk"):
            yield _wanted(talks[form.placement_id], "prepare", NOT_HANDED_IN, form.get_absolute_url())


def _not_written_down(day: date) -> Iterator[Wanted]:
    """A conversation whose day is over, and nobody wrote down that it was held."""
    for talk in _planned().filter(day__lt=day, day__gte=day - LOOKS_BACK):
        yield _wanted(talk, "held", UNSAID, _planning(talk.placement))


def _not_planned(day: date) -> Iterator[Wanted]:
    """Two weeks after the start a conversation of the triangle has no day yet."""
    missing = Conversation.objects.filter(
        placement=OuterRef("pk"), kind__in=TRIANGLE_TALKS, state=TalkState.PLANNED, day=None
    )
    running = Placement.objects.filter(
        Exists(missing), start__lte=day - SETTLING_IN, start__gte=day - GIVES_UP, end__gte=day, ended_on=None
    )
    for placement in running.select_related("student").order_by("pk"):
        with translation.override(placement.student.language):
            sentence = pgettext("student", "Not all your conversations have a day yet. Choose the days together.")
            yield Wanted(placement, f"plan {placement.pk}", sentence, _planning(placement))


def _not_planned_again(day: date) -> Iterator[Wanted]:
    """A conversation of the triangle was cancelled a week ago, and nobody chose another day. Each time it is cancelled
    it is said once."""
    off = called_off(day).annotate(off_at=Max("log__at", filter=Q(log__step="cancel"))).order_by("pk")
    for talk in off.filter(off_at__date__lte=day - OFF_FOR, off_at__date__gte=day - OFF_LONG):
        about = f"off {talk.pk} {localtime(talk.off_at):%Y-%m-%d %H:%M}"
        yield _said(talk, about, OFF, _planning(talk.placement))


def _wanted(talk: Conversation, why: str, sentence: Promise, path: str) -> Wanted:
    return _said(talk, f"{why} {talk.pk} {talk.day}", sentence, path)


def _said(talk: Conversation, about: str, sentence: Promise, path: str) -> Wanted:
    with translation.override(talk.placement.student.language):
        words = {"kind": talk.get_kind_display(), "day": long_day(talk.day) if talk.day else ""}
        return Wanted(talk.placement, about, sentence % words, path)


def _planning(placement: Placement) -> str:
    return reverse("conversations:planning", args=[placement.pk])
