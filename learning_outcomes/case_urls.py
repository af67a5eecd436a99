"""The addresses of CASE 1.1, as its REST binding spells them; nothing of ours comes before or behind them."""

from django.urls import path

from .exchange import case_lookup
from .views import case

app_name = "case"
urlpatterns = [
    path("CFDocuments", case.documents, name="documents"),
    path("CFDocuments/<str:identifier>", case.one, {"find": case_lookup.document}, name="document"),
    path("CFPackages/<str:identifier>", case.one, {"find": case_lookup.package}, name="package"),
    path("CFItems/<str:identifier>", case.one, {"find": case_lookup.item}, name="item"),
    path("CFAssociations/<str:identifier>", case.one, {"find": case_lookup.association}, name="association"),
    path(
        "CFItemAssociations/<str:identifier>",
        case.one,
        {"find": case_lookup.item_associations},
        name="item_associations",
    ),
    path("CFRubrics/<str:identifier>", case.one, {"find": case_lookup.rubric}, name="rubric"),
    path("CFItemTypes/<str:identifier>", case.one, {"find": case_lookup.item_type}, name="item_type"),
    path("CFConcepts/<str:identifier>", case.one, {"find": case_lookup.concept}, name="concept"),
]
