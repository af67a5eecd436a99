from django.urls import path

from . import educator_views, goal_views, note_views, plan_views, planning_views, skill_views, talk_views

app_name = "conversations"
urlpatterns = [
    # days, calendar
    path("placements/<int:pk>/planning/", planning_views.plan, name="planning"),
    path("conversations/<int:pk>/steps/<slug:step>/", planning_views.step, name="step"),
    path("conversations/<int:pk>/calendar/", planning_views.calendar_file, name="calendar"),
    # one conversation, and the log of guidance talks
    path("conversations/<int:pk>/", talk_views.conversation, name="conversation"),
    path("conversations/<int:pk>/record/", talk_views.record, name="record"),
    path("conversations/<int:pk>/verdict-told/", talk_views.verdict_told, name="verdict_told"),
    path("placements/<int:pk>/guidance/", talk_views.guidance, name="guidance"),
    # goals
    path("placements/<int:pk>/goals/", goal_views.goals, name="goals"),
    path("placements/<int:pk>/goals/<int:item_pk>/new/", goal_views.goal_new, name="goal_new"),
    path("placements/<int:pk>/goals/<int:goal_pk>/reword/", goal_views.goal_reword, name="goal_reword"),
    path("placements/<int:pk>/goals/<int:goal_pk>/steps/<slug:step>/", goal_views.goal_step, name="goal_step"),
    # what one supervisor has to know
    path("placements/<int:pk>/private-notes/", note_views.private_notes, name="private_notes"),
    path("placements/<int:pk>/private-notes/<int:recipient_pk>/", note_views.private_note, name="private_note"),
    path(
        "placements/<int:pk>/private-notes/<int:recipient_pk>/withdraw/",
        note_views.private_note_withdraw,
        name="private_note_withdraw",
    ),
    # educators whom the student passes on
    path("placements/<int:pk>/educators/", educator_views.educators, name="educators"),
    path(
        "placements/<int:pk>/educators/<int:passed_pk>/steps/<slug:step>/",
        educator_views.educator_step,
        name="educator_step",
    ),
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
