"""The home page and the search over everything."""

from django.urls import path

from .home import home
from .search import search

app_name = "portal"
urlpatterns = [path("", home, name="home"), path("search/", search, name="search")]
