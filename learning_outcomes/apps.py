from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from .converters import CodeConverter


class LearningOutcomesConfig(AppConfig):
    name = "learning_outcomes"
    verbose_name = _("Frameworks")

    def ready(self) -> None:
        register_converter(CodeConverter, "code")
