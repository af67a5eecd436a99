from django.urls import path

from .views import reading

app_name = "learning_outcomes"
urlpatterns = [
    # reading
    path("", reading.framework_list, name="framework_list"),
    path("<slug:code>/<slug:edition>/", reading.framework_detail, name="framework_detail"),
    # making
    # comparing
    # exchanging
]
