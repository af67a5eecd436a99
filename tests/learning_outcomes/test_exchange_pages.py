"""Taking a framework along from its page, and reading how other systems get at it."""

import json

import pytest
from django.conf import settings
from django.urls import reverse

from learning_outcomes import files, yaml_export
from learning_outcomes.exchange import case_export
from tests.factories import FrameworkFactory, LearningOutcomeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    framework = LearningOutcomeFactory(framework=FrameworkFactory(code="uitwisselen")).framework
    framework.publish()
    return framework


@pytest.fixture
def reader(client):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str, framework) -> str:
    return reverse(f"learning_outcomes:{name}", args=[framework.code, framework.edition])


def test_the_page_of_a_framework_offers_both_files(reader, framework):
    page = reader.get(framework.get_absolute_url()).content.decode()
    assert f'href="{address("download_yaml", framework)}"' in page
    assert f'href="{address("download_case", framework)}"' in page


def test_the_package_is_what_the_command_writes(reader, framework):
    response = reader.get(address("download_case", framework))
    assert response.content.decode() == case_export.export_framework(framework)
    assert json.loads(response.content)["CFDocument"]["identifier"] == str(framework.uuid)
    assert response.headers["Content-Disposition"] == 'attachment; filename="raamwerk-uitwisselen-2025-2026.case.json"'


def test_the_file_for_people_loads_again(reader, framework):
    response = reader.get(address("download_yaml", framework))
    assert response.content.decode() == yaml_export.export_framework(framework)
    assert files.read(response.content).edition.key == ("uitwisselen", "2025-2026")


def test_a_draft_is_taken_along_by_staff_only(reader, admin_client):
    draft = FrameworkFactory()
    assert reader.get(address("download_case", draft)).status_code == 404
    assert admin_client.get(address("download_case", draft)).status_code == 200


def test_the_page_about_exchange_names_the_addresses_in_full(reader):
    page = reader.get(reverse("learning_outcomes:exchange")).content.decode()
    assert f"{settings.SITE_URL}/ims/case/v1p1/CFDocuments" in page
    assert f"{settings.SITE_URL}/oeapi/v6/learning-outcomes" in page


def test_the_list_leads_staff_to_that_page(reader, admin_client):
    link, listed = reverse("learning_outcomes:exchange"), reverse("learning_outcomes:framework_list")
    assert link in admin_client.get(listed).content.decode()
    assert link not in reader.get(listed).content.decode()
