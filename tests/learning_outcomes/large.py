"""Frameworks with 20,000 parts, each of another shape, made in bulk."""

from collections.abc import Callable

from learning_outcomes.models import (
    Area,
    ConversationQuestion,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodConversation,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    WorkplacePeriod,
)
from learning_outcomes.models.cycle import ConversationKind
from tests.factories import FrameworkFactory

PARTS = 20_000
TEXT = "Je laat in de voorbereiding en uitvoering van lessen zien dat je leerlingen activeert, nummer {}."


def outcomes(framework: Framework, number: int) -> list[LearningOutcome]:
    return LearningOutcome.objects.bulk_create(
        LearningOutcome(framework=framework, code=f"L{n}", title=f"Leeruitkomst {n}", text=TEXT.format(n), order=n)
        for n in range(number)
    )


def indicators(owners: list[LearningOutcome], each: int) -> None:
    Indicator.objects.bulk_create(
        Indicator(outcome=owner, code=f"{owner.code}.{n}", text=TEXT.format(n), order=n)
        for owner in owners
        for n in range(each)
    )


def many_outcomes(framework: Framework) -> None:
    outcomes(framework, PARTS)


def many_indicators(framework: Framework) -> None:
    indicators(outcomes(framework, 200), 99)


def few_outcomes_with_many_indicators(framework: Framework) -> None:
    indicators(outcomes(framework, 4), PARTS // 4)


def many_areas(framework: Framework) -> None:
    Level.objects.bulk_create(Level(framework=framework, code=str(n), title=f"Niveau {n}") for n in range(3))
    Area.objects.bulk_create(
        Area(framework=framework, code=f"A{n}", title=f"Gebied {n}", order=n) for n in range(PARTS)
    )


def many_terms(framework: Framework) -> None:
    outcomes(framework, 20)
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(framework=framework, code=f"T{n}", term=f"lessen {n}", aliases=[f"les{n}"], text=TEXT.format(n))
        for n in range(PARTS)
    )


def many_rules(framework: Framework) -> None:
    TailoredRule.objects.bulk_create(
        TailoredRule(framework=framework, code=f"R{n}", title=f"Regel {n}", text=TEXT.format(n)) for n in range(PARTS)
    )


def many_skills(framework: Framework) -> None:
    phases = [SkillPhase.objects.create(framework=framework, code=f"F{n}", title=f"Fase {n}") for n in range(3)]
    skills = Skill.objects.bulk_create(
        Skill(framework=framework, code=f"S{n}", title=f"Vaardigheid {n}", order=n) for n in range(PARTS // 4)
    )
    SkillDescriptor.objects.bulk_create(
        SkillDescriptor(skill=skill, phase=phase, text=TEXT.format(phase.code)) for skill in skills for phase in phases
    )


def many_questions(framework: Framework) -> None:
    """Every period with all its conversations, and more questions than a page can hold."""
    outcomes(framework, 61)
    periods = WorkplacePeriod.objects.bulk_create(
        WorkplacePeriod(framework=framework, code=f"P{n}", title=f"Periode {n}", study_year="2025-2026", weeks=16,
                        introduction_week=1, start_week=3, midterm_week=8, final_week=16, order=n)
        for n in range(25)
    )  # fmt: skip
    cycle = PeriodConversation.objects.bulk_create(
        PeriodConversation(period=period, kind=kind, triangle=True, prepared_by=["student"], order=n)
        for period in periods
        for n, kind in enumerate(ConversationKind.values)
    )
    ConversationQuestion.objects.bulk_create(
        ConversationQuestion(conversation=one, code=f"V{n}", text=TEXT.format(n), field="topic", order=n)
        for one in cycle
        for n in range(PARTS // len(cycle))
    )


SHAPES: list[Callable[[Framework], None]] = [
    many_outcomes,
    many_indicators,
    few_outcomes_with_many_indicators,
    many_areas,
    many_terms,
    many_rules,
    many_skills,
    many_questions,
]


def large_framework(shape: Callable[[Framework], None]) -> Framework:
    """A published framework of one shape."""
    framework = FrameworkFactory()
    shape(framework)
    framework.publish()
    return framework
