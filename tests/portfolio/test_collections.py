"""The assessment collections: who opens them, what lies in them, how a paper is filed and served (L06, L07)."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.filing import file_paper
from portfolio.models import Collection, Item

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 invented"


@pytest.fixture
def item(cast) -> Item:
    return file_paper(cast.placement, cast.units[0], "sealed-1-A", "Tussenevaluatie", PDF, timezone.now())


def get(user, path: str):
    client = Client()
    client.force_login(user)
    return client.get(path)


def test_a_paper_is_filed_in_the_collection_of_its_unit(cast, item):
    assert (item.collection.placement, item.collection.unit) == (cast.placement, cast.units[0])
    assert default_storage.open(item.file).read() == PDF
    assert item.sha256 == hashlib.sha256(PDF).hexdigest()


def test_filing_twice_changes_nothing(cast, item):
    again = file_paper(cast.placement, cast.units[0], "sealed-1-A", "Iets anders", b"%PDF other", timezone.now())
    assert again == item
    assert (again.title, default_storage.open(again.file).read()) == ("Tussenevaluatie", PDF)


def test_a_file_left_behind_by_a_crash_is_replaced(cast):
    first = file_paper(cast.placement, cast.units[0], "a", "A", PDF, timezone.now())
    name = first.file
    first.delete()
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"half a pap"))
    assert (
        default_storage.open(file_paper(cast.placement, cast.units[0], "a", "A", PDF, timezone.now()).file).read()
        == PDF
    )


def test_two_papers_of_a_unit_share_a_collection(cast, item):
    file_paper(cast.placement, cast.units[0], "sealed-2-A", "Eindbeoordeling", PDF, timezone.now())
    file_paper(cast.placement, cast.units[1], "sealed-2-B", "Eindbeoordeling", PDF, timezone.now())
    assert [c.items.count() for c in Collection.objects.order_by("unit__order")] == [2, 1]


READERS = ["student", "mentor", "school_educator", "institute_educator", "examiner"]
STRANGERS = ["other_unit_examiner", "study_coach", "other_student", "other_mentor", "withdrawn_mentor", "admin"]


@pytest.mark.parametrize("name", READERS)
def test_the_people_of_the_placement_read_the_paper(cast, item, name):
    response = get(cast.people[name], f"/portfolio/items/{item.pk}/")
    assert b"".join(response.streaming_content) == PDF
    assert get(cast.people[name], item.collection.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", STRANGERS)
def test_for_everybody_else_it_is_not_there(cast, item, name):
    assert get(cast.people[name], f"/portfolio/items/{item.pk}/").status_code == 404
    assert get(cast.people[name], item.collection.get_absolute_url()).status_code == 404
    assert item.title not in get(cast.people[name], "/portfolio/").content.decode()


def test_the_paper_runs_nothing_and_is_stored_nowhere(cast, item):
    response = get(cast.student, f"/portfolio/items/{item.pk}/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="noor-voorbeeld-tussenevaluatie.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["Cache-Control"] == "no-store"


def test_the_list_names_the_student_to_others_only(cast, item):
    assert "Noor Voorbeeld" in get(cast.mentor, "/portfolio/").content.decode()
    assert "Noor Voorbeeld" not in get(cast.student, "/portfolio/").content.decode().split("<main")[1]


def test_the_list_asks_the_database_as_often_for_twenty_papers_as_for_two(cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert get(cast.student, "/portfolio/").status_code == 200
        return len(asked)

    for number in range(2):
        file_paper(cast.placement, cast.units[number], f"p-{number}", "Papier", PDF, timezone.now())
    few = queries()
    for number in range(18):
        file_paper(cast.placement, cast.units[number % 2], f"q-{number}", "Papier", PDF, timezone.now())
    assert queries() == few
