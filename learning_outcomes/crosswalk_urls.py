from django.urls import path

from .views import crosswalk_life, crosswalks

app_name = "crosswalks"
urlpatterns = [
    # a crosswalk
    path("", crosswalks.crosswalk_list, name="crosswalk_list"),
    path("new/", crosswalks.crosswalk_new, name="crosswalk_new"),
    path("<slug:code>/", crosswalks.crosswalk_detail, name="crosswalk_detail"),
    path("<slug:code>/edit/", crosswalks.crosswalk_change, name="crosswalk_change"),
    path("<slug:code>/publish/", crosswalk_life.crosswalk_publish, name="crosswalk_publish"),
    path("<slug:code>/delete/", crosswalk_life.crosswalk_delete, name="crosswalk_delete"),
    path("<slug:code>/carry/", crosswalk_life.crosswalk_carry, name="crosswalk_carry"),
    path("<slug:code>/yaml/", crosswalk_life.crosswalk_yaml, name="crosswalk_yaml"),
    # its relations
    path("<slug:code>/relations/new/", crosswalks.relation_new, name="relation_new"),
    path("<slug:code>/relations/<int:pk>/edit/", crosswalks.relation_change, name="relation_change"),
    path("<slug:code>/relations/<int:pk>/remove/", crosswalks.relation_remove, name="relation_remove"),
]
