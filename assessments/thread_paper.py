"""The line of a placement on paper: the structure and the drawing of its page (decisions, section 8)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from placements.models import Placement
from portfolio.pdf import render_pdf

from .thread import thread_of
from .thread_picture import sheets

PAPER_LANGUAGE = "nl"  # whatever the reader's screen is
# What the classes of the drawing mean in ink. Inside the drawing, because the printer gives it no other stylesheet.
INK = format_html(
    "<style>{}</style>",
    "text { font-family: Liberation Sans, sans-serif; fill: #000 } .m { fill: #333 } .b { fill: #222 }"
    ".bl { stroke: #222; fill: none } .e { stroke: #555; fill: none } .l { stroke: #bbb; fill: none }"
    ".t { fill: #eee } .t2 { fill: #d5d5d5 } .p { fill: #fff } .ob { fill: #fff } .ol { stroke: #fff }",
)


def paper_html(placement: Placement, reader) -> str:
    """The HTML that becomes paper, with what `reader` may read."""
    with translation.override(PAPER_LANGUAGE):
        thread = thread_of(placement, reader)
        page = {"placement": placement, "reader": reader.get_full_name(), "thread": thread, "sheets": sheets(thread)}
        return render_to_string("assessments/thread/print.html", page | {"paper": _frame(placement)})


def paper_of(placement: Placement, reader) -> bytes:
    """PDF/UA-1. Raises PaperFailed."""
    return render_pdf(paper_html(placement, reader), identifier=f"line {placement.pk} {reader.pk}")


def _frame(placement: Placement) -> dict:
    address = settings.SITE_URL.split("//")[-1] + reverse("assessments:thread", args=[placement.pk])
    title = _("The line of the placement")
    made = _("made on %(day)s") % {"day": date_format(timezone.localdate(), "j F Y")}
    return {
        "title": f"{title}, {placement.student}",
        "head": f"{placement.period} · {placement.school}",
        "state": "",
        "ink": INK,
        "foot": f"{placement.period} · {placement.school}\n{made}\n{address}",
    }
