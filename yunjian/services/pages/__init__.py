"""Services: finding what to do, its guide, and the way to hand it in."""

from django.urls import path

from . import guides

app_name = "services"
urlpatterns = [
    path("", guides.guides, name="guides"),
    path("items/<slug:item>/", guides.guide, name="guide"),
    path("themes/<slug:theme>/", guides.theme, name="theme"),
    path("trades/<slug:trade>/", guides.trade, name="trade"),
]
