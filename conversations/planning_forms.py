"""What is typed on the page where the conversations of a placement are planned."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning_outcomes.wording import begin
from placements.models import Placement
from placements.roles import Role

from .cycle import week_of
from .models import Conversation
from .planning import AGREED, Board, Meanwhile, Wish, doubt
from .proposing import SCHOOL_WEEK, proposals, term_of
from .talk_forms import LONG_BEFORE

DATE = {"type": "date"}
NO_DATE = gettext_lazy("Write the day as day-month-year, for instance 3-3-2026.")


class TalkForm(forms.Form):
    """Day, time and place of one conversation. `proposed` is the day the page proposes; it stands in the field already
    where `fills` says so."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DATE},
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("Begins at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for instance 10:30.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        initial=45,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
        error_messages={
            "required": gettext_lazy("How many minutes does it take?"),
            "invalid": gettext_lazy("Write a whole number of minutes."),
        },
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    anyway = forms.BooleanField(label=gettext_lazy("On this day anyway"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, talk: Conversation, proposed, data=None, *, fills: bool = True) -> None:
        day = talk.day or (proposed if fills else None)
        initial = {"day": day, "starts_at": talk.starts_at, "minutes": talk.minutes, "place": talk.place}
        super().__init__(data, prefix=talk.kind, initial=initial | {"seen": talk.sequence})
        self.talk, self.proposed, self.asks = talk, None if talk.day else proposed, False
        self.fills = fills

    @property
    def about(self) -> str:
        """What its fields are about, where they are named away from it."""
        return begin(self.talk.get_kind_display())

    @property
    def week(self) -> int | None:
        """The week of the placement it belongs in."""
        return week_of(self.talk.placement.period, self.talk.kind)

    @property
    def wanted(self) -> date | None:
        """The day that was typed, when it can be read."""
        return self.cleaned_data.get("day") if self.is_bound and self.errors is not None else None

    def clean(self) -> dict:
        said = super().clean()
        if said.get("starts_at") and said.get("day") is None and "day" not in self.errors:
            self.add_error("day", _("Choose a day with this time, or leave the time out."))
        return said

    def wish(self) -> Wish:
        said = {name: value for name, value in self.cleaned_data.items() if name in Wish.__dataclass_fields__}
        return Wish(self.talk.kind, **said)


class AgreementsForm(forms.Form):
    """Days, first lesson, classes (P09), and who sits for the institute (X08)."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days at school"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose days of the week.")},
    )
    first_lesson = forms.DateField(
        label=gettext_lazy("First lesson"),
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DATE},
    )
    classes = forms.CharField(label=gettext_lazy("Classes"), max_length=200, required=False)
    seat = forms.ChoiceField(
        label=gettext_lazy("Who sits for the institute"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the two.")},
        choices=[
            (Role.INSTITUTE_EDUCATOR.value, Role.INSTITUTE_EDUCATOR.label),
            (Role.SCHOOL_EDUCATOR.value, gettext_lazy("school educator, as agreed with the school")),
        ],
    )
    agreed = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, board: Board, data=None) -> None:
        placement = self.placement = board.placement
        initial = {name: getattr(placement, name) for name in AGREED}
        super().__init__(data, initial=initial | {"seat": board.seat, "agreed": board.agreed})
        days = sorted(SCHOOL_WEEK | set(placement.weekdays))
        self.fields["weekdays"].choices = [(day, WEEKDAYS[day]) for day in days]

    def clean_first_lesson(self) -> date | None:
        """Between the weeks in which one gets to know each other and the end of the placement."""
        day = self.cleaned_data["first_lesson"]
        if day and not self.placement.start - LONG_BEFORE <= day <= self.placement.end:
            raise forms.ValidationError(_("The first lesson lies in the placement, or at most six weeks before it."))
        return day

    def clean_weekdays(self) -> list[int]:
        return sorted(set(self.cleaned_data["weekdays"]))


class PlanningForm:
    """The whole page: the agreements and a form for each conversation that can get a day."""

    def __init__(self, placement: Placement, data: QueryDict | None = None) -> None:
        self.placement, self.data = placement, data
        self.board = Board.of(placement)
        self.agreements = AgreementsForm(self.board, data)
        self.term = term_of(placement, self._weekdays())
        today, proposed = timezone.localdate(), proposals(placement, self.board.open, self.term)
        self.rows = [
            TalkForm(talk, day if day and day >= today else None, data, fills=self.board.fills(talk))
            for talk, day in ((talk, proposed[kind]) for kind, talk in self.board.open.items())
        ]

    def _weekdays(self) -> list[int] | None:
        """Those that were just typed, when they can be read; else those that stand."""
        if not self.agreements.is_bound:
            return None
        self.agreements.full_clean()
        return self.agreements.cleaned_data.get("weekdays")

    def is_valid(self) -> bool:
        """Adds what is wrong with the days to their fields."""
        if not all([self.agreements.is_valid(), *(row.is_valid() for row in self.rows)]):
            return False
        rows, days = {row.talk.kind: row for row in self.rows}, {wish.kind: wish.day for wish in self.wishes()}
        faults = self.board.faults(self.wishes(), self.term)
        for kind, sentence in faults:
            rows[kind].add_error("day", sentence)
            rows[kind].asks = days[kind] is not None and sentence == doubt(days[kind], self.term)
        return not faults

    def wishes(self) -> list[Wish]:
        return [row.wish() for row in self.rows]

    def said(self) -> dict:
        """What `planning.save` needs."""
        typed = self.agreements.cleaned_data
        return {
            "agreements": {name: typed[name] for name in AGREED},
            "seat": typed["seat"],
            "agreed": typed["agreed"],
            "wishes": self.wishes(),
        }

    def proposed_again(self) -> "PlanningForm":
        """As typed, but what has no day yet gets the proposals that follow from the days at school on the page."""
        data = self.data.copy()
        for row in self.rows:
            if row.talk.day is None:
                data[row.add_prefix("day")] = row.proposed.isoformat() if row.proposed else ""
        return PlanningForm(self.placement, data)

    def after(self, meanwhile: Meanwhile) -> "PlanningForm":
        """As typed, over what somebody else saved meanwhile: the next save is made knowing it."""
        data = self.data.copy()
        fresh = PlanningForm(Placement.objects.for_page().get(pk=self.placement.pk))
        for row in fresh.rows:
            data[row.add_prefix("seen")] = str(row.talk.sequence)
        if meanwhile.agreements:
            data["agreed"] = fresh.board.agreed
        return PlanningForm(fresh.placement, data)
