"""What the pages of a framework show; the views fetch with the right and ask here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils.translation import ngettext

from .glossing import Glossary
from .models import Dimension, Framework, Indicator, LearningOutcome, Skill, SkillPhase
from .models.frameworks import PAGE_PARTS
from .overview import AreaRow, chosen_level, matrix, outside_periods, periods, strands, subjects
from .sizes import fits_one_page
from .wording import begin, counted, in_words

PER_PAGE = 50
INDICATORS_PER_PAGE = 200
MOST_RULES = 20  # on the page of the framework; all of them have a page of their own
MOST_NAMED = 20
MOST_QUESTIONS, MOST_QUESTION_LETTERS = 200, 20_000  # of conversations, on the page of a large framework
MOST_PHASES = 9


def page_at(rows: QuerySet, asked: dict, size: int = PER_PAGE) -> Page:
    """One page of these rows: the one with the row whose code is `at`, otherwise the number `page`."""
    number = asked.get("page")
    if code := asked.get("at"):
        codes = list(rows.values_list("code", flat=True))
        number = codes.index(code) // size + 1 if code in codes else number
    return Paginator(rows, size).get_page(number)


def framework_page(framework: Framework, asked: dict) -> dict:
    """Everything on one page, or, of a framework too large for that, its outcomes as a list. Takes a sized one."""
    parts = {"framework": framework, "glossary": Glossary(framework)}
    if not fits_one_page(framework):
        rows = framework.outcomes.select_related("area", "level")
        asks = framework.question_count <= MOST_QUESTIONS and framework.question_letters <= MOST_QUESTION_LETTERS
        cycle = "conversations__questions" if asks else "conversations"
        return parts | {
            "large": True,
            "holds": holds(framework, []),
            "page": page_at(rows, asked),
            "periods": framework.periods.prefetch_related(cycle)[:MOST_NAMED],
            "questions": asks,
            "areas": framework.areas.all()[:MOST_NAMED],
            "rules": framework.tailored_rules.select_related("carried_over_with")[:MOST_RULES],
        }
    prefetch_related_objects([framework], *PAGE_PARTS)
    rows, outside = matrix(framework), outside_periods(framework)
    return parts | {
        "holds": holds(framework, rows),
        "parts": periods(framework),
        "matrix": rows,
        "level": chosen_level(framework, asked.get("level", "")),
        "strands": strands(outcome for outcome in outside if not outcome.title_only),
        "subjects": subjects(framework, [outcome for outcome in outside if outcome.title_only]),
        "rules": framework.tailored_rules.all()[:MOST_RULES],
    }


def holds(framework: Framework, rows: list[AreaRow]) -> str:
    """What a framework holds, in words: "Vier leerlijnen, vier niveaus, 101 succescriteria." Takes a sized one."""
    lines = any(cell.outcomes for row in rows for cell in row.cells)
    number = len(rows)
    found = []
    if lines:
        found.append(ngettext("%(number)s strand", "%(number)s strands", number) % {"number": in_words(number)})
    elif rows:
        found.append(ngettext("%(number)s area", "%(number)s areas", number) % {"number": in_words(number)})
    if rows:
        number = framework.level_count
        found.append(ngettext("%(number)s level", "%(number)s levels", number) % {"number": in_words(number)})
    if number := 0 if lines else framework.outcome_count:
        found.append(
            ngettext("%(number)s learning outcome", "%(number)s learning outcomes", number)
            % {"number": in_words(number)}
        )
    if framework.indicator_count:
        found.append(counted(framework.indicator_count, framework.indicator_label, in_words(framework.indicator_count)))
    if number := framework.skill_count:
        found.append(ngettext("%(number)s skill", "%(number)s skills", number) % {"number": in_words(number)})
    if number := framework.term_count:
        found.append(ngettext("%(number)s term", "%(number)s terms", number) % {"number": in_words(number)})
    return begin(", ".join(found)) + "." if found else ""


@dataclass
class GuidePart:
    """A dimension with its indicators, or the success criteria, which have none (X35)."""

    dimension: Dimension | None
    indicators: list[Indicator] = field(default_factory=list)
    focus: bool = False


def outcome_page(outcome: LearningOutcome, asked: dict) -> dict:
    """One outcome with its observation guide as the mentor sees it, and its neighbours."""
    placed = F("dimension__order").asc(nulls_last=True), F("dimension").asc(nulls_last=True)
    rows = outcome.indicators.select_related("dimension").order_by(*placed, "order", "id")
    page = page_at(rows, {"at": at_row(outcome, asked.get("at", "")), "page": asked.get("page")}, INDICATORS_PER_PAGE)
    used = list(outcome.period_outcomes.select_related("period", "unit").order_by("period__order", "order", "id"))
    before = Q(order__lt=outcome.order) | Q(order=outcome.order, pk__lt=outcome.pk)
    others = outcome.framework.outcomes.only("code", "title", "framework").exclude(pk=outcome.pk)
    return {
        "framework": outcome.framework,
        "outcome": outcome,
        "guide": guide(outcome, page),
        "page": page,
        "used": used[:MOST_NAMED],
        "counts_ects": outcome.title_only and outcome.framework.outcomes.filter(ects__isnull=False).exists(),
        "previous": others.filter(before).order_by("-order", "-pk").first(),
        "next": others.exclude(before).order_by("order", "pk").first(),
        "glossary": Glossary(outcome.framework),
    }


def at_row(outcome: LearningOutcome, code: str) -> str:
    """The code of an indicator to look for: that of the first one when the code is that of a dimension."""
    code = code.replace("\0", "")  # PostgreSQL refuses to look for it
    first = outcome.indicators.filter(dimension__code=code).order_by("order", "id").values_list("code", flat=True)
    return (first.first() or code) if code else ""


def guide(outcome: LearningOutcome, page: Page) -> list[GuidePart]:
    """The dimensions of one page of indicators; those without indicators stand on the first page."""
    focused = set(outcome.dimensions.filter(focus_rows__isnull=False).values_list("pk", flat=True))
    found = [GuidePart(dimension, list(rows)) for dimension, rows in groupby(page, lambda row: row.dimension)]
    if page.number == 1:
        empty = outcome.dimensions.filter(indicators__isnull=True)[:MOST_NAMED]
        found += [GuidePart(dimension) for dimension in empty]
    for part in found:
        part.focus = part.dimension is not None and part.dimension.pk in focused
    return found


@dataclass
class SkillRow:
    """A skill with what it looks like in each phase; empty where the source says nothing."""

    skill: Skill
    cells: list[tuple[SkillPhase, str]]


def skill_rows(skills: Iterable[Skill], phases: Iterable[SkillPhase]) -> list[SkillRow]:
    """The table of skills and phases. Takes skills with their cells."""
    phases, found = list(phases), []
    for skill in skills:
        texts = {cell.phase_id: cell.text for cell in skill.cells.all()}
        found.append(SkillRow(skill, [(phase, texts.get(phase.pk, "")) for phase in phases]))
    return found


@dataclass
class Edition:
    """The editions of one framework: the newest one, and the others below it."""

    newest: Framework
    others: list[Framework]


def editions(frameworks: Iterable[Framework]) -> list[Edition]:
    """Per publisher and code the newest edition first, whatever its status, then the older ones."""
    by_code: dict[str, list[Framework]] = defaultdict(list)
    for framework in frameworks:
        by_code[framework.code].append(framework)
    found = []
    for group in by_code.values():
        first, *others = sorted(group, key=lambda framework: (framework.year, framework.edition), reverse=True)
        found.append(Edition(first, others))
    return sorted(found, key=lambda one: (one.newest.publisher.casefold(), one.newest.code))
