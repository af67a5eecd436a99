"""A page that comes back because something cannot be kept says so on top, and leads to the first field at fault."""

import re

import pytest
from django.urls import reverse

from tests.assessments.acts import browser
from tests.conversations.talking import in_days, talk, without_examiner

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TOP = re.compile(r'<p class="d-note d-note-amber mb-4" role="alert">.*?</p>', re.DOTALL)


def test_every_page_of_the_conversations_leads_to_its_first_fault(cast):
    without_examiner(cast)
    here, final, item = [cast.placement.pk], [talk(cast, "final").pk], cast.placement.outcomes.first().pk
    start, skill = [talk(cast, "start").pk], cast.placement.period.framework.skills.first().pk
    cases = {
        "a day": ("planning", here, {"first_lesson": "gisteren"}, "id_first_lesson"),
        "an option": ("planning", here, {"first_lesson": "", "weekdays": "9"}, "id_weekdays_0"),
        "the report of a talk": ("record", start, {"report": "x" * 10**5}, "record-report"),
        "the day of a talk": ("record", start, {"held_on": in_days(4)}, "record-held_on"),
        "the day of the verdict": ("verdict_told", final, {"told_on": ""}, "verdict-told_on"),
        "a guidance talk": ("guidance", here, {"held_on": in_days(1), "report": "Kort."}, "record-held_on"),
        "an empty guidance talk": ("guidance", here, {"held_on": in_days(0)}, None),
        "an empty goal": ("goal_new", [*here, item], {"text": " "}, f"new-{item}-text"),
        "a phase": ("skills", here, {"moment": "start", f"skill-{skill}": "x"}, f"id_skill-{skill}"),
        "an educator": ("educators", here, {"email": "x"}, "pass-on-what_0"),
        "a private note": ("private_note", [*here, cast.mentor.pk], {"text": ""}, f"note-{cast.mentor.pk}-text"),
    }
    for name, (view, key, typed, spot) in cases.items():
        who = cast.mentor if view == "verdict_told" else cast.student
        page = browser(who).post(reverse(f"conversations:{view}", args=key), typed)
        (said,) = TOP.findall(page.text)
        led = re.findall(r'href="#([^"]+)"', said)
        assert (page.status_code, led) == (422, [spot] if spot else []), name
        assert spot is None or f'id="{spot}"' in page.text, name
    assert not TOP.search(browser(cast.student).get(reverse("conversations:planning", args=here)).text)
