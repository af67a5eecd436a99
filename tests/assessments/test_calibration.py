"""Several assessors judge one example: who does what when, who reads whose judgement, and what the maker checks."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Calibration, CalibrationJudgement, CalibrationMark
from assessments.models.calibration import CalibrationJudgementQuerySet
from placements.models import OutgoingMail, User
from placements.models.parts import Conflict, NotNow
from tests.assessments.acts import browser, undone
from tests.calibrations import STATES, closed, drafted, handed_in, judge, opened, revealed
from tests.cast import signed
from tests.factories import ParticipationFactory

pytestmark = pytest.mark.django_db
PEOPLE = ["institute_educator", "mentor", "school_educator", "examiner", "student", "other_institute_educator", "admin"]
STEPS = ["open", "hand_in", "reveal", "close"]
# (state, step) -> who may. Of the three who were asked the examiner has not handed in; everything else is refused.
AGREED = {
    ("draft", "open"): {"institute_educator"},
    ("open", "hand_in"): {"examiner"},
    ("open", "reveal"): {"institute_educator"},
    ("revealed", "close"): {"institute_educator"},
}
# state -> who reads whose judgement. The mentor and the school educator handed in; the maker did not judge.
READS = {
    "draft": {},
    "open": {"mentor": {"mentor"}, "school_educator": {"school_educator"}, "examiner": {"examiner"}},
    "revealed": {
        "institute_educator": {"mentor", "school_educator"},
        "mentor": {"mentor", "school_educator"},
        "school_educator": {"mentor", "school_educator"},
        "examiner": {"examiner"},  # who did not hand in sees what he wrote himself, and nothing else
    },
}
READS["closed"] = READS["revealed"]
ON_PAGE_WHILE_OPEN = {"examiner": {"examiner"}}  # who handed in reads that he did, and no more


def url(name: str, made: Calibration, *more) -> str:
    return reverse(f"assessments:calibration{name}", args=[made.pk, *more])


def tried(made: Calibration, step: str, user: User) -> bool:
    """Does this person get this step taken?"""
    with undone():
        if step == "open":
            Calibration.objects.filter(pk=made.pk).update(names_checked=True)
        if step == "close":
            Calibration.objects.filter(pk=made.pk).update(conclusions="Besproken.")
        try:
            made.take(step, user)
        except (PermissionDenied, ValidationError):
            return False
        return True


def test_every_step_in_every_state_by_everybody(cast):
    wrong = {}
    for state, make in STATES.items():
        with undone():
            made = make(cast)
            if state == "open":
                judge(made, cast.examiner, "woordvanexaminer")
            for step in STEPS:
                for name in PEOPLE:
                    may = tried(Calibration.objects.get(pk=made.pk), step, cast.people[name])
                    if may != (name in AGREED.get((state, step), set())):
                        wrong[state, step, name] = may
    assert wrong == {}, "(state, step, who): did it work?"


def words_read(made: Calibration, user: User) -> set[str]:
    """Whose words stand on any page of this calibration that this person gets."""
    pages = [browser(user).get(url(name, made), follow=True) for name in ("", "_judge")]
    text = "".join(page.content.decode() for page in pages if page.status_code == 200)
    return {
        name
        for name in ("mentor", "school_educator", "examiner")
        if f"woordvan{name}<" in text or f"woordvan{name}\n" in text
    }


@pytest.mark.parametrize("state", STATES)
def test_who_reads_whose_judgement(cast, state):
    made = STATES["draft"](cast) if state == "draft" else opened(cast)
    if state != "draft":
        judge(made, cast.examiner, "woordvanexaminer")
        for name in ("mentor", "school_educator"):
            judge(made, cast.people[name], f"woordvan{name}")
            made.take("hand_in", cast.people[name])
    if state in ("revealed", "closed"):
        made.take("reveal", cast.institute_educator)
    if state == "closed":
        Calibration.objects.filter(pk=made.pk).update(conclusions="Besproken.")
        Calibration.objects.get(pk=made.pk).take("close", cast.institute_educator)
    readable = {
        name: {
            judgement.motivation.removeprefix("woordvan")
            for judgement in CalibrationJudgement.objects.visible_to(cast.people[name])
        }
        for name in PEOPLE
    }
    assert readable == {name: READS[state].get(name, set()) for name in PEOPLE}
    shown = ON_PAGE_WHILE_OPEN if state == "open" else READS[state]
    assert {name: words_read(made, cast.people[name]) for name in PEOPLE} == {n: shown.get(n, set()) for n in PEOPLE}


def test_without_the_rule_they_would_read_each_other_once_laid_beside(cast, monkeypatch):
    made = revealed(cast)
    assert words_read(made, cast.examiner) == set()
    monkeypatch.setattr(CalibrationJudgementQuerySet, "visible_to", lambda self, user: self.all())
    assert words_read(made, cast.examiner) == {"mentor", "school_educator"}


def test_names_stand_only_with_who_said_so(cast):
    text = browser(cast.institute_educator).get(url("", revealed(cast))).content.decode()
    assert "Marieke Voorbeeld" in text
    assert "Hanneke" not in text
    assert "assessor 1" in text or "assessor 2" in text


def test_a_maker_who_judges_too_reads_nobody_before_he_handed_in(cast):
    made = handed_in(cast, people=[cast.mentor, cast.school_educator, cast.institute_educator])
    with pytest.raises(ValidationError):
        made.take("reveal", cast.institute_educator)
    assert not CalibrationJudgement.objects.visible_to(cast.institute_educator).exists()


# ---- making


def test_it_opens_only_with_the_tick_and_for_the_texts_that_were_seen(cast):
    made, karim = drafted(cast), browser(cast.institute_educator)
    assert karim.post(url("_step", made, "open"), {"texts": made.fingerprint}).status_code == 422
    seen = made.fingerprint
    made.cases.update(reflection="Noor staat bij de deur.")
    assert karim.post(url("_step", made, "open"), {"texts": seen, "checked": "on"}).status_code == 422
    assert Calibration.objects.get().state == "draft"
    fresh = {"texts": made.fingerprint, "checked": "on"}
    assert karim.post(url("_step", made, "open"), fresh).status_code == 302
    assert Calibration.objects.get().state == "open"
    assert [case.replaced for case in made.cases.all()] == [[], []]


def test_the_database_opens_nothing_whose_names_were_not_checked(cast):
    made = drafted(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_calibration SET state = 'open' WHERE id = %s", [made.pk])


def test_without_an_outcome_filled_in_the_page_says_that_there_is_nothing_to_judge(cast):
    karim, made = browser(cast.institute_educator), drafted(cast, outcomes=())
    answer = karim.post(url("_cases", made), {}, follow=True)
    assert "No learning outcome is filled in yet" in answer.text
    assert "Look over below" not in answer.text


def test_a_signed_form_is_taken_over_without_names(cast):
    form, karim, made = cast.midterm, browser(cast.institute_educator), drafted(cast, outcomes=())
    signed(form, cast.mentor)
    row = form.rows.first().reflection
    type(row).objects.filter(pk=row.pk).update(shown="Noor en Marieke lazen het. Noors bord hing scheef.")
    assert karim.post(url("_take_over", made).replace("take_over", "take-over"), {"form": form.pk}).status_code == 302
    case = made.cases.get(item__outcome=form.rows.first().item.outcome)
    assert "Noor" not in case.reflection
    assert "Marieke" not in case.reflection
    page = karim.get(url("", made)).content.decode()
    assert "Noors → [student]" in page
    assert made.cases.count() == 5


def test_only_forms_the_maker_may_read_are_taken_over(cast):
    made, form = drafted(cast), cast.other.forms.get(moment="midterm")
    signed(form, cast.other_mentor)
    answer = browser(cast.institute_educator).post(
        reverse("assessments:calibration_take_over", args=[made.pk]), {"form": form.pk}
    )
    assert answer.status_code == 422
    assert {case.reflection for case in made.cases.all()} == {"Ik sta bij de deur."}


def test_people_are_asked_by_name_or_by_an_address_that_is_known_here(cast):
    period, karim = cast.placement.period, browser(cast.institute_educator)
    facts = {"title": "Samen kijken", "period": period.pk, "people": [cast.mentor.pk]}
    answer = karim.post(reverse("assessments:calibration_new"), facts | {"addresses": "gijs@driehoek.example"})
    made = Calibration.objects.get()
    assert answer.url == reverse("assessments:calibration_cases", args=[made.pk])
    assert {seat.user for seat in made.assessors.all()} == {cast.mentor, cast.other_institute_educator}
    refused = karim.post(reverse("assessments:calibration_new"), facts | {"addresses": "luuk@driehoek.example"})
    assert refused.status_code == 422  # a student assesses nobody
    assert Calibration.objects.count() == 1


def test_an_opened_example_changes_no_more(cast):
    made, karim = opened(cast), browser(cast.institute_educator)
    item = made.cases.first().item
    facts = {"title": "Anders", "period": made.period_id, "people": [cast.mentor.pk]}
    texts = {f"o{item.pk}-reflection": "Iets anders"}
    for name, posted, kept in (("_edit", facts, "Anders"), ("_cases", texts, "Iets anders")):
        answer = karim.post(url(name, made), posted)
        assert answer.status_code == 422
        assert kept in answer.content.decode()
    assert Calibration.objects.get().title == "Kijken naar leerklimaat"
    assert made.cases.first().reflection == "Ik sta bij de deur."


# ---- judging


def fields(made: Calibration, version: int = 0, **more) -> dict:
    found = {"version": version}
    for case in made.cases.all():
        found[f"c{case.pk}-motivation"] = "Ik zie een rustige start."
        found[f"c{case.pk}-verdict"] = "met" if case.item.summative else ""
    return found | more


def test_judging_is_one_page_and_one_press(cast):
    made = opened(cast)
    seen = made.cases.first().item.outcome.indicators.first().pk
    answer = browser(cast.mentor).post(url("_judge", made), fields(made, hand_in="1", with_name="on", seen=seen))
    assert answer.url == made.get_absolute_url()
    seat = made.assessors.get(user=cast.mentor)
    assert seat.handed_in_at
    assert seat.with_name
    assert list(CalibrationMark.objects.values_list("indicator", "kind")) == [(seen, "seen")]


def test_handing_in_says_what_is_missing_and_keeps_what_was_typed(cast):
    made = opened(cast)
    first = made.cases.first()
    answer = browser(cast.mentor).post(
        url("_judge", made), {"version": 0, f"c{first.pk}-motivation": "Half.", "hand_in": "1"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "there is no judgement yet" in text
    assert "Half." in text
    assert not made.assessors.get(user=cast.mentor).handed_in_at


def test_another_device_overwrites_nothing_unseen(cast):
    made, mentor = opened(cast), browser(cast.mentor)
    mentor.post(url("_judge", made), fields(made))
    first = made.cases.first()
    late = mentor.post(url("_judge", made), fields(made, **{f"c{first.pk}-motivation": "Van mijn telefoon."}))
    assert late.status_code == 409
    text = late.content.decode()
    assert "Van mijn telefoon." in text
    assert "Ik zie een rustige start." in text
    assert 'name="version" value="1"' in text


def test_what_was_handed_in_is_final(cast):
    made = handed_in(cast)
    seat = made.assessors.get(user=cast.mentor)
    with pytest.raises(NotNow):
        seat.write({}, {}, with_name=True, seen_version=seat.version)
    assert browser(cast.mentor).post(url("_judge", made), fields(made, 1)).status_code == 403
    judgement = seat.judgements.first()
    ticked = {"judgement": judgement, "indicator_id": judgement.marks.get(kind="seen").indicator_id}
    acts = [
        lambda: CalibrationJudgement.objects.filter(pk=judgement.pk).update(motivation="Anders"),
        lambda: judgement.marks.all().delete(),
        lambda: CalibrationMark.objects.create(kind="used", **ticked),
        lambda: made.log.update(note="x"),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_stale_version_is_a_conflict_and_a_late_hand_in_is_refused(cast):
    made = handed_in(cast)
    seat = judge(made, cast.examiner, "Eerst.")
    with pytest.raises(Conflict):
        seat.write({}, {}, with_name=False, seen_version=0)
    made.take("reveal", cast.institute_educator)
    assert browser(cast.examiner).post(url("_judge", made), fields(made, 1, hand_in="1")).status_code == 403


LONG, NUL, HUGE = "x" * 1_000_000, "a\x00b", "9" * 30
BAD = [
    ("_judge", "mentor", {"version": "x"}),
    ("_judge", "mentor", {"version": HUGE}),
    ("_judge", "mentor", {"version": 0, "motivation": LONG}),
    ("_judge", "mentor", {"version": 0, "motivation": NUL}),
    ("_judge", "mentor", {"version": 0, "verdict": "great"}),
    ("_judge", "mentor", {}),
    ("_edit", "institute_educator", {"title": ""}),
    ("_edit", "institute_educator", {"title": NUL, "period": "x"}),
    ("_edit", "institute_educator", {"title": "x" * 200, "period": HUGE}),
    ("_edit", "institute_educator", {"title": "x", "people": [HUGE, "a"], "addresses": LONG}),
    ("_edit", "institute_educator", {"title": "x", "addresses": NUL}),
    ("_cases", "institute_educator", {"reflection": LONG}),
    ("_cases", "institute_educator", {"reflection": NUL}),
    ("_cases", "institute_educator", {"evidence": "zonder verhaal"}),
    ("_take_over", "institute_educator", {"form": HUGE}),
    ("_take_over", "institute_educator", {"form": NUL}),
    ("_conclusions", "institute_educator", {"conclusions": NUL}),
    ("_conclusions", "institute_educator", {"conclusions": LONG}),
    ("_conclusions", "institute_educator", {"conclusions": "Niet in deze staat."}),
]


def test_bad_input_is_refused_with_a_sentence_and_changes_nothing(cast):
    wrong = []
    made = {"_judge": opened(cast)}
    draft = drafted(cast)
    for name, who, data in BAD:
        one = made.get(name, draft)
        prefix = {"_judge": f"c{one.cases.first().pk}-", "_cases": f"o{one.cases.first().item_id}-"}.get(name, "")
        posted = {key if key == "version" else f"{prefix}{key}": value for key, value in data.items()}
        before = list(Calibration.objects.values()), list(CalibrationJudgement.objects.values())
        answer = browser(cast.people[who]).post(url(name, one), posted)
        if (
            answer.status_code != 422
            or (list(Calibration.objects.values()), list(CalibrationJudgement.objects.values())) != before
        ):
            wrong.append((name, {k: str(v)[:20] for k, v in data.items()}, answer.status_code))
    assert wrong == []


# ---- mail and pages


def test_who_is_asked_gets_a_notice_and_another_when_they_lie_beside_each_other(cast):
    made = handed_in(cast)
    asked = OutgoingMail.objects.filter(path=made.get_absolute_url(), kind="notice")
    assert {mail.recipient for mail in asked} == {cast.mentor, cast.school_educator, cast.examiner}
    assert asked.get(recipient=cast.mentor).link  # comes in by link, as always
    OutgoingMail.objects.all().delete()
    made.take("reveal", cast.institute_educator)
    assert OutgoingMail.objects.count() == 3
    assert all("woordvan" not in str(mail.sentences) for mail in OutgoingMail.objects.all())


def test_the_first_page_says_that_an_example_waits(cast):
    made = handed_in(cast)
    link = url("_judge", made)
    assert link in browser(cast.examiner).get("/").content.decode()
    assert link not in browser(cast.mentor).get("/").content.decode()


def queries(user: User, path: str) -> int:
    client = browser(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


@pytest.mark.parametrize("state", ["draft", "open", "revealed"])
def test_a_page_asks_as_much_for_many_assessors_and_outcomes_as_for_few(cast, state):
    many = [ParticipationFactory(placement=cast.placement).user for _n in range(10)]
    counts = []
    for people, codes in ((many[:2], ("CPL", "AOL")), (many, ("CPL", "AOL", "LV", "ICT", "PPI"))):
        made = (
            drafted(cast, outcomes=codes, people=people)
            if state == "draft"
            else opened(cast, outcomes=codes, people=people)
        )
        for user in people if state != "draft" else ():
            judge(made, user, "Gezien.")
            if state == "revealed" or user != people[0]:
                made.take("hand_in", user)
        if state == "revealed":
            made.take("reveal", cast.institute_educator)
        paths = [
            (cast.institute_educator, url("", made)),
            (cast.institute_educator, reverse("assessments:calibration_list")),
        ]
        paths += [(people[0], url("_judge", made))] if state == "open" else []
        paths += [(cast.institute_educator, url("_cases", made))] if state == "draft" else []
        counts.append([queries(user, path) for user, path in paths])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 40


def test_conclusions_are_read_by_all_who_were_asked(cast):
    made = closed(cast)
    for name in ("institute_educator", "mentor", "examiner"):
        assert "verschillend naar de start" in browser(cast.people[name]).get(url("", made)).content.decode()
