"""`check_framework CODE[/EDITION]`: what an editor may want to look at again; without an edition the newest."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning_outcomes.checks import check
from learning_outcomes.models import Framework
from learning_outcomes.rows import named


class Command(BaseCommand):
    help = "Say what an editor may want to look at again in a framework. It reports, and never stops anything."

    def add_arguments(self, parser):
        parser.add_argument("framework", metavar="CODE[/EDITION]")

    def handle(self, *, framework: str, **options):
        code, _slash, edition = framework.partition("/")
        found = Framework.objects.for_page().filter(code=code, **({"edition": edition} if edition else {}))
        chosen = found.order_by("-year", "-edition").first()
        if chosen is None:
            known = named(f"{one.code}/{one.edition}" for one in Framework.objects.all())
            sentence = _("%(framework)s is not loaded. Known are: %(known)s.")
            raise CommandError(sentence % {"framework": framework, "known": known})
        groups = check(chosen)
        self.stdout.write(f"{chosen}")
        for group in groups:
            self.stdout.write(f"\n{group.title} ({len(group.findings)})")
            for finding in group.findings:
                self.stdout.write(f"- {finding.sentence}")
        if not groups:
            self.stdout.write(_("Nothing stands out."))
