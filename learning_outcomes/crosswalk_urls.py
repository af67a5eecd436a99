from django.urls import path

from .views import crosswalks

app_name = "crosswalks"
urlpatterns = [
    # a crosswalk
    path("", crosswalks.crosswalk_list, name="crosswalk_list"),
    path("new/", crosswalks.crosswalk_new, name="crosswalk_new"),
    path("<slug:code>/", crosswalks.crosswalk_detail, name="crosswalk_detail"),
    path("<slug:code>/edit/", crosswalks.crosswalk_change, name="crosswalk_change"),
    path("<slug:code>/publish/", crosswalks.crosswalk_publish, name="crosswalk_publish"),
    # its relations
    path("<slug:code>/relations/new/", crosswalks.relation_new, name="relation_new"),
    path("<slug:code>/relations/<int:pk>/edit/", crosswalks.relation_change, name="relation_change"),
    path("<slug:code>/relations/<int:pk>/remove/", crosswalks.relation_remove, name="relation_remove"),
]
