from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = _("people and placements")

    def ready(self) -> None:
        from . import devices, jobs  # noqa: F401  (a browser is remembered at each sign-in; the queue gets its worker)
