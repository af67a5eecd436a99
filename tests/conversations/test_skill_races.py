"""Mentor and school educator share a view: of two who choose at once, one reads what the other chose."""

import pytest

from conversations.models import SkillPosition
from placements.models.parts import Conflict
from tests.test_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def choose_at_once(cast) -> list:
    framework = cast.placement.period.framework
    skill, phases = framework.skills.first(), list(framework.skill_phases.all())

    def act(who, phase):
        try:
            SkillPosition.objects.choose(cast.placement, "start", {skill.pk: phase.pk}, by=who, seen="0")
        except Conflict as late:
            return late.current[skill.pk].phase
        return None

    people = (cast.mentor, phases[0]), (cast.school_educator, phases[2])
    return together(*(lambda one=one: act(*one) for one in people))


def test_of_two_who_choose_at_once_one_reads_the_other(cast):
    read = [phase for phase in choose_at_once(cast) if phase]
    assert read == [SkillPosition.objects.get().phase]


def test_without_the_stamp_nobody_would_read_the_other(cast, monkeypatch):
    monkeypatch.setattr(SkillPosition.objects, "stamp", lambda standing: "0")
    assert choose_at_once(cast) == [None, None]
