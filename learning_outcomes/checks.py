"""What an editor may want to look at again in a framework. It reports, and never stops anybody.

`check(framework)` goes through RULES in their order. Each rule yields findings: a sentence, and the part it is about.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .check_words import ABOLISHED
from .elements import BEHAVIOUR, CONTEXT, NORM, TASK, missing_elements
from .models import ConversationQuestion, Framework, LearningOutcome, PeriodConversation, Unit, WorkplacePeriod
from .wording import other_source, other_year

_ABOLISHED = re.compile(rf"\b({'|'.join(ABOLISHED)})\w*", re.IGNORECASE)
ELEMENTS = {
    BEHAVIOUR: gettext_lazy("what one sees the student do"),
    CONTEXT: gettext_lazy("in, with or for whom or what"),
    TASK: gettext_lazy("which part of the work it is about"),
    NORM: gettext_lazy("how well or how independently"),
}


@dataclass(frozen=True)
class Finding:
    """Something to look at again: said in a sentence, at a part of the framework."""

    sentence: str
    node: models.Model
    framework: Framework

    @property
    def url(self) -> str:
        """Where to mend it: in a draft the form, else the spot on the page."""
        if not self.framework.frozen:
            return reverse(f"admin:learning_outcomes_{self.node._meta.model_name}_change", args=[self.node.pk])
        return f"{self.framework.get_absolute_url()}{self.anchor}"

    @property
    def anchor(self) -> str:
        """The spot on the page; a unit stands there in the first period that asks it."""
        if isinstance(self.node, LearningOutcome):
            return f"#outcome-{self.node.code}"
        if isinstance(self.node, WorkplacePeriod):
            return f"#period-{self.node.code}"
        if isinstance(self.node, Unit):
            for period in self.framework.periods.all():
                if any(row.unit_id == self.node.pk for row in period.outcomes.all()):
                    return f"#unit-{period.code}-{self.node.code}"
        return ""


@dataclass(frozen=True)
class Group:
    """All findings of one rule."""

    title: str | Promise
    findings: list[Finding]


Rule = Callable[[Framework], Iterator[tuple[str, models.Model]]]


def check(framework: Framework) -> list[Group]:
    """The findings by rule, without the rules that found nothing. No query after `Framework.for_page`."""
    groups = []
    for title, rule in RULES:
        findings = [Finding(sentence, node, framework) for sentence, node in rule(framework)]
        if findings:
            groups.append(Group(title, findings))
    return groups


def elements(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """An outcome says behaviour, context, task and norm (F03). A norm may also stand with its level or its unit."""
    elsewhere = with_a_norm_elsewhere(framework)
    for outcome in framework.outcomes.all():
        if not outcome.text:
            continue
        missing = [name for name in missing_elements(outcome.text) if name != NORM or outcome.pk not in elsewhere]
        if missing:
            words = {"outcome": called(outcome), "elements": "; ".join(str(ELEMENTS[name]) for name in missing)}
            yield _("%(outcome)s does not seem to say: %(elements)s.") % words, outcome


def with_a_norm_elsewhere(framework: Framework) -> set[int]:
    """The outcomes whose level says how much guidance there is, or whose unit in a period has a norm."""
    levels = {level.pk for level in framework.levels.all() if level.guidance}
    units = {unit.pk for unit in framework.units.all() if unit.has_norm}
    found = {outcome.pk for outcome in framework.outcomes.all() if outcome.level_id in levels}
    return found | {row.outcome_id for row in period_rows(framework) if row.unit_id in units}


def only_a_title(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """Some outcomes come without anything but a title (V07): nobody can be guided by that."""
    for outcome in framework.outcomes.all():
        if not outcome.text and not outcome.indicators.all():
            yield _("%(outcome)s has only a title.") % {"outcome": called(outcome)}, outcome


def empty_text(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    for outcome in framework.outcomes.all():
        if not outcome.text and outcome.indicators.all():
            yield _("%(outcome)s has no text of its own.") % {"outcome": called(outcome)}, outcome


def nothing_to_see(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    for outcome in framework.outcomes.all():
        if outcome.text and not outcome.indicators.all():
            words = {"outcome": called(outcome), "label": framework.indicator_label}
            yield _("%(outcome)s has no %(label)s.") % words, outcome


def the_same_text(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """The same words twice: one of the two may have been meant otherwise."""
    places: dict[str, list[tuple[str, models.Model]]] = {}
    for outcome in framework.outcomes.all():
        texts = [(outcome.text, outcome.code)]
        texts += [(row.text, row.code) for row in outcome.indicators.all()]
        for text, code in texts:
            if text:
                places.setdefault(" ".join(text.casefold().split()).rstrip(".;"), []).append((code, outcome))
    for found in places.values():
        if len(found) > 1:
            codes = ", ".join(code for code, _outcome in found)
            yield _("The same text stands at: %(codes)s.") % {"codes": codes}, found[0][1]


def the_same_code(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """Two outcomes with an indicator of the same code: whoever names it by that code may mean the other one."""
    places: dict[str, list[LearningOutcome]] = {}
    for outcome in framework.outcomes.all():
        for code in dict.fromkeys(row.code for row in outcome.indicators.all()):
            places.setdefault(code, []).append(outcome)
    for code, found in places.items():
        if len(found) > 1:
            words = {"code": code, "outcomes": ", ".join(outcome.code for outcome in found)}
            yield _("%(code)s stands at: %(outcomes)s.") % words, found[0]


def abolished_words(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """Words that a glossary put out of use (X18); the glossary itself may name them."""
    for node, where, text in written(framework):
        for word in sorted({match[0].casefold() for match in _ABOLISHED.finditer(text)}):
            instead = next(new for old, new in ABOLISHED.items() if word.startswith(old))
            words = {"where": where, "word": word, "instead": instead}
            yield _("%(where)s: '%(word)s' is not used any more. Say '%(instead)s'.") % words, node


def written(framework: Framework) -> Iterator[tuple[models.Model, str, str]]:
    """Every text of the framework but its glossary: the part to mend it in, where it stands, and the text."""
    yield framework, str(framework), "\n".join([framework.title, framework.about, framework.scope])
    for level in framework.levels.all():
        yield framework, level.title, "\n".join([level.title, level.phase, level.guidance])
    for area in framework.areas.all():
        yield area, area.code, "\n".join([area.title, *(cell.text for cell in area.descriptors.all())])
    for unit in framework.units.all():
        norm = [unit.norm_intro, *unit.norm_conditions, unit.norm_trust, *unit.norm_expectations]
        yield unit, unit.code, "\n".join([unit.title, *norm])
    for outcome in framework.outcomes.all():
        yield outcome, outcome.code, "\n".join([outcome.title, outcome.text])
        for row in [*outcome.dimensions.all(), *outcome.indicators.all()]:
            yield outcome, row.code, str(row)
    for period in framework.periods.all():
        asked = [
            text for row in period.conversations.all() for one in row.questions.all() for text in (one.text, one.help)
        ]
        yield period, period.code, "\n".join([period.title, period.next_stage, period.final_stage, *asked])
    for skill in framework.skills.all():
        yield skill, skill.code, "\n".join([skill.title, *(cell.text for cell in skill.cells.all())])
    for rule in framework.tailored_rules.all():
        yield rule, rule.code, "\n".join([rule.title, rule.text])


def no_credits(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """ECTS that others do have (X15). What counts within a unit has none of its own, and some frameworks never do."""
    in_periods = {row.outcome_id for row in period_rows(framework)}
    alone = [outcome for outcome in framework.outcomes.all() if outcome.pk not in in_periods]
    if any(outcome.ects is not None for outcome in alone):
        for outcome in alone:
            if outcome.ects is None:
                yield _("%(outcome)s has no ECTS.") % {"outcome": called(outcome)}, outcome


def unknown_role(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """The source lost what the mentor does here (X17): ask, do not guess."""
    for outcome in framework.outcomes.all():
        if outcome.mentor_role == LearningOutcome.MentorRole.UNKNOWN:
            sentence = _("%(outcome)s: it is not known what the mentor does. Ask the owner of the source.")
            yield sentence % {"outcome": called(outcome)}, outcome


def no_norm(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """A unit on which is decided needs a norm to decide by (X19)."""
    decided = {row.unit_id for row in period_rows(framework) if row.summative}
    for unit in framework.units.all():
        if unit.pk in decided and not unit.has_norm:
            yield _("%(unit)s has outcomes that are judged, and no norm.") % {"unit": called(unit)}, unit


def other_study_year(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """A draft that began as last year's edition easily keeps its study year."""
    for period in framework.periods.all():
        if sentence := other_year(framework.edition, period.study_year):
            yield f"{period.title}: {sentence}", period


def other_source_year(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """... and the source of last year."""
    if sentence := other_source(framework.edition, framework.source):
        yield sentence, framework


def in_no_period(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """A new outcome that was put nowhere: the others of its area do stand in a period."""
    outcomes = {outcome.pk: outcome for outcome in framework.outcomes.all()}
    areas = {pk: outcome.area_id for pk, outcome in outcomes.items()}
    for pk in forgotten(areas, {row.outcome_id for row in period_rows(framework)}):
        yield _("%(outcome)s stands in no workplace period.") % {"outcome": called(outcomes[pk])}, outcomes[pk]


def forgotten(areas: dict[Hashable, Hashable], used: set[Hashable]) -> list[Hashable]:
    """The outcomes that stand in no period although at least half of their area does; takes the area of each."""
    all_of, used_of = Counter(areas.values()), Counter(areas[outcome] for outcome in areas if outcome in used)
    return [one for one, area in areas.items() if one not in used and 2 * used_of[area] >= all_of[area]]


def nothing_asked(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """The start talk is prepared by its questions; a midterm and a final by the form they have (C14)."""
    for period in framework.periods.all():
        for row in period.conversations.all():
            if row.kind == PeriodConversation.Kind.START and row.prepared_by and not row.questions.all():
                words = {"period": period, "conversation": row.get_kind_display()}
                yield _("%(period)s: the %(conversation)s is prepared, and asks nothing.") % words, period


def answered_twice(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """What is answered in one field is one question; a file with two is refused, a form may have been filled so."""
    for period in framework.periods.all():
        for row in period.conversations.all():
            fields = Counter(one.field for one in row.questions.all() if one.field != ConversationQuestion.Field.TOPIC)
            for field in (field for field, number in fields.items() if number > 1):
                codes = ", ".join(one.code for one in row.questions.all() if one.field == field)
                words = {"period": period, "codes": codes}
                yield _("%(period)s: these questions have their answer in the same field: %(codes)s.") % words, period


def without_dimension(framework: Framework) -> Iterator[tuple[str, models.Model]]:
    """Where a guide has dimensions, an indicator outside them may have been forgotten; success criteria have none."""
    for outcome in framework.outcomes.all():
        if outcome.dimensions.all() and (loose := outcome.criteria):
            words = {"outcome": called(outcome), "codes": ", ".join(row.code for row in loose)}
            yield _("%(outcome)s has dimensions, and these stand in none: %(codes)s.") % words, outcome


def period_rows(framework: Framework) -> Iterator:
    return (row for period in framework.periods.all() for row in period.outcomes.all())


def called(node: LearningOutcome | Unit) -> str:
    return f"{node.code} {node.title}"


RULES: list[tuple[Promise, Rule]] = [
    (gettext_lazy("Outcomes that do not seem complete"), elements),
    (gettext_lazy("Outcomes with only a title"), only_a_title),
    (gettext_lazy("Outcomes without a text"), empty_text),
    (gettext_lazy("Outcomes with nothing to see"), nothing_to_see),
    (gettext_lazy("Texts that stand here twice"), the_same_text),
    (gettext_lazy("Codes that stand at two outcomes"), the_same_code),
    (gettext_lazy("Words that are not used any more"), abolished_words),
    (gettext_lazy("Outcomes without ECTS"), no_credits),
    (gettext_lazy("Outcomes of which the mentor's role is not known"), unknown_role),
    (gettext_lazy("Units without a norm"), no_norm),
    (gettext_lazy("Indicators without a dimension"), without_dimension),
    (gettext_lazy("Outcomes that stand in no workplace period"), in_no_period),
    (gettext_lazy("Conversations that ask nothing"), nothing_asked),
    (gettext_lazy("Questions that share a field"), answered_twice),
    (gettext_lazy("Periods of another study year"), other_study_year),
    (gettext_lazy("A source of another study year"), other_source_year),
]
