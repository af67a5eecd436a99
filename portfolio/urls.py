from django.urls import path

from . import views

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", views.collections, name="collections"),
    path("portfolio/collections/<int:pk>/", views.collection, name="collection"),
    path("portfolio/items/<int:pk>/", views.item, name="item"),
    # frameworks on paper
    path(
        "frameworks/compare/<slug:code>/<slug:edition>/with/<slug:other_code>/<slug:other_edition>/pdf/",
        views.comparison_pdf,
        name="comparison_pdf",
    ),
]
