"""`manage.py verify_records`: is every sealed version still what was sealed, letter by letter?"""

import hashlib
from collections.abc import Iterator
from itertools import chain

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Exists, OuterRef

from assessments.models import AssessmentFormLog, Attachment, SealedPaper, SealedVersion, UnitDecision
from assessments.rules import DecisionState
from portfolio.models import Item


class Command(BaseCommand):
    help = (
        "Checks the chain of sealed versions of every placement, and every sealed or filed paper. "
        "Exit code 1 names each fault."
    )

    def handle(self, *args, **options) -> None:
        faults = [*self.versions(), *self.missing(), *self.papers()]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults")
        papers = SealedPaper.objects.count() + Item.objects.count()
        self.stdout.write(f"{SealedVersion.objects.count()} versions, {papers} papers: all as they were sealed.")

    def versions(self) -> Iterator[str]:
        """A version that changed, is missing, or does not follow the one before it."""
        placement, previous, number = None, "", 0
        for version in SealedVersion.objects.order_by("placement", "number").iterator(chunk_size=100):
            if version.placement_id != placement:
                placement, previous, number = version.placement_id, "", 0
            name = f"placement {placement}, version {version.number}"
            if version.number != number + 1:
                yield f"{name}: the version before it is missing"
            if version.previous != previous:
                yield f"{name}: does not follow the version before it"
            if version.computed_digest() != version.digest:
                yield f"{name}: the content is not what was sealed"
            previous, number = version.digest, version.number

    def missing(self) -> Iterator[str]:
        """A signing or a decision without its version: so a version gone from the end of a chain shows as well."""
        signed = AssessmentFormLog.objects.filter(step="sign").values_list("record").annotate(Count("pk")).order_by()
        versions = SealedVersion.objects.filter(unit=None).values_list("form").annotate(Count("pk")).order_by()
        there = dict(versions)
        for form, times in signed:
            if there.get(form, 0) != times:
                yield f"form {form}: signed {times} times, sealed {there.get(form, 0)} times"
        sealed = SealedVersion.objects.filter(form=OuterRef("form"), unit=OuterRef("unit"))
        for decision in UnitDecision.objects.filter(~Exists(sealed), state=DecisionState.DECIDED):
            yield f"form {decision.form_id}: the decision on unit {decision.unit_id} is not sealed"

    def papers(self) -> Iterator[str]:
        """A paper that changed or is gone."""
        papers = chain(
            SealedPaper.objects.iterator(chunk_size=100),
            Item.objects.iterator(chunk_size=100),
            Attachment.objects.there().iterator(chunk_size=100),
        )
        for paper in papers:
            if not default_storage.exists(paper.file):
                yield f"paper {paper.file}: is gone"
                continue
            with default_storage.open(paper.file) as file:
                if hashlib.sha256(file.read()).hexdigest() != paper.sha256:
                    yield f"paper {paper.file}: is not what was made"
