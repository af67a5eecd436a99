"""The form on paper: from the same sheet as the page, sealed once, filed in the assessment collections (L06, L07)."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_tasks import task

from portfolio.filing import file_paper
from portfolio.pdf import qr_path, render_pdf

from . import wording
from .models import SealedPaper, SealedVersion
from .sheet import of_units


def paper_html(sheet: dict) -> str:
    """The HTML that becomes paper; always in Dutch, the language of the form."""
    with translation.override("nl"):
        url = f"{settings.SITE_URL}/check/{sheet['check_code']}/" if "check_code" in sheet else settings.SITE_URL
        path, size = qr_path(url)
        paper = wording.frame(sheet) | {"qr_path_d": path, "qr_size": size, "check_url": url}
        return render_to_string("assessments/form_print.html", {"sheet": sheet, "paper": paper})


def paper_of(sheet: dict) -> bytes:
    """This sheet as PDF/UA-1; a sealed one as PDF/A-3 with its own data inside. Raises PaperFailed."""
    sealed = "check_code" in sheet
    unit = sheet.get("only_unit", "")
    identifier = f"{sheet['number']}-{sheet.get('check_code', 'concept')}-{unit}"
    made = parse_datetime(sheet["sealed_at"]) if sealed else None
    return render_pdf(paper_html(sheet), identifier=identifier, attachment=sheet if sealed else None, made=made)


def sealed_paper(version: SealedVersion, unit=None) -> SealedPaper:
    """The paper of a sealed version, made on first need and kept from then on; made from the sealed content alone."""
    found = SealedPaper.objects.filter(version=version, unit=unit).first()
    if found:
        return found
    content = of_units(version.content, unit.code) if unit else version.content
    pdf = paper_of(content)
    name = f"sealed/{version.placement_id}/{version.check_code}{f'-{unit.code}' if unit else ''}.pdf"
    if default_storage.exists(name):  # left behind by a process that died between the file and the row
        default_storage.delete(name)
    stored = default_storage.save(name, ContentFile(pdf))
    digest = hashlib.sha256(pdf).hexdigest()
    return SealedPaper.objects.get_or_create(version=version, unit=unit, defaults={"file": stored, "sha256": digest})[0]


def version_of(file: UploadedFile) -> SealedVersion | None:
    """The sealed version whose paper this file is, to the last bit; None when it is not one of ours."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    paper = SealedPaper.objects.filter(sha256=digest).select_related("version").first()
    return paper and paper.version


def file_papers_later(version: SealedVersion) -> None:
    """Ask the queue to make the papers; the request is a row in the same transaction as the seal."""
    file_papers.enqueue(version.pk)


@task()
def file_papers(version_id: int) -> None:
    """Make the paper of the whole form, and file one per unit in the assessment collections. Twice is harmless."""
    version = SealedVersion.objects.select_related("placement", "form", "unit").get(pk=version_id)
    sealed_paper(version)
    units = {row.item.unit for row in version.form.rows.select_related("item__unit") if row.item.unit}
    for unit in sorted({version.unit} if version.unit else units, key=lambda u: u.order):
        paper = sealed_paper(version, unit)
        with default_storage.open(paper.file) as file, translation.override("nl"), transaction.atomic():
            file_paper(
                version.placement,
                unit,
                key=f"sealed-{version.pk}-{unit.code}",
                title=_("%(moment)s, %(occasion)s")
                % {
                    "moment": version.form.get_moment_display().capitalize(),
                    "occasion": version.get_occasion_display(),
                },
                pdf=file.read(),
                at=parse_datetime(version.content["sealed_at"]),
            )
