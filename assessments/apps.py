from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("assessments")

    def ready(self) -> None:
        from placements.signals import person_confirmed, set_changed

        from .carrying import after_change
        from .following import follow_set
        from .mails import ask_examiners_of

        person_confirmed.connect(ask_examiners_of, dispatch_uid="ask_examiners")
        set_changed.connect(follow_set, dispatch_uid="follow_set")
        set_changed.connect(after_change, dispatch_uid="carry_over")
