"""Which forms, and with what beside them: one method per page that asks (house rule: named after its use)."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone

from assessments.dates import dates_around
from assessments.rules import DecisionState, Moment, State
from conversations.models import Conversation, LearningPlan
from conversations.rules import State as TalkState
from placements.models import Participation, Placement, PlacementOutcome, Recognition
from placements.roles import Role

from .rows import OutcomeAssessment

LATELY = timedelta(weeks=8)
# What is to be shown, with the edition it stands in and the subject it belongs to.
NAMED = ("item__outcome__framework", "item__outcome__area", "item__rule__framework")


class AssessmentFormQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AssessmentFormQuerySet":
        """Forms of the placements this person stands in. Educators see that a form exists before they may read it,
        so that they know who acts next; a study coach knows of none."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        return self.filter(Q(placement__student=user) | Exists(around.exclude(role=Role.STUDY_COACH)))

    def for_list(self) -> "AssessmentFormQuerySet":
        """With what a line about the form shows."""
        people = Participation.objects.running().for_page()
        return self.select_related("placement__student", "placement__school", "placement__period").prefetch_related(
            Prefetch("placement__participations", people, to_attr="people_now")
        )

    def with_talk(self) -> "AssessmentFormQuerySet":
        """Says of each form on which day the conversation about it is (`talk_day`; None while nobody planned it), and
        whether it was cancelled (`talk_is_off`). A re-assessment has no conversation but its own day."""
        talks = Conversation.objects.filter(placement=OuterRef("placement"), kind=OuterRef("moment"))
        day = Case(When(moment=Moment.REASSESSMENT, then=F("talk_on")), default=Subquery(talks.values("day")[:1]))
        return self.annotate(talk_is_off=Exists(talks.filter(state=TalkState.CANCELLED)), talk_day=day)

    def for_page(self) -> "AssessmentFormQuerySet":
        """With everything the page, the paper and the seal show; the number of queries does not grow with the rows."""
        rows = OutcomeAssessment.objects.select_related(*NAMED, "item__unit", "reflection__author", "judgement__author")
        return (
            self.for_list()
            .select_related(
                "placement__institute",
                "placement__duo_with__student",
                "placement__duo_of__student",
                "signed_by",
                "repairs__agreed_by",
                "placement__period__framework",
            )
            .prefetch_related(
                Prefetch("rows", rows),
                "rows__item__outcome__dimensions__indicators",
                "rows__item__outcome__indicators",
                Prefetch("rows__item__recognitions", Recognition.objects.select_related("recorded_by")),
                "rows__feedback__author",
                "rows__marks__author",
                "rows__decisions",
                "rows__attachments__author",
                "placement__period__focus",
                "other_feedback__author",
                "earlier_texts__author",
                "decisions__unit",
                "decisions__decided_by",
                "decisions__log__by",
                "decisions__outcomes",
                "decisions__repair__form",
                "decisions__contributions__author",
                "decisions__contributions__row__item__outcome",
                "log__by",
                "versions",
            )
        )

    def for_writing(self) -> "AssessmentFormQuerySet":
        """With what saving one part asks and what the answer says: no guides, no decisions in full, no versions."""
        rows = OutcomeAssessment.objects.select_related(*NAMED, "item__unit", "reflection__author", "judgement__author")
        beside = ("rows__marks", "other_feedback__author", "earlier_texts__author")
        return self._with_rows(rows).prefetch_related(*beside)

    def due(self) -> "AssessmentFormQuerySet":
        """Forms whose day to begin has come."""
        return self.filter(opens_on__lte=timezone.localdate())

    def of_now(self) -> "AssessmentFormQuerySet":
        """Forms of placements that run or ended lately: somebody may still have to decide."""
        return self.filter(placement__end__gte=timezone.localdate() - LATELY)

    def for_tasks(self) -> "AssessmentFormQuerySet":
        """With what says how far the writing is, outcome by outcome."""
        return self._with_rows(
            OutcomeAssessment.objects.select_related(
                "item__outcome", "item__rule", "item__unit", "reflection", "judgement"
            )
        )

    def for_thread(self) -> "AssessmentFormQuerySet":
        """With the marks per outcome, and what says who may read them; the first form comes first."""
        rows = OutcomeAssessment.objects.select_related(*NAMED)
        return self.order_by("opens_on", "pk").prefetch_related(
            Prefetch("rows", rows), "rows__item__recognitions", "rows__marks"
        )

    def for_matrix(self) -> "AssessmentFormQuerySet":
        """With what the signs of a row in the matrix need; the texts themselves stay in the database."""
        texts = ("reflection__shown", "reflection__evidence", "reflection__to_develop")
        texts += ("judgement__motivation", "judgement__feed_forward")
        return self._with_rows(
            OutcomeAssessment.objects.select_related("item__outcome", "item__rule", "reflection", "judgement").defer(
                *texts
            )
        )

    def _with_rows(self, rows: models.QuerySet) -> "AssessmentFormQuerySet":
        people = Participation.objects.running().select_related("user").order_by("pk")
        return self.select_related("placement__student", "placement__period").prefetch_related(
            Prefetch("placement__participations", people, to_attr="people_now"),
            Prefetch("rows", rows),
            "rows__item__recognitions",
            "rows__feedback",
            "decisions__unit",
            "decisions__contributions__row__item",
        )

    def with_turn(self) -> "AssessmentFormQuerySet":
        """Each form with `turn`, the corner that acts now ("student", "workplace", "institute" or "none"), and
        `turn_by`, the day it is due."""
        from .decisions import UnitDecision  # decisions are about forms: imported here, where both are known

        open_decisions = UnitDecision.objects.filter(form=OuterRef("pk")).exclude(state=DecisionState.DECIDED)
        running = Q(placement__ended_on=None)  # what was signed before that may still be decided
        acts = {
            "student": ("reflect_by", Q(running, state=State.REFLECTING, opens_on__lte=timezone.localdate())),
            "workplace": ("respond_by", Q(running, state=State.RESPONDING)),
            "institute": ("decide_by", Q(Exists(open_decisions), state=State.SIGNED)),
        }
        return self.annotate(
            turn=Case(*[When(when, then=Value(corner)) for corner, (_by, when) in acts.items()], default=Value("none")),
            turn_by=Case(*[When(when, then=F(by)) for by, when in acts.values()]),
        )

    def waiting_for(self, user) -> "AssessmentFormQuerySet":
        """Forms this person has to write in now: his own as a student, those to respond to as a mentor; a school
        educator responds where no mentor stands."""
        around = Participation.objects.running().filter(placement=OuterRef("placement"))
        mentors = around.filter(role=Role.WORKPLACE_MENTOR)
        responds = Exists(mentors.filter(user=user)) | (
            ~Exists(mentors) & Exists(around.filter(user=user, role=Role.SCHOOL_EDUCATOR))
        )
        writes = Q(placement__student=user, state=State.REFLECTING, opens_on__lte=timezone.localdate())
        return self.filter(writes | Q(responds, state=State.RESPONDING), placement__ended_on=None)

    @transaction.atomic
    def start_for(self, placement: Placement) -> None:
        """Make the set of a placement, its conversations, its learning plan and both its forms (O14, P02, X34).

        A form gets a row for each outcome, and its dates: as long as the talk is not planned, it stands on the Tuesday
        of its week (assessments/dates.py). Twice is harmless.
        """
        from assessments.following import follow_set  # it reads forms: imported here, where both are known

        period = placement.period
        PlacementOutcome.objects.start_for(placement)
        Conversation.objects.start_for(placement)
        LearningPlan.objects.get_or_create(placement=placement)
        for moment, week in ((Moment.MIDTERM, period.midterm_week), (Moment.FINAL, period.final_week)):
            tuesday = placement.monday_of_week(week) + timedelta(days=1)
            self.get_or_create(placement=placement, moment=moment, defaults=dates_around(tuesday))
        follow_set(PlacementOutcome, placement)
