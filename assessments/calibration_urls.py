from django.urls import path

from . import calibration_views as views

urlpatterns = [
    path("", views.calibration_list, name="calibration_list"),
    path("new/", views.calibration_new, name="calibration_new"),
    path("<int:pk>/", views.calibration, name="calibration"),
    path("<int:pk>/edit/", views.calibration_edit, name="calibration_edit"),
    path("<int:pk>/cases/", views.calibration_cases, name="calibration_cases"),
    path("<int:pk>/cases/take-over/", views.calibration_take_over, name="calibration_take_over"),
    path("<int:pk>/judge/", views.calibration_judge, name="calibration_judge"),
    path("<int:pk>/conclusions/", views.calibration_conclusions, name="calibration_conclusions"),
    path("<int:pk>/steps/<slug:step>/", views.calibration_step, name="calibration_step"),
]
