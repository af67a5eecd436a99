from django.urls import path

from . import concerns, endings, pages, set_pages, views

app_name = "placements"

urlpatterns = [
    # the mailed link
    path("i/<str:secret>/", views.link, name="link"),
    path("i/<str:secret>/code/", views.link_code, name="link_code"),
    path("i/<str:secret>/not-mine/", views.link_not_mine, name="link_not_mine"),
    # placements
    path("placements/", pages.placement_list, name="placement_list"),
    path("placements/confirm/", views.confirm, name="confirm"),
    path("placements/<int:pk>/", pages.placement, name="placement"),
    path("placements/<int:pk>/invite/", views.invite, name="invite"),
    # the student's own set of outcomes
    path("placements/<int:pk>/outcomes/", set_pages.outcomes, name="outcomes"),
    path("placements/<int:pk>/outcomes/propose/", set_pages.propose, name="outcome_propose"),
    path("placements/<int:pk>/outcomes/new/<slug:origin>/", set_pages.add, name="outcome_new"),
    path("placements/<int:pk>/outcomes/<int:item_pk>/edit/", set_pages.change, name="outcome_edit"),
    path("placements/<int:pk>/outcomes/<int:item_pk>/recognise/", set_pages.recognise, name="outcome_recognise"),
    path("placements/<int:pk>/outcomes/<int:item_pk>/steps/<slug:step>/", set_pages.take_step, name="outcome_step"),
    path(
        "placements/<int:pk>/outcomes/<int:item_pk>/recognitions/<int:recognition_pk>/withdraw/",
        set_pages.withdraw_recognition,
        name="recognition_withdraw",
    ),
    # invitations
    path("placements/<int:placement_pk>/invitations/<int:pk>/resend/", views.resend, name="resend"),
    path("placements/<int:placement_pk>/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    # a concern about one outcome
    path("placements/<int:pk>/concerns/new/", concerns.concern_new, name="concern_new"),
    path("concerns/<int:pk>/", concerns.concern, name="concern"),
    path("concerns/<int:pk>/contributions/", concerns.contribute, name="concern_contribute"),
    path("concerns/<int:pk>/told/", concerns.told, name="concern_told"),
    path("concerns/<int:pk>/steps/<slug:step>/", concerns.take_step, name="concern_step"),
    # ending early
    path("placements/<int:pk>/ending/new/", endings.ending_new, name="ending_new"),
    path("endings/<int:pk>/", endings.ending, name="ending"),
    path("endings/<int:pk>/contacts/", endings.note_contact, name="ending_contact"),
    path("endings/<int:pk>/steps/<slug:step>/", endings.take_step, name="ending_step"),
]
