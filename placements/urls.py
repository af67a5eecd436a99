from django.urls import path

from . import pages, views

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
    # invitations
    path("placements/<int:placement_pk>/invitations/<int:pk>/resend/", views.resend, name="resend"),
    path("placements/<int:placement_pk>/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
