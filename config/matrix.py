"""Who acts next, for many students at once: one line a form, one sign an outcome (look, picture 02)."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import AssessmentForm, OutcomeAssessment, UnitDecision
from assessments.reminders import MAY_REMIND
from assessments.rules import Moment, State
from learning_outcomes.models import LearningOutcome
from placements.set_rules import Origin

PAGE = 50
TURN_WORDS = {
    "student": _("student"),
    "workplace": _("mentor"),
    "institute": _("examiner"),
    "in_dialogue": _("in dialogue"),
    "escalated": _("institute educator"),
    "you": _("you"),
    "done": _("ready"),
    "later": _("not open yet"),
    "ended": _("ended early"),
}


@dataclass(frozen=True)
class Line:
    """One student: the form, a sign per column ("" where this period has no such outcome), and who acts."""

    form: AssessmentForm
    signs: list[str]
    word: str | Promise
    remindable: bool  # somebody else acts, and this person may remind


@dataclass(frozen=True)
class Filter:
    """One pill above the table."""

    name: str
    count: int
    current: bool


@dataclass(frozen=True)
class Matrix:
    moment: str
    moments: list[tuple[str, str, int]]  # the moments there are: value, name, how many forms
    group: str
    groups: list[str]
    filters: list[Filter]
    page: Page
    lines: list[Line]
    columns: list[LearningOutcome]

    @property
    def may_remind(self) -> bool:
        return any(line.remindable for line in self.lines)

    @property
    def label(self) -> str:
        return Moment(self.moment).label


def matrix_for(user, query: QueryDict) -> Matrix | None:
    """The forms this person may know of, of one moment, filtered by `?moment=&group=&turn=&page=`; None without forms.

    Two passes, so that the counts on the pills are of all pages: first who acts on each form, then the fifty shown.
    """
    forms = AssessmentForm.objects.visible_to(user).exclude(placement__student=user).of_now().with_turn()
    every = list(
        forms.order_by("placement__student__last_name", "placement__student__first_name", "pk").values(
            "pk", "moment", "turn", "turn_by", "placement__group"
        )
    )
    if not every:
        return None
    moment = query.get("moment") if query.get("moment") in Moment.values else busiest(every)
    per_moment = Counter(form["moment"] for form in every)
    of_moment = [form for form in every if form["moment"] == moment]
    groups = sorted({form["placement__group"] for form in of_moment if form["placement__group"]})
    group = query.get("group") if query.get("group") in groups else ""
    in_group = [form for form in of_moment if not group or form["placement__group"] == group]
    turn = query.get("turn", "")
    shown = [form["pk"] for form in in_group if matches(form, turn)]
    page = Paginator(shown, PAGE).get_page(query.get("page"))
    lines, columns = lines_of(page.object_list, user)
    return Matrix(
        moment=moment,
        moments=[(value, Moment(value).label, per_moment[value]) for value in Moment.values if per_moment[value]],
        group=group,
        groups=groups,
        filters=[
            Filter(name, sum(matches(form, name) for form in in_group), name == turn)
            for name in ("", "student", "workplace", "institute", "late")
        ],
        page=page,
        lines=lines,
        columns=columns,
    )


def matches(form: dict, turn: str) -> bool:
    """Does this form belong under this pill? "late": whoever acts is past the day."""
    if turn == "late":
        return form["turn_by"] is not None and form["turn_by"] < timezone.localdate()
    return turn in ("", form["turn"])


def busiest(forms: list[dict]) -> str:
    """The moment most people work on now; the final one when that is even."""
    working = Counter(form["moment"] for form in forms if form["turn"] != "none")
    return max((Moment.FINAL, Moment.MIDTERM), key=lambda moment: working[moment])


def lines_of(pks: list[int], user) -> tuple[list[Line], list[LearningOutcome]]:
    """The lines of these forms in this order, and the outcomes that head the columns."""
    found = AssessmentForm.objects.filter(pk__in=pks).with_turn().for_matrix().in_bulk()
    waiting = UnitDecision.objects.waiting_for(user).filter(form__in=pks, signer_confirmed_at__isnull=False)
    mine = set(waiting.values_list("form", flat=True))
    mine |= set(AssessmentForm.objects.filter(pk__in=pks).waiting_for(user).values_list("pk", flat=True))
    forms = [found[pk] for pk in pks]
    outcomes = {row.outcome.code: row.outcome for form in reversed(forms) for row in of_period(form)}
    columns = sorted(outcomes.values(), key=lambda outcome: (outcome.order, outcome.code))
    return [line_of(form, columns, user, form.pk in mine) for form in forms], columns


def of_period(form: AssessmentForm) -> list[OutcomeAssessment]:
    """What the whole group works on; what only this student does stands on the form itself."""
    return [row for row in form.rows.all() if row.item.origin == Origin.PERIOD]


def line_of(form: AssessmentForm, columns: list[LearningOutcome], user, mine: bool) -> Line:
    signs = {row.outcome.code: sign_of(form, row, user) for row in of_period(form)}
    rest = "done" if form.state == State.SIGNED else "ended" if form.placement.ended_on else "later"
    word = "you" if mine else form.talk or form.turn if form.turn != "none" else rest
    remindable = not mine and form.turn != "none" and bool(form.roles_of(user) & MAY_REMIND)
    return Line(form, [signs.get(outcome.code, "") for outcome in columns], TURN_WORDS[word], remindable)


def sign_of(form: AssessmentForm, row: OutcomeAssessment, user) -> str:
    """The sign of one outcome; to who may not read this row it says nothing (section 5)."""
    hidden = form.state == State.SIGNED and not form.may_read(user, "judgement", row)
    talked_about = row.pk in form.rows_in_dialogue and not hidden
    return "in_dialogue" if talked_about else "" if hidden else row.status(form)
