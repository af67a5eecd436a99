"""What stands between a row of a set and a step with it, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import PlacementOutcome
from .set_rules import IN_SET, Entry


@dataclass(frozen=True)
class Gap:
    sentence: str


def gaps(item: PlacementOutcome, step: str) -> list[Gap]:
    """Reads the forms through the rows that point at the item."""
    check = {
        "confirm": to_confirm,
        "carry_over": to_carry_over,
        "drop": to_drop,
        "ask_again": to_ask_again,
        "replace": to_replace,
        "entry_shown": of_entry,
        "entry_refused": of_entry,
        "examiner_agreed": of_agreement,
    }.get(step)
    return [Gap(sentence) for sentence in check(item)] if check else []


def to_confirm(item: PlacementOutcome) -> list[str]:
    """Only what no examiner decides on; after signing, and where the mentor judges after a judgement of met."""
    words = {"outcome": item.named.title}
    if item.unit_id:
        return [_("The examiner of the unit decides on %(outcome)s.") % words]
    if item.goes_to == "subject_group":
        return [_("The subject group decides on %(outcome)s.") % words]
    if item.recognition:
        return [_("%(outcome)s counts as shown already, by recognition.") % words]
    if item.rule_id and item.rule.carried_over_with_id:
        return to_carry_over(item)
    if item.closes_gate:
        return [_("Record first whether the entry condition of %(outcome)s was shown.") % words]
    same = item.same_in_set()
    if item.mentor_role == item.MentorRole.JUDGE:
        if not same.filter(rows__form__state="signed", rows__judgement__verdict="met").exists():
            return [_("There is no signed judgement of met on %(outcome)s yet.") % words]
    elif not same.filter(rows__form__state="signed", rows__reflection__isnull=False).exists():
        return [_("There is no signed form with a text of the student on %(outcome)s yet.") % words]
    return []


def to_carry_over(item: PlacementOutcome) -> list[str]:
    """Shown together with another outcome, once last year's examiner agrees (M04)."""
    found = []
    if not item.agreed_on:
        found.append(_("Record first that the examiner of last year agrees."))
    if not _with_is_shown(item):
        found.append(
            _("It is carried over as soon as %(outcome)s is decided as met.") % {"outcome": item.rule.carried_over_with}
        )
    return found


def _with_is_shown(item: PlacementOutcome) -> bool:
    others = item.placement.outcomes.filter(outcome=item.rule.carried_over_with_id)
    decided = others.filter(rows__decisions__verdict="met")
    return (
        decided.exists()
        or others.current().filter(recognitions__withdrawn_at=None, recognitions__isnull=False).exists()
    )


def to_drop(item: PlacementOutcome) -> list[str]:
    """What was recognised or shown belongs to the set; what was signed stays on its form anyway."""
    return [_("Withdraw the recognition first.")] if item.recognition else []


def to_ask_again(item: PlacementOutcome) -> list[str]:
    """Not beside the same outcome that came into the set meanwhile."""
    there = item.same_in_set().filter(state__in=IN_SET).exists()
    return [_("%(outcome)s is in the set already, or was proposed already.") % {"outcome": item.named.title}] * there


def to_replace(item: PlacementOutcome) -> list[str]:
    return [_("It was recognised: nothing is asked for it any more.")] if item.recognition else []


def of_entry(item: PlacementOutcome) -> list[str]:
    if item.rule_id and item.rule.entry_condition and item.entry != Entry.SHOWN:
        return []
    return [_("This is no entry condition that is still open.")]


def of_agreement(item: PlacementOutcome) -> list[str]:
    if not (item.rule_id and item.rule.carried_over_with_id):
        return [_("For this no agreement is needed.")]
    return [_("The agreement was recorded already.")] if item.agreed_on else []
