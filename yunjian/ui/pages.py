"""The language switch and the living style guide."""

from django.urls import path
from django.views.i18n import set_language

from .styleguide import styleguide

app_name = "ui"
urlpatterns = [
    # By POST; the choice is kept in a cookie, and ``next`` is followed only within this site.
    path("language/", set_language, name="language"),
    path("styleguide/", styleguide, name="styleguide"),
]
