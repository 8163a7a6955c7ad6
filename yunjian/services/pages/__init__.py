"""Services: finding what to do, its guide, and the way to hand it in."""

from django.urls import URLPattern

app_name = "services"
urlpatterns: list[URLPattern] = []
