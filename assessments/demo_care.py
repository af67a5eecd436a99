"""A concern and two early endings for the demo, brought there by the steps real people take."""

from datetime import timedelta

from django.utils import timezone

from placements.models import Concern, EarlyEnding, Participation, Placement, User
from placements.roles import Role


def load_care(placements: list[Placement], coach: User) -> None:
    """With enough students: a concern just reported, one with agreements, a plan, and one that ended early."""
    if len(placements) < 11:
        return
    concern_with_agreements(placements[0])
    concern_just_reported(placements[2])
    for placement in (placements[3], placements[10]):
        Participation.objects.create(placement=placement, user=coach, role=Role.STUDY_COACH, since=placement.start)
    plan(placements[3], "mismatch")
    ended(plan(placements[10], "stagnation"))


def _one(placement: Placement, role: str, unit=None) -> User:
    return placement.people_in([role], unit)[0]


def _report(placement: Placement, code: str, seen: str, told_on=None) -> Concern:
    item = placement.period.outcomes.select_related("unit").get(outcome__code=code)
    return Concern.objects.report(placement, item, _one(placement, Role.WORKPLACE_MENTOR), seen, told_on)


def concern_just_reported(placement: Placement) -> None:
    """The student does not know of it yet."""
    _report(
        placement,
        "CPL",
        "In 2B duurt het tien minuten voor de les begint. De student wacht af en spreekt niemand aan.",
    )


def concern_with_agreements(placement: Placement) -> None:
    """Reported, told, with the examiner, agreed; today one looks again."""
    today = timezone.localdate()
    seen = "De uitleg is voor alle leerlingen dezelfde. Wie vastloopt, krijgt geen andere aanpak."
    concern = _report(placement, "AOL", seen, told_on=today - timedelta(days=15))
    institute = _one(placement, Role.INSTITUTE_EDUCATOR)
    examiner = _one(placement, Role.UNIT_EXAMINER, concern.item.unit_id)
    concern.take("bring_in", institute)
    concern.contribute(examiner, "In de lesontwerpen staat de differentiatie wel. Het gaat om het doen in de les.")
    what = "Kies per les twee leerlingen en bereid hun een andere uitleg voor. De werkplekbegeleider kijkt een les mee."
    concern.take("agree", examiner, what=what, who=placement.student.get_short_name(), follow_up_on=today)


def plan(placement: Placement, reason: str) -> EarlyEnding:
    """Brought up by the mentor; both contacts noted, and a plan with the study coach and an examiner."""
    today, institute = timezone.localdate(), _one(placement, Role.INSTITUTE_EDUCATOR)
    placement = Placement.objects.get(pk=placement.pk)  # the study coach stands in it by now
    ending = EarlyEnding.objects.start(placement, _one(placement, Role.WORKPLACE_MENTOR), reason)
    for seat in ending.contact_persons:
        ending.note_contact(institute, seat, today - timedelta(days=2))
    people = [placement.student, _one(placement, Role.STUDY_COACH), _one(placement, Role.UNIT_EXAMINER)]
    text = "Twee weken meekijken bij een andere begeleider. Daarna praten we met elkaar verder."
    return ending.take("plan", institute, text=text, made_on=today - timedelta(days=1), people=people)


def ended(ending: EarlyEnding) -> None:
    """The institute educator decided that it ends."""
    text = "We stoppen op deze school. Op een andere plek krijg je een nieuwe start; wat je liet zien, neem je mee."
    institute = _one(ending.placement, Role.INSTITUTE_EDUCATOR)
    ending.take("end", institute, text=text, last_day=timezone.localdate())
