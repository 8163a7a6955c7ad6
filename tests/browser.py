"""A real browser for the tests: Debian's Chromium, driven by Playwright.

Fixtures: ``desktop``, ``phone`` and ``plain`` (JavaScript off) are pages; ``browse`` opens any other kind. A page fails
its test when it writes an error to the console, throws, or asks anything of a host that is not this one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PLAIN_STATIC_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PHONE = (390, 844)
DESKTOP = (1440, 900)
PATIENCE = 90_000  # milliseconds: a machine that is short of time is no fault of a page
expect.set_options(timeout=PATIENCE)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
LOCAL = ("127.0.0.1", "localhost", "[::1]", "")


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Tests take static files from their sources: nothing is collected, no manifest is needed."""
    with override_settings(STORAGES=PLAIN_STATIC_FILES):
        yield


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    """Every test begins in Chinese: a request in English leaves its thread in English."""
    translation.activate(settings.LANGUAGE_CODE)


def chromium() -> str | None:
    """Where Chromium is, if it is anywhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module.

    Playwright keeps an event loop running in this thread, which would break other modules' asynchronous tests, and
    makes Django refuse the database to it: so no longer than a module, and with that refusal lifted meanwhile.
    """
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is not installed: nothing was tried in a browser")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield opened
            opened.close()


@dataclass
class Watch:
    """What a page did that it should not have done."""

    host: str
    allowed: tuple[str, ...]
    troubles: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda message: self._say(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._say(str(error)))
        page.on("request", lambda request: self._look_at(request.url))

    def _say(self, text: str) -> None:
        if not any(words in text for words in self.allowed):
            self.troubles.append(text)

    def _look_at(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL:
            self.troubles.append(f"asked a strange host: {url}")


Browse = Callable[..., Page]


@pytest.fixture
def browse(browser: Browser, live_server) -> Iterator[Browse]:
    """``browse(PHONE, language="en", javascript=False, allow=("422",))`` opens a page; ``page.goto("/budgets/")``.

    ``allow`` lists words of console errors that are part of the story, such as the status of a refusal.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(
        size: tuple[int, int] = DESKTOP,
        *,
        language: str = "zh-CN",
        javascript: bool = True,
        allow: tuple[str, ...] = (),
        **options,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=live_server.url,
            locale=language,
            java_script_enabled=javascript,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(live_server.url, allow)
        opened.append((context, watch))
        context.on("page", watch.over)
        return context.new_page()

    yield open_page
    for context, _watch in opened:
        context.close()
    troubles = [trouble for _context, watch in opened for trouble in watch.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def desktop(browse: Browse) -> Page:
    """A page on a desk."""
    return browse(DESKTOP)


@pytest.fixture
def phone(browse: Browse) -> Page:
    """A page on a phone, with a finger."""
    return browse(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def plain(browse: Browse) -> Page:
    """A page without JavaScript."""
    return browse(DESKTOP, javascript=False)


def sign_in(page: Page, account, base_url: str) -> None:
    """Log an account in without the form, as ``client.force_login`` does."""
    from django.test import Client

    client = Client()
    client.force_login(account)
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": morsel.value, "url": base_url}])


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, in readable lines."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{page.url}: {each['id']} ({each['impact']}): {each['help']}\n    {node['html'][:200]}\n    "
        + node["failureSummary"].replace("\n", " ")[:400]
        for each in found
        for node in each["nodes"]
    ]


def axe(page: Page) -> None:
    """Assert that axe-core finds nothing against WCAG 2.2 AA."""
    violations = axe_violations(page)
    assert not violations, "\n".join(violations)


def sideways(page: Page) -> str:
    """What makes the page scroll sideways, or nothing: wide things scroll in their own region."""
    return page.evaluate(
        """() => {
          const root = document.documentElement, across = root.clientWidth;
          if (root.scrollWidth <= across) return "";
          const inRegion = (e) => e && e !== root
            && (getComputedStyle(e).overflowX !== "visible" || inRegion(e.parentElement));
          const wide = [...document.body.querySelectorAll("*")].filter(
            (e) => e.getBoundingClientRect().right > across + 1 && !inRegion(e.parentElement));
          return `${root.scrollWidth} > ${across}: ` + wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
        }"""
    )


def sound(page: Page, name: str, folder: Path) -> None:
    """Nothing against WCAG, no scrolling sideways; and a picture, for whoever wants to look."""
    axe(page)
    assert not sideways(page), name
    page.screenshot(path=folder / f"{name}.png", full_page=True)
