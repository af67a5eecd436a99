from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django_tasks_db.models import DBTaskResult

from . import overview_views, views

admin.site.enable_nav_sidebar = False  # the wide tables of a framework need the room
# what nobody looks after by hand: SURFconext stands in the settings, and the tasks look after themselves
for model in (SocialAccount, SocialApp, SocialToken, DBTaskResult):
    admin.site.unregister(model)

urlpatterns = [
    path("", views.home, name="home"),
    path("remind/", views.remind, name="remind"),
    path("overview/", overview_views.overview, name="overview"),
    path("overview/spreadsheet/", overview_views.overview_xlsx, name="overview_xlsx"),
    path("me/", views.profile, name="profile"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("help/", views.plain_page, {"name": "help"}, name="help"),
    path("accessibility/", views.plain_page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", views.plain_page, {"name": "privacy"}, name="privacy"),
    path("", include("placements.urls")),
    path("", include("portfolio.urls")),
    path("", include("conversations.urls")),
    path("", include("assessments.urls")),
    path("frameworks/", include("learning_outcomes.urls")),
    path("ims/case/v1p1/", include("learning_outcomes.case_urls")),
    path("oeapi/v6/", include("learning_outcomes.oeapi_urls")),
    path("crosswalks/", include("learning_outcomes.crosswalk_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("config.demo")))
