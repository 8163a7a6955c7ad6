"""The platform's own settings, and one small application whose acts are easy to count."""

from yunjian.site.settings import *  # noqa: F403
from yunjian.site.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.app.apps.ChaosConfig"]
# Acts are sent without a session: the observer measures the road, not the login.
MIDDLEWARE = [each for each in MIDDLEWARE if each != "django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "tests.chaos.urls"
ALLOWED_HOSTS = ["*"]
