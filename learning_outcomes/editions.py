"""The life of an edition: a draft is published, gets a next edition, is retired; a draft can be deleted.

Each act locks the edition, looks again, acts, and leaves a line in the log of the administration.
"""

import re

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from . import loading
from .loading import PARTS, links_of, rows_of
from .models import Crosswalk, Framework
from .rows import Row, Tree

DIGEST = "SHA-256"  # stands in the line that loading a file leaves in the log, whatever its language
OWN = {"code", "edition", "status", "published_at"}  # of the edition itself: never copied


@transaction.atomic
def publish(framework: Framework | Crosswalk, by) -> bool:
    """Freeze a draft, of an edition or of a crosswalk. False when it was frozen already."""
    current = locked(framework)
    if current is None or current.frozen:
        return False
    current.publish()
    log(current, by, CHANGE, _("Published, which froze it."))
    return True


@transaction.atomic
def retire(framework: Framework, by) -> bool:
    """Take a published edition out of use. False when it is not in use."""
    current = locked(framework)
    if current is None or current.status != Framework.Status.PUBLISHED:
        return False
    current.retire()
    log(current, by, CHANGE, _("Retired."))
    return True


def delete_draft(framework: Framework | Crosswalk, by) -> None:
    """Delete a draft, of an edition or of a crosswalk, with all its parts.

    :raises ValidationError: when it is no draft any more, or something else needs it.
    """
    try:
        with transaction.atomic():
            current = locked(framework)
            if current is None or current.frozen:
                raise ValidationError(_("This is not a draft any more, so it stays."))
            log(current, by, DELETION, _("Draft deleted."))
            current.delete()
    except (ProtectedError, RestrictedError) as error:
        users = getattr(error, "protected_objects", None) or error.restricted_objects
        kinds = sorted({str(user._meta.verbose_name) for user in users})
        sentence = _("This draft is in use and stays: %(kinds)s.")
        raise ValidationError(sentence % {"kinds": ", ".join(kinds)}) from error


def next_edition(framework: Framework, edition: str, study_year: str, by, *, year: int | None = None) -> Framework:
    """Copy an edition, published or retired, into a draft that replaces it.

    Every text, number and link comes along; every part gets an identity of its own. What replaces what is told by the
    codes: a part of the new edition replaces the part with the same code.

    :raises ValidationError: when that edition exists.
    """
    try:
        with transaction.atomic():
            current = locked(framework)
            if current is None or not current.frozen:
                raise ValidationError(_("Change the draft itself; a next edition follows one that is published."))
            if Framework.objects.filter(code=current.code, edition=edition).exists():
                raise IntegrityError
            loading.load(copied(current, edition, study_year, year))
            draft = Framework.objects.get(code=current.code, edition=edition)
            log(draft, by, ADDITION, _("Made from edition %(edition)s.") % {"edition": current.edition})
    except IntegrityError as error:
        sentence = _("There is an edition %(edition)s already.")
        raise ValidationError({"edition": sentence % {"edition": edition}}) from error
    return draft


def copied(framework: Framework, edition: str, study_year: str, year: int | None) -> Tree:
    """The edition as a file under another name would hold it. Without a year it is the first in the other names."""
    values = {field.name: getattr(framework, field.name) for field in plain_fields(Framework) if field.name not in OWN}
    years = re.findall(r"\b20\d\d\b", study_year or edition)
    values["year"] = year or (int(years[0]) if years else framework.year)
    rows = []
    for model in PARTS:
        plain = [field.name for field in plain_fields(model) if field.name != "code"]
        for key, found in rows_of(framework, model).items():
            row = Row(
                model, key, 1, {name: found[name] for name in plain}, {name: found[name] for name in links_of(model)}
            )
            if "study_year" in row.values:
                row.values["study_year"] = study_year
            rows.append(row)
    return Tree(Row(Framework, (framework.code, edition), 1, values), framework.edition, rows)


def changed_by_hand(framework: Framework) -> bool:
    """Whether somebody changed a draft in the administration since a file was loaded into it."""
    last = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Framework), object_id=str(framework.pk)
    ).first()
    return last is not None and last.action_flag == CHANGE and DIGEST not in last.change_message


def plain_fields(model) -> list:
    """The fields that hold a value of their own, not the identity and not a link."""
    return [
        field for field in model._meta.concrete_fields if not field.is_relation and field.name not in {"id", "uuid"}
    ]


def locked(framework: Framework | Crosswalk) -> Framework | Crosswalk | None:
    """The edition as it is now, and as it stays until this act is done; None when it is gone."""
    return type(framework).objects.select_for_update().filter(pk=framework.pk).first()


def log(framework: Framework | Crosswalk, by, flag: int, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [framework], flag, message, single_object=True)
