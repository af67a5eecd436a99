"""`load_framework FILE [--dry-run] [--publish]`: a YAML file becomes a draft, or a list of faults."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning_outcomes import files, loading
from learning_outcomes.sections import FaultyFile

KINDS = {loading.NEW: "+", loading.CHANGED: "~", loading.GONE: "-"}


class Command(BaseCommand):
    help = "Load a framework file (YAML). Says what changes; changes nothing when anything is wrong."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--publish", action="store_true", help="publish the edition, which freezes it")

    def handle(self, *, file: Path, dry_run: bool, publish: bool, **options):
        try:
            tree = files.read(file.read_bytes())
            plan = loading.load(tree, publish=publish, dry_run=dry_run)
        except OSError as error:
            raise CommandError(error) from error
        except FaultyFile as faulty:
            for fault in faulty.faults:
                self.stderr.write(str(fault))
            sys.exit(1)
        self.report(plan, dry_run)

    def report(self, plan: loading.Plan, dry_run: bool) -> None:
        for change in plan.changes:
            self.stdout.write(f"{KINDS[change.kind]} {change.label}")
            for name, (old, new) in change.fields.items():
                self.stdout.write(f"    {name}: {shown(old)} -> {shown(new)}")
        if plan.publishes:
            self.stdout.write(_("The edition is now published and frozen."))
        elif not plan.changes:
            self.stdout.write(_("Nothing changes."))
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was saved."))


def shown(value) -> str:
    """A link is shown by its codes, any other value as it is."""
    return " ".join(value) if isinstance(value, tuple) else str(value)
