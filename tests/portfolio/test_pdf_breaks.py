"""Page breaks: no label, bar or heading is parted from what follows, and nothing leaves its column.

The form is pushed down the page step by step; every box of the layout is looked at. Built on the boxes of WeasyPrint,
because a PDF no longer says which line belongs to which label.
"""

import re

import pytest
from django.template import engines
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from portfolio.pdf import print_css
from portfolio.pdf_worker import lay_out

FORM = """
{% extends "layout/print.html" %}{% load paper voices %}{% block body %}
<h1 class="big">Eindbeoordeling</h1><div style="height: {{ shift }}mm"></div>
{% for part in "123" %}
<section class="luk"><div class="bar"><h2>Leeruitkomst {{ part }}</h2><p>Summatief</p></div>
{% field "Leeruitkomst" vcls="lt" %}{% voice long %}{% endfield %}
{% field "Zelfreflectie student" %}{% voice long "Wat liet ik zien." %}{% voice short "Bewijs." %}{% endfield %}
{% field "Feedback" small="werkplekbegeleider en schoolopleider" %}<p class="who">{{ name }}</p>{% voice long %}
<p class="who">{{ name }}</p>{% voice short "Gezien." %}{% voice long "Effect." %}{% endfield %}
{% field "Opsomming van vijftien korte regels" small="elk een alinea" %}{% voice list %}{% endfield %}
{% field "Oordeel" small="werkplekbegeleider" cls="hard" %}{% yes_no True %}{% endfield %}
{% field "Motivering" %}{% voice long %}{% endfield %}
{% field "Feedforward" moment="Tussenevaluatie" date="30 maart 2027" %}{% voice short %}{% endfield %}
{% field moment="Eindbeoordeling" date="15 juni 2027" %}{% voice short %}{% voice long %}{% endfield %}
{% field "Notities" vcls="empty" %}{% endfield %}</section>
{% endfor %}
<div class="keep"><h2 class="sec">Ondertekening</h2><table class="sig"><thead><tr><th>Rol</th><th>Naam</th></tr></thead>
<tbody><tr><th scope="row">Student</th><td>{{ name }}</td></tr></tbody></table></div>
{% endblock %}"""
SHORT = "Lesopnames van 13 april en 18 mei; verslag van het gesprek."
LONG = "In alle klassen begroet ik bij de deur, staat het doel op het bord en wacht ik tot het stil is. " * 7
WORDS = {"long": LONG, "short": SHORT, "name": "Jeroen van den Akker", "list": "\n\n".join(["Een korte regel."] * 15)}
ONE_ROW = """
{% extends "layout/print.html" %}{% load paper %}{% block body %}<div style="height: {{ shift }}mm"></div>
{% field "Feedforward" small="richting jaar 3" %}<p>Houd dit vast.</p>{% endfield %}{% endblock %}"""
MONSTER = "Verantwoordelijkheidsgevoelsontwikkelingsgesprek" * 3 + " https://voorbeeld.example/" + "a" * 140
MONSTERS = WORDS | {"long": f"{MONSTER} {LONG}", "short": MONSTER, "name": MONSTER}
SHIFTS = range(10, 250, 20)  # millimetres: more than the text of a page, in steps of four lines


def layout(shift: int, words: dict[str, str], css: str | None = None, form: str = FORM) -> Document:
    paper = {"title": "Proef", "head": words["name"], "state": "CONCEPT", "foot": "versie 1\ndossier\ncode"}
    html = engines["django"].from_string(form).render({"paper": paper, "shift": shift, **words})
    return lay_out(html, css or print_css())


def inside(box: boxes.Box):
    """The box and everything in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from inside(child)


def names(box: boxes.Box) -> list[str]:
    return (box.element.get("class") or "").split() if hasattr(box.element, "get") else []


def bottom(box: boxes.Box) -> float:
    return box.position_y + box.margin_height()


def is_label(box: boxes.Box) -> bool:
    return isinstance(box, boxes.BlockBox) and box.element_tag == "h3"


def lost_words(label: boxes.Box) -> list[str]:
    """What a label says and its boxes do not draw."""
    drawn = "".join(box.text for box in inside(label) if isinstance(box, boxes.TextBox))
    return [word for word in " ".join(label.element.itertext()).split() if word not in drawn]


def faults_of_row(row: boxes.Box) -> list[str]:
    """What is wrong with one fragment of a row: a label alone, hanging out, or above fewer than three lines."""
    lines = [box for box in inside(row) if isinstance(box, boxes.LineBox)]
    value = [line for line in lines if line.position_x > row.position_x + 100]
    label = [line for line in lines if line not in value]
    found = []
    if not value and "empty" not in names(row.children[0]):
        found.append("no text beside the label")
    if any(line.position_y + line.height > row.position_y + row.border_height() + 1 for line in label):
        found.append("label hangs out of its row")
    found += ["a line of the label is lost" for box in inside(row) if is_label(box) and lost_words(box)]
    if label and len(value) < 3 and "keep" not in names(row):
        found.append("fewer than three lines beside the label")
    return found


def faults(document: Document) -> tuple[list[str], int]:
    """Everything parted, lone or sticking out, and how many boxes were looked at."""
    found, looked_at = [], 0
    for number, page in enumerate(document.pages, 1):
        sheet = page._page_box
        everything = list(inside(sheet))
        rows = [box for box in everything if box.element_tag == "div" and names(box)[:1] == ["f"]]
        bars = [box for box in everything if box.element_tag == "div" and names(box) == ["bar"]]
        letters = [box for box in everything if isinstance(box, boxes.TextBox)]
        looked_at += len(rows) + len(bars) + len(letters)
        found += [f"page {number}: {fault}" for row in rows for fault in faults_of_row(row)]
        for bar in bars:
            if not any(row.position_y >= bottom(bar) - 2 for row in rows):
                found.append(f"page {number}: lone bar")
        right, end = sheet.margin_left + sheet.width, sheet.margin_top + sheet.height
        for text in letters:
            if text.position_x + text.width > right + 1:
                found.append(f"page {number}: too wide: {text.text[:30]}")
            if end - 1 > text.position_y and text.position_y + text.height > end + 1:
                found.append(f"page {number}: below the page: {text.text[:30]}")
    return found, looked_at


@pytest.mark.slow
@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("words", [WORDS, MONSTERS], ids=["words", "monstrous words"])
def test_no_break_parts_a_label_from_its_text(words, shift):
    found, looked_at = faults(layout(shift, words))
    assert looked_at > 300
    assert found == []


def test_without_the_rules_on_breaks_the_same_check_finds_faults():
    loose = re.sub(r"break-(inside|after|before): avoid", "", print_css()).replace("orphans: 3; widows: 3", "")
    found, _ = faults(layout(25, WORDS, loose))
    assert {fault.split(": ")[1] for fault in found} == {"lone bar", "fewer than three lines beside the label"}


def test_monstrous_words_need_wrapping_to_stay_on_the_page():
    found, _ = faults(layout(0, MONSTERS, print_css().replace("overflow-wrap: anywhere", "")))
    assert any("too wide" in fault for fault in found)


def lost_at_the_foot(css: str) -> list[str]:
    """What is wrong while a short row with a label of two lines comes nearer to the foot of the page."""
    return [fault for shift in range(235, 260) for fault in faults(layout(shift, WORDS, css, ONE_ROW))[0]]


def test_at_the_foot_of_a_page_no_label_loses_its_last_line():
    assert lost_at_the_foot(print_css()) == []
    assert lost_at_the_foot(print_css() + "h3 small { display: block }"), "the check sees a line that is lost"
