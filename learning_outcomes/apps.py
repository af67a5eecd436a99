from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningOutcomesConfig(AppConfig):
    name = "learning_outcomes"
    verbose_name = _("Frameworks")
