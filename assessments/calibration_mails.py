"""Two notices about a calibration: you are asked, and now you can see what the others judged."""

from django.utils import translation
from django.utils.translation import gettext as _

from placements import outbox


def tell(calibration, step: str, by) -> None:
    """Tell the assessors that it is open, or laid beside each other; never who did it himself."""
    if step not in ("open", "reveal"):
        return
    seats = calibration.assessors.select_related("user").exclude(user=by).order_by("user")
    for seat in seats:
        with translation.override(seat.user.language):
            subject, sentences, button = _words(step, bool(seat.handed_in_at))
            words = {"maker": calibration.maker.get_full_name(), "title": calibration.title}
            outbox.notice(
                seat.user,
                subject=subject % words,
                sentences=[sentence % words for sentence in sentences],
                button=button,
                path=calibration.get_absolute_url(),
            )


def _words(step: str, handed_in: bool) -> tuple[str, list[str], str]:
    if step == "open":
        return (
            _("%(maker)s asks you to judge an example"),
            [
                _("%(maker)s asks you to judge an example, for “%(title)s”."),
                _("You judge for yourself; nobody sees it before everybody's judgement is laid beside each other."),
            ],
            _("Judge the example"),
        )
    if handed_in:
        return (
            _("You can see what the others judged"),
            [_("The judgements for “%(title)s” lie beside each other now.")],
            _("See them beside each other"),
        )
    return (
        _("The example was talked over without your judgement"),
        [_("The judgements for “%(title)s” lie beside each other now. You had not handed in yours.")],
        _("Go to the calibration"),
    )
