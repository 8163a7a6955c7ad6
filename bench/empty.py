"""An empty Django view: what the server and the framework cost before anything of ours."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def view(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path("", view)]
if os.environ.get("YUNJIAN_BENCH_EMPTY"):
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="only-for-benches", MIDDLEWARE=[])
    django.setup()
    application = get_wsgi_application()
