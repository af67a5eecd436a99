from django.urls import path

from . import guides, views

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", views.collections, name="collections"),
    path("portfolio/collections/<int:pk>/", views.collection, name="collection"),
    path("portfolio/items/<int:pk>/", views.item, name="item"),
    # paper of the frameworks, beside their pages
    path("frameworks/<slug:code>/<slug:edition>/guide/pdf/", guides.guide_pdf, name="guide_pdf"),
    path("frameworks/<slug:code>/<slug:edition>/skills/pdf/", guides.skills_pdf, name="skills_pdf"),
    path("frameworks/<slug:code>/<slug:edition>/outcomes/<code:outcome>/pdf/", guides.outcome_pdf, name="outcome_pdf"),
    # frameworks on paper
    path(
        "frameworks/compare/<slug:code>/<slug:edition>/with/<slug:other_code>/<slug:other_edition>/pdf/",
        views.comparison_pdf,
        name="comparison_pdf",
    ),
]
