from django.urls import path

from .views import reading

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
    # making
    # comparing
    # exchanging
]
