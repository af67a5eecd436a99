"""Two calibrations for `load_demo`: one that waits for judgements, one that lies beside each other."""

from learning_outcomes.models import WorkplacePeriod
from placements.models import Placement, User
from placements.roles import Role

from .models import Calibration, CalibrationAssessor, CalibrationCase

EXAMPLE = {
    "CPL": (
        "Ik sta bij elke les aan de deur, met een startvraag op het bord. Na drie minuten bespreken we die. In "
        "klas 2B duurde het eerst lang voordat iedereen werkte; nu is het snel stil. Als iemand praat, loop ik "
        "ernaartoe.",
        "Lesontwerp en een opname van tien minuten",
    ),
    "LV": (
        "Bij het onderwerp waterbeheer liet ik de klas eerst een doorbraak tekenen. Halverwege vroeg ik wie het kon "
        "uitleggen. De helft niet, toen deed ik het nog een keer voor.",
        "Lesontwerp 'Waterbeheer'",
    ),
}
SAID = {  # by turns: the verdicts, why, and which indicators were seen and used (by number)
    0: (
        ("met", "met"),
        ("De start is vast en werkt.", "Merkt dat het niet lukt en doet er iets aan."),
        (0, 1, 3),
        (1,),
    ),
    1: (("met", "not_met"), ("Rust door een routine.", "Herhalen is nog geen andere uitleg."), (1, 2), (1, 2)),
    2: (("not_met", "met"), ("Ik lees niet wat de leerlingen leren van de start.", "Controleert begrip."), (1,), (4,)),
}


def load(cast: dict, period: WorkplacePeriod, placements: list[Placement]) -> None:
    """Made by the institute educator; asked are a mentor, a school educator and both examiners."""
    maker, people = cast["institute_educator"], [cast["school_educators"][0], *cast["examiners"]]
    mentors = placements[0].people_in([Role.WORKPLACE_MENTOR]) if placements else []
    waiting = _opened("Wanneer is een lesstart goed genoeg?", maker, period, ["CPL"], [*people, *mentors])
    _judge(waiting, people[0], 0)
    shown = _opened("Leerklimaat en leerstof: kijken wij hetzelfde?", maker, period, ["CPL", "LV"], people)
    for turn, user in enumerate(people):
        _judge(shown, user, turn, with_name=not turn)
    shown.take("reveal", maker)


def _opened(title: str, maker: User, period: WorkplacePeriod, codes: list[str], people: list[User]) -> Calibration:
    made = Calibration.objects.create(maker=maker, title=title, period=period, introduction=INTRODUCTION)
    for item in period.outcomes.filter(outcome__code__in=codes):
        reflection, evidence = EXAMPLE[item.outcome.code]
        CalibrationCase.objects.create(calibration=made, item=item, reflection=reflection, evidence=evidence)
    CalibrationAssessor.objects.bulk_create(CalibrationAssessor(calibration=made, user=user) for user in people)
    Calibration.objects.filter(pk=made.pk).update(names_checked=True)
    return made.take("open", maker)


def _judge(made: Calibration, user: User, turn: int, with_name: bool = False) -> None:
    verdicts, texts, seen, used = SAID[turn]
    values, marks = {}, {"seen": set(), "used": set()}
    for number, case in enumerate(made.cases.select_related("item__outcome")):
        values[case.pk] = {"verdict": verdicts[number], "motivation": texts[number]}
        indicators = list(case.item.outcome.indicators.values_list("pk", flat=True))
        marks["seen"] |= {indicators[at] for at in seen}
        marks["used"] |= {indicators[at] for at in used}
    seat = made.assessors.get(user=user)
    seat.write(values, marks, with_name=with_name, seen_version=seat.version)
    made.take("hand_in", user)


INTRODUCTION = (
    "Lees het voorbeeld alsof het van uw eigen student is. In ons overleg leggen we de oordelen naast elkaar."
)
