from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("assessments")

    def ready(self) -> None:
        from placements.signals import person_confirmed

        from .mails import ask_examiners_of

        person_confirmed.connect(ask_examiners_of, dispatch_uid="ask_examiners")
