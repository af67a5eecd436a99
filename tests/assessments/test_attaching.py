"""Observation forms beside a subject outcome (V10): who files, who reads, and what is no such file."""

import io
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.attaching import plain
from assessments.file_kinds import kind_of
from assessments.models import AssessmentForm, Attachment
from assessments.papers import paper_html
from placements.models import Participation
from placements.roles import Role
from tests.assessments.acts import browser
from tests.cast import hand_in, respond
from tests.factories import UserFactory
from tests.placements.test_sets import added, row_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40 + b"\xff\xd9"


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


def docx(*more: str, types: str = "wordprocessingml.document.main+xml", document: str = "word/document.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", f"application/vnd.openxmlformats-officedocument.{types}")
        for name in (document, *more):
            archive.writestr(name, "<w/>")
    return made.getvalue()


@pytest.fixture
def row(cast):
    added(cast, "VD-WI-1")
    return row_of(cast.final, "VD-WI-1")


@pytest.fixture
def subject_educator(cast, row):
    person = UserFactory(first_name="Nadia", last_name="Voorbeeld")
    Participation.objects.create(placement=cast.placement, user=person, role=Role.SUBJECT_EDUCATOR, outcome=row.outcome)
    cast.people["subject_educator"] = person
    return person


def file(cast, row, user, content: bytes = PDF, name: str = "observatie.pdf"):
    url = reverse("assessments:attach", args=[row.form_id, row.pk])
    return browser(user).post(url, {"file": SimpleUploadedFile(name, content)})


def get(user, attachment: Attachment):
    return browser(user).get(attachment.get_absolute_url())


def test_each_kind_is_known_by_its_content():
    for kind, content in (("pdf", PDF), ("jpg", JPG), ("png", PNG), ("docx", docx())):
        assert kind_of(io.BytesIO(content)) == kind


def test_what_is_something_else_or_two_things_at_once_is_no_file_of_ours():
    archive = docx()
    wrong = {
        "nothing": b"",
        "text": b"Beste Noor",
        "web page": b"<html><script>alert(1)</script>",
        "pdf that is cut": PDF[:-8],
        "pdf with a page behind it": PDF + b"<html><script>alert(1)</script>",
        "pdf that is an archive as well": PDF[:-6] + archive + b"%%EOF",
        "pdf with something before it": b"<html>" + PDF,
        "png with a page behind it": PNG + b"<html>",
        "png with a wrong checksum": PNG[:-1] + b"x",
        "jpg that goes on": JPG + b"<?php",
        "jpg that is an archive as well": JPG[:-2] + archive + b"\xff\xd9",
        "archive without a document": docx(document="evil.exe"),
        "document with macros": docx("word/vbaProject.bin"),
        "document that is called one but has macros": docx(types="wordprocessingml.macroEnabled.main+xml"),
        "document that leads out of itself": docx("../../etc/passwd"),
        "document behind a page": b"<html>" + archive,
        "document with a page behind it": archive + b"<html>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    }  # fmt: skip
    assert {name: kind_of(io.BytesIO(content)) for name, content in wrong.items()} == dict.fromkeys(wrong)


def test_a_name_has_no_folders_no_control_signs_and_does_not_turn_around():
    names = {
        "../../etc/passwd.pdf": "passwd.pdf",
        "C:\\temp\\x.pdf": "x.pdf",
        "a\x00\r\nb.pdf": "ab.pdf",
        "foto\u202efdp.exe.pdf": "fotofdp.exe.pdf",
        ".pdf": "bestand.pdf",
    }
    assert {name: plain(name) for name in names} == names


def test_a_refused_file_says_why_and_leaves_nothing_behind(cast, row, monkeypatch):
    monkeypatch.setattr("assessments.attaching.MOST_BYTES", 1_000)
    big = PDF.replace(b"<<>>endobj", b" " * 1_000)
    for content, name in ((big, "x.pdf"), (PDF, "x.png"), (b"MZ", "x.pdf"), (PDF, "x")):
        answer = file(cast, row, cast.student, content, name)
        assert answer.status_code == 302
        page = browser(cast.student).get(answer.url).text
        assert "10 MB" in page or "This is no PDF" in page
    url = reverse("assessments:attach", args=[row.form_id, row.pk])
    assert browser(cast.student).post(url, {"file": "geen bestand"}).status_code == 302
    assert not Attachment.objects.exists()


# Spelt out: who files something beside this row in which state.
MAY_FILE = {"reflecting": {"student"}, "responding": {"mentor", "school_educator", "subject_educator"}, "signed": set()}


def test_who_files_when(cast, row, subject_educator):
    form = cast.final
    for state, may in MAY_FILE.items():
        if state == "responding":
            hand_in(form)
        elif state == "signed":
            respond(form, cast.mentor).take("sign", cast.mentor)
        got = {who: file(cast, row, user).status_code for who, user in cast.people.items()}
        outsiders = {who for who, code in got.items() if code == 404}
        assert {who for who, code in got.items() if code == 302} == may, state
        assert outsiders >= {"other_student", "other_mentor", "study_coach", "other_unit_examiner"}, state


def test_only_a_subject_outcome_takes_files(cast):
    assert file(cast, row_of(cast.final, "CPL"), cast.student).status_code == 403


# Spelt out: who opens what the student filed, and what the mentor filed.
READS_STUDENTS = {
    "reflecting": {"student"},
    "responding": {"student", "mentor", "school_educator"},
    "signed": {"student", "mentor", "school_educator", "institute_educator", "subject_educator"},
}
READS_MENTORS = {
    "responding": {"mentor", "school_educator", "subject_educator"},
    "signed": {"student", "mentor", "school_educator", "institute_educator", "subject_educator"},
}


def readers(cast, attachment: Attachment) -> set[str]:
    got = {who: get(user, attachment).status_code for who, user in cast.people.items()}
    assert set(got.values()) <= {200, 404}
    return {who for who, code in got.items() if code == 200}


def test_who_opens_a_file_when(cast, row, subject_educator):
    file(cast, row, cast.student)
    students = Attachment.objects.get()
    assert readers(cast, students) == READS_STUDENTS["reflecting"]
    hand_in(cast.final)
    file(cast, row, cast.mentor, PNG, "observatie.png")
    mentors = Attachment.objects.latest("pk")
    assert (readers(cast, students), readers(cast, mentors)) == (
        READS_STUDENTS["responding"],
        READS_MENTORS["responding"],
    )
    respond(cast.final, cast.mentor).take("sign", cast.mentor)
    assert (readers(cast, students), readers(cast, mentors)) == (READS_STUDENTS["signed"], READS_MENTORS["signed"])


def test_a_file_is_kept_and_never_run_on_this_site(cast, row):
    file(cast, row, cast.student)
    kept = Attachment.objects.get()
    answer = get(cast.student, kept)
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="observatie.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "observatie" not in kept.file


def test_it_is_taken_away_by_who_filed_it_and_only_before_signing(cast, row, django_capture_on_commit_callbacks):
    file(cast, row, cast.student)
    kept = Attachment.objects.get()
    url = reverse("assessments:attachment_remove", args=[kept.pk])
    assert browser(cast.mentor).post(url).status_code == 404
    hand_in(cast.final)
    assert browser(cast.student).post(url).status_code == 403
    assert browser(cast.mentor).post(url).status_code == 403
    cast.final.take("return", cast.mentor, "Een ander formulier, graag.")
    with django_capture_on_commit_callbacks(execute=True):
        assert browser(cast.student).post(url).status_code == 302
    assert get(cast.student, kept).status_code == 404
    assert not default_storage.exists(kept.file)


def test_the_sealed_form_and_the_paper_name_it_with_its_digest(cast, row):
    file(cast, row, cast.student)
    hand_in(cast.final)
    respond(cast.final, cast.mentor).take("sign", cast.mentor)
    content = cast.final.versions.get().content
    line = next(line for line in content["rows"] if line["code"] == "VD-WI-1")
    digest = Attachment.objects.get().sha256
    assert [(a["name"], a["sha256"]) for a in line["attachments"]] == [("observatie.pdf", digest)]
    assert digest in paper_html(content)
    assert (
        "observatie.pdf"
        in browser(cast.mentor).get(AssessmentForm.objects.get(pk=cast.final.pk).get_absolute_url()).text
    )
