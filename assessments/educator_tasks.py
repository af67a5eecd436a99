"""What waits because a student passed on an educator: the institute educator looks, and takes it over or not (C09)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.models import PassedOn
from placements.task import Task


def educator_tasks(user) -> Iterator[Task]:
    """A line for each that waits; one query. No address: that stands on the card of the placement (T7)."""
    for passed in PassedOn.objects.waiting_for(user):
        words = {"student": passed.placement.student, "name": passed.full_name, "unit": passed.unit}
        yield Task(
            _("%(student)s passes on an educator") % words,
            _("%(name)s for %(unit)s. Nobody examines it yet.") % words,
            _("Look and take over"),
            reverse("conversations:educators", args=[passed.placement_id]) + f"#passed-{passed.pk}",
            corner="institute",
        )
