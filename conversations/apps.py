from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = _("conversations")

    def ready(self) -> None:
        from placements.signals import forgetting, placement_links

        from .models.notes import forget_private_notes
        from .page_links import links_of_talks

        forgetting.connect(forget_private_notes, dispatch_uid="forget_private_notes")
        placement_links.connect(links_of_talks, dispatch_uid="links_of_talks")
