"""The site as in demo mode."""

from django.urls import include, path

from config.urls import urlpatterns as usual

urlpatterns = [*usual, path("demo/", include("config.demo"))]
