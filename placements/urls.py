from django.urls import path

from . import pages, set_pages, views

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
]
