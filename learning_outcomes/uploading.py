"""Load a file that somebody chose on the page, exactly as it was previewed."""

import json
from collections.abc import Callable
from hashlib import sha256

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from . import files, loading
from .changes import NEW, Plan
from .composing import FaultyFile
from .exchange import case_import
from .models import Crosswalk, Framework, FrameworkUpload
from .rows import CrosswalkTree, Tree
from .wording import is_earlier

# The end of a name and who reads it. Every reader makes a tree of the bytes, or raises FaultyFile.
READERS: dict[str, Callable[[bytes], Tree | CrosswalkTree]] = {
    "yaml": files.read,
    "yml": files.read,
    "json": case_import.read,
}


class Stale(Exception):
    """The database is no longer as it was at the preview, so loading would do something else."""


def ending(name: str) -> str:
    """What follows the last dot of a name: "yaml"."""
    return name.rpartition(".")[2].lower()


def read_upload(name: str, data: bytes) -> tuple[Tree | CrosswalkTree, Callable[..., Plan]]:
    """What the file holds, and the function that plans or carries it out.

    :raises FaultyFile: with every fault found, when there is any; its tree follows the same edition.
    """
    try:
        tree = READERS[ending(name)](data)
    except FaultyFile as faulty:
        if isinstance(faulty.tree, Tree):
            follow_newest(faulty.tree)
        raise
    if isinstance(tree, Tree):
        follow_newest(tree)
    return tree, loading.load


def follow_newest(tree: Tree) -> None:
    """Let an edition that is not published yet follow the newest one there is.

    People take a file of an earlier edition and change its name; `replaces` then still names the edition before that
    one, or nothing. What a draft follows already it keeps, and an edition from before the newest does not follow it.
    """
    code, edition = tree.edition.key
    known = Framework.objects.filter(code=code, edition=edition).select_related("replaces").first()
    follows = known.replaces.edition if known and known.replaces else ""
    if known and (known.frozen or follows == tree.replaces or not tree.replaces):
        tree.replaces = tree.replaces or follows
        return
    published = list(Framework.objects.filter(code=code).public().exclude(edition=edition))
    newest = last_of(published)
    earlier = {"", *(one.edition for one in published if one != newest)}
    if newest and tree.replaces in earlier and not is_earlier(edition, newest.edition):
        tree.replaces, tree.outdated = newest.edition, tree.replaces


def last_of(published: list[Framework]) -> Framework | None:
    """The newest of these editions: the one that no other of them replaces."""
    replaced = {one.replaces_id for one in published}
    ends = [one for one in published if one.pk not in replaced]
    return max(ends, key=lambda one: (one.year, one.edition), default=None)


def fingerprint(plan: Plan) -> str:
    """The same for two plans that change the same rows in the same way, and for no others."""
    changes = []
    for change in plan.changes:
        fields = sorted((name, str(old), str(new)) for name, (old, new) in change.fields.items())
        changes.append([change.kind, change.model._meta.label, change.key, fields])
    return sha256(json.dumps([changes, plan.publishes]).encode()).hexdigest()


def carry_out(upload: FrameworkUpload, seen: str) -> Framework | Crosswalk:
    """Load an upload as a draft when that changes what was seen at its preview; the upload is gone then.

    :param seen: the fingerprint of the plan that was shown.
    :raises Stale: when the plan has become another one.
    :raises FaultyFile: when the database no longer takes it at all.
    """
    tree, load = read_upload(upload.name, upload.text.encode())
    try:
        with transaction.atomic():
            plan = load(tree)
            if fingerprint(plan) != seen or not plan.changes:
                raise Stale
            loaded = what_was_loaded(tree)
            log(loaded, plan, upload)
            upload.delete()
    except IntegrityError as error:  # somebody else made the same rows between our look and our write
        raise Stale from error
    return loaded


def what_was_loaded(tree: Tree | CrosswalkTree) -> Framework | Crosswalk:
    if isinstance(tree, CrosswalkTree):
        return Crosswalk.objects.get(code=tree.crosswalk.key[0])
    code, edition = tree.edition.key
    return Framework.objects.get(code=code, edition=edition)


def log(loaded: models.Model, plan: Plan, upload: FrameworkUpload) -> None:
    """Who loaded what, with the digest that tells which file it was."""
    is_new = plan.changes[0].kind == NEW and plan.changes[0].model is type(loaded)
    words = {"name": upload.name, "digest": upload.digest[:12]}
    message = _("Loaded from the file %(name)s (SHA-256 %(digest)s).") % words
    flag = ADDITION if is_new else CHANGE
    LogEntry.objects.log_actions(upload.by_id, [loaded], flag, message, single_object=True)
