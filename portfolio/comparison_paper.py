"""The comparison of two frameworks on paper: the same structure as its page (decisions section 8)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning_outcomes.comparing import Comparison
from learning_outcomes.coverage import SHAPE_WORDS, coverage

from .pdf import render_pdf

PAPER_LANGUAGE = "nl"  # whatever the reader's screen is


def comparison_html(comparison: Comparison) -> str:
    """The HTML that becomes paper."""
    left, right = comparison.left, comparison.right
    with translation.override(PAPER_LANGUAGE):
        page = {
            "comparison": comparison,
            "coverages": [coverage(left, right.framework), coverage(right, left.framework)],
            "shapes": SHAPE_WORDS.items(),
            "paper": frame(comparison),
        }
        return render_to_string("portfolio/comparison_print.html", page)


def comparison_paper(comparison: Comparison) -> bytes:
    """PDF/UA-1. Raises PaperFailed."""
    uuids = f"{comparison.left.framework.uuid} {comparison.right.framework.uuid}"
    return render_pdf(comparison_html(comparison), identifier=f"comparison {uuids}")


def frame(comparison: Comparison) -> dict:
    """What stands around the paper. A proposal says so on every page."""
    left, right = comparison.left.framework, comparison.right.framework
    editions = [left.code, left.edition, right.code, right.edition]
    address = settings.SITE_URL.split("//")[-1] + reverse("learning_outcomes:comparison", args=editions)
    state, stamp, note = state_of(comparison)
    names = {"left": left, "right": right}
    return {
        "title": _("%(left)s beside %(right)s") % names,
        "head": _("%(left)s beside %(right)s") % names,
        "state": state,
        "stamp": stamp,
        "note": note,
        "made": date_format(timezone.localdate(), "j F Y"),
        "foot": "\n".join([_("Comparison of frameworks"), address]),
    }


def state_of(comparison: Comparison) -> tuple[str, str, str]:
    """(word, frame, note): whether this rests on a proposal, on published crosswalks, or on nothing yet."""
    if not comparison.crosswalks:
        return _("NO CROSSWALK"), "concept", _("nobody has laid these two side by side yet")
    if any(crosswalk.is_proposal for crosswalk in comparison.crosswalks):
        return _("PROPOSAL"), "concept", _("nobody has adopted this yet")
    return _("PUBLISHED"), "ingediend", _("by the publisher named below")
