"""Growth on the skills: both views side by side, the drawing and the table agree, and who comes too late reads it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from conversations.growth import MOMENTS, growth_of
from conversations.growth_picture import narrow, wide
from conversations.models import SkillPosition
from learning_outcomes.models import Skill, SkillDescriptor, SkillPhase
from placements.models import Placement, User
from placements.models.parts import Conflict
from tests.test_queries import form_with, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def english():
    """Whatever catalogue is compiled."""
    with translation.override("en"):
        yield


def table(cast) -> tuple[list[Skill], list[SkillPhase]]:
    framework = cast.placement.period.framework
    return list(framework.skills.all()), list(framework.skill_phases.all())


def see(cast, who, phases: list[int | None], moment: str = "start", seen: str | None = None) -> None:
    """The first skills in these phases, as this person sees them."""
    skills, columns = table(cast)
    side = SkillPosition.objects.side_of(cast.placement, who)
    stamp = SkillPosition.objects.stamp(SkillPosition.objects.standing(cast.placement, moment, side))
    chosen = {s.pk: None if p is None else columns[p].pk for s, p in zip(skills, phases, strict=False)}
    SkillPosition.objects.choose(cast.placement, moment, chosen, by=who, seen=stamp if seen is None else seen)


def post(cast, who, status: int, **fields):
    User.objects.update(language="en")
    client = Client()
    client.force_login(who)
    answer = client.post(reverse("conversations:skills", args=[cast.placement.pk]), fields)
    assert answer.status_code == status, fields
    return answer.content.decode()


def grown(cast):
    see(cast, cast.student, [0, 0, 1, 2, None])
    see(cast, cast.mentor, [0, 1, 1, None, None])
    see(cast, cast.student, [1, 0, 0, 1], "midterm")
    see(cast, cast.school_educator, [0, 2], "final")
    see(cast, cast.student, [2, 0, 1], "final")
    return growth_of(cast.placement)


def test_both_views_stand_beside_each_other(cast):
    growth = grown(cast)
    tags = [[tag.words for cell in row.cells for tag in cell.tags] for row in growth.rows[:5]]
    assert tags == [
        ["student: start", "workplace: start and end", "student: halfway", "student: end"],
        ["student: start, halfway and end", "workplace: start", "workplace: end"],
        ["student: halfway", "student: start and end", "workplace: start"],
        ["student: halfway", "student: start"],
        [],
    ]


def test_the_drawings_and_the_table_say_the_same(cast):
    growth = grown(cast)
    for picture in (wide(growth), narrow(growth)):
        middles = [column["x"] for column in picture["columns"]]
        assert [words for _side, words, _several in growth.key] == [
            "student: start, halfway and end", "workplace: start and end",
        ]  # fmt: skip
        for row, drawn in zip(growth.rows, picture["rows"], strict=True):
            marks = {(m.side, middles.index(m.x), m.kind == "newest") for m in drawn["marks"]}
            said = {(t.side, at, t.newest) for at, cell in enumerate(row.cells) for t in cell.tags}
            assert marks == said, row.skill


def test_a_drawing_has_no_score_and_no_colour_of_passing(cast):
    grown(cast)
    User.objects.update(language="en")
    client = Client()
    client.force_login(cast.student)
    page = client.get(reverse("conversations:skills", args=[cast.placement.pk])).content.decode()
    main = page.split("<main")[1].split("</main")[0]
    assert "not about passing or failing" in main
    assert not [word for word in ("%", "amber", "score") if word in main]


def test_who_comes_too_late_reads_what_stands_there_and_keeps_the_own_choice(cast):
    skills, phases = table(cast)
    see(cast, cast.school_educator, [2])
    fields = {"moment": "start", "seen": "0", f"skill-{skills[0].pk}": phases[1].pk}
    page = post(cast, cast.mentor, 409, **fields)
    assert f"{skills[0].title}: {phases[2].title}" in page
    assert f'name="skill-{skills[0].pk}" value="{phases[1].pk}" checked' in page
    assert SkillPosition.objects.get().phase == phases[2]
    stamp = SkillPosition.objects.stamp(SkillPosition.objects.standing(cast.placement, "start", "workplace"))
    assert stamp.replace("+", "&#x2B;") in page or stamp in page
    post(cast, cast.mentor, 302, **fields | {"seen": stamp})
    assert SkillPosition.objects.get().phase == phases[1]


def test_a_first_choice_is_kept_as_the_page_sends_it(cast):
    skills, phases = table(cast)
    client = Client()
    client.force_login(cast.student)
    page = client.get(reverse("conversations:skills", args=[cast.placement.pk]), {"moment": "start"}).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    post(cast, cast.student, 302, moment="start", seen=seen, **{f"skill-{skills[0].pk}": phases[1].pk})
    assert SkillPosition.objects.get().phase == phases[1]


def test_who_goes_to_another_moment_keeps_what_was_chosen_first(cast):
    skills, phases = table(cast)
    chosen = {"moment": "start", "seen": "0", f"skill-{skills[0].pk}": phases[1].pk}
    client, url = Client(), reverse("conversations:skills", args=[cast.placement.pk])
    client.force_login(cast.mentor)
    answer = client.post(url, chosen | {"go": "final"}, follow=True)
    assert answer.redirect_chain == [(f"{url}?moment=final#choose", 302)]
    assert len(answer.context["messages"]) == 1
    one = SkillPosition.objects.get()
    assert (one.moment, one.phase) == ("start", phases[1])
    again = client.post(url, chosen | {"go": "midterm"}, follow=True)
    assert (len(again.context["messages"]), again.context["moment"]) == (0, "midterm")
    late = client.post(url, chosen | {"go": "final", f"skill-{skills[0].pk}": phases[0].pk})
    assert late.status_code == 409, "nobody is overwritten on the way to another moment either"
    gone = Client().post(url, chosen)
    assert (gone.status_code, f'value="{phases[1].pk}"' in gone.text) == (401, True)


def test_the_same_again_changes_nothing(cast):
    see(cast, cast.mentor, [1, 0])
    before = list(SkillPosition.objects.values())
    see(cast, cast.school_educator, [1, 0], seen="a page of long ago")
    assert list(SkillPosition.objects.values()) == before
    with pytest.raises(Conflict):
        see(cast, cast.school_educator, [1, 1], seen="a page of long ago")


def test_bad_input_changes_nothing(cast):
    skills, phases = table(cast)
    see(cast, cast.student, [1])
    good = {"moment": "start", "seen": "0", f"skill-{skills[0].pk}": phases[0].pk}
    foreign = SkillPhase.objects.create(framework=form_with(2).placement.period.framework, code="x", title="Anders")
    wrong = [foreign.pk, 10**30, "x", "\0", "-1", "y" * 1_000_000]
    cases = [good | {f"skill-{skills[0].pk}": value} for value in wrong]
    cases += [good | {"moment": value} for value in ("", "introduction", "x\0", "final'")] + [good | {"seen": "\0"}, {}]
    for fields in cases:
        post(cast, cast.student, 422, **fields)
    assert [one.phase for one in SkillPosition.objects.all()] == [phases[1]]


def test_what_is_not_sent_stays_and_what_is_left_open_goes(cast):
    skills, _phases = table(cast)
    see(cast, cast.student, [1, 1])
    stamp = SkillPosition.objects.stamp(SkillPosition.objects.standing(cast.placement, "start", "student"))
    post(cast, cast.student, 302, moment="start", seen=stamp, **{f"skill-{skills[0].pk}": ""})
    assert [one.skill for one in SkillPosition.objects.all()] == [skills[1]]


def test_nobody_chooses_once_the_placement_ended(cast):
    Placement.objects.filter(pk=cast.placement.pk).update(end=timezone.localdate(), ended_on=timezone.localdate())
    post(cast, cast.student, 403, moment="start", seen="0")


def test_a_framework_without_skills_says_so(cast):
    placement = form_with(2).placement
    User.objects.update(language="en")
    client = Client()
    client.force_login(placement.student)
    assert "no table of skills" in client.get(reverse("conversations:skills", args=[placement.pk])).content.decode()


def test_growth_asks_as_much_for_20_skills_as_for_2():
    counts = []
    for number in (2, 20):
        placement = form_with(2).placement
        framework = placement.period.framework
        phase = SkillPhase.objects.create(framework=framework, code="b", title="Begin")
        for count in range(number):
            skill = Skill.objects.create(framework=framework, code=str(count), title=f"Vaardigheid {count}")
            SkillDescriptor.objects.create(skill=skill, phase=phase, text="Zo.")
            for moment in MOMENTS:
                SkillPosition.objects.create(
                    placement=placement, skill=skill, phase=phase, moment=moment, side="student",
                    author=placement.student,
                )  # fmt: skip
        counts.append(queries_of(placement.student, reverse("conversations:skills", args=[placement.pk])))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
