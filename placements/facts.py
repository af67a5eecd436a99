"""What every paper says of a placement, as plain data: section 1 of the form, the edition, the unit."""

from django.utils.timezone import localtime

from .roles import Role


def moment_of(at) -> str | None:
    """A moment in the time zone of the site, as text."""
    return localtime(at).isoformat(timespec="seconds") if at else None


def edition_of(framework) -> dict:
    return {
        "title": framework.title,
        "edition": framework.edition,
        "publisher": framework.publisher,
        "uuid": str(framework.uuid),
    }


def period_of(period) -> dict:
    names = ("code", "title", "study_year", "next_stage", "final_stage")
    return {name: getattr(period, name) for name in names}


def unit_of(unit) -> dict:
    """The unit with its norm; all empty for an outcome that no unit decides on."""
    texts = {name: getattr(unit, name, "") for name in ("code", "title", "norm_intro", "norm_trust")}
    return texts | {name: getattr(unit, name, []) for name in ("norm_conditions", "norm_expectations")}


def facts_of(placement) -> dict:
    """Section 1 of the form: no addresses, no birthdays, nothing about health (Y03)."""
    p = placement
    return {
        "student": p.student.get_full_name(),
        "student_number": p.student_number,
        "programme": p.programme,
        "group": p.group,
        "school": str(p.school),
        "institute": p.institute.name,
        "department": p.institute.department,
        "classes": p.classes,
        "start": p.start.isoformat(),
        "end": p.end.isoformat(),
        "days": p.days or p.period.days,
        "duo": p.duo.student.get_full_name() if p.duo else "",
        "lessons": p.lessons_given,
        "lessons_min": p.period.lessons_min,
        "lessons_max": p.period.lessons_max,
    }


def people_of(placement) -> list[dict]:
    """Who stands around it, without the study coach, who has no part in forms and plans."""
    return [
        {"name": p.user.get_full_name(), "role": p.role, "unit": p.unit.title if p.unit else ""}
        for p in placement.running_participations()
        if p.role != Role.STUDY_COACH
    ]
