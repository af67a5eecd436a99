from django.urls import path

from .views import exchanging, reading

app_name = "learning_outcomes"
urlpatterns = [
    # reading
    path("", reading.framework_list, name="framework_list"),
    path("<slug:code>/<slug:edition>/", reading.framework_detail, name="framework_detail"),
    # making
    # comparing
    # exchanging
    path("exchange/", exchanging.exchange, name="exchange"),
    path("<slug:code>/<slug:edition>/yaml/", exchanging.download, {"form": "yaml"}, name="download_yaml"),
    path("<slug:code>/<slug:edition>/case/", exchanging.download, {"form": "case"}, name="download_case"),
]
