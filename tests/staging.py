"""What tests with a running site of their own arrange and read in its database, in a process of that site.

`tests/live.py` calls these by name; arguments and answers travel as JSON.
"""

import json
import re
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.desk import part_of
from assessments.models import AssessmentForm, OutcomeAssessment
from assessments.papers import paper_of
from assessments.sheet import sheet_of
from learning_outcomes import files, loading
from learning_outcomes.exchange import case_export, case_import
from learning_outcomes.models import Framework, WorkplacePeriod
from placements import outbox
from placements.models import OutgoingMail, Placement, User
from portfolio import pdf

from . import factories
from .cast import HAN, hand_in, make_cast, reflect


def answer() -> None:
    """Do what the command line asks and print what comes of it."""
    _program, name, arguments = sys.argv
    print(json.dumps(globals()[name](**json.loads(arguments))))


def prepare() -> None:
    """All tables, as before the first start."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def session_of(user: User) -> str:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


# ---- writing


def writing_places() -> list[dict]:
    """Ten parts to write in: the student's on the final form, without the page's script, and the mentor's on the
    midterm form."""
    cast = make_cast()
    hand_in(cast.midterm)
    found = [_place(row, "reflection", cast.student) | {"script": False} for row in cast.final.rows.all()]
    return found + [_place(row, "feedback", cast.mentor) for row in cast.midterm.rows.all()]


def _place(row: OutcomeAssessment, part: str, user: User) -> dict:
    field = "shown" if part == "reflection" else "text" if row.item.summative else "made"
    mark = "shown_indicator" if part == "reflection" else "seen"
    indicators = list(row.outcome.indicators.values_list("pk", flat=True)[:6])
    url = f"/assessments/{row.form_id}/outcomes/{row.pk}/{part}/"
    here = {"url": url, "form": row.form_id, "row": row.pk, "part": part, "user": user.pk}
    how = {"field": field, "mark": mark, "indicators": indicators, "script": True, "version": 0}
    return here | how | {"session": session_of(user)}


def what_stands(places: list[dict]) -> list[dict]:
    """The version, the text and the marks of each part."""
    found = []
    for place in places:
        record, row = _record(place)
        marks = sorted(row.marks.filter(author=place["user"]).values_list("indicator", flat=True))
        found.append({"version": record.version, "text": getattr(record, place["field"]), "marks": marks})
    return found


def undo_last_save(place: dict) -> None:
    """Put the text of one version earlier back, as a database would that forgets what it promised."""
    record, _row = _record(place)
    setattr(record, place["field"], "an earlier text")
    record.version -= 1
    record.save()


def _record(place: dict):
    form = AssessmentForm.objects.get(pk=place["form"])
    row = form.rows.get(pk=place["row"])
    return part_of(form, row, place["part"], User.objects.get(pk=place["user"]))[0], row


# ---- mail


def queue_mails(number: int) -> list[str]:
    """Requests, each in a transaction of its own; after every tenth comes one that is rolled back."""
    cast = make_cast()
    words = {"sentences": ["Iets nieuws."], "button": "Lezen", "path": cast.placement.get_absolute_url()}
    made = []
    for count in range(number):
        with transaction.atomic():
            made.append(outbox.request(cast.mentor, subject=f"Mail {count}", placement=cast.placement, **words))
        if count % 10 == 0:
            with transaction.atomic():
                outbox.request(cast.mentor, subject="Never", placement=cast.placement, **words)
                transaction.set_rollback(True)
    return [str(mail.message_id) for mail in made]


def unsent() -> int:
    return OutgoingMail.objects.filter(sent_at=None).count()


def minutes_later(minutes: int) -> int:
    """Let time pass for the queue: every moment it waits for lies that much earlier. How many mails it still has."""
    ago = timedelta(minutes=minutes)
    DBTaskResult.objects.running().update(started_at=F("started_at") - ago)
    return OutgoingMail.objects.filter(sent_at=None).update(not_before=F("not_before") - ago)


def note_before_sending() -> str:
    """What a queue does that calls a mail sent before it is, and dies in between."""
    mail = OutgoingMail.objects.filter(sent_at=None).latest("pk")
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=F("created_at"))
    return str(mail.message_id)


# ---- how fast it is (tests/bench.py)


def load_framework() -> dict[str, float]:
    """Milliseconds to load the HAN edition into an empty database, and once more when it stands there."""

    def load() -> float:
        return _milliseconds(lambda: loading.load(files.read(HAN.read_bytes()), publish=True))

    return {"first": load(), "again": load()}


def load_indicators(number: int) -> dict[str, float]:
    """Seconds and peak megabytes to load a framework of so many indicators, five hundred per outcome."""
    head = "framework: {code: big, edition: '%d', title: Groot, publisher: Test, year: 2025, source: Test}\noutcomes:\n"
    outcome = "  - code: L%d\n    title: Uitkomst\n    text: De student doet iets.\n    criteria:\n"
    indicator = "      - code: L%d.%d\n        text: De student laat zien dat hij dit kan, en waarom, op manier %d.\n"
    text = head % number
    for first in range(0, number, 500):
        text += outcome % first + "".join(indicator % (first, at, at) for at in range(first, first + 500))
    start = _peak_megabytes()

    def load() -> float:
        return _milliseconds(lambda: loading.load(files.read(text.encode()))) / 1000

    return {"first": load(), "peak": _peak_megabytes(), "again": load(), "start": start}


def export_indicators(number: int) -> dict[str, float]:
    """Seconds and peak megabytes to write that framework as a package of CASE, and seconds to read it again."""
    framework, start, text = Framework.objects.get(code="big", edition=number), _peak_megabytes(), ""

    def write() -> None:
        nonlocal text
        text = case_export.export_framework(framework)

    first = _milliseconds(write) / 1000
    peak = _peak_megabytes()
    again = _milliseconds(lambda: case_import.read(text.encode())) / 1000
    return {"first": first, "peak": peak, "again": again, "start": start, "size": len(text.encode()) / 1e6}


def _peak_megabytes() -> float:
    """The most memory this process ever had; Linux only."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def bare_inserts(seconds: float, size: int) -> float:
    """Rows of `size` characters per second, each a transaction of its own, without the site around it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (text text)")
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            cursor.execute("INSERT INTO bare VALUES (%s)", ["x" * size])
            count += 1
        cursor.execute("DROP TABLE bare")
    return count / seconds


def scene(outcomes: list[int], placements: list[int]) -> dict[str, list[dict]]:
    """What is looked at and written in: forms with so many outcomes, the first pages of educators with so many
    students, and twenty parts of four forms."""
    return {"forms": _forms(outcomes), "homes": _homes(placements), "places": _places()}


def _forms(outcomes: list[int]) -> list[dict]:
    """For each number a form on which the student wrote everything, and who reads it."""
    found = []
    for number in outcomes:
        form = _placement(_period(number)).forms.get(moment="final")
        reflect(form)
        found.append({"path": form.get_absolute_url(), "session": session_of(form.placement.student), "form": form.pk})
    return found


def _homes(placements: list[int]) -> list[dict]:
    """For each number an educator with so many students; every tenth of them has handed in."""
    period, found = _period(5), []
    for number in placements:
        educator = factories.UserFactory()
        for count in range(number):
            placement = _placement(period)
            factories.ParticipationFactory(placement=placement, user=educator)
            if count % 10 == 0:
                hand_in(placement.forms.get(moment="midterm"))
        found.append({"path": "/", "session": session_of(educator)})
    return found


def _places() -> list[dict]:
    cast = make_cast()
    rows = OutcomeAssessment.objects.filter(form__placement__in=[cast.placement, cast.other])
    return [_place(row, "reflection", row.form.placement.student) for row in rows.select_related("form__placement")]


def papers(form: int) -> dict[str, float]:
    """Milliseconds for one PDF: with the printer still to be started, and while it is warm."""
    sheet = sheet_of(AssessmentForm.objects.for_page().get(pk=form))
    cold = _milliseconds(lambda: paper_of(sheet))
    warm = sorted(_milliseconds(lambda: paper_of(sheet)) for _count in range(7))[3]
    pdf.printer.close()
    return {"cold": cold, "warm": warm}


@transaction.atomic
def _period(outcomes: int) -> WorkplacePeriod:
    """A period with so many outcomes in one unit, each with three dimensions of four indicators."""
    period = factories.WorkplacePeriodFactory()
    unit = factories.UnitFactory(framework=period.framework)
    for order in range(outcomes):
        item = factories.PeriodOutcomeFactory(period=period, unit=unit, order=order)
        for _count in range(3):
            dimension = factories.DimensionFactory(outcome=item.outcome)
            factories.IndicatorFactory.create_batch(4, outcome=item.outcome, dimension=dimension)
    period.framework.publish()
    return period


def _placement(period: WorkplacePeriod) -> Placement:
    start = timezone.localdate() - timedelta(weeks=10)
    placement = factories.PlacementFactory(period=period, start=start)
    AssessmentForm.objects.start_for(placement)
    return placement


def _milliseconds(act) -> float:
    before = time.perf_counter()
    act()
    return (time.perf_counter() - before) * 1000
