from django.urls import path

from . import skill_views

app_name = "conversations"
urlpatterns = [
    # growth on the skills
    path("placements/<int:pk>/skills/", skill_views.skills, name="skills"),
]
