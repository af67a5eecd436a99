"""A doubt is talked about; who does not agree escalates; the institute educator decides (A16, D01-D04, decisions 5)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags

from assessments.models import Contribution, OutcomeDecision, SealedVersion, UnitDecision
from assessments.papers import paper_html
from placements.models import Institute, OutgoingMail, Participation
from tests.assessments.acts import undone
from tests.assessments.talks import (
    ANSWER,
    DOUBT,
    OURS,
    REASON,
    THEIRS,
    WEIGHING,
    doubted,
    escalated,
    finally_decided,
    first,
    undecided,
)

pytestmark = pytest.mark.django_db

SIDES = {"examiner", "mentor", "school_educator"}
# (state of the decision, act) -> who; every other combination is refused
ALLOWED = {
    ("open", "adopt"): {"examiner"},
    ("open", "open_dialogue"): SIDES,
    ("in_dialogue", "say"): SIDES,
    ("in_dialogue", "settle"): {"examiner"},
    ("in_dialogue", "escalate"): SIDES,
    ("escalated, one position", "say"): SIDES | {"institute_educator"},
    ("escalated, one position", "position"): {"mentor", "school_educator"},
    ("escalated", "say"): SIDES | {"institute_educator"},
    ("escalated", "decide_finally"): {"institute_educator"},
}
STATES = {
    "open": undecided,
    "in_dialogue": doubted,
    "escalated, one position": lambda cast: escalated(cast, answered=False),
    "escalated": escalated,
    "decided": finally_decided,
}
ACTS = ["adopt", "open_dialogue", "say", "settle", "escalate", "position", "decide_finally"]
# state -> who reads the talk; the own position is read by one's own side alone while the other is still to come
READS = {
    "open": set(),
    "in_dialogue": SIDES,
    "escalated, one position": SIDES | {"institute_educator"},
    "escalated": SIDES | {"institute_educator"},
    "decided": SIDES | {"institute_educator", "student"},
}


def act(decision: UnitDecision, name: str, by) -> None:
    """One act with everything that belongs to it."""
    row = first(decision).pk
    said = {"text": "Dit.", "verdict": "met", "weighing": "Zo.", "reason": "Daarom."}
    decision = UnitDecision.objects.get(pk=decision.pk)
    if name == "say":
        decision.speak(by, row, text="Dit.")
    elif name == "position":
        decision.take_position(by, {row: said})
    else:
        decision.take(name, by, said={row: said})


@pytest.mark.parametrize("state", STATES)
def test_only_the_listed_act_in_the_listed_state(cast, state):
    decision, found = STATES[state](cast), {}
    for name in ACTS:
        for person, user in cast.people.items():
            with undone():
                try:
                    act(decision, name, user)
                except (PermissionDenied, ValidationError):
                    continue
                found.setdefault((state, name), set()).add(person)
    assert found == {key: who for key, who in ALLOWED.items() if key[0] == state}


@pytest.mark.parametrize("state", STATES)
def test_who_reads_the_talk_in_which_state(cast, state):
    decision = STATES[state](cast)
    found = {name for name, user in cast.people.items() if decision.said_for(user)}
    assert found == READS[state]


def test_nobody_reads_the_other_position_before_writing_the_own(cast):
    decision = escalated(cast, answered=False)
    read = {name: OURS in [c.text for c in decision.said_for(cast.people[name])] for name in (*SIDES, "student")}
    assert read == {"examiner": True, "mentor": False, "school_educator": False, "student": False}


def test_both_sides_and_the_institute_educator_read_both_positions_then(cast):
    decision = escalated(cast)
    for name in (*SIDES, "institute_educator"):
        texts = [c.text for c in decision.said_for(cast.people[name])]
        assert texts == [DOUBT, OURS, THEIRS], name


# ---- settling


def test_settling_as_judged_adopts_every_outcome_of_the_unit(cast):
    decision = doubted(cast)
    decision.take("settle", cast.examiner, said={first(decision).pk: {"verdict": "met"}})
    found = decision.outcomes.values_list("verdict", "adopted", "reason")
    assert set(found) == {("met", True, "")}
    assert len(found) == 2


def deviate(decision: UnitDecision, cast, reason: str = REASON) -> UnitDecision:
    return decision.take("settle", cast.examiner, said={first(decision).pk: {"verdict": "not_met", "reason": reason}})


def test_deviating_needs_the_signers_agreement(cast):
    decision = doubted(cast)
    with pytest.raises(ValidationError, match="Marieke Voorbeeld"):
        deviate(decision, cast)
    decision.speak(cast.school_educator, first(decision).pk, text="Ik wel.", verdict="not_met")  # not who signed
    with pytest.raises(ValidationError):
        deviate(decision, cast)


def test_with_the_agreement_the_decision_deviates_and_says_why(cast):
    decision = doubted(cast)
    decision.speak(cast.mentor, first(decision).pk, text="U hebt gelijk.", verdict="not_met")
    with pytest.raises(ValidationError):
        deviate(decision, cast, reason="  ")
    deviate(decision, cast)
    made = decision.outcomes.get(row=first(decision))
    assert (made.verdict, made.adopted, made.reason) == ("not_met", False, REASON)


def test_an_agreement_that_was_taken_back_does_not_count(cast):
    decision = doubted(cast)
    for verdict in ("not_met", "met"):
        decision.speak(cast.mentor, first(decision).pk, text="Zo zie ik het.", verdict=verdict)
    with pytest.raises(ValidationError):
        deviate(decision, cast)


def test_when_the_signer_has_left_the_workplace_of_now_agrees(cast):
    decision = doubted(cast)
    cast.invitation.withdraw()
    UnitDecision.objects.get(pk=decision.pk).speak(
        cast.school_educator, first(decision).pk, text="Eens.", verdict="not_met"
    )
    assert deviate(UnitDecision.objects.get(pk=decision.pk), cast).state == "decided"


@pytest.mark.parametrize("state", ["in_dialogue", "escalated"])
def test_a_judgement_nobody_confirmed_is_talked_about_but_not_decided(cast, state):
    decision = STATES[state](cast)
    Participation.objects.filter(user=cast.mentor).update(confirmed_by=None, confirmed_at=None)
    step, by = {"in_dialogue": ("settle", cast.examiner), "escalated": ("decide_finally", cast.institute_educator)}[
        state
    ]
    with pytest.raises(ValidationError, match="voorlopig"):
        act(decision, step, by)
    act(decision, "say", cast.examiner)


# ---- the final decision


def test_the_final_decision_keeps_weighing_and_reason_and_adopts_the_rest(cast):
    decision = finally_decided(cast)
    found = decision.outcomes.order_by("row__item__order").values_list("verdict", "adopted", "weighing", "reason")
    assert list(found) == [("not_met", False, WEIGHING, REASON), ("met", True, "", "")]
    assert decision.decided_by == cast.institute_educator


def test_while_a_position_is_to_come_and_the_term_runs_nothing_is_decided(cast):
    decision = escalated(cast, answered=False)
    with pytest.raises(ValidationError, match="standpunten"):
        act(decision, "decide_finally", cast.institute_educator)
    UnitDecision.objects.filter(pk=decision.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    act(decision, "decide_finally", cast.institute_educator)
    assert UnitDecision.objects.get(pk=decision.pk).state == "decided"


def test_nobody_decides_on_his_own_position(cast):
    Participation.objects.filter(user=cast.examiner).update(user=cast.institute_educator)
    decision = undecided(cast)
    row, both = first(decision).pk, cast.institute_educator
    decision.take("open_dialogue", both, said={row: {"text": DOUBT}})
    decision.take("escalate", both, said={row: {"verdict": "not_met", "text": OURS}})
    decision.take_position(cast.mentor, {row: {"verdict": "met", "text": THEIRS}})
    with pytest.raises(ValidationError, match="zelf"):
        act(decision, "decide_finally", both)


def test_a_form_is_not_opened_again_while_it_is_escalated(cast):
    escalated(cast)
    with pytest.raises(ValidationError):
        cast.final.take("reopen", cast.institute_educator, "Verkeerde les.")


def test_a_talk_survives_that_the_form_is_opened_again(cast):
    decision = doubted(cast)
    cast.final.take("reopen", cast.institute_educator, "Verkeerde les.")
    with pytest.raises(ValidationError):
        act(decision, "say", cast.mentor)
    cast.final.take("sign", cast.mentor)
    act(decision, "say", cast.mentor)
    assert [c.text for c in decision.contributions.all()] == [DOUBT, "Dit."]


# ---- for ever


@pytest.mark.parametrize("model", [Contribution, OutcomeDecision])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_what_was_said_and_decided_is_never_changed(cast, model, how):
    finally_decided(cast)
    table = model._meta.db_table
    act_of = f"DELETE FROM {table}" if how == "delete" else f"UPDATE {table} SET verdict = 'met'"
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        connection.cursor().execute(act_of)


def test_the_sealed_copy_holds_the_whole_course(cast):
    decision = finally_decided(cast)
    content = SealedVersion.objects.get(unit=decision.unit).content
    row = next(row for row in content["rows"] if row["code"] == "CPL")["decision"]
    assert [said["text"] for said in row["dialogue"]] == [DOUBT]
    assert [said["text"] for said in row["positions"]] == [THEIRS, OURS]
    assert (row["weighing"], row["reason"], row["final"]) == (WEIGHING, REASON, True)
    steps = next(d for d in content["decisions"] if d["unit"] == decision.unit.code)["course"]
    assert [line["step"] for line in steps] == ["open_dialogue", "escalate", "decide_finally"]


def test_below_the_paper_the_institute_educator_stands_as_who_decided_finally(cast):
    content = SealedVersion.objects.get(unit=finally_decided(cast).unit).content
    signatures = paper_html(content).partition("Ondertekening</h2>")[2].partition("</table>")[0]
    said = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', signatures)
    assert ("Instituutsopleider", cast.institute_educator.get_full_name()) in said
    assert "Opleider" not in dict(said)


def test_the_paper_shows_each_record_apart_with_name_role_and_day(cast):
    content = SealedVersion.objects.get(unit=finally_decided(cast).unit).content
    section = paper_html(content).partition("Besluit · onderwijseenheid")[2]
    text, day = " ".join(unescape(strip_tags(section)).split()), date_format(timezone.localdate(), "j F Y")
    wanted = [
        "Oordeel", f"Marieke Voorbeeld, werkplekbegeleider, {day}", "Aanleiding", f"Ilse Voorbeeld, opleider, {day}",
        DOUBT, "Standpunt werkplek", THEIRS, "Standpunt opleider", OURS, "Weging", WEIGHING, "Eindbeslissing", REASON,
        "Karim Voorbeeld, instituutsopleider", "Verloop", f"{day}: Ilse Voorbeeld, opleider, schaalde op",
    ]  # fmt: skip
    places = [text.find(words) for words in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    assert text.find("Karim Voorbeeld, instituutsopleider") > text.find(OURS) > text.find(THEIRS) > text.find(DOUBT)


# ---- terms and mails


def test_the_term_is_the_institutes_own(cast):
    Institute.objects.update(dialogue_days=3, position_days=2)
    today = timezone.localdate()
    assert doubted(cast).due_on == today + timedelta(days=3)
    with undone():
        cast.final.decisions.get(unit=cast.units[0]).take(
            "escalate",
            cast.mentor,
            said={first(cast.final.decisions.get(unit=cast.units[0])).pk: {"verdict": "met", "text": "x"}},
        )
        assert cast.final.decisions.get(unit=cast.units[0]).due_on == today + timedelta(days=2)


def mails_since(cast, act_of) -> list[tuple[str, str]]:
    """Who got what by this act, reminders for later left out."""
    OutgoingMail.objects.all().delete()
    act_of()
    found = OutgoingMail.objects.filter(about="").values_list("recipient__first_name", "kind")
    return sorted(found)


def test_each_step_asks_the_other_side_and_tells_who_must_know(cast):
    decision = undecided(cast)
    row = first(decision).pk
    opening = mails_since(cast, lambda: decision.take("open_dialogue", cast.examiner, said={row: {"text": DOUBT}}))
    saying = mails_since(cast, lambda: decision.speak(cast.mentor, row, text=ANSWER))
    said = {row: {"verdict": "met", "text": THEIRS}}
    escalating = mails_since(cast, lambda: decision.take("escalate", cast.mentor, said=said))
    answering = mails_since(
        cast, lambda: decision.take_position(cast.examiner, {row: {"verdict": "not_met", "text": OURS}})
    )
    end = {row: {"verdict": "met", "weighing": WEIGHING, "reason": REASON}}
    other = cast.final.decisions.get(unit=cast.units[1])
    other.take("adopt", cast.other_unit_examiner)
    deciding = mails_since(cast, lambda: decision.take("decide_finally", cast.institute_educator, said=end))
    assert opening == [("Marieke", "request")]
    assert saying == [("Ilse", "notice")]
    assert escalating == [("Ilse", "request")]
    assert answering == [("Karim", "request")]
    assert deciding == [("Ilse", "notice"), ("Marieke", "notice"), ("Noor", "notice")]


def test_a_reminder_leaves_after_the_term_unless_it_was_settled(cast):
    decision = doubted(cast)
    reminders = OutgoingMail.objects.filter(about=f"term of decision {decision.pk}")
    morning = {timezone.localtime(mail.not_before).date() for mail in reminders}
    assert morning == {decision.due_on + timedelta(days=1)}
    assert set(reminders.values_list("recipient__first_name", flat=True)) == {"Ilse", "Marieke"}
    decision.take("settle", cast.examiner, said={first(decision).pk: {"verdict": "met"}})
    assert not reminders.all().exists()


def test_no_mail_holds_a_word_of_the_talk(cast):
    finally_decided(cast)
    for mail in OutgoingMail.objects.all():
        whole = " ".join([mail.subject, *mail.sentences])
        assert not any(text in whole for text in (DOUBT, OURS, THEIRS, WEIGHING, REASON, "Positief"))
