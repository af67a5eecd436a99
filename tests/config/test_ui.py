"""The tags every template may use."""

from datetime import timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from tests.factories import ParticipationFactory, PlacementFactory, UserFactory


def show(template: str, **context) -> str:
    with translation.override("en"):
        return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("on", "filled"), [("student", 1), ("workplace", 1), ("institute", 1), ("all", 3), ("none", 0)]
)
def test_the_filled_corners_are_those_who_act(on, filled):
    svg = show("{% triangle on=on %}", on=on)
    assert (svg.count('class="on"'), svg.count('class="off"')) == (filled, 3 - filled)


def test_an_unknown_corner_is_a_mistake_in_the_template():
    with pytest.raises(TemplateSyntaxError):
        show('{% triangle on="teacher" %}')


def test_a_drawing_is_hidden_unless_it_has_a_label():
    assert 'aria-hidden="true"' in show('{% triangle on="student" %}{% sign "met" %}{% icon "next" %}')
    assert 'role="img" aria-label="workplace"' in show('{% triangle on="workplace" label=True %}')
    assert 'role="img" aria-label="not met"' in show('{% sign "not_met" label=True %}')


def test_a_label_is_escaped():
    assert "<b>" not in show("{% triangle label=x %}{% sign 'met' label=x %}", x='"><b>')


def test_every_state_has_a_shape_of_its_own():
    names = ["none", "writing", "with_mentor", "feedback", "met", "not_met", "in_dialogue", "too_little", "open"]
    names += ["recognised", "not_asked", "own_text"]
    assert len({show("{% sign name %}", name=name) for name in names}) == len(names)


def test_a_state_stands_with_its_word():
    assert show('{% state "met" %}').endswith(" met</span>")


def test_a_day_of_this_year_has_no_year():
    today = timezone.localdate()
    assert str(today.year) not in show("{{ d|day }}", d=today)
    assert str(today.year - 1) in show("{{ d|day }}", d=today - timedelta(days=366))
    assert show("{% day d %}", d=today).startswith(f'<time datetime="{today.isoformat()}">')


def test_a_day_that_passed_shows_how_late_it_is():
    today = timezone.localdate()
    assert show("{% due d %}", d=today - timedelta(days=1)) == '<span class="d-late">1 day late</span>'
    assert "late" not in show("{% due d %}", d=today)
    said = [show("{{ d|before }}", d=day) for day in (today - timedelta(days=2), today, None)]
    assert [said[0], said[1].startswith("before "), said[2]] == ["2 days late", True, ""]
    assert show("{{ d|time_left }}", d=today) == "today"
    assert show("{{ d|time_left }}", d=today + timedelta(days=2)) == "2 days left"


def test_no_day_shows_nothing():
    assert show("{% day d %}{% due d %}{{ d|day }}{{ d|time_left }}", d=None) == ""


@pytest.mark.django_db
def test_the_big_triangle_says_in_words_who_acts():
    placement = PlacementFactory(student=UserFactory(first_name="Noor"))
    ParticipationFactory(placement=placement, mentor=True, user__first_name="Marieke")
    svg = show('{% triad p "workplace" %}', p=placement)
    assert 'aria-label="Triangle: student Noor, workplace Marieke, institute unknown yet. To act: Marieke."' in svg
