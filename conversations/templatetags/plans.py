"""The learning plan on pages of apps that know no plans."""

from django import template

from conversations.models import LearningPlan

register = template.Library()


@register.simple_tag
def plan_of(placement, user) -> LearningPlan | None:
    """The plan of this placement, when this person may know of it. One query."""
    return LearningPlan.objects.visible_to(user).filter(placement=placement).first()
