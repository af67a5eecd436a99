from django.urls import path

from . import plan_views, planning_views, skill_views

app_name = "conversations"
urlpatterns = [
    # days, calendar
    path("placements/<int:pk>/planning/", planning_views.plan, name="planning"),
    path("conversations/<int:pk>/steps/<slug:step>/", planning_views.step, name="step"),
    path("conversations/<int:pk>/calendar/", planning_views.calendar_file, name="calendar"),
    # the learning plan
    path("plans/<int:pk>/", plan_views.plan, name="plan"),
    path("plans/<int:pk>/paper/", plan_views.paper, name="plan_paper"),
    path("plans/<int:pk>/opening/", plan_views.write, name="plan_opening"),
    path("plans/<int:pk>/outcomes/<int:item_pk>/", plan_views.write, name="plan_part"),
    path("plans/<int:pk>/remarks/", plan_views.remark, name="plan_remark"),
    path("plans/<int:pk>/steps/<slug:step>/", plan_views.take_step, name="plan_step"),
    # growth on the skills
    path("placements/<int:pk>/skills/", skill_views.skills, name="skills"),
]
