"""Anybody may ask whether a check code or a PDF is genuine, and learns nothing else (decisions, section 8)."""

import re
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy

from assessments.models import SealedVersion
from assessments.papers import sealed_paper
from placements.models import User
from tests.assessments.acts import browser
from tests.cast import decided, signed

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GENUINE, UNKNOWN = gettext_lazy("This check code is genuine."), gettext_lazy("We do not know this check code.")
GENUINE_FILE = gettext_lazy("This PDF is genuine.")


@pytest.fixture
def version(cast) -> SealedVersion:
    """The final form, signed by Marieke."""
    return signed(cast.final, cast.mentor).versions.get()


# ---- a code


def people_in(text: str) -> list[str]:
    """The names of the cast in a page."""
    said = unescape(text)
    return [user.first_name for user in User.objects.all() if re.search(rf"\b{user.first_name}\b", said)]


@pytest.mark.parametrize(
    "spelling", [str, str.lower, lambda code: f" {code} "], ids=["as it stands", "small", "spaces"]
)
def test_a_check_code_is_genuine_to_anybody(version, spelling):
    response = browser().get(reverse("assessments:check"), {"code": spelling(version.check_code)})
    assert str(GENUINE) in response.text
    assert people_in(response.text) == []


def test_the_address_on_the_paper_leads_to_the_answer(version):
    response = browser().get(reverse("assessments:check_code", args=[version.check_code]))
    assert str(GENUINE) in response.text


@pytest.mark.parametrize("code", ["2222-2222-2222", "<script>", "\0", "%", "'; DROP TABLE", "é" * 500])
def test_an_unknown_code_is_unknown(version, code):
    response = browser().get(reverse("assessments:check"), {"code": code})
    assert response.status_code == 200
    assert str(GENUINE) not in response.text
    assert "<script>" not in response.text.split("<main")[1]


def test_a_part_of_a_code_opens_nothing(version):
    response = browser().get(reverse("assessments:check"), {"code": version.check_code[:-1]})
    assert str(UNKNOWN) in response.text


def test_no_two_codes_are_equal_and_none_can_be_misread(cast):
    decided(cast.final, cast)
    codes = SealedVersion.objects.values_list("check_code", flat=True)
    assert len(set(codes)) == 3
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", code) for code in codes)


# ---- a file


def uploaded(pdf: bytes):
    file = SimpleUploadedFile("papier.pdf", pdf, "application/pdf")
    return browser().post(reverse("assessments:check_file"), {"file": file})


@pytest.fixture
def paper(version) -> bytes:
    with default_storage.open(sealed_paper(version).file) as file:
        return file.read()


def test_a_sealed_pdf_is_genuine_to_anybody_and_says_no_more(version, paper):
    response = uploaded(paper)
    assert (response.status_code, str(GENUINE_FILE) in response.text) == (200, True)
    assert version.placement.student.last_name not in response.text


def test_one_changed_bit_makes_a_pdf_not_ours(paper):
    changed = bytearray(paper)
    changed[len(paper) // 2] ^= 1
    assert str(GENUINE_FILE) not in uploaded(bytes(changed)).text


@pytest.mark.parametrize("pdf", [b"", b"x" * 20_000_001], ids=["empty", "too large"])
def test_a_file_that_cannot_be_a_paper_gets_a_sentence(db, pdf):
    response = uploaded(pdf)
    assert (response.status_code, "invalid-feedback" in response.text) == (422, True)
