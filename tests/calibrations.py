"""A calibration in each of its states, made by the steps real people take: Karim makes it and asks three."""

from assessments.models import Calibration, CalibrationAssessor, CalibrationCase
from placements.models import User

from .cast import Cast

ASSESSORS = ["mentor", "school_educator", "examiner"]


def drafted(cast: Cast, outcomes: tuple[str, ...] = ("CPL", "ICT"), people: list[User] | None = None) -> Calibration:
    """Nobody is told yet; the texts are there."""
    made = Calibration.objects.create(
        maker=cast.institute_educator, title="Kijken naar leerklimaat", period=cast.placement.period
    )
    for item in made.period.outcomes.filter(outcome__code__in=outcomes):
        CalibrationCase.objects.create(
            calibration=made,
            item=item,
            reflection="Ik sta bij de deur.",
            evidence="Lesontwerp",
            replaced=[["Noor", "x"]],
        )
    for user in people or [cast.people[name] for name in ASSESSORS]:
        CalibrationAssessor.objects.create(calibration=made, user=user)
    return made


def opened(cast: Cast, **more) -> Calibration:
    made = drafted(cast, **more)
    Calibration.objects.filter(pk=made.pk).update(names_checked=True)
    return made.take("open", cast.institute_educator)


def judge(made: Calibration, user: User, word: str, with_name: bool = False) -> CalibrationAssessor:
    """Judge every case with this word in the motivation; the first indicator is seen, the second used."""
    seat = made.assessors.get(user=user)
    values = {
        case.pk: {"verdict": "met" if case.item.summative else "", "motivation": word} for case in made.cases.all()
    }
    two = [list(case.item.outcome.indicators.values_list("pk", flat=True)[:2]) for case in made.cases.all()]
    marks = {"seen": {pair[0] for pair in two}, "used": {pair[1] for pair in two}}
    seat.write(values, marks, with_name=with_name, seen_version=seat.version)
    return seat


def handed_in(cast: Cast, names: list[str] = ASSESSORS[:2], **more) -> Calibration:
    """These judged and handed in; the mentor under her own name."""
    made = opened(cast, **more)
    for name in names:
        judge(made, cast.people[name], f"woordvan{name}", with_name=name == "mentor")
        made = made.take("hand_in", cast.people[name])
    return made


def revealed(cast: Cast) -> Calibration:
    return handed_in(cast).take("reveal", cast.institute_educator)


def closed(cast: Cast) -> Calibration:
    made = revealed(cast)
    Calibration.objects.filter(pk=made.pk).update(conclusions="We keken verschillend naar de start.")
    return made.take("close", cast.institute_educator)


STATES = {"draft": drafted, "open": handed_in, "revealed": revealed, "closed": closed}
