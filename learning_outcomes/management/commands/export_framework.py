"""`export_framework CODE[/EDITION] --format yaml`: a framework, or a crosswalk, as a file on standard output."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning_outcomes import yaml_export
from learning_outcomes.models import Crosswalk, Framework

# format: what writes a framework, and what writes a crosswalk
FORMATS = {"yaml": (yaml_export.export_framework, yaml_export.export_crosswalk)}


class Command(BaseCommand):
    help = "Write a framework (the newest edition unless one is named) or a crosswalk as a file."

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="CODE[/EDITION]", help="a framework, or else the crosswalk of that code")
        parser.add_argument("--format", choices=FORMATS, default="yaml")

    def handle(self, *, name: str, **options):
        write_framework, write_crosswalk = FORMATS[options["format"]]
        code, _slash, edition = name.partition("/")
        frameworks = Framework.objects.filter(code=code, **({"edition": edition} if edition else {}))
        crosswalks = Crosswalk.objects.none() if edition else Crosswalk.objects.filter(code=code)
        if framework := frameworks.first():
            text = write_framework(framework)
        elif crosswalk := crosswalks.first():
            text = write_crosswalk(crosswalk)
        else:
            raise CommandError(_("There is no framework and no crosswalk %(name)s.") % {"name": name})
        self.stdout.write(text, ending="")
