from django.urls import path

from . import planning_views, skill_views

app_name = "conversations"
urlpatterns = [
    # days, calendar
    path("placements/<int:pk>/planning/", planning_views.plan, name="planning"),
    path("conversations/<int:pk>/steps/<slug:step>/", planning_views.step, name="step"),
    path("conversations/<int:pk>/calendar/", planning_views.calendar_file, name="calendar"),
    # growth on the skills
    path("placements/<int:pk>/skills/", skill_views.skills, name="skills"),
]
