"""What people write on a form, as they would: top to bottom, every box; texts that are hard to keep to the letter."""

from .people import Person

JUDGED, FORMATIVE = ["cpl", "aol", "lv"], ["ict", "ppi"]
OUTCOMES = JUDGED + FORMATIVE


def words(name: str, field: str) -> str:
    """Two paragraphs with accents, quotes, a line break and signs that mean something in HTML and in templates."""
    return (
        f"{name} bij {field}: Zoë vroeg “hoe zit dat?” – en 's middags lukte 3/4 > de helft.\n"
        f"Tweede regel van {field}; <b>niets</b> & &amp; bleef liggen.\n\n"
        f"Daarna één-op-één met Renée, coördinator: {{{{ {field} }}}} {{% if %}} kostte € 5,50 en ging “zó”."
    )


UNREADABLE = """(texts) => texts.filter((text) => {
  text.scrollIntoView({ block: "center", behavior: "instant" });
  const line = text.getClientRects()[0];
  return !line || !text.contains(document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2));
}).map((text) => text.textContent)"""


def read_guide(person: Person, outcome: str) -> None:
    """Read every indicator of this outcome and mark the first one; open the guide only if it does not stand there."""
    texts = person.find(f"#{outcome} .d-inds li span, #{outcome} .d-marks > li > span")
    opener = person.find(f"#{outcome} [data-sheet], #{outcome} .d-fold > summary")
    person.find("html.d-has-js").wait_for(state="attached")  # from then on the guide of a phone is closed
    if not texts.first.is_visible():
        person.press(opener)
    assert texts.count() > 4
    unreadable = texts.evaluate_all(UNREADABLE)
    assert not unreadable, unreadable
    person.mark(person.find(f"#{outcome} [name=shown_indicator], #{outcome} [name=seen]").first)
    close = person.find(f"#{outcome} [data-sheet-close]")
    if close.count() and close.is_visible():
        person.press(close)


def reflect(student: Person) -> dict[str, str]:
    """A self-reflection on every outcome; returns the texts by the box they were written in."""
    said = {}
    for outcome in OUTCOMES:
        read_guide(student, outcome)
        said |= _write(student, [f"{outcome}-{box}" for box in ("shown", "evidence", "to_develop")])
    return said


def respond(mentor: Person, *, final: bool) -> dict[str, str]:
    """Feedback on every outcome, and on a final form a judgement where one belongs."""
    said = {}
    for outcome in OUTCOMES:
        read_guide(mentor, outcome)
        if outcome in FORMATIVE:
            said |= _write(mentor, [f"{outcome}-made", f"{outcome}-to_make"])
        elif final:
            mentor.judge(f"{outcome}-judgement-met")
            said |= _write(mentor, [f"{outcome}-motivation", f"{outcome}-feed_forward"])
        else:
            said |= _write(mentor, [f"{outcome}-text", f"{outcome}-next_step"])
        trust = mentor.find(f"#{outcome}-judgement-yes")
        if trust.count():
            mentor.mark(trust)
    return said


def _write(person: Person, boxes: list[str]) -> dict[str, str]:
    said = {box: words(person.user.first_name, box) for box in boxes}
    for box, text in said.items():
        person.write(box, text)
    return said
