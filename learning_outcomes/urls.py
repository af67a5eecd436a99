from django.urls import path

from .views import comparing, exchanging, making, reading

app_name = "learning_outcomes"
urlpatterns = [
    # reading
    path("", reading.framework_list, name="framework_list"),
    path("search/", reading.search, name="search"),
    path("<slug:code>/<slug:edition>/", reading.framework_detail, name="framework_detail"),
    path("<slug:code>/<slug:edition>/skills/", reading.skills, name="skills"),
    path("<slug:code>/<slug:edition>/glossary/", reading.glossary, name="glossary"),
    path("<slug:code>/<slug:edition>/tailored/", reading.tailored, name="tailored"),
    path("<slug:code>/<slug:edition>/outcomes/<code:outcome>/", reading.outcome, name="outcome"),
    # making; a verb follows what it acts on, so that none of these looks like a framework
    path("load/", making.load, name="load"),
    path("load/<uuid:pk>/preview/", making.load_preview, name="load_preview"),
    path("load/<uuid:pk>/confirm/", making.load_confirm, name="load_confirm"),
    path("<slug:code>/<slug:edition>/check/", making.framework_check, name="framework_check"),
    path("<slug:code>/<slug:edition>/publish/", making.publish, name="framework_publish"),
    path("<slug:code>/<slug:edition>/retire/", making.retire, name="framework_retire"),
    path("<slug:code>/<slug:edition>/delete/", making.delete_draft, name="framework_delete"),
    path("<slug:code>/<slug:edition>/next/", making.next_edition, name="framework_next"),
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
    path("exchange/", exchanging.exchange, name="exchange"),
    path("<slug:code>/<slug:edition>/yaml/", exchanging.download, {"form": "yaml"}, name="download_yaml"),
    path("<slug:code>/<slug:edition>/case/", exchanging.download, {"form": "case"}, name="download_case"),
]
