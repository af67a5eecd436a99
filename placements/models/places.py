"""Where somebody learns and with whom: the small triangle (S01, P01-P12)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import LearningOutcome, Unit, WorkplacePeriod
from placements.roles import CONFIRMERS, Role


def validate_weekdays(value) -> None:
    """Different days of the week as numbers, 0 is Monday."""
    if not isinstance(value, list) or len(set(map(str, value))) < len(value) or not set(value) <= set(range(7)):
        raise ValidationError(_("These must be different days of the week, 0 to 6."))


class Institute(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    dialogue_days = models.PositiveSmallIntegerField(
        _("days for a dialogue"),
        default=14,
        validators=[MinValueValidator(1)],
        help_text=_("The reasonable term for agreeing on a doubt (D02); after it everybody is reminded."),
    )
    position_days = models.PositiveSmallIntegerField(
        _("days for a position and for the final decision"),
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("After an escalation each side has so many days, and then the institute educator."),
    )

    class Meta:
        verbose_name = _("institute")
        verbose_name_plural = _("institutes")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dialogue_days__gte=1, position_days__gte=1), name="institute_terms_last_a_day_at_least"
            )
        ]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    name = models.CharField(_("name"), max_length=200)
    location = models.CharField(_("location"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name", "location"]
        constraints = [models.UniqueConstraint(fields=["name", "location"], name="school_name_and_location_unique")]

    def __str__(self) -> str:
        return f"{self.name}, {self.location}" if self.location else self.name


class Partnership(models.Model):
    """The large triangle: an institute and the schools it trains teachers with (S02)."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    institute = models.ForeignKey(Institute, models.PROTECT, verbose_name=_("institute"), related_name="partnerships")
    schools = models.ManyToManyField(School, verbose_name=_("schools"), related_name="partnerships", blank=True)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PlacementQuerySet":
        """The placements this person stands in today: his own as a student, or as one of the people around it."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("pk"), user=user)
        return self.filter(Q(student=user) | Exists(around))

    def lock(self, pk: int) -> "Placement":
        """The placement as it is now; whoever locks it too waits until this transaction ends.

        Who locks more than one of them does it in this order, so that no two wait for each other: the placement, its
        conversations and plan, its forms, their decisions. Writing in one part locks that part alone. Rows that belong
        to the placement can still be added.
        """
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def for_list(self) -> "PlacementQuerySet":
        """With what a line in a list shows; those that end last come first."""
        return self.select_related("student", "school", "period").order_by("-end", *self.model._meta.ordering)

    def for_page(self) -> "PlacementQuerySet":
        return self.select_related(
            "student", "school", "institute", "period__framework", "duo_with__student"
        ).prefetch_related(
            models.Prefetch("participations", Participation.objects.running().for_page(), to_attr="people_now")
        )


class Placement(models.Model):
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("student"), related_name="placements"
    )
    student_number = models.CharField(_("student number"), max_length=20, blank=True)
    programme = models.CharField(_("programme and subject"), max_length=200, blank=True)
    group = models.CharField(_("cluster group"), max_length=50, blank=True)
    school = models.ForeignKey(School, models.PROTECT, verbose_name=_("school"), related_name="placements")
    institute = models.ForeignKey(Institute, models.PROTECT, verbose_name=_("institute"), related_name="placements")
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, verbose_name=_("partnership"), related_name="placements", null=True, blank=True
    )
    period = models.ForeignKey(
        WorkplacePeriod, models.PROTECT, verbose_name=_("workplace period"), related_name="placements"
    )
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    gap_start = models.DateField(_("first day of the gap"), null=True, blank=True)
    gap_end = models.DateField(_("last day of the gap"), null=True, blank=True)
    days = models.CharField(_("days at school"), max_length=100, blank=True)
    weekdays = models.JSONField(
        _("days of the week"),
        default=list,
        blank=True,
        validators=[validate_weekdays],
        help_text=_("Numbers, 0 is Monday. Conversations are proposed on these days."),
    )
    first_lesson = models.DateField(_("first lesson"), null=True, blank=True)
    classes = models.CharField(_("classes"), max_length=200, blank=True)
    lessons_given = models.PositiveSmallIntegerField(_("lessons given"), null=True, blank=True)
    duo_with = models.OneToOneField(
        "self", models.SET_NULL, verbose_name=_("duo with"), null=True, blank=True, related_name="duo_of"
    )
    ended_on = models.DateField(_("ended early on"), null=True, blank=True, editable=False)
    continues = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("continues"),
        null=True,
        blank=True,
        editable=False,
        related_name="continued_in",
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["student__last_name", "student__first_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="placement_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(gap_start__isnull=True, gap_end__isnull=True)
                | Q(gap_start__gte=F("start"), gap_end__gte=F("gap_start"), gap_end__lte=F("end")),
                name="placement_gap_lies_inside",
            ),
            models.CheckConstraint(condition=~Q(duo_with=F("pk")), name="placement_no_duo_with_itself"),
            models.UniqueConstraint(
                fields=["student", "period"],
                condition=Q(ended_on__isnull=True),
                name="placement_once_per_student_and_period",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on=F("end")), name="placement_ended_on_its_last_day"
            ),
            models.CheckConstraint(condition=~Q(continues=F("pk")), name="placement_does_not_continue_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.student}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("placements:placement", args=[self.pk])

    @property
    def weekday_names(self) -> str:
        """'dinsdag en donderdag'; empty while nobody said."""
        return get_text_list([str(WEEKDAYS[day]) for day in sorted(self.weekdays)], gettext("and"))

    @property
    def duo(self) -> "Placement | None":
        """The other half of the duo, whichever side the link was made on (P03)."""
        return self.duo_with or getattr(self, "duo_of", None)

    @property
    def learners(self) -> list:
        """The student, and the other of the duo: who learns here judges and confirms nobody here."""
        return [self.student, *([self.duo.student] if self.duo else [])]

    def monday_of_week(self, week: int) -> date:
        """The Monday of this week of the placement (1 = first), the gap skipped (P02, X34)."""
        monday = self.start - timedelta(days=self.start.weekday()) + timedelta(weeks=week - 1)
        if self.gap_start and monday >= self.gap_start - timedelta(days=self.gap_start.weekday()):
            monday += timedelta(days=(self.gap_end - self.gap_start).days // 7 * 7 + 7)
        return monday

    def week_on(self, day: date) -> int | None:
        """Which week of the placement this day lies in; None outside it and in the gap."""
        weeks = range(1, self.period.weeks + 1)
        return next((week for week in weeks if 0 <= (day - self.monday_of_week(week)).days < 7), None)

    @property
    def week_now(self) -> int | None:
        """Which week of the placement it is today."""
        return self.week_on(timezone.localdate())

    @property
    def is_running_out(self) -> bool:
        """It ends early, and its last day is still to come."""
        return self.ended_on is not None and self.ended_on > timezone.localdate()

    def end_early(self, last_day: date) -> None:
        """End the placement on this day; what lies after it of the gap is gone. Everybody keeps his seat, to read."""
        self.end = self.ended_on = last_day
        if self.gap_end and self.gap_end > last_day:
            self.gap_end = last_day
        if self.gap_start and self.gap_start > last_day:
            self.gap_start = self.gap_end = None
        self.save(update_fields=["end", "ended_on", "gap_start", "gap_end"])

    def roles_of(self, user) -> set[Role]:
        """The roles this person holds here today; empty for a stranger."""
        return {role for role, unit_id in self.seats_of(user)}

    def seats_of(self, user) -> set[tuple[Role, int | None]]:
        """(role, unit) pairs held today; the unit is None but for a unit examiner (O04). A student is nothing else."""
        if user.pk == self.student_id:
            return {(Role.STUDENT, None)}
        return {(Role(p.role), p.unit_id) for p in self.running_participations() if p.user_id == user.pk}

    def running_participations(self) -> Iterable["Participation"]:
        if not hasattr(self, "people_now"):
            self.people_now = list(self.participations.running().for_page())
        return self.people_now

    def people_in(self, roles: Iterable[str], unit_id: int | None = None) -> list:
        """The people who hold one of these roles today, each once; examiners only of `unit_id` when one is given."""
        found = [self.student] if Role.STUDENT in roles else []
        for p in self.running_participations():
            other_unit = unit_id and p.unit_id and p.unit_id != unit_id
            if p.role in roles and not other_unit and p.user not in found:
                found.append(p.user)
        return found


class ParticipationQuerySet(models.QuerySet):
    def running(self) -> "ParticipationQuerySet":
        return self.on(timezone.localdate())

    def on(self, day: date) -> "ParticipationQuerySet":
        """Those that were there on this day. Who leaves is gone on the day itself."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def for_page(self) -> "ParticipationQuerySet":
        return self.select_related("user", "unit", "outcome", "invitation", "confirmed_by").order_by("pk")

    def unconfirmed(self) -> "ParticipationQuerySet":
        return self.running().filter(role__in=list(CONFIRMERS), confirmed_at__isnull=True)

    def to_confirm_by(self, user) -> "ParticipationQuerySet":
        """Invited people whom this educator may confirm (decisions, section 6). Nobody confirms himself, and who learns
        in a placement, or is the other of its duo, confirms nobody there."""
        found = Q()
        for role, confirmers in CONFIRMERS.items():
            mine = Participation.objects.running().filter(
                placement=OuterRef("placement"), user=user, role__in=list(confirmers)
            )
            # a school educator the student invited counts only once he is confirmed himself
            found |= Q(Exists(mine.exclude(role__in=list(CONFIRMERS), confirmed_at__isnull=True)), role=role)
        learns = Q(student=user) | Q(duo_with__student=user) | Q(duo_of__student=user)
        placements = Placement.objects.filter(learns)
        return self.unconfirmed().filter(found).exclude(Q(user=user) | Q(placement__in=placements))


class Participation(models.Model):
    """Who is who in a placement, from when until when. People change; what they wrote stays."""

    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="participations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="participations"
    )
    role = models.CharField(_("role"), max_length=20, choices=[c for c in Role.choices if c[0] != Role.STUDENT])
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), null=True, blank=True)
    outcome = models.ForeignKey(LearningOutcome, models.PROTECT, verbose_name=_("outcome"), null=True, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("From this day on the access is gone."))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["placement", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role if r != Role.STUDENT]), name="participation_role_valid"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.UNIT_EXAMINER, unit__isnull=False)
                | ~Q(role=Role.UNIT_EXAMINER) & Q(unit__isnull=True),
                name="participation_unit_for_examiners_only",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.SUBJECT_EDUCATOR, outcome__isnull=False)
                | ~Q(role=Role.SUBJECT_EDUCATOR) & Q(outcome__isnull=True),
                name="participation_outcome_for_subject_educators_only",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="participation_confirmed_by_somebody_at_some_time",
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("user")), name="participation_nobody_confirms_himself"),
            models.UniqueConstraint(
                fields=["placement", "user", "role"],
                condition=Q(until__isnull=True, unit__isnull=True, outcome__isnull=True),
                name="participation_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["placement", "unit"],
                condition=Q(until__isnull=True, unit__isnull=False),
                name="participation_one_examiner_per_unit",
            ),
            models.UniqueConstraint(
                fields=["placement", "user", "outcome"],
                condition=Q(until__isnull=True, outcome__isnull=False),
                name="participation_subject_educator_once_per_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def is_confirmed(self) -> bool:
        """True for whoever the institute put here, and for the invited once somebody knows them."""
        return self.role not in CONFIRMERS or self.confirmed_at is not None
