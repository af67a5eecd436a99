"""The pages of a doubt: who finds which form on them, and what becomes of bad input."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Contribution, UnitDecision
from tests.assessments.acts import browser
from tests.assessments.talks import DOUBT, doubted, escalated, finally_decided, first, undecided

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORKPLACE = {"mentor", "school_educator"}
# state -> person -> the addresses the page posts to
FORMS = {
    "open": {"examiner": {"open_dialogue"}, "mentor": {"open_dialogue"}, "school_educator": {"open_dialogue"}},
    "in_dialogue": {
        "examiner": {"say", "settle", "escalate"},
        "mentor": {"say", "escalate"},
        "school_educator": {"say", "escalate"},
    },
    "escalated, one position": {
        "mentor": {"position"}, "school_educator": {"position"}, "institute_educator": {"say"},
    },
    "escalated": {"institute_educator": {"say", "decide_finally"}},
    "decided": {"examiner": {"repair"}, "institute_educator": {"repair"}},
}  # fmt: skip
STATES = {
    "open": undecided,
    "in_dialogue": doubted,
    "escalated, one position": lambda cast: escalated(cast, answered=False),
    "escalated": escalated,
    "decided": finally_decided,
}
HOSTILE = ["", "   ", "\0", "x" * 1_000_000, "<script>alert(1)</script>" * 300]


def addresses(decision: UnitDecision) -> dict[str, str]:
    steps = ["open_dialogue", "settle", "escalate", "decide_finally"]
    found = {step: reverse("assessments:decision_step", args=[decision.pk, step]) for step in steps}
    found["say"] = reverse("assessments:say", args=[decision.pk, first(decision).pk])
    return found | {name: reverse(f"assessments:{name}", args=[decision.pk]) for name in ("position", "repair")}


@pytest.mark.parametrize("state", STATES)
def test_who_finds_which_form_on_the_page(cast, state):
    decision = STATES[state](cast)
    urls, found = addresses(decision), {}
    for name in ("student", "examiner", "institute_educator", *sorted(WORKPLACE)):
        page = browser(cast.people[name]).get(decision.get_dialogue_url()).text
        found[name] = {act for act, url in urls.items() if f'action="{url}"' in page}
    assert {name: acts for name, acts in found.items() if acts} == FORMS[state]


# state, address, who, the good fields, one that is made bad, and what is said about it
FAULTS = [
    ("open", "open_dialogue", "mentor", {"row": "the first"}, "text", "Write what the doubt is."),
    ("open", "open_dialogue", "examiner", {"text": DOUBT}, "row", "Choose an outcome"),
    ("in_dialogue", "say", "mentor", {}, "text", "Write what you want to say."),
    ("in_dialogue", "settle", "examiner", {"reason": "Mijn reden."}, "verdict", "Choose met or not met."),
    ("in_dialogue", "escalate", "mentor", {"verdict": "met"}, "text", "Write your position."),
    ("in_dialogue", "escalate", "mentor", {"text": "Mijn standpunt."}, "verdict", "Choose met or not met."),
    ("escalated, one position", "position", "mentor", {"verdict": "met"}, "text", "Write your position."),
    ("escalated", "decide_finally", "institute_educator", {"verdict": "met", "reason": "Zo."}, "weighing",
     "Write how you weigh both positions."),
    ("escalated", "decide_finally", "institute_educator", {"verdict": "met", "weighing": "Beide."}, "reason",
     "Write in a few words why."),
]  # fmt: skip


@pytest.mark.parametrize(("state", "act", "who", "good", "bad", "said"), FAULTS)
def test_bad_input_is_refused_beside_the_field_and_nothing_changes(cast, state, act, who, good, bad, said):
    decision = STATES[state](cast)
    if "row" in good:
        good = {"row": first(decision).pk}
    client, before = browser(cast.people[who]), (decision.state, Contribution.objects.count())
    for value in HOSTILE:
        fields = {
            name if act == "open_dialogue" else f"{act}-cpl-{name}": v for name, v in (good | {bad: value}).items()
        }
        page = client.post(addresses(decision)[act], fields)
        assert page.status_code == 422, value[:20]
        assert value.strip() or said in page.text
        assert all(str(kept) in page.text for kept in good.values())
        decision.refresh_from_db()
        assert (decision.state, Contribution.objects.count()) == before


def test_a_word_about_an_outcome_of_another_unit_is_not_found(cast):
    decision = doubted(cast)
    foreign = cast.final.rows.get(item__outcome__code="LV").pk
    url = reverse("assessments:say", args=[decision.pk, foreign])
    assert browser(cast.mentor).post(url, {"text": "Iets."}).status_code == 404


def test_a_word_after_the_decision_is_kept_on_the_page_and_not_taken(cast):
    decision = finally_decided(cast)
    page = browser(cast.mentor).post(addresses(decision)["say"], {"say-cpl-text": "Toch nog dit."})
    assert page.status_code == 422
    assert "The dialogue is over" in page.text
    assert "Toch nog dit." in page.text


def test_the_page_asks_as_much_for_two_words_as_for_twenty(cast):
    decision, counts = doubted(cast), []
    for number in (2, 18):
        for _count in range(number):
            decision.speak(cast.mentor, first(decision).pk, text="Nog iets.")
        for name in ("mentor", "examiner"):
            client = browser(cast.people[name])
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(decision.get_dialogue_url()).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 60
