from django.urls import path

from . import views

app_name = "learning_outcomes"
urlpatterns = [
    path("", views.framework_list, name="framework_list"),
    path("<slug:code>/<slug:edition>/", views.framework_detail, name="framework_detail"),
]
