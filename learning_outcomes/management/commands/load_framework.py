"""`load_framework FILE... [--dry-run] [--publish]`: YAML files become drafts, or a list of faults."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from learning_outcomes import changes, files, loading
from learning_outcomes.rows import CrosswalkTree
from learning_outcomes.sections import FaultyFile

KINDS = {changes.NEW: "+", changes.CHANGED: "~", changes.GONE: "-"}


class Command(BaseCommand):
    help = "Load framework and crosswalk files (YAML). Says what changes; changes nothing when anything is wrong."

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, nargs="+", help="crosswalks are loaded last, whatever the order")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--publish", action="store_true", help="publish what is loaded, which freezes it")

    def handle(self, *, publish: bool, dry_run: bool, **options):
        named = options["files"]
        trees = [(path, self.checked(path, len(named) > 1, files.read, self.content(path))) for path in named]
        trees.sort(key=lambda pair: isinstance(pair[1], CrosswalkTree))
        with transaction.atomic():
            for path, tree in trees:
                plan = self.checked(path, len(named) > 1, loading.load, tree, publish=publish)
                if len(named) > 1:
                    self.stdout.write(f"{path}:")
                self.report(plan)
            if dry_run:
                transaction.set_rollback(True)
                self.stdout.write(_("This was a dry run: nothing was saved."))

    def content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(error) from error

    def checked(self, path: Path, several: bool, act, *arguments, **options):
        """What the act answers; the faults it finds go to the person and end the command."""
        try:
            return act(*arguments, **options)
        except FaultyFile as faulty:
            for fault in faulty.faults:
                self.stderr.write(f"{path}: {fault}" if several else str(fault))
            sys.exit(1)

    def report(self, plan: changes.Plan) -> None:
        for change in plan.changes:
            self.stdout.write(f"{KINDS[change.kind]} {change.label}")
            for name, (old, new) in change.fields.items():
                self.stdout.write(f"    {name}: {shown(old)} -> {shown(new)}")
        if plan.publishes:
            self.stdout.write(_("Published and frozen."))
        elif not plan.changes:
            self.stdout.write(_("Nothing changes."))


def shown(value) -> str:
    """A link is shown by its codes, any other value as it is."""
    return " ".join(value) if isinstance(value, tuple) else str(value)
