"""The writing page: for each outcome what the reader may read and the small forms he may write in."""

import secrets
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from learning_outcomes.guide_groups import guide_of
from placements.concern_rules import MAY_REPORT
from placements.models.parts import Part, keep_once, one_after_the_other
from placements.roles import EDUCATORS, Role

from .attaching import part_for
from .coming_along import Brought, coming_along
from .forms import (
    FormativeFeedbackForm,
    JudgementForm,
    OtherFeedbackForm,
    OwnFeedbackForm,
    PartForm,
    ReflectionForm,
    SummativeFeedbackForm,
)
from .models import AssessmentForm, EarlierText, Feedback, Judgement, OtherFeedback, OutcomeAssessment, Reflection
from .sheet import knows, sheet_of
from .talks import held_form, talk_of
from .voices import Voices, voices_of
from .writing_aid import remarks


@dataclass
class PartDesk:
    """One part somebody may write: where it is posted, its form, and what stands there now."""

    name: str
    record: Part
    form: PartForm
    url: str
    anchor: str
    marked: dict[str, set[int]] = field(default_factory=dict)
    earlier: list[EarlierText] = field(default_factory=list)  # texts that gave way to this one
    page: str = field(default_factory=lambda: secrets.token_hex(8))  # names the page that is opened with this part

    @property
    def id(self) -> str:
        """The id of the form element."""
        return f"{self.anchor}-{self.name}"

    @property
    def text_fields(self) -> list:
        """The fields people type in, as far as this form has them."""
        return [self.form[name] for name in self.record.TEXTS if name in self.form.fields]

    @property
    def other_fields(self) -> list:
        """Choices, the version and the page."""
        return [bound for bound in self.form if bound.name not in self.record.TEXTS]

    @property
    def template(self) -> str:
        return f"assessments/parts/write_{type(self.form).__name__.removesuffix('Form').lower()}.html"

    @property
    def remarks(self) -> dict[str, dict]:
        """The writing aid's one remark per text, for texts that have one."""
        student = self.name == "reflection"
        found = {name: remarks(text, of_student=student) for name, text in self.record.texts.items()}
        return {name: remark for name, remark in found.items() if remark}


@dataclass
class RowDesk:
    """One outcome on the page."""

    row: OutcomeAssessment
    sheet: dict
    parts: list[PartDesk]
    progress: str  # "", "half" or "done": says written, never passed
    others: list[dict]  # feedback of other people on this outcome, to read beside one's own
    focus: set[int] = field(default_factory=set)  # dimensions the period looks at first (F26)
    attaches: bool = False  # may this person file an observation form here now?
    reads_reflection: bool = True  # not yet for a subject educator (decisions, section 5)
    voices: Voices | None = None  # beside each other, for who reads
    brought: Brought | None = None  # what comes along from the moment before (C23, A29)
    next_anchor: str = ""
    next_title: str = ""

    @property
    def has_voices(self) -> bool:
        """Is there anything of this outcome to read?"""
        return bool(self.sheet["reflection"] or self.sheet["feedback"] or self.sheet["judgement"]) or bool(
            self.sheet["recognition"] or self.sheet["attachments"]
        )

    @property
    def guide(self) -> list[dict]:
        """The observation guide: dimensions with their indicators; success criteria stand in one group (X35)."""
        return guide_of(self.row.outcome, self.focus)


def part_of(form: AssessmentForm, row: OutcomeAssessment | None, name: str, user) -> tuple[Part, type[PartForm], dict]:
    """What this person writes under this name: the part as it stands (or a new one), its form, and its key.

    A new part gets the id of its row, not the row: the row would remember it as if it were written.
    """
    if name == "reflection":
        return row.part("reflection") or Reflection(row_id=row.pk, author=user), ReflectionForm, {"row": row}
    if name == "judgement":
        return row.part("judgement") or Judgement(row_id=row.pk, author=user), JudgementForm, {"row": row}
    if name == "other_feedback":
        mine = next((p for p in form.other_feedback.all() if p.author_id == user.pk), None)
        return mine or OtherFeedback(form_id=form.pk, author=user), OtherFeedbackForm, {"form": form, "author": user}
    mine = next((p for p in row.feedback.all() if p.author_id == user.pk), None)
    kind = OwnFeedbackForm if row.is_judged(form) else SummativeFeedbackForm
    kind = kind if row.item.summative else FormativeFeedbackForm
    return mine or Feedback(row_id=row.pk, author=user), kind, {"row": row, "author": user}


def names_for(form: AssessmentForm, row: OutcomeAssessment, user) -> list[str]:
    """The parts of this row that this person is asked to write now.

    On a final form the judgement's reason is the feedback as well (decisions, section 5); the school educator may
    write feedback of his own beside it.
    """
    names = ["reflection", "judgement", "feedback"]
    if row.judgement_is_due(form) and row.is_judged(form) and Role.WORKPLACE_MENTOR in form.roles_of(user):
        names.remove("feedback")
    return [name for name in names if row.has_part(name, form) and form.may_write(user, name, row)]


def desk_of(form: AssessmentForm, row: OutcomeAssessment | None, name: str, user, data=None) -> PartDesk:
    """The part with its form, filled with `data` when something was posted."""
    record, kind, _key = part_of(form, row, name, user)
    anchor = row.anchor if row else "other"
    url = (
        reverse("assessments:part", args=[form.pk, row.pk, name])
        if row
        else reverse("assessments:other", args=[form.pk])
    )
    marked: dict[str, set[int]] = {}
    for mark in row.marks.all() if row else ():
        if mark.author_id == user.pk:
            marked.setdefault(mark.kind, set()).add(mark.indicator_id)
    row_id = row.pk if row else None
    earlier = [text for text in form.earlier_texts.all() if (text.part, text.row_id) == (name, row_id)]
    return PartDesk(name, record, kind(data, instance=record, auto_id=f"{anchor}-%s"), url, anchor, marked, earlier)


def save(form: AssessmentForm, row: OutcomeAssessment | None, place: PartDesk, user, *, resolves: str = "") -> Part:
    """Save what was posted.

    `resolves` says what somebody chose who had seen both texts: "mine", "theirs" or "both" (one after the other, and
    the choices of this device). What the other side said is kept among the earlier texts. Raises NotNow and Conflict
    like `Part.write`.
    """
    record, _kind, key = part_of(form, row, place.name, user)
    values, marks = place.form.values(), place.form.marks()
    with transaction.atomic():
        if resolves == "theirs":
            keep_once(EarlierText.objects, user, values, form=form, row=row, part=place.name)
            return record
        if resolves in ("mine", "both") and record.pk:
            keep_once(EarlierText.objects, record.author, record.said, form=form, row=row, part=place.name)
        if resolves == "both":
            values |= {
                name: one_after_the_other(text, values[name]) for name, text in record.texts.items() if name in values
            }
            marks = {kind: place.marked.get(kind, set()).union(ticked) for kind, ticked in marks.items()}
        return type(record).write(
            key,
            values,
            form=form,
            part=place.name,
            by=user,
            seen_version=place.form.cleaned_data["version"],
            page="" if resolves else place.form.cleaned_data["page"],  # the page does not show what both say together
            marks=marks,
        )


def keep_aside(form: AssessmentForm, row: OutcomeAssessment | None, place: PartDesk, user, current: Part) -> None:
    """Keep what somebody typed just before leaving the page, where another text stands by now: nobody is left to
    choose, so it lies among the earlier texts."""
    values = place.form.values()
    if any(values[name] != text for name, text in current.texts.items() if name in values):
        keep_once(EarlierText.objects, user, values, form=form, row=row, part=place.name)


@dataclass(frozen=True)
class RowProgress:
    """One outcome in the answer to a save; `sheet` has only what says which one it is, and its verdict."""

    sheet: dict
    progress: str


def progress_on(form: AssessmentForm, user) -> dict:
    """What changes on the page with every save: how far each outcome is, what is missing, and the step that is next.
    Takes a form from `for_writing()` or `for_page()`."""
    rows = [row for row in form.rows.all() if knows(form, row, user)]
    progress = [RowProgress(_named(form, row, user), progress_of(form, row, user)) for row in rows]
    return _way_on(form, user) | {"rows": progress}


def _way_on(form: AssessmentForm, user) -> dict:
    """Who reads, which steps he may take, and what is missing before the next one."""
    steps = form.steps_for(user)
    return {
        "form": form,
        "steps": steps,
        "forward": next((name for name in ("hand_in", "sign") if name in steps), ""),
        "missing": form.missing_for("hand_in" if "hand_in" in steps else "sign", user) if steps else [],
        "me": _reader(form, user),
    }


def _named(form: AssessmentForm, row: OutcomeAssessment, user) -> dict:
    judgement = row.part("judgement") if form.may_read(user, "judgement", row) else None
    names = {"anchor": row.anchor, "title": row.outcome.title, "short_title": row.outcome.short_title}
    return names | {"judgement": {"verdict": judgement.verdict} if judgement and judgement.version else None}


def _reader(form: AssessmentForm, user) -> dict:
    """Which sort of reader this is."""
    roles = form.roles_of(user)
    return {
        "student": user.pk == form.placement.student_id,
        "educator": bool(roles & EDUCATORS),
        "subject": roles == {Role.SUBJECT_EDUCATOR},
    }


def page_of(form: AssessmentForm, user) -> dict:
    """Everything the page of a form shows this reader."""
    sheet = sheet_of(form, user)
    rows = rows_for(form, sheet, user)
    talk = talk_of(form, user)
    return _way_on(form, user) | {
        "sheet": sheet,
        "moment": form.get_moment_display(),
        "talk": talk,
        "held": held_form(form, talk, user),
        "rows": rows,
        "writing": any(row.parts for row in rows),
        "has_voices": any(row.has_voices for row in rows),
        "other": desk_of(form, None, "other_feedback", user) if form.may_write(user, "other_feedback") else None,
        "decisions": [d for d in form.decisions.all() if "adopt" in d.steps_for(user)],
        "talks": [d for d in form.decisions.all() if d.has_page_for(user)],
        "history": form.history_for(user),
        "reports": _reports(form, user),
        "confirms": form.placement_id if Role.INSTITUTE_EDUCATOR in form.roles_of(user) else None,
    }


def _reports(form: AssessmentForm, user) -> int | None:
    """The placement in which this person may report a concern; None for who may not."""
    placement = form.placement
    return placement.pk if placement.ended_on is None and placement.roles_of(user) & MAY_REPORT else None


def rows_for(form: AssessmentForm, sheet: dict, user) -> list[RowDesk]:
    """The outcomes of the sheet with what this person may write in each."""
    by_anchor = {row.anchor: row for row in form.rows.all()}
    focus = {dimension.pk for dimension in form.placement.period.focus.all()}
    brought = coming_along(form.placement, user, goals=True) if form.is_final and form.state != "signed" else {}
    found = []
    for known in sheet["rows"]:
        row = by_anchor[known["anchor"]]
        parts = [desk_of(form, row, name, user) for name in names_for(form, row, user)]
        others = [f for f in known["feedback"] if f["by"] != user.get_full_name()]
        beside = None if parts else voices_of(form, row, user)
        attaches = bool(part_for(form, user, row))
        reads, progress = form.may_read(user, "reflection", row), progress_of(form, row, user)
        brings = brought.get(row.item.names) if parts else None
        found.append(RowDesk(row, known, parts, progress, others, focus, attaches, reads, beside, brings))
    for one, after in zip(found, [*found[1:], None], strict=True):
        one.next_anchor = after.sheet["anchor"] if after else "forward-section"
        one.next_title = after.sheet["title"] if after else ""
    return found


def progress_of(form: AssessmentForm, row: OutcomeAssessment, user) -> str:
    """How far the one whose turn it is has come with this row."""
    if form.state == "responding" and form.roles_of(user) == {Role.SUBJECT_EDUCATOR}:
        return "done" if any(f.author_id == user.pk and not f.is_empty for f in row.feedback.all()) else ""
    if form.state == "reflecting":
        missing, begun = row.missing_reflection(form), row.part("reflection")
    elif form.state == "responding" and form.may_read(user, "feedback", row):
        missing, begun = row.missing_response(form), row.part("judgement") or list(row.feedback.all())
    else:
        return ""
    return "half" if missing and begun else "" if missing else "done"
