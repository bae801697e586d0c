"""A headless Chromium that fails a test on any request to outside, any console error and any script that hostile text would run."""

import contextlib
import pathlib
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Sight:
    """A page that is open, and everything that went wrong on it."""

    page: Any
    troubles: list[str] = field(default_factory=list)

    def wait(self, condition: str, seconds: float = 15.0) -> None:
        """Until a JavaScript expression holds; asked from outside, for the page's policy lets no string be run inside."""
        end = time.monotonic() + seconds
        while not self.ask(condition):
            assert time.monotonic() < end, f"not within {seconds} s: {condition}"
            time.sleep(0.05)

    def ask(self, expression: str, argument: Any = None) -> Any:
        """The value of a JavaScript expression."""
        return self.page.evaluate(expression, argument)

    def at(self, expression: str) -> tuple[float, float]:
        """A place in the picture (as `kgPage.place` and `kgPage.middle` give it) in the window."""
        box = self.page.locator("#picture").bounding_box()
        place = self.ask(expression)
        return box["x"] + place["x"], box["y"] + place["y"]

    def settle(self) -> None:
        """Let animations and the address come to rest."""
        time.sleep(0.1)
        self.wait("!kgPage.still || kgPage.still()")


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A browser, or a skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One for all tests of a file."""
    with chromium() as running:
        yield running


@contextlib.contextmanager
def opened(browser: Any, path: pathlib.Path, *, fragment: str = "", **options: Any) -> Iterator[Sight]:
    """A page of ours, ready; whatever goes wrong while it is open fails the test at the end."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    sight = Sight(page)
    page.on("console", lambda m: sight.troubles.append(f"console {m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: sight.troubles.append(f"error: {e}"))
    page.on("dialog", lambda d: (sight.troubles.append(f"dialog: {d.message}"), d.dismiss()))
    page.on("requestfailed", lambda r: sight.troubles.append(f"failed: {r.url}"))
    page.on("request", lambda r: None if r.url.startswith((path.as_uri(), "blob:", "data:")) else sight.troubles.append(f"request: {r.url}"))
    page.on("popup", lambda p: sight.troubles.append(f"popup: {p.url}"))
    page.goto(path.as_uri() + fragment)
    sight.wait("window.kgPage && window.kgPage.ready")
    sight.settle()
    try:
        yield sight
        assert not sight.troubles, sorted(set(sight.troubles))[:5]
    finally:
        context.close()
