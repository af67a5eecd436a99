"""What was signed or decided stays as it was: sealed, chained, refused by the database to change (decisions, 5)."""

import hashlib
import io
import json
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import AssessmentFormLog, DecisionLog, SealedPaper, SealedVersion
from assessments.papers import file_papers, paper_of, sealed_paper
from placements.models import Participation, PlacementOutcome
from portfolio.models import Item
from tests.assessments.acts import (
    body_of,
    browser,
    page_url,
    pdf_text,
    readable_words,
    reflect_in_words,
    respond_in_words,
    words_in,
    write,
)
from tests.cast import decided, hand_in, respond, signed
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

SEALED = [SealedVersion, SealedPaper, AssessmentFormLog, DecisionLog]


@pytest.fixture
def version(cast) -> SealedVersion:
    """The final form, signed by Marieke."""
    return signed(cast.final, cast.mentor).versions.get()


@pytest.fixture
def every_kind(cast) -> None:
    """A row in every sealed table; the paper is a short one."""
    version = decided(cast.final, cast).versions.first()
    paper = b"%PDF-1.7"
    file = default_storage.save("sealed/short.pdf", ContentFile(paper))
    SealedPaper.objects.create(version=version, file=file, sha256=hashlib.sha256(paper).hexdigest())


@contextmanager
def unsealed():
    """What somebody with the keys of the database can do: take the triggers away, and put them back."""
    sealing = import_module("assessments.migrations.0002_sealed")

    class Editor:
        """Runs the statements of the migration inside the transaction of the test."""

        def __init__(self) -> None:
            self.connection = connection

        def execute(self, sql: str, params=None) -> None:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)

    sealing.allow_on(Editor(), sealing.TABLES)
    yield
    sealing.forbid_on(Editor(), sealing.TABLES)


def verify() -> list[str]:
    """What `verify_records` finds; nothing when all is well."""
    said = io.StringIO()
    try:
        call_command("verify_records", stdout=io.StringIO(), stderr=said)
    except CommandError:
        return said.getvalue().splitlines()
    assert not said.getvalue()
    return []


# ---- making versions


def test_signing_makes_the_first_version(cast):
    form = respond(hand_in(cast.final), cast.mentor)
    assert not form.versions.exists()
    form.take("sign", cast.mentor)
    version = form.versions.get()
    assert (version.number, version.occasion, version.unit, version.sealed_by) == (1, "signed", None, cast.mentor)


def test_each_decision_makes_a_version_for_its_unit(cast):
    decided(cast.final, cast)
    found = list(SealedVersion.objects.values_list("number", "occasion", "unit"))
    assert found == [(1, "signed", None), (2, "decided", cast.units[0].pk), (3, "decided", cast.units[1].pk)]


def test_versions_of_both_forms_of_a_placement_make_one_chain(cast):
    signed(cast.midterm, cast.mentor)
    decided(cast.final, cast)
    versions = list(SealedVersion.objects.order_by("number"))
    assert [v.number for v in versions] == [1, 2, 3, 4]
    assert [v.previous for v in versions] == ["", *(v.digest for v in versions[:-1])]


def test_a_version_holds_the_framework_edition_it_was_judged_by(cast, version):
    framework = cast.placement.period.framework
    assert version.content["edition"]["uuid"] == str(framework.uuid)
    assert version.content["edition"]["edition"] == framework.edition


def test_a_version_holds_every_text_that_was_written(cast):
    form = reflect_in_words(cast.final).take("hand_in", cast.student)
    respond_in_words(form, cast.mentor, cast.school_educator)
    form.take("sign", cast.mentor)
    assert words_in(json.dumps(form.versions.get().content)) == readable_words()


def test_a_refused_signing_leaves_no_version(cast):
    form = hand_in(cast.final)
    browser(cast.mentor).post(f"{page_url(form)}steps/sign/")
    assert not SealedVersion.objects.exists()


# ---- refusing change


@pytest.mark.parametrize("model", SEALED)
def test_the_database_refuses_to_change_what_is_sealed(every_kind, model):
    row = model.objects.last()
    field = {SealedVersion: "digest", SealedPaper: "sha256"}.get(model, "note")
    changes = [
        lambda: model.objects.update(**{field: "x"}),
        lambda: model.objects.filter(pk=row.pk).delete(),
        lambda: row.save(),
        lambda: row.delete(),
        lambda: run(f"UPDATE {model._meta.db_table} SET {field} = 'x'"),
        lambda: run(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="is sealed"), transaction.atomic():
            change()
    assert model.objects.filter(pk=row.pk).exists()


def test_postgresql_refuses_to_empty_a_sealed_table(every_kind):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    connection.check_constraints()
    for model in SEALED:
        with pytest.raises(DatabaseError, match="is sealed"), transaction.atomic():
            run(f"TRUNCATE {model._meta.db_table} CASCADE")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", SEALED)
def test_the_administration_shows_what_is_sealed_and_changes_nothing(cast, every_kind, model):
    client, row = browser(cast.admin), model.objects.first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    page = client.get(reverse(f"{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert client.post(reverse(f"{name}_change", args=[row.pk]), {"note": "x"}).status_code == 403
    assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"{name}_add")).status_code == 403


def test_the_administration_moves_dates_and_nothing_else(cast, version):
    form, client = cast.final, browser(cast.admin)
    dates = dict.fromkeys(["opens_on", "talk_on", "reflect_by", "respond_by", "decide_by"], "2027-06-01")
    url = reverse("admin:assessments_assessmentform_change", args=[form.pk])
    assert client.post(url, dates | {"state": "reflecting"}).status_code == 302
    form.refresh_from_db()
    assert (str(form.talk_on), form.state) == ("2027-06-01", "signed")


# ---- verifying


def test_verifying_passes_over_whole_chains_and_papers(cast, every_kind, version_of_another):
    assert verify() == []


@pytest.fixture
def version_of_another(cast) -> SealedVersion:
    """Luuk's midterm, signed: a chain of its own."""
    form = cast.other.forms.get(moment="midterm")
    return signed(form, cast.other_mentor).versions.get()


def test_one_changed_letter_is_found(cast, version):
    content = json.loads(json.dumps(version.content).replace("begon de les op tijd", "begon de les op tijt"))
    assert content != version.content
    with unsealed():
        SealedVersion.objects.filter(pk=version.pk).update(content=content)
    assert verify() == [f"placement {cast.placement.pk}, version 1: the content is not what was sealed"]


@pytest.mark.parametrize("field", ["check_code", "sealed_by", "occasion", "number"])
def test_a_change_beside_the_texts_is_found(cast, version, field):
    other = {"check_code": "2222-2222-2222", "sealed_by": cast.student, "occasion": "decided", "number": 2}
    with unsealed():
        SealedVersion.objects.filter(pk=version.pk).update(**{field: other[field]})
    assert any("the content is not what was sealed" in fault for fault in verify())


def test_a_changed_version_with_a_new_digest_breaks_the_chain(cast):
    decided(cast.final, cast)
    first = SealedVersion.objects.get(number=1)
    first.content["moment"] = "midterm"
    with unsealed():
        SealedVersion.objects.filter(pk=first.pk).update(content=first.content, digest=first.computed_digest())
    assert verify() == [f"placement {cast.placement.pk}, version 2: does not follow the version before it"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_missing_version_is_found_wherever_it_stood(cast, number):
    decided(cast.final, cast)
    with unsealed():
        SealedVersion.objects.filter(number=number).delete()
    assert verify()


def test_a_swapped_paper_is_found(cast, version):
    paper = sealed_paper(version)
    default_storage.delete(paper.file)
    default_storage.save(paper.file, ContentFile(b"%PDF-1.7 something else"))
    assert verify() == [f"paper {paper.file}: is not what was made"]


def test_a_paper_that_is_gone_is_found(cast, version):
    paper = sealed_paper(version)
    default_storage.delete(paper.file)
    assert verify() == [f"paper {paper.file}: is gone"]


def test_a_swapped_paper_in_a_collection_is_found(cast, version):
    file_papers.call(version.pk)
    item = Item.objects.first()
    default_storage.delete(item.file)
    default_storage.save(item.file, ContentFile(b"%PDF-1.7 something else"))
    assert verify() == [f"paper {item.file}: is not what was made"]


def test_a_comparison_with_itself_finds_nothing(cast, version):
    """The control: putting the same content back is no fault, so a fault is about the letter and not the touching."""
    with unsealed():
        SealedVersion.objects.filter(pk=version.pk).update(content=version.content)
    assert verify() == []


# ---- the papers


@pytest.mark.once
def test_the_paper_of_a_version_comes_out_the_same_byte_for_byte(version):
    assert paper_of(version.content) == paper_of(SealedVersion.objects.get().content)


@pytest.mark.once
def test_a_paper_is_made_once_and_kept(cast, version):
    client, url = browser(cast.student), reverse("assessments:sealed", args=[version.pk])
    first, second = (body_of(client.get(url)) for _time in range(2))
    assert first == second
    assert SealedPaper.objects.get().sha256 == hashlib.sha256(first).hexdigest()


@pytest.mark.once
def test_the_paper_says_every_text_and_carries_its_own_data(cast):
    form = reflect_in_words(cast.final).take("hand_in", cast.student)
    respond_in_words(form, cast.mentor, cast.school_educator)
    version = form.take("sign", cast.mentor).versions.get()
    reader = PdfReader(io.BytesIO(paper_of(version.content)))
    assert words_in(" ".join(page.extract_text() for page in reader.pages)) == readable_words()
    (data,) = reader.attachments["beoordeling.json"]
    assert json.loads(data) == version.content


@pytest.mark.once
def test_signing_files_the_paper_once_in_the_collection_of_each_unit(cast, version, work_off):
    work_off()
    assert sorted(Item.objects.values_list("collection__unit__code", flat=True)) == ["OWE1", "OWE2"]
    before = list(Item.objects.values_list("pk", "file", "sha256"))
    file_papers.call(version.pk)
    file_papers.call(version.pk)
    assert list(Item.objects.values_list("pk", "file", "sha256")) == before


@pytest.mark.once
def test_a_decision_files_a_paper_in_the_collection_of_its_unit_only(cast, version, work_off):
    work_off()
    cast.final.decisions.get(unit=cast.units[1]).take("adopt", cast.other_unit_examiner)
    work_off()
    assert sorted(Item.objects.values_list("collection__unit__code", flat=True)) == ["OWE1", "OWE2", "OWE2"]


@pytest.mark.once
def test_a_filed_paper_says_nothing_of_the_other_unit(cast, work_off):
    form = reflect_in_words(cast.final).take("hand_in", cast.student)
    respond_in_words(form, cast.mentor, cast.school_educator)
    form.take("sign", cast.mentor)
    work_off()
    item = Item.objects.get(collection__unit=cast.units[1])
    with default_storage.open(item.file) as file:
        assert words_in(pdf_text(file.read())) == readable_words({"LV", "ICT"})


@pytest.mark.once
def test_who_examines_two_of_three_units_reads_both_on_one_paper(cast):
    third = UnitFactory(framework=cast.units[0].framework, code="OWE3")
    PlacementOutcome.objects.filter(outcome__code="LV").update(unit=third)
    form = reflect_in_words(cast.final).take("hand_in", cast.student)
    respond_in_words(form, cast.mentor, cast.school_educator).take("sign", cast.mentor)
    Participation.objects.filter(user=cast.other_unit_examiner).update(user=cast.examiner)
    paper = browser(cast.examiner).get(reverse("assessments:paper", args=[form.pk]))
    assert words_in(pdf_text(body_of(paper))) == readable_words({"CPL", "AOL", "ICT", "PPI"})


# ---- opened again


@pytest.fixture
def resigned(cast):
    """Signed, opened again, signed with another reason."""
    form = signed(cast.final, cast.mentor).take("reopen", cast.institute_educator, "Verkeerde les genoemd.")
    fields = {"verdict": "met", "trust": "", "motivation": "Op 5 juni dan.", "feed_forward": "Houd dit vast."}
    assert write(form, cast.mentor, "LV", "judgement", version=1, **fields).status_code == 302
    return form.take("sign", cast.mentor)


def test_a_form_that_is_signed_again_has_two_versions(resigned):
    first, second = SealedVersion.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert "Op 5 juni dan." not in json.dumps(first.content)
    assert "Op 5 juni dan." in json.dumps(second.content)
    assert verify() == []


def test_the_page_leads_to_each_version_that_was_signed(cast, resigned):
    page = browser(cast.student).get(page_url(resigned)).text
    for version in SealedVersion.objects.all():
        assert page.count(f'href="{reverse("assessments:sealed", args=[version.pk])}"') == 1


def test_who_reads_no_sealed_copies_finds_no_link_to_one(cast, subject_educator, version):
    page = browser(subject_educator).get(page_url(cast.final)).text
    assert "/assessments/sealed/" not in page
    assert browser(subject_educator).get(reverse("assessments:sealed", args=[version.pk])).status_code == 404


@pytest.mark.once
def test_the_first_version_stays_readable(cast, resigned):
    first = SealedVersion.objects.get(number=1)
    pdf = pdf_text(body_of(browser(cast.student).get(reverse("assessments:sealed", args=[first.pk]))))
    assert "Op 5 juni dan." not in pdf
    assert first.check_code in pdf


@pytest.mark.once
def test_the_present_paper_is_the_newest_version(cast, resigned):
    pdf = pdf_text(body_of(browser(cast.student).get(reverse("assessments:paper", args=[resigned.pk]))))
    assert SealedVersion.objects.get(number=2).check_code in pdf
