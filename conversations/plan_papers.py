"""The plan on paper: from the same sheet as the page, filed once it is approved (C19, X11)."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_tasks import task

from placements.roles import CORNER
from portfolio.filing import file_paper
from portfolio.pdf import render_pdf

from .models import LearningPlan, PlanVersion
from .plan_difference import answers_of
from .plan_sheet import of_unit
from .questions import OPENING


def paper_html(sheet: dict) -> str:
    """The HTML that becomes paper; always in Dutch, the language of the plan."""
    with translation.override("nl"):
        context = {
            "sheet": sheet,
            "paper": frame(sheet),
            "rows": [(row, answers_of(row["texts"])) for row in sheet["rows"]],
            "opening": answers_of(sheet["opening"], OPENING),
            "about_all": "only_unit" not in sheet,
        }
        return render_to_string("conversations/plan_print.html", context)


def paper_of(sheet: dict) -> bytes:
    """This sheet as PDF/UA-1; an approved one as PDF/A-3 with its own data inside. Raises PaperFailed."""
    approved = sheet["approvals"]
    identifier = f"{sheet['number']}-{sheet['state']}-{sheet.get('only_unit', '')}"
    made = parse_datetime(approved[0]["at"]) if approved else None
    return render_pdf(paper_html(sheet), identifier=identifier, attachment=sheet if approved else None, made=made)


def pdf(content: bytes, plan: LearningPlan) -> HttpResponse:
    """A PDF that was made just now, stored nowhere by the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="leerplan-{plan.placement_id}.pdf"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def frame(sheet: dict) -> dict:
    """What stands around the paper: title, running head, state and the lines of the foot."""
    student, number, period = sheet["facts"]["student"], sheet["facts"]["student_number"], sheet["period"]["title"]
    approved = sheet["approvals"][0]["at"] if sheet["approvals"] else ""
    word, note = (_("APPROVED"), _("on %(day)s")) if approved else (_("CONCEPT"), _("not approved yet"))
    foot = [
        _("Learning plan, version %(version)s · Observation guide %(period)s, edition %(edition)s")
        % {"version": sheet["plan_format"], "period": period, "edition": sheet["edition"]["edition"]},
        _("File %(number)s · approved on %(moment)s") % {"number": sheet["number"], "moment": _moment(approved)}
        if approved
        else _("File %(number)s · not approved yet") % {"number": sheet["number"]},
        _("Nothing is judged in a learning plan."),
    ]
    return {
        "title": _("Learning plan of %(student)s, %(period)s") % {"student": student, "period": period},
        "head": " · ".join(filter(None, [student, number, f"{_('Learning plan')} {period}"])),
        "state": word,
        "stamp": "vast" if approved else "concept",
        "stamp_note": note % {"day": _long(approved)} if approved else note,
        "foot": "\n".join(foot),
        "talk_on": _long(sheet["talk_on"]) if sheet["talk_on"] else "",
        "people": {
            corner: [p for p in sheet["people"] if CORNER[p["role"]] == corner] for corner in ("workplace", "institute")
        },
    }


def _long(iso: str) -> str:
    return date_format(parse_date(iso[:10]), "j F Y")


def _moment(iso: str) -> str:
    at = localtime(parse_datetime(iso))
    return _("%(day)s, %(time)s hrs") % {"day": date_format(at, "j F Y"), "time": at.strftime("%H.%M")}


@task()
def file_plan(version_id: int) -> None:
    """File the report of the start talk in the assessment collection of each unit, with the outcomes of that unit.
    Twice is harmless."""
    version = PlanVersion.objects.select_related("plan__placement").get(pk=version_id)
    items = version.plan.placement.outcomes.select_related("unit")
    known = {row["item"] for row in version.content["rows"]}
    units = {item.unit for item in items if item.unit and item.pk in known}
    for unit in sorted(units, key=lambda one: one.order):
        content = of_unit(version.content, unit.code)
        with translation.override("nl"):
            file_paper(
                version.plan.placement,
                unit,
                key=f"plan-{version.pk}-{unit.code}",
                title=_("Learning plan (report of the start talk)"),
                pdf=paper_of(content),
                at=localtime(version.at),
            )
