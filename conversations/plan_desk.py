"""The page of a learning plan: for each outcome what the student writes, or what the reader may read."""

import secrets
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from learning_outcomes.guide_groups import guide_of
from learning_outcomes.models import Skill, SkillDescriptor
from placements.models import PlacementOutcome
from placements.models.parts import Part, keep_once, one_after_the_other
from placements.part_forms import PartForm

from . import plan_difference
from .models import EarlierPlanText, LearningPlan, PlanOpening, PlanPart
from .plan_forms import OpeningForm, PlanPartForm, RemarkForm
from .plan_gaps import anchor_of, planned
from .plan_sheet import for_reader, sheet_of
from .questions import EVIDENCE, NORM, OPEN_FIELDS, OPENING, SUPPORT, Asked, questions_of
from .rules import PlanState

OPENING_ANCHOR = "opening"


@dataclass
class PlanPlace:
    """One part the student may write: where it is posted, its form, and what stands there now."""

    record: Part
    form: PartForm
    url: str
    anchor: str
    item: PlacementOutcome | None = None
    marked: dict[str, set[int]] = field(default_factory=dict)
    earlier: list[EarlierPlanText] = field(default_factory=list)
    page: str = field(default_factory=lambda: secrets.token_hex(8))  # names the page that is opened with this part

    @property
    def id(self) -> str:
        """The id of the form element."""
        return f"{self.anchor}-plan"

    @property
    def text_fields(self) -> list:
        return [self.form[name] for name in self.record.TEXTS]

    @property
    def other_fields(self) -> list:
        return [self.form["version"], self.form["page"]]


@dataclass
class OutcomeDesk:
    """One outcome on the page of the student."""

    item: PlacementOutcome
    sheet: dict
    place: PlanPlace
    questions: dict[str, Asked]
    focus: set[int]
    next_anchor: str = "forward-section"
    next_title: str = ""

    @property
    def progress(self) -> str:
        """ "done" once a goal stands there; nothing else is asked for."""
        texts = self.sheet["texts"]
        return "done" if texts["goal"].strip() else "half" if any(text.strip() for text in texts.values()) else ""

    @property
    def guide(self) -> list[dict]:
        return guide_of(self.item.named, self.focus)

    def asked(self, names) -> list[tuple]:
        """The fields with these names, each with its question."""
        return [(self.place.form[name], self.questions[name]) for name in names]

    @property
    def beside_guide(self) -> list[tuple]:
        return self.asked(OPEN_FIELDS)

    @property
    def norm(self) -> list[tuple]:
        return self.asked([NORM])

    @property
    def evidence(self) -> list[tuple]:
        return self.asked(EVIDENCE)

    @property
    def support(self) -> list[tuple]:
        return self.asked(SUPPORT)

    @property
    def has_evidence(self) -> bool:
        """Is the group open when the page opens?"""
        return any(self.sheet["texts"][name].strip() for name in EVIDENCE)

    @property
    def has_support(self) -> bool:
        return any(self.sheet["texts"][name].strip() for name in SUPPORT)


def place_of(plan: LearningPlan, item_pk: int | None, user, data=None) -> PlanPlace | None:
    """The opening (without an item), or the part about this outcome; None when it is not in the plan."""
    if item_pk is None:
        record = getattr(plan, "opening", None) or PlanOpening(plan_id=plan.pk, author=user)
        form = OpeningForm(data, instance=record, auto_id=f"{OPENING_ANCHOR}-%s")
        url = reverse("conversations:plan_opening", args=[plan.pk])
        return PlanPlace(record, form, url, OPENING_ANCHOR, earlier=_earlier(plan, None))
    found = next(((item, part) for item, part in planned(plan) if item.pk == item_pk), None)
    return found and _place(plan, *found, user, data)


def _place(plan: LearningPlan, item: PlacementOutcome, part: PlanPart | None, user, data=None) -> PlanPlace:
    record, anchor = part or PlanPart(plan_id=plan.pk, item_id=item.pk, author=user), anchor_of(item)
    marked = {
        "indicators": {one.pk for one in part.indicators.all()} if part else set(),
        "cells": {one.pk for one in part.cells.all()} if part else set(),
    }
    form = PlanPartForm(data, instance=record, auto_id=f"{anchor}-%s")
    url = reverse("conversations:plan_part", args=[plan.pk, item.pk])
    return PlanPlace(record, form, url, anchor, item, marked, _earlier(plan, record.item_id))


def _earlier(plan: LearningPlan, item_pk: int | None) -> list[EarlierPlanText]:
    return [text for text in plan.earlier_texts.all() if text.item_id == item_pk]


def save(plan: LearningPlan, place: PlanPlace, user, *, resolves: str = "") -> Part:
    """Save what was posted.

    `resolves` says what was chosen by who had seen both texts: "mine", "theirs" or "both"; what gave way is kept.
    Raises NotNow and Conflict like `Part.put`.
    """
    values, picked, record = place.form.values(), place.form.marks(), place.record
    key = {"plan": plan, "item_id": getattr(record, "item_id", None)}
    with transaction.atomic():
        if resolves == "theirs":
            keep_once(EarlierPlanText.objects, user, values, **key)
            return record
        if resolves in ("mine", "both") and record.pk:
            keep_once(EarlierPlanText.objects, record.author, record.texts, **key)
        if resolves == "both":
            values = {name: one_after_the_other(record.texts[name], text) for name, text in values.items()}
            picked = {name: place.marked.get(name, set()).union(ticked) for name, ticked in picked.items()}
        seen = {"by": user, "seen_version": place.form.cleaned_data["version"]}
        seen["page"] = "" if resolves else place.form.cleaned_data["page"]
        if place.item is None:
            return PlanOpening.write(plan, values, **seen)
        item = place.record.item if place.record.pk else place.item
        return PlanPart.write(plan, item, values, **seen, **picked)


def keep_aside(plan: LearningPlan, place: PlanPlace, user, current: Part) -> None:
    """Keep what somebody typed just before leaving the page, where another text stands by now."""
    values = place.form.values()
    if any(values[name] != text for name, text in current.texts.items() if name in values):
        item = getattr(current, "item_id", None)
        keep_once(EarlierPlanText.objects, user, values, plan=plan, item_id=item)


def skills_of(plan: LearningPlan) -> list[dict]:
    """The table of complex professional skills, row by row: words for growth, never a score (B01, X10). Two queries."""
    cells: dict[int, list[SkillDescriptor]] = {}
    framework = plan.placement.period.framework_id
    for cell in SkillDescriptor.objects.filter(skill__framework=framework).select_related("phase"):
        cells.setdefault(cell.skill_id, []).append(cell)
    skills = Skill.objects.filter(framework=framework)
    return [{"title": skill.title, "cells": cells[skill.pk]} for skill in skills if skill.pk in cells]


def rows_for(plan: LearningPlan, sheet: dict, asked: dict[str, Asked], user) -> list[OutcomeDesk]:
    """The outcomes as the student writes in them."""
    known = {row["item"]: row for row in sheet["rows"]}
    focus = {dimension.pk for dimension in plan.placement.period.focus.all()}
    found = [
        OutcomeDesk(item, known[item.pk], _place(plan, item, part, user), asked, focus) for item, part in planned(plan)
    ]
    for one, after in zip(found, found[1:], strict=False):
        one.next_anchor, one.next_title = after.sheet["anchor"], after.sheet["title"]
    return found


def page_of(plan: LearningPlan, user) -> dict:
    """Everything the page of a plan shows this reader. Takes a plan from `for_page()`."""
    steps, writes = plan.steps_for(user), plan.may_write(user)
    sheet, today = read_sheet(plan, user), timezone.localdate().isoformat()
    context = {
        "plan": plan,
        "sheet": sheet,
        "writing": writes,
        "steps": steps,
        "me": {"student": user.pk == plan.placement.student_id, "wide": plan.may_read(user)},
        "history": plan.log.all(),
        "back_to": plan.came_back,
        "forward": next((name for name in ("share", "ask_approval") if name in steps), ""),
        "missing": plan.gaps_for(steps),
        "talk_on": sheet["talk_on"],
        "talk_ahead": bool(sheet["talk_on"]) and sheet["talk_on"] > today,
        "talk_over": bool(sheet["talk_on"]) and sheet["talk_on"] < today,
        "remark_form": RemarkForm(auto_id="remark-%s"),
    }
    if writes:
        opening, asked = place_of(plan, None, user), questions_of(plan.placement.period)
        context |= {"rows": rows_for(plan, sheet, asked, user), "skills": skills_of(plan), "opening": opening}
        context["opening_fields"] = [(opening.form[name], asked[name]) for name in OPENING]
        return context
    return context | _reading(plan, sheet, user)


def read_sheet(plan: LearningPlan, user) -> dict:
    """The plan as it is, or as it was approved."""
    approved = plan.newest_version if plan.state == PlanState.APPROVED else None
    return for_reader(approved.content, plan, user) if approved else sheet_of(plan, user)


def _reading(plan: LearningPlan, sheet: dict, user) -> dict:
    """What stands beside the texts for who reads: what changed since the talk, and where feedback may be given."""
    items = {item.pk: item for item in plan.placement.outcomes.all()}
    remarks = {row["item"] for row in sheet["rows"] if plan.may_remark(user, items.get(row["item"]))}
    discussed = plan.discussed if plan.state == PlanState.ASKED else None
    then = for_reader(discussed.version.content, plan, user) if discussed else None
    return {
        "parts": plan_difference.compared(then, sheet) if then else None,
        "answers": [(row, plan_difference.answers_of(row["texts"])) for row in sheet["rows"]],
        "opening_answers": plan_difference.answers_of(sheet["opening"], OPENING),
        "may_remark": plan.may_remark(user),
        "remarks_on": remarks,
        "discussed": discussed,
        "corner": {PlanState.SHARED: "student", PlanState.ASKED: "workplace"}.get(plan.state, "none"),
        "sentence": plan.sentence,
        "sent_back": plan.sent_back,
    }
