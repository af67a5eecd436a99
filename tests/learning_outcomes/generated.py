"""Frameworks as nobody would write them, in which everything that can stand in one stands somewhere."""

from typing import Any

from django.db import models
from hypothesis import strategies as st

from learning_outcomes.loading import PARTS
from learning_outcomes.models import Framework

letters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff")
words = st.text(letters, min_size=1, max_size=25).filter(str.strip)
texts = st.lists(words, min_size=1, max_size=3).map("\n".join)
lists = st.lists(words, max_size=2)
flags = st.booleans()
numbers = st.none() | st.integers(0, 9999)


KINDS = ["introduction", "start", "guidance", "midterm", "final"]
PEOPLE = ["student", "workplace_mentor", "school_educator", "study_coach"]
people = st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)


def codes(most: int = 3) -> st.SearchStrategy[list[str]]:
    sign = st.sampled_from("abcXYZ0189.-_é")
    return st.lists(st.text(sign, min_size=1, max_size=8), max_size=most, unique=True)


def parts(draw, most: int = 3, **fields) -> list[dict[str, Any]]:
    return [{"code": code} | {name: draw(how) for name, how in fields.items()} for code in draw(codes(most))]


def some_of(draw, rows: list[dict]) -> list[str]:
    """The codes of some rows, each once."""
    return [row["code"] for row in rows if draw(flags)]


def one_of(draw, rows: list[dict]) -> str | None:
    return draw(st.sampled_from([None, *(row["code"] for row in rows)]))


def roles(*more: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["judge", "feedback", "none", *more])


@st.composite
def frameworks(draw) -> dict[str, Any]:
    """What a framework file holds; without what is None."""
    head = {
        "code": "made", "edition": "2026", "title": draw(words), "publisher": draw(words),
        "year": draw(st.integers(0, 9999)), "source": draw(texts), "about": draw(texts), "derived_from": draw(lists),
        "scope": draw(words), "indicator_label": draw(words),
    }  # fmt: skip
    levels = parts(draw, title=words, phase=words, guidance=texts)
    areas = parts(draw, title=words, status=st.none() | words)
    for number, area in enumerate(areas):
        area["parent"] = one_of(draw, areas[:number])
        area["descriptors"] = [{"level": code, "text": draw(texts)} for code in some_of(draw, levels)]
    units = parts(
        draw, title=words, collection_title=words, aliases=lists, norm_intro=texts, norm_conditions=lists,
        norm_trust=texts, norm_expectations=lists, asks_trust=flags,
    )  # fmt: skip
    for unit in units:
        unit["level"] = one_of(draw, levels)
    outcomes = parts(
        draw, title=words, text=st.none() | texts, short_title=st.none() | words, aliases=lists, reference=words,
        guide_at_end_level=flags, ects=numbers, choice_set=flags, pilot=flags, mentor_role=st.none() | roles("unknown"),
        literature=lists, remark=texts,
    )  # fmt: skip
    for outcome in outcomes:
        outcome |= {"area": one_of(draw, areas), "level": one_of(draw, levels)}
        seen = parts(draw, 4, text=texts)
        outcome["dimensions"] = parts(draw, 2, title=words, for_judgement=flags)
        for dimension in outcome["dimensions"]:
            dimension["indicators"] = [seen.pop() for _number in range(draw(st.integers(0, len(seen))))]
        outcome["criteria"] = seen
    periods = [
        {"code": code} | draw(calendars()) for code in draw(st.lists(st.sampled_from(["p1", "p-2"]), unique=True))
    ]
    for period in periods:
        period["conversations"] = [
            {"kind": kind, "triangle": draw(flags), "prepared_by": draw(people), "approved_by": draw(people),
             "questions": draw(questions())}
            for kind in draw(st.lists(st.sampled_from(KINDS), max_size=3, unique=True))
        ]  # fmt: skip
        period["outcomes"] = [
            {
                "outcome": outcome["code"], "unit": draw(st.sampled_from([unit["code"] for unit in units])),
                "summative": draw(flags), "mentor_role": draw(roles()), "target_level": one_of(draw, levels),
                "focus": some_of(draw, outcome["dimensions"]),
            }
            for outcome in outcomes if units and draw(flags)
        ]  # fmt: skip
    phases = parts(draw, title=words)
    skills = parts(draw, title=words)
    for skill in skills:
        skill["cells"] = [{"phase": code, "text": draw(texts)} for code in some_of(draw, phases)]
    tailored = parts(draw, title=words, origin=words, text=texts, entry_condition=flags, mentor_judges=flags)
    for rule in tailored:
        rule["carried_over_with"] = one_of(draw, outcomes)
    glossary = parts(draw, term=words, aliases=lists, text=texts, speaks_of=words, source=words)
    return bare(
        {
            "framework": head, "levels": levels, "areas": areas, "units": units, "outcomes": outcomes,
            "periods": periods, "phases": phases, "skills": skills, "tailored": tailored, "glossary": glossary,
        }
    )  # fmt: skip


@st.composite
def questions(draw) -> list[dict[str, Any]]:
    """Some topics, and at most one question for each of two other fields."""
    found = parts(draw, 4, text=texts, help=st.none() | texts)
    fields = ["goal", "why", "topic", "topic"]
    return [question | {"field": field} for question, field in zip(found, fields, strict=False)]


def calendars() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "title": words, "study_year": st.text("0123456789-", min_size=1, max_size=20).filter(str.strip),
            "weeks": st.integers(20, 52), "introduction_week": st.integers(0, 1), "start_week": st.integers(1, 3),
            "midterm_week": st.integers(4, 9),
            "final_week": st.integers(10, 20), "gap_after_week": numbers, "gap_weeks": st.integers(0, 5), "days": words,
            "lessons_min": numbers, "lessons_max": numbers, "mentor_hours": numbers, "interim_judgement": flags,
            "next_stage": words, "final_stage": words,
        }
    )  # fmt: skip


def bare(value: Any) -> Any:
    """Without keys that say nothing."""
    if isinstance(value, dict):
        return {name: bare(part) for name, part in value.items() if part is not None and part != []}
    return [bare(part) for part in value] if isinstance(value, list) else value


def everything(framework: Framework) -> dict[str, list]:
    """Every value of every row of a framework; links by the identity, or else by the names, of what they point at."""
    rows = {"Framework": [values(framework)]}
    for model, (owner, _key) in PARTS.items():
        rows[model.__name__] = sorted((values(row) for row in model.objects.filter(**{owner: framework})), key=str)
    return rows


def values(row: models.Model) -> dict[str, Any]:
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        named = value if value is None else getattr(value, "uuid", str(value))
        found[field.name] = named if field.is_relation else value
    here_only = {"id", "status", "published_at"} if isinstance(row, Framework) else {"id"}  # of this database
    return {name: value for name, value in found.items() if name not in here_only}
