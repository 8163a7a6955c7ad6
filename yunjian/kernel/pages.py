"""The operators' page: outside connections, background work and the ledger's readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from .connections import connections, readings


def overview(request: HttpRequest) -> HttpResponse:
    reader = request.actor  # type: ignore[attr-defined]
    context = {"connections": connections(reader=reader), "readings": readings(reader=reader)}
    return render(request, "kernel/connections.html", context)


app_name = "kernel"
urlpatterns = [path("", overview, name="connections")]
