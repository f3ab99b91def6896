"""A real browser, and the page served over scripted answers."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import ui
from tests.browser.page import ChatPage
from tests.ui.scripted import ScriptedAsker

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """The browser to drive: RAPPORTEUR_CHROMIUM, or one on the path; "" when there is none."""
    named = os.environ.get("RAPPORTEUR_CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, headless. Skips where there is none, unless RAPPORTEUR_REQUIRE_BROWSER=1."""
    executable = find_chromium()
    if not executable:
        reason = "no Chromium here: install it, or name one with RAPPORTEUR_CHROMIUM"
        if os.environ.get("RAPPORTEUR_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[ScriptedAsker], str]]:
    """Serves a page over an asker and gives its address; everything is closed at the end."""
    pages = []

    def start(asker: ScriptedAsker) -> str:
        pages.append(ui.launch(ui.build(asker), port=0))
        return pages[-1].url

    yield start
    for page in pages:
        page.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., ChatPage]]:
    """Opens an address in a browser context of its own, and afterwards insists that the page asked
    nothing of any other host and reported no error."""
    contexts: list[Any] = []
    faults: list[str] = []

    def start(url: str, *, expect: str = ".rp-welcome", **options: Any) -> ChatPage:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
        contexts.append(context)
        page = context.new_page()

        def requested(request: Any) -> None:
            if not request.url.startswith((url, "data:", "blob:")):
                faults.append(f"request to {request.url}")

        page.on("request", requested)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
        return ChatPage(page, url).open(expect)

    yield start
    for context in contexts:
        context.close()
    assert faults == []
