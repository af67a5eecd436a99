"""Test data by one line: the people, a small framework and the placements. Nobody here exists.

`PlacementFactory()` gives a student in the middle of a running placement, nobody around it yet.
`ParticipationFactory(placement=..., mentor=True)` puts somebody beside the student; traits are the roles.
`InvitationFactory()` is a mentor the student invited: comes in by link, not confirmed.
"""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from learning_outcomes.models import (
    Area,
    Crosswalk,
    Descriptor,
    Dimension,
    Endpoint,
    Framework,
    Indicator,
    LearningOutcome,
    Level,
    PeriodOutcome,
    Relation,
    Unit,
    WorkplacePeriod,
)
from placements.models import Institute, Invitation, Participation, Partnership, Placement, School, User
from placements.roles import Role

FIRST_NAMES = ["Noor", "Marieke", "Jelle", "Samira", "Bram", "Femke", "Yusuf", "Lotte", "Daan", "Imke"]
LAST_NAMES = ["Terpstra", "van der Wal", "Akkerman", "Idrissi", "Hoekzema", "Buurma", "Demirel", "Zijlstra"]


class FrameworkFactory(DjangoModelFactory):
    """A draft: `.publish()` freezes it."""

    class Meta:
        model = Framework

    code = factory.Sequence(lambda n: f"framework-{n}")
    edition = "2025-2026"
    title = "Leeruitkomsten"
    publisher = "Hogeschool Zuidoever"
    year = 2025
    source = "Bedacht voor de tests"


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"G{n}")
    title = factory.LazyAttribute(lambda o: f"Gebied {o.code}")


class LevelFactory(DjangoModelFactory):
    class Meta:
        model = Level

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"N{n}")
    title = factory.LazyAttribute(lambda o: f"Niveau {o.code}")


class DescriptorFactory(DjangoModelFactory):
    """What one area asks at one level of the same framework."""

    class Meta:
        model = Descriptor

    area = factory.SubFactory(AreaFactory)
    level = factory.SubFactory(LevelFactory, framework=factory.SelfAttribute("..area.framework"))
    text = "zelfstandig, met actuele bronnen"


class LearningOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = LearningOutcome

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"LUK{n}")
    title = factory.LazyAttribute(lambda o: f"Leeruitkomst {o.code}")
    short_title = factory.SelfAttribute("code")
    text = "De student doet wat hier staat."


class DimensionFactory(DjangoModelFactory):
    class Meta:
        model = Dimension

    outcome = factory.SubFactory(LearningOutcomeFactory)
    code = factory.Sequence(lambda n: f"D{n}")
    title = factory.LazyAttribute(lambda o: f"Dimensie {o.code}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    outcome = factory.SubFactory(LearningOutcomeFactory)
    code = factory.Sequence(lambda n: f"I{n}")
    text = "Dit is te zien in de les."


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"OWE{n}")
    title = factory.LazyAttribute(lambda o: f"Eenheid {o.code}")


class WorkplacePeriodFactory(DjangoModelFactory):
    """A period without outcomes; `PeriodOutcomeFactory(period=...)` adds one."""

    class Meta:
        model = WorkplacePeriod

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"wpl2-{n}")
    title = "Werkplekleren 2"
    study_year = "2025-2026"
    weeks = 16
    start_week, midterm_week, final_week = 3, 8, 16


class PeriodOutcomeFactory(DjangoModelFactory):
    """An outcome the mentor judges, in a unit of its own; `formative=True` asks for feedback only."""

    class Meta:
        model = PeriodOutcome

    class Params:
        formative = factory.Trait(summative=False, mentor_role=PeriodOutcome.MentorRole.FEEDBACK)

    period = factory.SubFactory(WorkplacePeriodFactory)
    outcome = factory.SubFactory(LearningOutcomeFactory, framework=factory.SelfAttribute("..period.framework"))
    unit = factory.SubFactory(UnitFactory, framework=factory.SelfAttribute("..period.framework"))
    summative = True
    mentor_role = PeriodOutcome.MentorRole.JUDGE


class CrosswalkFactory(DjangoModelFactory):
    """A draft between two drafts: `.publish()` freezes it; give it published frameworks to be seen by all."""

    class Meta:
        model = Crosswalk

    code = factory.Sequence(lambda n: f"crosswalk-{n}")
    title = factory.LazyAttribute(lambda o: f"Van {o.origin.code} naar {o.target.code}")
    publisher = "Hogeschool Zuidoever"
    year = 2026
    origin = factory.SubFactory(FrameworkFactory)
    target = factory.SubFactory(FrameworkFactory)


class RelationFactory(DjangoModelFactory):
    """`RelationFactory(crosswalk=..., here=outcome, there=area)`: from a part of its origin to one of its target."""

    class Meta:
        model = Relation
        exclude = ["here", "there"]

    crosswalk = factory.SubFactory(CrosswalkFactory)
    here = factory.SubFactory(LearningOutcomeFactory, framework=factory.SelfAttribute("..crosswalk.origin"))
    there = factory.SubFactory(LearningOutcomeFactory, framework=factory.SelfAttribute("..crosswalk.target"))
    origin = factory.LazyAttribute(lambda o: Endpoint.objects.of(o.here))
    target = factory.LazyAttribute(lambda o: Endpoint.objects.of(o.there))
    kind = Relation.Kind.IS_RELATED_TO


class UserFactory(DjangoModelFactory):
    """Somebody with an account of the institute; `invited=True` for who comes in by link."""

    class Meta:
        model = User

    class Params:
        invited = factory.Trait(by_link_only=True, email=factory.Sequence(lambda n: f"person{n}@school.example"))

    first_name = factory.Iterator(FIRST_NAMES)
    last_name = factory.Iterator(LAST_NAMES)
    email = factory.Sequence(lambda n: f"person{n}@institute.example")

    @classmethod
    def _create(cls, model_class, *args, **fields) -> User:
        return model_class.objects.create_user(**fields)


class InstituteFactory(DjangoModelFactory):
    class Meta:
        model = Institute

    name = factory.Sequence(lambda n: f"Hogeschool Zuidoever {n}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"Lyceum De Akkers {n}")
    location = "Veenstad"


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    name = factory.Sequence(lambda n: f"Opleidingsschool De Bron {n}")
    institute = factory.SubFactory(InstituteFactory)


class PlacementFactory(DjangoModelFactory):
    """In its eighth week today."""

    class Meta:
        model = Placement

    student = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    institute = factory.SubFactory(InstituteFactory)
    period = factory.SubFactory(WorkplacePeriodFactory)
    start = factory.LazyFunction(lambda: timezone.localdate() - timedelta(weeks=7))
    end = factory.LazyAttribute(lambda o: o.start + timedelta(weeks=20))


class ParticipationFactory(DjangoModelFactory):
    """An institute educator unless a trait says otherwise. Mentors and school educators are unconfirmed."""

    class Meta:
        model = Participation

    class Params:
        mentor = factory.Trait(role=Role.WORKPLACE_MENTOR, user=factory.SubFactory(UserFactory, invited=True))
        school_educator = factory.Trait(role=Role.SCHOOL_EDUCATOR, user=factory.SubFactory(UserFactory, invited=True))
        examiner = factory.Trait(
            role=Role.UNIT_EXAMINER,
            unit=factory.SubFactory(UnitFactory, framework=factory.SelfAttribute("..placement.period.framework")),
        )
        subject_educator = factory.Trait(
            role=Role.SUBJECT_EDUCATOR,
            outcome=factory.SubFactory(
                LearningOutcomeFactory, framework=factory.SelfAttribute("..placement.period.framework")
            ),
        )
        study_coach = factory.Trait(role=Role.STUDY_COACH)
        confirmed = factory.Trait(
            confirmed_by=factory.SubFactory(UserFactory), confirmed_at=factory.LazyFunction(timezone.now)
        )

    placement = factory.SubFactory(PlacementFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.INSTITUTE_EDUCATOR


class InvitationFactory(DjangoModelFactory):
    """`InvitationFactory(participation__placement=placement)`; the address is that of the invited person."""

    class Meta:
        model = Invitation

    participation = factory.SubFactory(ParticipationFactory, mentor=True)
    invited_by = factory.SelfAttribute("participation.placement.student")
    email = factory.SelfAttribute("participation.user.email")
