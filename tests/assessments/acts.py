"""What people do with a form in a browser, and texts that can be told apart wherever they turn up."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import AssessmentForm, Feedback, Judgement, OtherFeedback, OutcomeAssessment, Reflection
from placements.models import User
from tests.cast import opened

HTMX = {"HX-Request": "true"}
TEXTS = {
    "reflection": ("shown", "evidence", "to_develop"),
    "feedback": ("text", "next_step", "made", "to_make"),
    "judgement": ("motivation", "feed_forward"),
    "other_feedback": ("text",),
}


def browser(user: User | None = None, **options) -> Client:
    """A browser in which this person is signed in, and reads English; or in which nobody is."""
    client = Client(**options)
    if user:
        User.objects.filter(pk=user.pk).update(language="en")
        client.force_login(user)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here has not happened afterwards, so that everybody begins at the same point."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def row_of(form: AssessmentForm, code: str) -> OutcomeAssessment:
    return form.rows.select_related("item__outcome", "item__rule", "item__unit").get(item__outcome__code=code)


def part_url(form: AssessmentForm, code: str, part: str) -> str:
    if part == "other_feedback":
        return reverse("assessments:other", args=[form.pk])
    return reverse("assessments:part", args=[form.pk, row_of(form, code).pk, part])


def page_url(form: AssessmentForm) -> str:
    return reverse("assessments:form", args=[form.pk])


def write(form: AssessmentForm, user: User, code: str, part: str, version: int = 0, **fields) -> HttpResponse:
    """Post one part without JavaScript, as `user`."""
    return browser(user).post(part_url(form, code, part), {"version": version, **fields})


def word(part: str, field: str, code: str = "") -> str:
    """A word that stands in this text and nowhere else: 'zqreflectionshowncplqz'."""
    return f"zq{part}{field}{code}qz".replace("_", "").lower()


def words_in(text: str) -> set[str]:
    """The words of `word` in a page, a paper or a dictionary, whatever breaks its lines."""
    letters = re.sub(r"[\s\u00ad-]+", "", text)
    return set(re.findall(r"zq[a-z]+?qz", letters))


def reflect_in_words(form: AssessmentForm) -> AssessmentForm:
    """The student writes on every outcome, a word of its own in each text; the day of the form has come."""
    opened(form)
    for row in form.rows.select_related("item__outcome", "item__rule"):
        texts = {field: word("reflection", field, row.outcome.code) for field in TEXTS["reflection"]}
        student = form.placement.student
        Reflection.write({"row": row}, texts, form=form, part="reflection", by=student, seen_version=0)
    return form


def respond_in_words(form: AssessmentForm, mentor: User, educator: User) -> AssessmentForm:
    """The mentor judges every summative outcome, the educator gives feedback on all and the rest."""
    for row in form.rows.select_related("item__outcome", "item__rule", "item__unit"):
        code = row.outcome.code
        if row.item.summative:
            values = {field: word("judgement", field, code) for field in TEXTS["judgement"]}
            values |= {"verdict": "met", "trust": True if row.item.asks_trust else None}
            Judgement.write({"row": row}, values, form=form, part="judgement", by=mentor, seen_version=0)
        used = ("text", "next_step") if row.item.summative else ("made", "to_make")
        values = {field: word("feedback", field, code) for field in used}
        key = {"row": row, "author": educator}
        Feedback.write(key, values, form=form, part="feedback", by=educator, seen_version=0)
    key, values = {"form": form, "author": mentor}, {"text": word("other_feedback", "text")}
    OtherFeedback.write(key, values, form=form, part="other_feedback", by=mentor, seen_version=0)
    return form


def pdf_text(pdf: bytes) -> str:
    """Everything a PDF says: its pages and the data inside it."""
    reader = PdfReader(io.BytesIO(pdf))
    inside = [data.decode() for files in reader.attachments.values() for data in files]
    return "\n".join([*(page.extract_text() for page in reader.pages), *inside])


def body_of(response: HttpResponse) -> bytes:
    """The bytes of an answer, streamed or not."""
    return response.getvalue() if response.streaming else response.content


def readable_words(codes: set[str] = frozenset({"CPL", "AOL", "LV", "ICT", "PPI"})) -> set[str]:
    """Every word of `reflect_in_words` and `respond_in_words` on these outcomes; what fits none goes with PPI."""
    found = {word("other_feedback", "text")} if "PPI" in codes else set()
    for code in codes:
        judged = code in {"CPL", "AOL", "LV"}
        found |= {word("reflection", field, code) for field in TEXTS["reflection"]}
        found |= {word("feedback", field, code) for field in TEXTS["feedback"][slice(2) if judged else slice(2, 4)]}
        found |= {word("judgement", field, code) for field in TEXTS["judgement"] if judged}
    return found


def shown(form, code: str = "LV") -> str:
    return Reflection.objects.get(row=row_of(form, code)).shown


def sent_on(response) -> dict[str, str]:
    """The hidden fields of a page, as its buttons post them."""
    tags = [tag.split(">")[0] for tag in response.text.split('<input type="hidden" name="')[1:]]
    return {tag.split('"')[0]: unescape(tag.split('value="')[1].split('"')[0]) for tag in tags}
