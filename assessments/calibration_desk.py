"""The pages of a calibration: making the example, judging it, and the judgements beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from learning_outcomes.guide_groups import guide_of
from placements.models import User

from .anonymising import anonymised, capitals, names_in
from .calibration_forms import CalibrationForm, CaseForm, CaseJudgementForm
from .calibration_rules import SHOWN
from .models import AssessmentForm, Calibration, CalibrationAssessor, CalibrationCase, CalibrationJudgement
from .voices import Voice, Voices, beside


@dataclass
class CaseDesk:
    """One example to judge: its form, the observation guide, and what is ticked."""

    case: CalibrationCase
    form: CaseJudgementForm
    marked: dict[str, set[int]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.case.anchor

    @property
    def guide(self) -> list[dict]:
        return guide_of(self.case.item.outcome)


# ---- making


def keep(form: CalibrationForm) -> Calibration | None:
    """Save the facts and whom is asked; None when it was opened meanwhile."""

    def act(locked: Calibration) -> None:
        form.save()
        asked = form.asked
        locked.assessors.exclude(user__in=asked).delete()
        there = set(locked.assessors.values_list("user", flat=True))
        locked.assessors.bulk_create(
            CalibrationAssessor(calibration=locked, user=user)
            for user in sorted(asked, key=lambda u: u.pk)
            if user.pk not in there
        )

    form.instance.maker = form.maker
    with transaction.atomic():
        if not form.instance.pk:
            form.instance.save()
        return form.instance if form.instance.change(act) else None


def case_forms(calibration: Calibration, data=None) -> list[tuple]:
    """(outcome of the period, its form) for all outcomes, filled with what stands there or what was posted."""
    there = {case.item_id: case for case in calibration.cases.all()}
    items = calibration.period.outcomes.select_related("outcome", "unit")
    return [(item, CaseForm(data, instance=there.get(item.pk), prefix=f"o{item.pk}")) for item in items]


def keep_cases(calibration: Calibration, texts: dict[int, tuple[str, str, list]]) -> bool:
    """Put these texts (reflection, evidence, words replaced) in the draft; False when it was opened meanwhile."""

    def act(locked: Calibration) -> None:
        filled = {item: text for item, text in texts.items() if text[0].strip()}
        locked.cases.exclude(item__in=filled).delete()
        for item, (reflection, evidence, replaced) in filled.items():
            values = {"reflection": reflection, "evidence": evidence, "replaced": replaced}
            locked.cases.update_or_create(item_id=item, defaults=values)

    return calibration.change(act)


def typed(forms: Iterable[tuple]) -> dict[int, tuple[str, str, list]]:
    """The texts of valid forms, with the words that were replaced before."""
    return {
        item.pk: (form.cleaned_data["reflection"], form.cleaned_data["evidence"], form.instance.replaced)
        for item, form in forms
    }


def taken_over(form: AssessmentForm, reader: User) -> dict[int, tuple[str, str, list]]:
    """The reflections of a signed form that this reader may read, without names, by the outcome of its period; what
    only this student had in the set is left out. Where they came from is not kept."""
    names, found = names_in(form), {}
    of_period = {item.outcome_id: item.pk for item in form.placement.period.outcomes.all()}
    for row in form.rows.all():
        reflection = row.part("reflection")
        item = of_period.get(row.item.outcome_id)
        if reflection and item and form.may_read(reader, "reflection", row):
            text = "\n\n".join(filter(str.strip, (reflection.shown, reflection.to_develop)))
            (shown, first), (evidence, second) = anonymised(text, names), anonymised(reflection.evidence, names)
            found[item] = (shown, evidence, [pair for pair in first if pair not in second] + second)
    return found


def drafted(calibration: Calibration) -> list[dict]:
    """Per case the texts, the words that were replaced, and the words that may still be names."""
    return [
        {"case": case, "replaced": case.replaced, "look_at": capitals(f"{case.reflection}\n{case.evidence}")}
        for case in calibration.cases.all()
    ]


# ---- judging


def desks_of(calibration: Calibration, seat: CalibrationAssessor, data=None) -> list[CaseDesk]:
    """The examples with what this assessor wrote, or posted just now."""
    written = {made.case_id: made for made in seat.judgements.prefetch_related("marks")}
    ticked = ticked_in(data) if data else {}
    found = []
    for case in calibration.cases.all():
        made, prefix = written.get(case.pk), f"c{case.pk}"
        marked: dict[str, set[int]] = dict(ticked)
        for mark in made.marks.all() if made and not data else ():
            marked.setdefault(mark.kind, set()).add(mark.indicator_id)
        form = CaseJudgementForm(data, instance=made or CalibrationJudgement(), prefix=prefix)
        found.append(CaseDesk(case, form, marked))
    return found


def ticked_in(data) -> dict[str, set[int]]:
    """The ticked indicators per kind, as far as they are numbers."""
    return {kind: {int(v) for v in data.getlist(kind) if v.isdecimal() and len(v) < 19} for kind in ("used", "seen")}


def values_of(desks: Iterable[CaseDesk]) -> dict[int, dict]:
    """What valid forms say, per case; an outcome without judgement takes none."""
    return {
        desk.case.pk: {
            "verdict": desk.form.cleaned_data["verdict"] if desk.case.item.summative else "",
            "motivation": desk.form.cleaned_data["motivation"],
        }
        for desk in desks
    }


# ---- beside each other


def beside_each_other(calibration: Calibration, reader: User) -> list[tuple[CalibrationCase, Voices]]:
    """Per case the voices of the assessors, as far as this reader may read them; his own first."""
    made: dict[int, list[Voice]] = {}
    readable = CalibrationJudgement.objects.visible_to(reader).filter(assessor__calibration=calibration)
    for judgement in readable.for_page() if calibration.state in SHOWN else ():
        own, voices = judgement.assessor.user_id == reader.pk, made.setdefault(judgement.case_id, [])
        voices.insert(0 if own else len(voices), _voice(judgement, own))
    return [
        (case, beside(case.anchor, case.item.outcome.title, made.get(case.pk, ()), case.item.outcome))
        for case in calibration.cases.all()
    ]


def _voice(judgement: CalibrationJudgement, own: bool) -> Voice:
    marks: dict[int, set[str]] = {}
    for mark in judgement.marks.all():
        marks.setdefault(mark.indicator_id, set()).add(mark.kind)
    seat, said = judgement.assessor, (("", judgement.motivation),)
    who = _("you") if own else seat.name
    short = seat.user.get_short_name() if seat.with_name and not own else who
    return Voice(who=who, short=short, verdict=judgement.verdict, said=said, marks=marks)
