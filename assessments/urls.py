from django.contrib.auth.decorators import login_not_required
from django.urls import path

from . import attachment_views, views

app_name = "assessments"
urlpatterns = [
    # a form
    path("assessments/<int:pk>/", views.form, name="form"),
    path("assessments/<int:pk>/paper/", views.paper, name="paper"),
    path("assessments/<int:pk>/steps/<slug:step>/", views.take_step, name="step"),
    path("assessments/<int:pk>/other-feedback/", views.write_part, {"part": "other_feedback"}, name="other"),
    # one outcome on it
    path("assessments/<int:pk>/outcomes/<int:row_pk>/attachments/", attachment_views.attach, name="attach"),
    path("assessments/attachments/<int:pk>/", attachment_views.attachment, name="attachment"),
    path("assessments/attachments/<int:pk>/remove/", attachment_views.remove, name="attachment_remove"),
    path("assessments/<int:pk>/outcomes/<int:row_pk>/<slug:part>/", views.write_part, name="part"),
    # the decision on a unit
    path("assessments/decisions/<int:pk>/steps/<slug:step>/", views.take_decision_step, name="decision_step"),
    # what was decided, seen from another framework
    path("placements/<int:pk>/transfer/", views.transfer, name="transfer"),
    # what was sealed
    path("assessments/sealed/<int:pk>/", views.sealed, name="sealed"),
    path("check/", login_not_required(views.check), name="check"),
    path("check/file/", login_not_required(views.check_file), name="check_file"),
    path("check/<str:code>/", login_not_required(views.check), name="check_code"),
]
