"""Filing an observation form beside a subject outcome, and taking it away again before signing (V10)."""

import hashlib
import re
import secrets
import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placements.roles import Role
from placements.set_rules import Origin

from .file_kinds import kind_of
from .models import AssessmentForm, Attachment, OutcomeAssessment
from .models.forms import locked

MOST_BYTES = 10_000_000
MOST_PER_ROW = 10
ENDINGS = {"pdf": {"pdf"}, "jpg": {"jpg", "jpeg"}, "png": {"png"}, "docx": {"docx"}}


def part_for(form: AssessmentForm, user, row: OutcomeAssessment) -> str:
    """As part of what this person may file something on this row now: "reflection", "feedback", or nothing."""
    if row.item.origin != Origin.SUBJECT:
        return ""
    return next((part for part in ("reflection", "feedback") if form.may_write(user, part, row)), "")


def attach(form: AssessmentForm, row: OutcomeAssessment, by, file: UploadedFile) -> Attachment:
    """File this. Raises PermissionDenied when it is not the moment, ValidationError with a sentence when the file is
    not what may be filed. The file is written before the row, so a row never names a file that is not there."""
    name, kind, digest = checked(file)
    with transaction.atomic():
        now = locked(form)
        part = part_for(now, by, row)
        if not part:
            raise PermissionDenied
        if row.attachments.there().count() >= MOST_PER_ROW:
            raise ValidationError(_("There are ten files here already. Take one away first."))
        stored = default_storage.save(f"attachments/{secrets.token_hex(16)}", file)
        try:
            with transaction.atomic():
                return Attachment.objects.create(
                    row=row, name=name, kind=kind, size=file.size, file=stored, sha256=digest, author=by,
                    role=Role.STUDENT if part == "reflection" else min(now.writes_as(by, part, row)),
                )  # fmt: skip
        except Exception:
            default_storage.delete(stored)
            raise


def checked(file: UploadedFile) -> tuple[str, str, str]:
    """The name, the kind and the digest of a file that may be filed."""
    if file.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 10 MB."))
    kind = kind_of(file)
    name = plain(file.name or "")
    ending = name.rpartition(".")[2].lower()
    if kind is None or ending not in ENDINGS[kind]:
        raise ValidationError(_("This is no PDF, JPG, PNG or Word document, or it is something else besides."))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return name, kind, digest.hexdigest()


def plain(name: str) -> str:
    """A file name without folders, control signs, or signs that turn the direction of reading."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, dot, ending = seen.strip().rpartition(".")
    return f"{stem.strip(' .') or 'bestand'}{dot}{ending}"[-120:]


def remove(attachment: Attachment, form: AssessmentForm, by) -> None:
    """Take a file away that one filed oneself, while one may file there. A file that a sealed version names stays in
    the storage; another one is deleted."""
    with transaction.atomic():
        now = locked(form)
        if attachment.author_id != by.pk or not part_for(now, by, attachment.row):
            raise PermissionDenied
        if not Attachment.objects.there().filter(pk=attachment.pk).update(removed_at=timezone.now()):
            return
        if not now.versions.exists():
            transaction.on_commit(lambda: default_storage.delete(attachment.file))
