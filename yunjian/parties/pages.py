"""Logging in and out, and the directory of units and people."""

from django.contrib.auth.views import LoginView
from django.urls import path

app_name = "parties"
urlpatterns = [path("login/", LoginView.as_view(), name="login")]
