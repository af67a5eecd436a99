"""Which decisions, and with what beside them: one method per page that asks."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from assessments.rules import DecisionState, Verdict
from placements.models import Participation, Placement
from placements.roles import Role


class UnitDecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "UnitDecisionQuerySet":
        """Decisions about forms this person may know of; an examiner those of the own unit."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("form__placement"), user=user)
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("unit"))
        others = around.exclude(role__in=[Role.UNIT_EXAMINER, Role.STUDY_COACH])
        return self.filter(Q(form__placement__student=user) | Exists(examines) | Exists(others))

    def for_list(self) -> "UnitDecisionQuerySet":
        """With what a line about the decision shows."""
        people = Participation.objects.running().for_page()
        return self.select_related(
            "unit", "form__placement__student", "form__placement__school", "form__signed_by"
        ).prefetch_related(
            Prefetch("form__placement__participations", people, to_attr="people_now"),
            "contributions__author",
            "contributions__row__item__outcome",
        )

    def waiting_for(self, user) -> "UnitDecisionQuerySet":
        """Open decisions on the units this person examines, each with `signer_confirmed_at`: None says that the
        judgement is still provisional and cannot be adopted yet (decisions, section 6)."""
        examines = Participation.objects.running().filter(
            placement=OuterRef("form__placement"), user=user, role=Role.UNIT_EXAMINER, unit=OuterRef("unit")
        )
        signers = Participation.objects.filter(
            placement=OuterRef("form__placement"), user=OuterRef("form__signed_by"), role=OuterRef("form__signed_role")
        )
        confirmed_at = signers.order_by("-since", "-pk").values("confirmed_at")[:1]
        return self.filter(Exists(examines), state=DecisionState.OPEN).annotate(
            signer_confirmed_at=Subquery(confirmed_at)
        )

    def talked_about_by(self, user) -> "UnitDecisionQuerySet":
        """Decisions in dialogue or escalated in which this person has a say."""
        around = Participation.objects.running().filter(placement=OuterRef("form__placement"), user=user)
        workplace = around.filter(role__in=[Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR])
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("unit"))
        decides = around.filter(role=Role.INSTITUTE_EDUCATOR)
        says = Exists(workplace) | Exists(examines)
        return self.filter(
            Q(says, state__in=[DecisionState.IN_DIALOGUE, DecisionState.ESCALATED])
            | Q(Exists(decides), state=DecisionState.ESCALATED)
        )


class OutcomeDecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OutcomeDecisionQuerySet":
        """What was decided on the rows this person reads: an examiner the own unit, a subject educator the own
        outcome, a study coach none."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("decision__form__placement"), user=user)
        wide = around.exclude(role__in=[Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH])
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("decision__unit"))
        teaches = around.filter(role=Role.SUBJECT_EDUCATOR, outcome=OuterRef("row__item__outcome"))
        own = Q(decision__form__placement__student=user)
        return self.filter(own | Exists(wide) | Exists(examines) | Exists(teaches))

    def met_in(self, placement: Placement) -> "OutcomeDecisionQuerySet":
        """Decided as met in this placement."""
        return self.filter(verdict=Verdict.MET, decision__form__placement=placement)
