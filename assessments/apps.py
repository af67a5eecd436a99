from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("assessments")

    def ready(self) -> None:
        from placements.signals import person_confirmed, set_changed

        from .carrying import carry_over_after_decision, carry_over_in
        from .following import follow_set
        from .mails import ask_examiners_of

        person_confirmed.connect(ask_examiners_of, dispatch_uid="ask_examiners")
        set_changed.connect(follow_set, dispatch_uid="follow_set")
        set_changed.connect(carry_over_in, dispatch_uid="carry_over_in")
        post_save.connect(
            carry_over_after_decision, sender="assessments.OutcomeDecision", dispatch_uid="carry_over_after_decision"
        )
