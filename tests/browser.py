"""A real browser for the tests: Debian's Chromium, driven by Playwright."""

import pytest
from django.test import override_settings

PLAIN_STATIC_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Tests take static files from their sources: nothing is collected, no manifest is needed."""
    with override_settings(STORAGES=PLAIN_STATIC_FILES):
        yield
