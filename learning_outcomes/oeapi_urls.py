"""The addresses of the Open Education API, as it spells them."""

from django.urls import path

from .views import oeapi

app_name = "oeapi"
urlpatterns = [
    path("learning-outcomes", oeapi.learning_outcomes, name="learning_outcomes"),
    path("learning-outcomes/<str:identifier>", oeapi.learning_outcome, name="learning_outcome"),
]
