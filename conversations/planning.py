"""Planning the conversations of a placement in one go, with the agreements about its days (C08, P09, X08).

One save is one transaction: every conversation that gets another day, time or place takes the step `plan`; one that
stays as it is takes none. A page says which version of each conversation it showed; who is late changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placements.models import Placement

from . import calendar_mails
from .models import Conversation
from .proposing import Term
from .rules import DATED, TRIANGLE, TRIANGLE_TALKS, State

AROUND = timedelta(days=365)  # a day further from the placement than this is a slip of the pen, whatever was ticked
AGREED = ("weekdays", "first_lesson", "classes")


@dataclass(frozen=True)
class Wish:
    """What somebody wants for one conversation; `seen` is the version he looked at, `anyway` that he insists."""

    kind: str
    seen: int
    day: date | None = None
    starts_at: time | None = None
    minutes: int = 45
    place: str = ""
    anyway: bool = False

    def is_as(self, talk: Conversation) -> bool:
        """Does the conversation stand like this already? Without a day nothing else counts."""
        if self.day is None:
            return talk.day is None
        wanted = (self.day, self.starts_at, self.minutes, self.place)
        return wanted == (talk.day, talk.starts_at, talk.minutes, talk.place)


class Meanwhile(Exception):
    """Somebody changed this after the page was opened. `talks` are those conversations as they are now; `agreements`
    says whether the days at school are among it."""

    def __init__(self, talks: list[Conversation], agreements: bool) -> None:
        super().__init__("changed meanwhile")
        self.talks, self.agreements = talks, agreements


def doubt(day: date, term: Term) -> str:
    """Why somebody has to say "on this day anyway": it is not proposed, or it has passed."""
    return term.why_not(day) or (_("This day has passed.") if day < timezone.localdate() else "")


@dataclass
class Board:
    """The conversations of a placement that are planned on its page, by kind."""

    placement: Placement
    talks: dict[str, Conversation] = field(default_factory=dict)

    @classmethod
    def of(cls, placement: Placement, found: Iterable[Conversation] | None = None) -> "Board":
        """In the order of the cycle. One query with the steps they took."""
        found = placement.conversations.filter(kind__in=DATED).prefetch_related("log__by") if found is None else found
        talks = {talk.kind: talk for talk in found}
        for talk in talks.values():
            talk.placement = placement
        return cls(placement, {kind: talks[kind] for kind in DATED if kind in talks})

    @property
    def open(self) -> dict[str, Conversation]:
        """Those that can get a day."""
        return {kind: talk for kind, talk in self.talks.items() if talk.state == State.PLANNED}

    def fills(self, talk: Conversation) -> bool:
        """Does a proposal stand in the field of this one? While the triangle is planned in one go, and where somebody
        plans again what was off; later whoever changes one day should not plan another unawares."""
        begun = any(one.day for kind, one in self.talks.items() if kind in TRIANGLE_TALKS)
        last = max(talk.log.all(), key=lambda line: line.pk, default=None)
        return not begun or (last is not None and last.step == "plan_again")

    @property
    def seat(self) -> str:
        """Who sits for the institute, in all three (X08)."""
        seats = [talk.institute_seat for kind, talk in self.talks.items() if kind in TRIANGLE_TALKS]
        return seats[0] if seats else Conversation._meta.get_field("institute_seat").default

    @property
    def agreed(self) -> str:
        """A fingerprint of the agreements: a page carries it, to be told when somebody changed them."""
        said = [str(getattr(self.placement, name)) for name in AGREED] + [self.seat]
        return sha256("\n".join(said).encode()).hexdigest()[:16]

    def faults(self, wishes: list[Wish], term: Term) -> list[tuple[str, str]]:
        """(kind, sentence) for each day that cannot be, or that asks for "on this day anyway"."""
        found = []
        for wish in wishes:
            talk = self.talks[wish.kind]
            if wish.day is None and talk.day is not None:
                found.append((wish.kind, _("This conversation has a day. Is it off? Then cancel it, below.")))
            elif wish.day and wish.day != talk.day and (sentence := self._fault_of(wish, term)):
                found.append((wish.kind, sentence))
        return found + self._out_of_order(wishes, {kind for kind, _sentence in found})

    def _fault_of(self, wish: Wish, term: Term) -> str:
        if not term.whole.first - AROUND <= wish.day <= term.whole.last + AROUND:
            return _("This day lies more than a year from the placement. Look at the year.")
        return "" if wish.anyway else doubt(wish.day, term)

    def _out_of_order(self, wishes: list[Wish], known: set[str]) -> list[tuple[str, str]]:
        """Start, midterm and final come in this order; those that are off do not count."""
        days = {kind: talk.day for kind, talk in self.talks.items() if talk.state != State.CANCELLED}
        days |= {wish.kind: wish.day for wish in wishes}
        found, latest = [], None
        for kind in TRIANGLE_TALKS:
            day = days.get(kind)
            if day and latest and day < latest[0] and kind not in known:
                words = {"kind": latest[1].get_kind_display()}
                found.append((kind, _("Choose a day that does not come before the %(kind)s.") % words))
            if day and (latest is None or day >= latest[0]):
                latest = (day, self.talks[kind])
        return found

    def has_moved_on(self, wish: Wish) -> bool:
        """Did somebody change this conversation since, into something else than is wished?"""
        talk = self.talks[wish.kind]
        if talk.state != State.PLANNED:
            return True
        return talk.sequence != wish.seen and not wish.is_as(talk)


def locked(placement: Placement) -> Board:
    """The placement and its conversations as nobody else can change them until this transaction ends."""
    fresh = Placement.objects.lock(placement.pk)
    return Board.of(fresh, fresh.conversations.filter(kind__in=DATED).select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def save(placement: Placement, by, *, agreements: dict, seat: str, agreed: str, wishes: list[Wish]) -> int:
    """Write down the agreements and plan what is wished. Returns how many conversations changed.

    Raises Meanwhile when somebody was first, ValidationError when the placement ended early.
    """
    board = locked(placement)
    if not board.placement.roles_of(by) & TRIANGLE:
        raise PermissionDenied
    if board.placement.ended_on:
        raise ValidationError(_("The placement ended early: nothing is planned in it any more."))
    stale = [board.talks[wish.kind] for wish in wishes if board.has_moved_on(wish)]
    same = (board.seat, *(getattr(board.placement, name) for name in AGREED)) == (
        seat,
        *(agreements[name] for name in AGREED),
    )
    if stale or (not same and board.agreed != agreed):
        raise Meanwhile(stale, not same and board.agreed != agreed)
    changes: list[calendar_mails.Change] = []
    for wish in wishes:
        _plan(board.talks[wish.kind], wish, seat, by, changes)
    if not same:
        Placement.objects.filter(pk=placement.pk).update(**{name: agreements[name] for name in AGREED})
    calendar_mails.tell(changes, by)
    return len(changes)


def _plan(talk: Conversation, wish: Wish, seat: str, by, changes: list) -> None:
    """Take the step, when there is something to change. Without a day only the seat is kept for later."""
    moves_seat = talk.kind in TRIANGLE_TALKS and talk.institute_seat != seat
    if wish.is_as(talk) and not moves_seat:
        return
    if wish.day is None:
        Conversation.objects.filter(pk=talk.pk).update(institute_seat=seat)
        return
    chosen = talk.chosen if wish.day == talk.day else wish.anyway
    said = {"day": wish.day, "starts_at": wish.starts_at, "minutes": wish.minutes, "place": wish.place}
    seats = {"institute_seat": seat} if talk.kind in TRIANGLE_TALKS else {}
    talk.take("plan", by, chosen=chosen, gather=changes, **said, **seats)


@transaction.atomic
def take_step(talk: Conversation, step: str, by, note: str = "", seen: int | None = None, **said) -> Conversation:
    """A step with one conversation, from a page that showed version `seen` of it.

    Raises Meanwhile when somebody changed its day since; else as `take`.
    """
    fresh = locked(talk.placement).talks.get(talk.kind)
    if fresh and seen is not None and fresh.sequence != seen and step in fresh.steps_for(by):
        raise Meanwhile([fresh], agreements=False)
    return talk.take(step, by, note, **said)
