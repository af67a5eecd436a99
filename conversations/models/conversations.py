"""One conversation of the cycle: when and where, held or not, and what was discussed (C01-C33)."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations import calendar_mails
from conversations.calendar_words import Facts
from conversations.cycle import cycle_of
from conversations.rules import DATED, STEPS, TALK_READERS, TALK_WRITERS, TELLS_VERDICT, Activity, Kind, State
from conversations.signals import conversation_moved
from placements.models import Participation, Placement
from placements.models.parts import NotNow, Part, keep_once
from placements.models.said import Still
from placements.roles import Role
from placements.workflow import StepLog, WorkflowRecord

from .goals import Goal
from .plans import keep_discussed

MOST_LINES = 10  # a report is short: what was agreed, not minutes


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConversationQuerySet":
        """The conversations of the placements in whose triangle this person sits; nobody else needs to know of them."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(
            placement=OuterRef("placement"), user=user, role__in=list(TALK_READERS)
        )
        return self.filter(Q(placement__student=user) | Exists(around))

    def for_page(self) -> "ConversationQuerySet":
        """With what a page about it shows, in a fixed number of queries."""
        people = Participation.objects.running().for_page()
        return self.select_related(
            "placement__student",
            "placement__school",
            "placement__institute",
            "placement__period__framework",
            "record__author",
            "verdict_told_by",
        ).prefetch_related(
            models.Prefetch("placement__participations", people, to_attr="people_now"),
            "placement__period__conversations__questions",
            "record__goals__versions",
            "earlier_texts__author",
            "log__by",
        )

    def for_list(self) -> "ConversationQuerySet":
        """With what a line about it shows: whose it is, and who sits in it."""
        people = Participation.objects.running().for_page()
        return self.select_related("placement__student", "placement__period").prefetch_related(
            models.Prefetch("placement__participations", people, to_attr="people_now")
        )

    def in_order(self) -> "ConversationQuerySet":
        """As they were held and are planned; what has no day yet comes last, in the order of the cycle."""
        order = models.Case(*[models.When(kind=kind, then=n) for n, kind in enumerate(Kind.values)])
        return self.annotate(place_in_cycle=order).order_by(F("day").asc(nulls_last=True), "place_in_cycle", "pk")

    @transaction.atomic
    def start_for(self, placement: Placement) -> None:
        """Make the conversations that its period dates, each without a day; what is there already stays."""
        known = set(placement.conversations.values_list("kind", flat=True))
        for moment in cycle_of(placement.period):
            if moment.kind in DATED and moment.kind not in known:
                self.create(placement=placement, kind=moment.kind)


class Conversation(WorkflowRecord):
    """`day` without `starts_at` is a day without a time yet. `chosen` says that somebody wanted a day on which none is
    proposed: in the gap, or on a day without placement."""

    STEPS = STEPS

    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="conversations")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    day = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    chosen = models.BooleanField(_("on a day that is not proposed"), default=False)
    institute_seat = models.CharField(
        _("who sits for the institute"),
        max_length=20,
        choices=[(role.value, role.label) for role in (Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR)],
        default=Role.INSTITUTE_EDUCATOR,
    )  # X08: by agreement with the school
    held_on = models.DateField(_("held on"), null=True, blank=True, editable=False)
    verdict_told_on = models.DateField(_("verdict told on"), null=True, blank=True)  # C30
    verdict_told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    uid = models.UUIDField("UID", default=uuid.uuid4, unique=True, editable=False)  # of the event in a calendar
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545: a later one replaces an earlier one

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["placement", "day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="conversation_kind_valid"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="conversation_state_valid"),
            models.CheckConstraint(
                condition=Q(institute_seat__in=["institute_educator", "school_educator"]),
                name="conversation_institute_seat_valid",
            ),
            models.CheckConstraint(
                condition=Q(state=State.HELD, held_on__isnull=False) | ~Q(state=State.HELD) & Q(held_on__isnull=True),
                name="conversation_held_on_some_day",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(day__isnull=False), name="conversation_no_time_without_a_day"
            ),
            models.CheckConstraint(
                condition=Q(verdict_told_on__isnull=True) | Q(kind="final"),
                name="conversation_verdict_told_at_the_final_only",
            ),
            models.CheckConstraint(
                condition=Q(verdict_told_on__isnull=True, verdict_told_by__isnull=True)
                | Q(verdict_told_on__isnull=False, verdict_told_by__isnull=False),
                name="conversation_verdict_told_by_somebody_on_some_day",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="conversation_lasts_a_while"),
            models.UniqueConstraint(
                fields=["placement", "kind"], condition=~Q(kind="guidance"), name="conversation_once_in_a_placement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.placement.student}"

    def get_absolute_url(self) -> str:
        return reverse("conversations:conversation", args=[self.pk])

    @property
    def begins(self) -> datetime | None:
        """The moment it begins, in the time zone of the site; None without a time."""
        if not (self.day and self.starts_at):
            return None
        return timezone.make_aware(datetime.combine(self.day, self.starts_at))

    @property
    def is_past(self) -> bool:
        return self.day is not None and self.day < timezone.localdate()

    @property
    def has_been(self) -> bool:
        """Was it held, or is its day over and did nobody cancel it?"""
        return self.state == State.HELD or (self.state == State.PLANNED and self.is_past)

    @property
    def is_ahead(self) -> bool:
        """Has it still to begin? Of a day without a time only tomorrow is sure."""
        if self.begins:
            return self.begins > timezone.now()
        return self.day is not None and self.day > timezone.localdate()

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def people(self) -> list:
        """Who sits in it, each once: student, workplace, and who holds the seat of the institute (C02, X08)."""
        return list(dict.fromkeys([self.placement.student, *(seat.user for seat in self.seats())]))

    def seats(self) -> list[Participation]:
        """The seats around it beside the student's; of one that was held those of that day, whoever left since, and
        where nobody was invited yet who came later. One query then."""
        roles = {Role.WORKPLACE_MENTOR.value}
        if self.kind not in (Kind.INTRODUCTION, Kind.GUIDANCE):
            roles.add(self.institute_seat)
        now = [seat for seat in self.placement.running_participations() if seat.role in roles]
        if self.held_on is None:
            return now
        then = list(self.placement.participations.on(self.held_on).for_page().filter(role__in=roles))
        return then + [seat for seat in now if seat.role not in {one.role for one in then}]

    def may_write(self, user) -> bool:
        """May this person write down what was discussed? Also long after it, but not once the placement ended early."""
        open_ = self.state != State.CANCELLED and self.placement.ended_on is None
        return open_ and bool(self.roles_of(user) & TALK_WRITERS)

    def may_tell_verdict(self, user) -> bool:
        """May this person note on which day the verdict was said aloud (C30)?"""
        open_ = self.kind == Kind.FINAL and self.state != State.CANCELLED and self.placement.ended_on is None
        return open_ and bool(self.roles_of(user) & TELLS_VERDICT)

    @transaction.atomic
    def tell_verdict(self, by, day: date) -> None:
        """Note that the verdict was said aloud on this day; whoever notes it last is named.

        Raises PermissionDenied for who may not, or may not any more.
        """
        found = Conversation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not found.may_tell_verdict(by):
            raise PermissionDenied
        found.verdict_told_on, found.verdict_told_by = day, by
        found.save(update_fields=["verdict_told_on", "verdict_told_by"])

    def steps_for(self, user) -> dict:
        """As any record; none once the placement ended early."""
        return {} if self.placement.ended_on else super().steps_for(user)

    def missing_for(self, step: str, by=None) -> list:
        """What stands between this conversation and the step; `said` carries the day of `plan` and of `hold`."""
        if self.placement.ended_on:
            return [Still(gettext("The placement ended early: nothing is planned in it any more."))]
        if step == "plan" and self.said.get("day") is None:
            return [Still(gettext("Choose a day."))]
        if step == "hold" and (self.said.get("held_on") or self.day or timezone.localdate()) > timezone.localdate():
            return [Still(gettext("This conversation still lies ahead: change its day first, if it was held earlier."))]
        return []

    def log_facts(self) -> dict:
        return {"day": self.said.get("day") or self.said.get("held_on")}

    def on_plan(self, by) -> None:
        """Day, time, place and seat as said; the event in everybody's calendar gets a higher number."""
        self._note_before()
        for name in ("day", "starts_at", "minutes", "place", "institute_seat", "chosen"):
            if name in self.said:
                setattr(self, name, self.said[name])
        self.sequence += 1
        if self.day != (self.before and self.before.day):
            conversation_moved.send(Conversation, conversation=self)

    def on_hold(self, by) -> None:
        """It was held on the day that is said. Held earlier than planned, it goes out of the calendars."""
        self._note_before()
        self.held_on = self.said.get("held_on") or self.day or timezone.localdate()
        self.day = self.held_on
        if self.before and self.before.day > timezone.localdate():
            self.sequence += 1
        if self.day != (self.before and self.before.day):
            conversation_moved.send(Conversation, conversation=self)
        if self.kind == Kind.START and self.held_on == timezone.localdate():
            keep_discussed(self.placement_id, by)

    def on_take_back(self, by) -> None:
        self.held_on = None

    def on_cancel(self, by) -> None:
        self._note_before()
        self.sequence += 1

    def on_plan_again(self, by) -> None:
        self.day = self.starts_at = None
        self.chosen = False
        self.sequence += 1

    def _note_before(self) -> None:
        """Keep for the mails of this step who had it in the calendar, and when and where it was."""
        self.people_before, self.before = tuple(self.people()), Facts.of(self)

    def tell(self, name: str, step, by, note: str) -> None:
        """Everybody's calendar hears of it, in one mail with what else the same act changes: whoever plans several
        conversations at once says `gather` and tells all of it himself."""
        if name not in calendar_mails.IN_CALENDARS:
            return
        change = calendar_mails.Change(self, name, self.before, self.people_before)
        if (gathered := self.said.get("gather")) is not None:
            gathered.append(change)
        else:
            calendar_mails.tell([change], by)


class ConversationLog(StepLog):
    record = models.ForeignKey(Conversation, models.PROTECT, related_name="log")
    day = models.DateField(null=True)  # the day it was planned on, or held

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a conversation")
        verbose_name_plural = _("steps of conversations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["cancel", "take_back"]) | ~Q(note=""),
                name="conversation_log_taking_back_carries_a_note",
            )
        ]


def validate_activities(value) -> None:
    """Some of the five activities, each once (C21)."""
    if not isinstance(value, list) or len(set(map(str, value))) < len(value) or not set(value) <= set(Activity.values):
        raise ValidationError(_("Choose from the activities."))


def validate_topics(value) -> None:
    """Codes of questions, each once."""
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value) or len(set(value)) < len(value):
        raise ValidationError(_("Choose from the topics."))


def validate_lines(value: str) -> None:
    """At most ten lines: what was agreed, not minutes."""
    if len(value.strip().splitlines()) > MOST_LINES:
        raise ValidationError(_("At most ten lines, please: what you agreed, not everything that was said."))


class TalkRecord(Part):
    """What was discussed: a report in a few lines, next steps, and for a guidance talk what was worked on (C20, C21).

    Nothing in it is obligatory. `lessons` are those given since the talk before.
    """

    TEXTS = ("report", "next_steps")
    CHOICES = ("topics", "activities", "lessons")

    conversation = models.OneToOneField(Conversation, models.PROTECT, related_name="record")
    report = models.TextField(_("what we discussed"), blank=True, validators=[validate_lines])
    next_steps = models.TextField(_("next steps"), blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True, validators=[validate_topics])
    activities = models.JSONField(_("worked on"), default=list, blank=True, validators=[validate_activities])
    lessons = models.PositiveSmallIntegerField(
        _("lessons given"), null=True, blank=True, validators=[MaxValueValidator(200)]
    )
    goals = models.ManyToManyField(Goal, blank=True, verbose_name=_("goals"), related_name="talks")

    class Meta:
        verbose_name = _("record of a conversation")
        verbose_name_plural = _("records of conversations")

    def __str__(self) -> str:
        return f"{self.conversation} ({self.version})"

    @classmethod
    @transaction.atomic
    def write(cls, conversation: Conversation, values: dict, *, by, seen_version: int, page: str = "", goals=()):
        """Save what was discussed, under the lock of the conversation. The words of somebody else that give way stay
        among the earlier ones.

        Raises NotNow when it was cancelled meanwhile or `by` may not write, Conflict when another version stands there.
        """
        found = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if not found.may_write(by):
            raise NotNow
        role = min(found.roles_of(by) & TALK_WRITERS)
        last = cls.objects.filter(conversation=found).select_related("author").first()
        record = cls.put({"conversation": found}, values, by=by, role=role, seen_version=seen_version, page=page)
        if last and last.author != by and any(last.texts.values()) and last.texts != record.texts:
            keep_once(EarlierTalkText.objects, last.author, last.texts, conversation=found)
        record.goals.set(Goal.objects.filter(placement=found.placement_id, pk__in=goals))
        return record


class EarlierTalkText(models.Model):
    """A report that gave way when somebody chose between two versions. Nothing that was saved is ever gone."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="earlier_texts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    texts = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("earlier report of a conversation")
        verbose_name_plural = _("earlier reports of conversations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.at:%Y-%m-%d %H:%M}"
