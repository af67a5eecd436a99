"""A form as plain data, with only what its reader may read: the one source of page, paper and sealed copy.

What is not in the sheet cannot leak through the printer. Everything in it is text, numbers, lists and dictionaries,
so that a sealed version can keep it for ever, whatever becomes of the database around it.
"""

from placements.facts import edition_of, facts_of, moment_of, people_of, period_of, unit_of
from placements.roles import CORNER, Role
from placements.set_rules import Origin

from .agreed import agreements_of
from .models import AssessmentForm, OutcomeAssessment, UnitDecision
from .rules import DecisionState, Moment, State

NARROW = {Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH}  # read a part of a form, or none of it
FORM_VERSION = "1.0"  # of the layout and the questions; printed on every page of paper


def sheet_of(form: AssessmentForm, reader=None) -> dict:
    """The form as `reader` may see it now; as a whole when there is no reader, for sealing.

    Takes a form from `for_page()`. Keys: see the parts below.
    """
    placement, period = form.placement, form.placement.period
    rows = [_row(form, row, number, reader) for number, row in enumerate(form.rows.all(), start=1)]
    midterm = _midterm(form)
    for row, item in zip(rows, (row.item for row in form.rows.all()), strict=True):
        if row:
            row["midterm"] = midterm.get(item.names, "")
    return {
        "form_version": FORM_VERSION,
        "number": f"DR-{form.talk_on.year}-{form.pk:06d}",
        "moment": form.moment,
        "is_final": form.is_final,
        "state": form.state,
        "talk_on": form.talk_on.isoformat(),
        "handed_in_at": moment_of(form.handed_in_at),
        "signed_at": moment_of(form.signed_at),
        "edition": edition_of(period.framework),
        "period": period_of(period),
        "repair": _repair(form),
        "facts": facts_of(placement),
        "people": people_of(placement),
        "rows": [row for row in rows if row],
        "elsewhere": _elsewhere(form, reader),
        "other_feedback": [_voice(p) | p.texts for p in _other(form, reader)],
        "agreements": agreements_of(form, reader),
        "decisions": [_decision(d) for d in _decisions(form, reader)],
        "signatures": _signatures(form),
    }


def of_units(sheet: dict, *units: str) -> dict:
    """The same sheet with only the outcomes and the decisions of these units: for an assessment collection (L07), or
    for who examines them."""
    rows = [row for row in sheet["rows"] if row["unit"]["code"] in units]
    decisions = [d for d in sheet["decisions"] if d["unit"] in units]
    other = sheet["other_feedback"] if any(row["takes_other_feedback"] for row in rows) else []
    return sheet | {
        "rows": rows,
        "elsewhere": [],
        "decisions": decisions,
        "other_feedback": other,
        "agreements": None,  # what the triangle agreed is no part of a decision
        "only_unit": "+".join(units),
    }


def _repair(form: AssessmentForm) -> dict | None:
    """What was agreed before a re-assessment: it stands on top of the form."""
    if form.moment != Moment.REASSESSMENT:
        return None
    made = form.repairs
    said = {"text": made.text, "by": made.agreed_by.get_full_name(), "at": moment_of(made.agreed_at)}
    return said | {"on": form.talk_on.isoformat()}


def _elsewhere(form: AssessmentForm, reader) -> list[dict]:
    """What belongs to the set and has no row here: carried over with another outcome, or asked on another form.

    A signed form says what it said when it was signed; who reads only a part of it reads none of this.
    """
    if form.moment == Moment.REASSESSMENT:  # holds some outcomes only, and the others are no news there
        return []
    if reader is not None and not form.placement.roles_of(reader) - NARROW:
        return []
    if reader is not None and form.state == State.SIGNED:
        return form.newest_version.content.get("elsewhere", []) if form.newest_version else []
    here = {row.item.names for row in form.rows.all()}
    items = form.placement.outcomes.current().with_named().prefetch_related("recognitions")
    return [
        {
            "title": item.named.title,
            "origin": item.origin,
            "with": item.rule.carried_over_with.title if not item.stands_on_forms else "",
            "shown_on": item.shown_on.isoformat() if item.shown_on else None,
            "recognition": _recognition(item.recognition),
        }
        for item in items
        if item.names not in here
    ]


def _midterm(form: AssessmentForm) -> dict[tuple, str]:
    """Per outcome the sign of the signed midterm, for the overview of a final form; empty for everything else."""
    if not form.is_final:
        return {}
    rows = OutcomeAssessment.objects.filter(
        form__placement=form.placement_id, form__moment=Moment.MIDTERM, form__state=State.SIGNED
    )
    rows = rows.select_related("form", "item", "judgement").prefetch_related("feedback", "item__recognitions")
    return {row.item.names: row.status(row.form) for row in rows}


def _voice(part) -> dict:
    """Who wrote a part, in which role, when."""
    return {
        "by": part.author.get_full_name(),
        "short": part.author.get_short_name(),
        "role": part.role,
        "corner": CORNER.get(part.role, "student"),
        "at": moment_of(part.saved_at),
    }


def _row(form: AssessmentForm, row: OutcomeAssessment, number: int, reader) -> dict | None:
    def readable(part: str) -> bool:
        return reader is None or form.may_read(reader, part, row)

    if reader is not None and not knows(form, row, reader):
        return None
    item, outcome, period = row.item, row.outcome, form.placement.period
    reflection, judgement = row.part("reflection"), row.part("judgement")
    feedback = [f for f in row.feedback.all() if not f.is_empty or f.too_little_seen] if readable("feedback") else []
    return {
        "number": number,
        "code": outcome.code,
        "anchor": row.anchor,
        "title": outcome.title,
        "short_title": outcome.short_title,
        "text": outcome.text,
        "summative": item.summative,
        "judged": row.is_judged(form),
        "origin": item.origin,
        "mentor_role": item.mentor_role,
        "subject": _subject(outcome) if item.origin == Origin.SUBJECT else None,
        "not_asked": not row.asked,
        "recognition": _recognition(row.recognition_on(form)),
        "shown_on": item.shown_on.isoformat() if item.shown_on else None,
        "edition": edition_of(outcome.framework) if outcome.framework_id != period.framework_id else None,
        "asks_trust": item.asks_trust and form.is_final,
        "target_level": item.target_level,
        "guide_at_end_level": outcome.guide_at_end_level,
        "takes_other_feedback": _takes_other(row),  # A21: what fits no outcome counts there
        "focus": [d.title for d in period.focus.all() if d.outcome_id == item.outcome_id],
        "unit": unit_of(item.unit),
        "goes_to": item.goes_to,
        "reflection": _voice(reflection) | reflection.texts
        if reflection and not reflection.is_empty and readable("reflection")
        else None,
        "feedback": [_voice(f) | f.texts | {"too_little_seen": f.too_little_seen} for f in feedback],
        "judgement": _judgement(judgement) if judgement and judgement.version and readable("judgement") else None,
        "attachments": [
            _voice(a) | {"pk": a.pk, "name": a.name, "kind": a.kind, "size": a.size, "sha256": a.sha256}
            for a in row.attachments.all()
            if a.removed_at is None and (reader is None or a.is_read_by(reader, form))
        ],
        "guide": _guide(row, readable("reflection"), readable("feedback")),
        "decision": _outcome_decision(row, reader, form),
        "status": row.status(form),
    }


def _subject(outcome) -> dict:
    """What a subject outcome says besides (V02, V07): its subject, how many ECTS where that is known, and the pilot."""
    area = outcome.area.title if outcome.area else ""
    return {"area": area, "ects": outcome.ects, "pilot": outcome.pilot}


def _recognition(found) -> dict | None:
    """By which way it counts as shown, what was brought, who said so, when and by which rule (X40)."""
    return found and {
        "kind": found.kind,
        "brought": found.brought,
        "by": found.validated_by,
        "function": found.validator_function,
        "on": found.on.isoformat(),
        "rule": found.rule,
        "recorded_by": found.recorded_by.get_full_name(),
    }


def _takes_other(row: OutcomeAssessment) -> bool:
    return row.item.origin == Origin.PERIOD and row.outcome.code == "PPI"


def knows(form: AssessmentForm, row: OutcomeAssessment, reader) -> bool:
    """An examiner sees only the rows of the own unit, a subject educator only the own outcome."""
    seats = form.placement.seats_of(reader)
    roles = {role for role, _unit in seats}
    if roles - NARROW:
        return True
    return (Role.UNIT_EXAMINER, row.item.unit_id) in seats or form.teaches(reader, row)


def _judgement(judgement) -> dict:
    return _voice(judgement) | judgement.texts | {"verdict": judgement.verdict, "trust": judgement.trust}


def _guide(row: OutcomeAssessment, reflection: bool, feedback: bool) -> list[dict]:
    """The observation guide of the outcome with the marks, one dimension after another. Never a count (F22)."""
    kinds = {kind for kind, may in (("shown", reflection), ("used", feedback), ("seen", feedback)) if may}
    marks: dict[int, set[str]] = {}
    for mark in row.marks.all():
        if mark.kind in kinds:
            marks.setdefault(mark.indicator_id, set()).add(mark.kind)
    outcome = row.outcome
    groups = [(d.title, d.for_judgement, d.indicators.all()) for d in outcome.dimensions.all()]
    if outcome.criteria:  # success criteria stand in a group of their own (X35)
        groups.append((outcome.framework.indicator_label.capitalize(), True, outcome.criteria))
    return [
        {
            "title": title,
            "for_judgement": for_judgement,
            "indicators": [{"code": i.code, "text": i.text, "marks": sorted(marks.get(i.pk, ()))} for i in indicators],
        }
        for title, for_judgement, indicators in groups
    ]


def _outcome_decision(row: OutcomeAssessment, reader, form: AssessmentForm) -> dict | None:
    """The decision on this outcome, with what of the dialogue about it the reader may know."""
    if not row.is_judged(form) or not form.is_final:
        return None
    decision = next((d for d in form.decisions.all() if d.unit_id == row.item.unit_id), None)
    made = next(iter(row.decisions.all()), None)
    if decision is None:
        return None
    said = [c for c in decision.said_for(reader) if c.row_id == row.pk]
    return {
        "state": decision.state,
        "verdict": made.verdict if made else "",
        "adopted": made.adopted if made else None,
        "final": bool(made and made.weighing),
        "weighing": made.weighing if made else "",
        "reason": made.reason if made else "",
        "by": decision.decided_by.get_full_name() if decision.decided_by else "",
        "short": decision.decided_by.get_short_name() if decision.decided_by else "",
        "at": moment_of(decision.decided_at),
        "doubted": row.pk in {doubted.pk for doubted in decision.doubted_rows},
        "dialogue": [contribution(c) for c in said if c.kind != "position"],
        "positions": positions_in(said),
    }


def positions_in(said: list) -> list[dict]:
    """Both positions, the workplace's first: it is about its judgement."""
    found = sorted((c for c in said if c.kind == "position"), key=lambda c: c.side, reverse=True)
    return [contribution(c) for c in found]


def contribution(said) -> dict:
    """What somebody said in a dialogue, as plain data."""
    return {
        "kind": said.kind,
        "by": said.author.get_full_name(),
        "short": said.author.get_short_name(),
        "role": said.role,
        "corner": said.corner,
        "at": moment_of(said.at),
        "verdict": said.verdict,
        "text": said.text,
    }


def _decisions(form: AssessmentForm, reader) -> list[UnitDecision]:
    units = {row.item.unit_id for row in form.rows.all() if reader is None or knows(form, row, reader)}
    return [d for d in form.decisions.all() if d.unit_id in units]


def _decision(decision: UnitDecision) -> dict:
    last = max(decision.log.all(), key=lambda line: line.pk, default=None)
    return {
        "unit": decision.unit.code,
        "title": decision.unit.title,
        "state": decision.state,
        "decided": decision.state == DecisionState.DECIDED,
        "final": any(line.step == "decide_finally" for line in decision.log.all()),
        "talked": any(line.step == "open_dialogue" for line in decision.log.all()),
        "by": decision.decided_by.get_full_name() if decision.decided_by else "",
        "role": last.role if last and decision.decided_by else "",
        "at": moment_of(decision.decided_at),
        "course": [
            {"at": moment_of(line.at), "by": line.by.get_full_name(), "role": line.role, "step": line.step}
            for line in decision.log.all()
        ],
    }


def _other(form: AssessmentForm, reader) -> list:
    ppi = next((row for row in form.rows.all() if _takes_other(row)), None)
    if reader is not None and not form.may_read(reader, "other_feedback", ppi):
        return []
    return [p for p in form.other_feedback.all() if not p.is_empty]


def _signatures(form: AssessmentForm) -> list[dict]:
    """Who stands for the form: the student by handing in, the workplace by signing (section 10 of the form)."""
    student = form.placement.student.get_full_name()
    signed = [{"role": Role.STUDENT.value, "name": student, "at": moment_of(form.handed_in_at)}]
    if form.state == State.SIGNED:
        seat = form.signer
        signed.append(
            {
                "role": form.signed_role,
                "name": form.signed_by.get_full_name(),
                "at": moment_of(form.signed_at),
                "by_link": form.signed_by.by_link_only,
                "provisional": not (seat and seat.is_confirmed),
                "confirmed_by": seat.confirmed_by.get_full_name() if seat and seat.confirmed_by else "",
            }
        )
    return signed


def title_of(sheet: dict) -> str:
    """'midterm evaluation' or 'final assessment', in the language of the reader."""
    return str(Moment(sheet["moment"]).label)
