from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("assessments")

    def ready(self) -> None:
        from conversations.signals import coming_along, conversation_moved, talk_links
        from placements.signals import day_began, forgetting, person_confirmed, set_changed

        from .carrying import after_change
        from .coming_along import answer
        from .dates import follow_talk
        from .following import follow_set
        from .mails import ask_examiners_of
        from .reminders import forget_reminders
        from .talk_reminders import remind_of_talks
        from .talks import links_of_forms

        person_confirmed.connect(ask_examiners_of, dispatch_uid="ask_examiners")
        set_changed.connect(follow_set, dispatch_uid="follow_set")
        set_changed.connect(after_change, dispatch_uid="carry_over")
        conversation_moved.connect(follow_talk, dispatch_uid="follow_talk")
        day_began.connect(remind_of_talks, dispatch_uid="remind_of_talks")
        forgetting.connect(forget_reminders, dispatch_uid="forget_reminders")
        talk_links.connect(links_of_forms, dispatch_uid="links_of_forms")
        coming_along.connect(answer, dispatch_uid="coming_along")
