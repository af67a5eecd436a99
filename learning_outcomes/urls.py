from django.urls import path

from .views import comparing, reading

app_name = "learning_outcomes"
urlpatterns = [
    # reading
    path("", reading.framework_list, name="framework_list"),
    path("<slug:code>/<slug:edition>/", reading.framework_detail, name="framework_detail"),
    # making
    # comparing
    path("compare/", comparing.compare, name="compare"),
    path(
        "compare/<slug:code>/<slug:edition>/with/<slug:other_code>/<slug:other_edition>/",
        comparing.comparison,
        name="comparison",
    ),
    path(
        "compare/<slug:code>/<slug:edition>/with/<slug:other_code>/<slug:other_edition>/xlsx/",
        comparing.comparison_xlsx,
        name="comparison_xlsx",
    ),
    path("<slug:code>/<slug:edition>/verification/", comparing.verify, name="verification"),
    path("<slug:code>/<slug:edition>/verification/xlsx/", comparing.verification_xlsx, name="verification_xlsx"),
    path("transfer/", comparing.transfer_report, name="transfer"),
    # exchanging
]
