"""The pictures of the README and the tour: the platform is started in a folder of its own and photographed.

``make screenshots`` writes ``docs/pictures/NAME-WIDTH-LANGUAGE.png``.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from .platform import Platform

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
# name → address, and whether it is photographed at every width and in every language
PAGES = {
    "overview": "budgets/",
    "department": "budgets/government-service-centre/",
    "register": "projects/",
}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


def main() -> None:
    """Start, photograph, stop."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        platform = Platform(folder)
        try:
            photograph(platform.start())
        finally:
            platform.clear()


def photograph(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for width, (across, down) in WIDTHS.items():
            for language, code in LANGUAGES.items():
                context = browser.new_context(viewport={"width": across, "height": down})
                context.add_cookies([{"name": "django_language", "value": code, "url": address}])
                for name, path in PAGES.items():
                    _take(context.new_page(), address + path, PICTURES / f"{name}-{width}-{language}.png")
                context.close()
        browser.close()


def _take(page: Page, address: str, target: Path) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} did not open")
    page.screenshot(path=target)
    page.close()


if __name__ == "__main__":
    main()
