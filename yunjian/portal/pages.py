"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


app_name = "portal"
urlpatterns = [path("", home, name="home")]
