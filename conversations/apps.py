from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = _("conversations")

    def ready(self) -> None:
        from placements.signals import day_began, forgetting, placement_ended, placement_links, seats_changed

        from .calendar_seats import follow_days, follow_ending, follow_seats
        from .models.notes import forget_private_notes
        from .page_links import links_of_talks

        seats_changed.connect(follow_seats, dispatch_uid="follow_seats")
        placement_ended.connect(follow_ending, dispatch_uid="follow_ending")
        day_began.connect(follow_days, dispatch_uid="follow_days")
        forgetting.connect(forget_private_notes, dispatch_uid="forget_private_notes")
        placement_links.connect(links_of_talks, dispatch_uid="links_of_talks")
