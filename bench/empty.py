"""Empty Django views, to compare pages with: one bare, one behind a login in a project as ``startproject`` makes it."""

import os

import django
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

SCHEMA = "bench_empty"  # beside our own tables, so that both ask the same PostgreSQL over the same pool
STARTPROJECT = {
    "INSTALLED_APPS": [
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
}


def view(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path("", view), path("mine/", login_required(view))]


def begin(kind: str) -> None:
    """``bare``: no middleware, no database. ``startproject``: what Django makes, with our database settings."""
    given = {"ROOT_URLCONF": __name__, "ALLOWED_HOSTS": ["*"], "SECRET_KEY": "only-for-benches"}
    settings.configure(**given, **({"MIDDLEWARE": []} if kind == "bare" else STARTPROJECT | _database()))
    django.setup()


def _database() -> dict[str, object]:
    from yunjian.site import settings as ours

    database = dict(ours.DATABASES["default"])
    options = dict(database["OPTIONS"])
    database["OPTIONS"] = options | {"options": f"{options['options']} -c search_path={SCHEMA}"}
    return {"DATABASES": {"default": database}, "USE_TZ": True}


def log_in() -> str:
    """Make the tables and somebody who has logged in there; their cookie."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    with connection.cursor() as cursor:
        cursor.execute(f"create schema if not exists {SCHEMA}")
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(User.objects.create(username="li"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    begin("startproject")
    print(log_in())
elif os.environ.get("YUNJIAN_BENCH_EMPTY"):
    begin(os.environ["YUNJIAN_BENCH_EMPTY"])
    application = get_wsgi_application()
