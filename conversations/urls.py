from django.urls import URLPattern, path

from . import educator_views, goal_views, note_views, talk_views

app_name = "conversations"
urlpatterns: list[URLPattern] = [
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
]
