"""What a sheet is called on page and paper: titles, states, the lines at the edge of the paper."""

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from placements.models import PlacementOutcome, Recognition
from placements.roles import CORNER, Role
from placements.set_rules import Origin

from .sheet import title_of


def long_date(iso: str) -> str:
    """'15 juni 2027' from an ISO date or moment."""
    return date_format(parse_date(iso[:10]), "j F Y")


def long_moment(iso: str) -> str:
    """'15 juni 2027, 16.05 uur' from an ISO moment."""
    at = localtime(parse_datetime(iso))
    return _("%(day)s, %(time)s hrs") % {"day": date_format(at, "j F Y"), "time": at.strftime("%H.%M")}


def stamp(sheet: dict) -> tuple[str, str, str]:
    """(class, word, note) for the state of this paper: concept, handed in, or established."""
    decided = [d for d in sheet["decisions"] if d["decided"]]
    if sheet["state"] != "signed":
        return "concept", _("CONCEPT"), _("not signed yet")
    if sheet["is_final"] and len(decided) < len(sheet["decisions"]):
        note = _("signed on %(day)s, the institute still has to decide") % {"day": long_date(sheet["signed_at"])}
        return "ingediend", _("HANDED IN"), note
    if sheet["is_final"]:
        note = _("on %(day)s, after the decision") % {
            "day": long_date(max(d["at"] for d in decided) if decided else sheet["signed_at"])
        }
        return "vast", _("ESTABLISHED"), note
    return "vast", _("ESTABLISHED"), _("signed on %(day)s") % {"day": long_date(sheet["signed_at"])}


def check_code(typed: str) -> str:
    """A check code as it was typed, brought to its one spelling: groups of four, whatever stood between them."""
    letters = "".join(c for c in typed.upper() if c.isascii() and c.isalnum())[:20]
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def frame(sheet: dict) -> dict:
    """What stands around the paper: title, running head, state and the three lines of the foot."""
    moment = title_of(sheet).capitalize()
    student, number = sheet["facts"]["student"], sheet["facts"]["student_number"]
    kind, word, note = stamp(sheet)
    made = sheet.get("sealed_at")
    foot = [
        _("Workplace form, version %(version)s · Observation guide %(period)s, edition %(edition)s")
        % {
            "version": sheet["form_version"],
            "period": sheet["period"]["title"],
            "edition": sheet["edition"]["edition"],
        },
        _("File %(number)s · sealed on %(moment)s") % {"number": sheet["number"], "moment": long_moment(made)}
        if made
        else _("File %(number)s · not sealed") % {"number": sheet["number"]},
        _("Check code %(code)s · genuine? %(address)s")
        % {"code": sheet["check_code"], "address": settings.SITE_URL.split("//")[-1] + reverse("assessments:check")}
        if made
        else _("No check code: this is not a sealed copy"),
    ]
    return {
        "title": _("%(moment)s of %(student)s, %(period)s")
        % {"moment": moment, "student": student, "period": sheet["period"]["title"]},
        "head": " · ".join(filter(None, [student, number, f"{moment} {sheet['period']['title']}"])),
        "state": word,
        "stamp": kind,
        "stamp_note": note,
        "foot": "\n".join(foot),
        "check_code": sheet.get("check_code", ""),
        "moment": moment,
        "talk_on": long_date(sheet["talk_on"]),
        "people": {
            corner: [p for p in sheet["people"] if CORNER[p["role"]] == corner] for corner in ("workplace", "institute")
        },
    }


def short_day(iso: str | None) -> str:
    """'4 juni' from an ISO date or moment; empty for none."""
    return date_format(parse_date(iso[:10]), "j F") if iso else ""


def clock(at) -> str:
    """'14.32' in the reader's time zone; empty for none."""
    return localtime(at).strftime("%H.%M") if at else ""


def step_word(step: str) -> str:
    """What somebody did in a decision, in the course of it on paper."""
    return {
        "adopt": _("adopted the judgement"),
        "open_dialogue": _("opened the collegial dialogue"),
        "settle": _("settled the dialogue"),
        "escalate": _("escalated it"),
        "decide_finally": _("took the final decision"),
    }[step]


def role_word(role: str) -> str:
    """The Dutch or English word for a role."""
    return str(Role(role).label) if role else ""


def recognition_word(kind: str) -> str:
    """'vrijstelling', for the way by which an outcome counts as shown."""
    return str(Recognition.Kind(kind).label)


def origin_word(origin: str) -> str:
    """'vakdidactische leeruitkomst', for where an outcome of the set comes from."""
    return str(Origin(origin).label) if origin else ""


def mentor_word(role: str) -> str:
    """'geeft feedback', for what the mentor does on an outcome."""
    return str(PlacementOutcome.MentorRole(role).label) if role else ""


def trust_word(trust: bool | None) -> str:
    """'true', 'false' or nothing, as a browser posts it."""
    return "" if trust is None else str(trust).lower()
