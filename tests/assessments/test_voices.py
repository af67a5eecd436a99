"""Written texts stand on the page to the letter, with their paragraphs."""

import pytest

from assessments.templatetags.voices import codes, short_code, voice


def test_a_text_keeps_its_paragraphs_and_lines():
    assert voice("een\r\ntwee\n \n\ndrie\n") == "<p>een<br>twee</p><p>drie</p>"


def test_a_prompt_runs_in_before_the_first_paragraph():
    assert voice("een\n\ntwee", "Bewijs.") == '<p><b class="runin">Bewijs.</b> een</p><p>twee</p>'


@pytest.mark.parametrize("nothing", ["", None, " \n\n "])
def test_no_text_leaves_no_empty_paragraph(nothing):
    assert voice(nothing, "Bewijs.") == ""


def test_markup_in_a_text_stays_text():
    assert voice("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_codes_leave_out_dimensions_without_a_mark():
    guide = [
        {"title": "Reflecteren", "indicators": [{"code": "CPL.4.1", "marks": ["seen"]}]},
        {"title": "Kansen", "indicators": [{"code": "CPL.3.1", "marks": ["used"]}]},
    ]
    assert codes(guide, "seen") == [{"title": "Reflecteren", "codes": ["4.1"]}]


def test_short_codes_are_equally_wide():
    assert len(short_code("CPL.1.1")) == len(short_code("CPL.1.10"))
