"""Putting a paper in the collection of its unit: the file first, then the row that names it (L06, L07)."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from learning_outcomes.models import Unit
from placements.models import Placement

from .models import Collection, Item


def file_paper(placement: Placement, unit: Unit, key: str, title: str, pdf: bytes, at: datetime) -> Item:
    """File a PDF in the assessment collection of this unit and return its item.

    `key` says what it is: filing the same key again changes nothing and returns the item that is there. The file is
    written before the row, so a row never names a file that is not there.
    """
    if there := Item.objects.filter(key=key).first():
        return there
    collection, _made = Collection.objects.get_or_create(
        placement=placement, unit=unit, kind=Collection.Kind.ASSESSMENT
    )
    name = f"collections/{collection.pk}/{key}.pdf"
    if default_storage.exists(name):  # left behind by a process that died between the file and the row
        default_storage.delete(name)
    values = {
        "collection": collection,
        "title": title,
        "filed_at": at,
        "file": default_storage.save(name, ContentFile(pdf)),
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    return Item.objects.get_or_create(key=key, defaults=values)[0]
