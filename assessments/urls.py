from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from . import attachment_views, continuing, decision_views, thread_views, views

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
    # the decision on a unit, and the talk about it
    path("assessments/decisions/<int:pk>/", decision_views.decision, name="decision"),
    path("assessments/decisions/<int:pk>/steps/<slug:step>/", decision_views.take_step, name="decision_step"),
    path("assessments/decisions/<int:pk>/position/", decision_views.take_position, name="position"),
    path("assessments/decisions/<int:pk>/repair/", decision_views.agree_on_repair, name="repair"),
    path("assessments/decisions/<int:pk>/say/<int:row_pk>/", decision_views.say, name="say"),
    # what was decided, seen from another framework
    path("placements/<int:pk>/transfer/", views.transfer, name="transfer"),
    # an example that several assessors judge
    path("calibrations/", include("assessments.calibration_urls")),
    # going on elsewhere after a placement ended early
    path("placements/<int:pk>/continue/", continuing.continue_page, name="continue"),
    # the whole line of a placement
    path("placements/<int:pk>/thread/", thread_views.thread, name="thread"),
    path("placements/<int:pk>/thread/paper/", thread_views.thread_pdf, name="thread_pdf"),
    # what was sealed
    path("assessments/sealed/<int:pk>/", views.sealed, name="sealed"),
    path("check/", login_not_required(views.check), name="check"),
    path("check/file/", login_not_required(views.check_file), name="check_file"),
    path("check/<str:code>/", login_not_required(views.check), name="check_code"),
]
