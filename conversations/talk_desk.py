"""The page of one conversation: when and where, who sits in it, what was discussed, and saving that."""

import secrets
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placements.models import Placement
from placements.models.parts import NotNow, Part, keep_once, one_after_the_other
from placements.roles import CORNER, Role

from .cycle import moment_of
from .goal_desk import goal_rows
from .models import Conversation, EarlierTalkText, TalkRecord
from .rules import TALK_WRITERS, Kind, State
from .signals import talk_links
from .talk_forms import RecordForm, VerdictToldForm
from .topics import topics_of

SENTENCES = {
    "plan": _("%(name)s planned it."),
    "hold": _("%(name)s wrote down that it was held."),
    "take_back": _("%(name)s wrote down that it was not held after all."),
    "cancel": _("%(name)s cancelled it."),
    "plan_again": _("%(name)s plans it again."),
}


def record_of(conversation: Conversation) -> TalkRecord | None:
    return getattr(conversation, "record", None)


@dataclass
class TalkPlace:
    """The record on the page of its conversation: where it is posted, its form, and what stands there now."""

    record: TalkRecord
    form: RecordForm
    anchor: str = "record"
    id: str = "record-form"
    page: str = field(default_factory=lambda: secrets.token_hex(8))  # names the page that is opened with this form

    @property
    def url(self) -> str:
        return reverse("conversations:record", args=[self.record.conversation_id])

    @property
    def text_fields(self) -> list:
        return [self.form[name] for name in self.record.TEXTS]

    @property
    def chosen_fields(self) -> list:
        """What is chosen or counted beside the texts, and saved along with them."""
        return [self.form[name] for name in ("topics", "activities", "goals", "lessons") if name in self.form.fields]


def place_for(conversation: Conversation, user, data=None, *, button: bool = True) -> TalkPlace | None:
    """The record to write in, filled with what stands there or with what was posted; None for who may not write it.

    Without the `button` it was posted by the page itself while somebody wrote: the day, which only the button keeps,
    is left alone.
    """
    if not conversation.may_write(user):
        return None
    record = record_of(conversation)
    place = TalkPlace(record or TalkRecord(conversation_id=conversation.pk, author=user), None)
    initial = {"version": record.version if record else 0, "page": place.page}
    if record:
        initial |= record.said | {"goals": [str(goal.pk) for goal in record.goals.all()]}
    if conversation.is_past:
        initial["held_on"] = conversation.day
    place.form = RecordForm(conversation, user, data, initial=initial, auto_id="record-%s")
    if not button:
        place.form.fields.pop("held_on", None)
    return place


def guidance_form(placement: Placement, user, data=None, *, short: bool = False) -> RecordForm | None:
    """To write down a guidance talk of today, or of a day before; None for who may not."""
    if placement.ended_on or not placement.roles_of(user) & TALK_WRITERS:
        return None
    initial = {"held_on": timezone.localdate(), "page": secrets.token_hex(8)}
    blank = Conversation(placement=placement, kind=Kind.GUIDANCE)
    return RecordForm(blank, user, data, short=short, initial=initial, auto_id="record-%s")


def page_of(conversation: Conversation, user, place: TalkPlace | None = None, verdict=None) -> dict:
    """Everything the page shows this reader; the forms may come back with faults."""
    placement, record = conversation.placement, record_of(conversation)
    steps = {name: step for name, step in conversation.steps_for(user).items() if name not in ("plan", "hold")}
    moment = moment_of(placement.period, conversation.kind)
    lies_ahead = conversation.state == State.PLANNED and conversation.is_ahead
    asks_verdict = conversation.may_tell_verdict(user) and not lies_ahead
    return {
        "talk": conversation,
        "placement": placement,
        "own": user.pk == placement.student_id,
        "seats": seats_of(conversation),
        "record": record,
        "record_words": words_of(record, moment) if record else {},
        "place": place or place_for(conversation, user),
        "topics": topics_of(moment),
        "introduction": conversation.kind == Kind.INTRODUCTION,
        "history": history_of(conversation),
        "steps": steps,
        "plans": "plan" in conversation.steps_for(user),
        "goals": goal_rows(placement, user, talk=conversation, running=True),
        "verdict": verdict or (VerdictToldForm(conversation) if asks_verdict else None),
        "links": links_of(conversation, user),
        "earlier": list(conversation.earlier_texts.all()),
    }


def seats_of(conversation: Conversation) -> list[dict]:
    """Who sits in it, with the corner and the word for the role."""
    words = {conversation.placement.student_id: Role.STUDENT}
    for seat in conversation.seats():
        words.setdefault(seat.user_id, Role(seat.role))
    return [
        {"person": person, "role": words[person.pk].label, "corner": CORNER[words[person.pk]]}
        for person in conversation.people()
    ]


def words_of(record: TalkRecord, moment) -> dict:
    """The choices of a record, in words and in the order of the page."""
    topics = {topic.code: topic.text for topic in topics_of(moment)}
    activities = dict(RecordForm.base_fields["activities"].choices)
    return {
        "topics": [topics.get(code, code) for code in record.topics],
        "activities": [activities[code] for code in record.activities if code in activities],
        "goals": [goal.text for goal in record.goals.all()],
    }


def history_of(conversation: Conversation) -> list[dict]:
    """Who did what when, oldest first."""
    return [
        {
            "at": line.at,
            "sentence": SENTENCES.get(line.step, "%(name)s") % {"name": line.by.get_short_name()},
            "note": line.note,
            "day": line.day,
        }
        for line in conversation.log.all()
    ]


def links_of(conversation: Conversation, user) -> list[tuple[str, str]]:
    """What the apps to the right want to offer on this page, as (text, address)."""
    answers = talk_links.send(sender=Conversation, conversation=conversation, user=user)
    return [link for _receiver, links in answers for link in links]


@transaction.atomic
def save(conversation: Conversation, form: RecordForm, user, resolves: str = "") -> TalkRecord:
    """Save the record, and take `hold` when a day is given and it was not held yet: both or neither. Returns the record
    as it was written.

    `resolves` says what somebody chose who had seen both texts: "mine", "theirs" or "both". What gives way stays among
    the earlier texts. Raises NotNow and Conflict like `TalkRecord.write`, ValidationError like `take`.
    """
    Placement.objects.lock(conversation.placement_id)  # its lessons are counted, and the talk may be held with it
    record, values = record_of(conversation), form.values()
    seen, page = form.cleaned_data["version"] or 0, form.cleaned_data["page"]
    if resolves and record:
        if not conversation.may_write(user):
            raise NotNow
        gives_way = values if resolves == "theirs" else record.said
        author = user if resolves == "theirs" else record.author
        keep_once(EarlierTalkText.objects, author, texts_in(gives_way), conversation=conversation)
        if resolves == "theirs":
            return record
        page = ""  # the page does not show what both say together
    if resolves == "both" and record:
        values |= {name: one_after_the_other(text, values[name], "\n") for name, text in record.texts.items()}
    chosen = form.goals_chosen
    written = TalkRecord.write(conversation, values, by=user, seen_version=seen, page=page, goals=chosen)
    if form.cleaned_data.get("held_on"):
        conversation.take("hold", user, held_on=form.cleaned_data["held_on"])
    if "lessons" in form.fields:
        count_lessons(conversation.placement)
    return written


def keep_aside(conversation: Conversation, form: RecordForm, user, current: Part) -> None:
    """Keep what somebody typed just before leaving the page, where another text stands by now."""
    mine = texts_in(form.values())
    if mine != current.texts:
        keep_once(EarlierTalkText.objects, user, mine, conversation=conversation)


def texts_in(said: dict) -> dict:
    return {name: said.get(name, "") for name in TalkRecord.TEXTS}


def count_lessons(placement: Placement) -> None:
    """The lessons given so far are those written down with the talks, once anybody did."""
    found = TalkRecord.objects.filter(conversation__placement=placement).exclude(conversation__state=State.CANCELLED)
    given = found.aggregate(sum=Sum("lessons"))["sum"]
    if given is not None:
        Placement.objects.filter(pk=placement.pk).update(lessons_given=given)
        placement.lessons_given = given


@transaction.atomic
def write_down(placement: Placement, form: RecordForm, user) -> Conversation:
    """A guidance talk in one act: the conversation, that it was held, and its record (C20, C31). The same page sent
    twice writes down one talk. Raises NotNow for who may not."""
    Placement.objects.lock(placement.pk)
    if placement.ended_on or not placement.roles_of(user) & TALK_WRITERS:
        raise NotNow
    page = form.cleaned_data["page"]
    there = Conversation.objects.filter(placement=placement, kind=Kind.GUIDANCE, record__page=page) if page else None
    if there and (found := there.first()):
        return found
    made = Conversation.objects.create(placement=placement, kind=Kind.GUIDANCE)
    made.take("hold", user, held_on=form.cleaned_data["held_on"])
    TalkRecord.write(made, form.values(), by=user, seen_version=0, page=page, goals=form.goals_chosen)
    count_lessons(placement)
    return made


def typed_in(form) -> list[str]:
    """The texts as they were posted, to give back when there is no place for them any more."""
    return [text for name in ("report", "next_steps", "text", "note") if (text := form.data.get(name, "").strip())]
