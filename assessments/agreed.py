"""What was agreed in the conversation about a form, for page and paper: section 8 of the form (C22, C30, X11)."""

from conversations.models import Conversation, Goal
from conversations.rules import TALK_READERS, GoalState
from conversations.rules import State as TalkState
from placements.facts import moment_of
from placements.roles import CORNER, Role

from .models import AssessmentForm
from .rules import Moment, State
from .talks import TALKED_ABOUT


def agreements_of(form: AssessmentForm, reader=None) -> dict | None:
    """The day of the conversation, its report, the goals for part two (midterm) and the day on which the verdict was
    told (final), as plain data; as a whole when there is no reader. None when there is nothing, and for who does not
    sit in the triangle. A signed form says what was agreed when it was sealed.
    """
    if form.moment not in TALKED_ABOUT or (reader is not None and not form.roles_of(reader) & TALK_READERS):
        return None
    if reader is not None and form.state == State.SIGNED:
        return form.newest_version.content.get("agreements") if form.newest_version else None
    talk = _talk(form)
    found = {
        "held_on": talk.held_on.isoformat() if talk and talk.held_on else None,
        "cancelled": bool(talk and talk.state == TalkState.CANCELLED),
        "report": _report(talk) if talk else None,
        "verdict_told": _told(talk) if talk else None,
        "goals": _goals(form) if form.moment == Moment.MIDTERM else [],
    }
    return found if any(found.values()) else None


def _talk(form: AssessmentForm) -> Conversation | None:
    talks = Conversation.objects.select_related("record__author", "verdict_told_by")
    return talks.filter(placement=form.placement_id, kind=form.moment).first()


def _report(talk: Conversation) -> dict | None:
    record = getattr(talk, "record", None)
    if record is None or not any(record.texts.values()):
        return None
    voice = {"by": record.author.get_full_name(), "short": record.author.get_short_name(), "role": record.role}
    return voice | {"corner": CORNER[Role(record.role)], "at": moment_of(record.saved_at)} | record.texts


def _told(talk: Conversation) -> dict | None:
    if talk.verdict_told_on is None:
        return None
    return {"on": talk.verdict_told_on.isoformat(), "by": talk.verdict_told_by.get_full_name()}


def _goals(form: AssessmentForm) -> list[dict]:
    """The goals that run, in their newest words; `adjusted` says that the midterm gave them these words."""
    running = Goal.objects.filter(placement=form.placement_id, state=GoalState.RUNNING).for_list()
    return [
        {
            "outcome": str(goal.item),
            "text": goal.text,
            "adjusted": goal.newest.said_in == Moment.MIDTERM,
        }
        for goal in running
    ]
