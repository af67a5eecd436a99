from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Driehoek"

    def ready(self) -> None:
        apps.get_app_config("mfa").verbose_name = _("Second factor")  # has no Dutch of its own
