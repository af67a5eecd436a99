"""What a person did, counted.

A: an act with a device that says nothing about the student: opening a mail, following a link, opening another page,
pressing a button that saves, sends, signs or approves. N: a look-up, opening a fold or a sheet to read a guide. C: a
text or a judgement about the student. A jump within a page and saving by itself are none of these.

Kept apart, to be seen: indicators marked and the trust chosen, which the paper form has as well but nobody counted
there; and mails that only tell something and lie beside a newer one. Whoever opens those has an act more for each.
"""

from dataclasses import dataclass, field


@dataclass
class Tally:
    administration: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # earlier mails that asked for nothing, when a newer one was opened
    lookups: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)  # every text box written in and every verdict chosen
    beside: list[str] = field(default_factory=list)  # marks on indicators, and trust

    @property
    def a(self) -> int:
        return len(self.administration)

    @property
    def n(self) -> int:
        return len(self.lookups)

    @property
    def c(self) -> int:
        """A self-reflection is one field on the form, whatever the number of its boxes here."""
        reflection = {"shown", "evidence", "to_develop"}
        return len({box.split("-")[0] if box.split("-")[-1] in reflection else box for box in self.boxes})
