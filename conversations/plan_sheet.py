"""A learning plan as plain data, with only what its reader may read: the one source of page, difference and paper.

Everything in it is text, numbers, lists and dictionaries, so that a version can keep it for ever.
"""

from django.utils import timezone

from placements.facts import edition_of, facts_of, moment_of, people_of, period_of, unit_of
from placements.models import Participation, Placement, PlacementOutcome
from placements.roles import CORNER

from .models import Conversation, LearningPlan, PlanPart, PlanRemark
from .plan_gaps import anchor_of, needs_goal, planned
from .questions import FIELDS, OPENING
from .rules import Kind

PLAN_FORMAT = "1.0"  # of the layout and the questions; printed on every page of paper


def sheet_of(plan: LearningPlan, reader=None) -> dict:
    """The plan as `reader` may see it now; as a whole when there is no reader, to be kept. Takes a plan from
    `for_page()`."""
    placement = plan.placement
    rows = [_row(plan, item, part, number) for number, (item, part) in enumerate(planned(plan), start=1)]
    sheet = {
        "plan_format": PLAN_FORMAT,
        "number": f"LP-{placement.start.year}-{plan.pk:06d}",
        "state": plan.state,
        "talk_on": talk_on(placement),
        "edition": edition_of(placement.period.framework),
        "period": period_of(placement.period),
        "facts": facts_of(placement),
        "people": people_of(placement),
        "opening": _opening(plan),
        "earlier": _earlier(placement),
        "rows": rows,
        "remarks": [_remark(said) for said in plan.remarks.all() if said.item_id is None],
        "approvals": [],
    }
    return sheet if reader is None else for_reader(sheet, plan, reader)


def for_reader(sheet: dict, plan: LearningPlan, reader) -> dict:
    """What of this sheet `reader` may see: everything, or the outcomes he is there for (X08)."""
    if plan.may_read(reader):
        return sheet
    known = {item.pk for item in plan.placement.outcomes.all() if plan.may_read(reader, item)}
    return _only(sheet, [row for row in sheet["rows"] if row["item"] in known])


def of_unit(sheet: dict, unit: str) -> dict:
    """The same sheet with the outcomes of one unit, for its assessment collection (L07)."""
    return _only(sheet, [row for row in sheet["rows"] if row["unit"]["code"] == unit]) | {"only_unit": unit}


def _only(sheet: dict, rows: list[dict]) -> dict:
    nothing = dict.fromkeys(OPENING, "")
    return sheet | {"rows": rows, "opening": nothing, "earlier": [], "remarks": []}


def _opening(plan: LearningPlan) -> dict:
    opening = getattr(plan, "opening", None)
    return {name: getattr(opening, name, "") for name in OPENING}


def _row(plan: LearningPlan, item: PlacementOutcome, part: PlanPart | None, number: int) -> dict:
    named = item.named
    return {
        "item": item.pk,
        "number": number,
        "anchor": anchor_of(item),
        "code": named.code,
        "title": named.title,
        "short_title": named.short_title,
        "text": named.text,
        "origin": item.origin,
        "summative": item.summative,
        "target_level": item.target_level,
        "needs_goal": needs_goal(item),
        "unit": unit_of(item.unit),
        "texts": {name: getattr(part, name, "") for name in FIELDS},
        "indicators": [{"code": i.code, "text": i.text} for i in part.indicators.all()] if part else [],
        "cells": [_cell(cell) for cell in part.cells.all()] if part else [],
        "remarks": [_remark(said) for said in plan.remarks.all() if said.item and said.item.names == item.names],
    }


def _cell(cell) -> dict:
    return {"skill": cell.skill.title, "phase": cell.phase.title, "text": cell.text}


def _remark(said: PlanRemark) -> dict:
    return {
        "by": said.by.get_full_name(),
        "short": said.by.get_short_name(),
        "role": said.role,
        "corner": said.corner,
        "at": moment_of(said.at),
        "text": said.text,
    }


def _earlier(placement: Placement) -> list[dict]:
    """What is known already: outcomes that were recognised or shown, and the placements before this one."""
    shown = [
        {
            "title": item.named.title,
            "kind": item.recognition.kind if item.recognition else "",
            "brought": item.recognition.brought if item.recognition else "",
            "on": (item.recognition.on if item.recognition else item.shown_on).isoformat(),
        }
        for item in placement.outcomes.all()
        if item.is_current and (item.recognition or item.shown_on)
    ]
    before = Placement.objects.filter(student=placement.student_id, start__lt=placement.start).order_by("start")
    return shown + [
        {"title": one.period.title, "kind": "", "brought": str(one.school), "on": one.end.isoformat()}
        for one in before.select_related("period", "school")
    ]


def talk_on(placement: Placement) -> str | None:
    """The day of the start talk; None while nobody planned it."""
    talk = Conversation.objects.filter(placement=placement, kind=Kind.START).exclude(state="cancelled").first()
    day = talk and (talk.held_on or talk.day)
    return day.isoformat() if day else None


def approvals(plan: LearningPlan, by, lines: list[str]) -> list[dict]:
    """Who approved in which line, as it stands on paper from then on."""
    seats: list[Participation] = [p for p in plan.placement.running_participations() if p.user_id == by.pk]
    seat = next((p for p in seats if CORNER[p.role] == "workplace"), None)
    said = {"by": by.get_full_name(), "short": by.get_short_name(), "role": seat.role if seat else ""}
    said |= {"at": moment_of(timezone.now()), "by_link": by.by_link_only}
    return [{"line": line, "provisional": not (seat and seat.is_confirmed)} | said for line in lines]
