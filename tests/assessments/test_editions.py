"""A next edition while students are at work: who is judged keeps the edition, who begins gets the new one."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentForm
from learning_outcomes import editions
from learning_outcomes.models import Framework, Indicator, WorkplacePeriod
from placements.models import Placement
from tests.cast import signed
from tests.factories import PlacementFactory

OLD, NEW = "Je past consequent routines toe en grijpt in als afspraken niet worden nageleefd.", "Je past routines toe."


@pytest.fixture
def published(cast) -> WorkplacePeriod:
    """The period of the edition 2026-2027, published with one text changed while the midterm is being written."""
    framework = Framework.objects.get(edition="2025-2026")
    draft = editions.next_edition(framework, "2026-2027", "2026-2027", cast.admin)
    Indicator.objects.filter(outcome__framework=draft, code="CPL.1.2").update(text=NEW)
    editions.publish(draft, cast.admin)
    return WorkplacePeriod.objects.get(framework=draft)


def page(cast, form: AssessmentForm) -> str:
    client = Client()
    client.force_login(form.placement.student)
    return client.get(form.get_absolute_url()).content.decode()


def test_a_form_that_was_begun_before_keeps_its_edition(cast, published):
    assert OLD in page(cast, cast.midterm)
    assert NEW not in page(cast, cast.midterm)
    assert Placement.objects.get(pk=cast.placement.pk).period.framework.edition == "2025-2026"


def test_a_signed_form_keeps_the_edition_it_was_judged_by_also_when_that_is_retired(cast, published):
    form = signed(cast.midterm, cast.mentor)
    editions.retire(Framework.objects.get(edition="2025-2026"), cast.admin)
    content = form.versions.get().content
    assert content["edition"]["edition"] == "2025-2026"
    assert OLD in str(content)


def test_the_next_placement_and_its_forms_use_the_new_edition(cast, published):
    placement = PlacementFactory(student=cast.student, period=published)
    AssessmentForm.objects.start_for(placement)
    AssessmentForm.objects.filter(placement=placement).update(opens_on=timezone.localdate())
    form = AssessmentForm.objects.filter(placement=placement).first()
    assert {row.outcome.framework.edition for row in form.rows.all()} == {"2026-2027"}
    assert NEW in page(cast, form)


def choices(cast, address: str) -> list[str]:
    client = Client()
    client.force_login(cast.admin)
    field = client.get(address).context["adminform"].form.fields["period"]
    return [label.rpartition(" ")[2] for value, label in field.choices if value]


def test_a_new_placement_is_offered_the_newest_edition_first(cast, published):
    assert choices(cast, reverse("admin:placements_placement_add")) == ["2026-2027", "2025-2026"]


def test_a_new_placement_is_offered_no_draft_and_nothing_retired(cast):
    framework = Framework.objects.get(edition="2025-2026")
    editions.next_edition(framework, "2026-2027", "2026-2027", cast.admin)
    assert choices(cast, reverse("admin:placements_placement_add")) == ["2025-2026"]
    editions.retire(framework, cast.admin)
    assert choices(cast, reverse("admin:placements_placement_add")) == []


def test_a_placement_of_a_retired_edition_can_still_be_saved(cast, published):
    editions.retire(Framework.objects.get(edition="2025-2026"), cast.admin)
    address = reverse("admin:placements_placement_change", args=[cast.placement.pk])
    assert choices(cast, address) == ["2026-2027", "2025-2026"]
