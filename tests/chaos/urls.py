"""The platform's addresses, and two to act by."""

import time

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from tests.chaos.app import acts
from yunjian.kernel.actor import SYSTEM


def act(request: HttpRequest, key: str) -> HttpResponse:
    """Acknowledged only once it is committed."""
    time.sleep(min(float(request.GET.get("after", 0)), 5))
    acts.act(key, by=SYSTEM, at=timezone.now())
    return HttpResponse(key)


urlpatterns = [path("act/<slug:key>/", act), path("", include("yunjian.site.urls"))]
