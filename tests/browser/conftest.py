"""A real browser, and the page served over scripted answers."""

import os
import shutil
from collections import Counter
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
# What Gradio's client logs where a page is left, or loaded again, while one of its requests is under way.
LEFT = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
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


def serving() -> Iterator[Callable[[ScriptedAsker], str]]:
    """Serves pages over askers and gives their addresses; all are closed at the end. An open page looks for
    work a thousand times a second: a hundred of them made every later test several times slower."""
    pages = []

    def start(asker: ScriptedAsker) -> str:
        pages.append(ui.launch(ui.build(asker), port=0))
        return pages[-1].url

    yield start
    for page in pages:
        page.close()


serve = pytest.fixture(name="serve")(serving)
serve_module = pytest.fixture(scope="module", name="serve_module")(serving)


@pytest.fixture
def visit(browser: Any, serve: Callable[[ScriptedAsker], str]) -> Iterator[Callable[..., ChatPage]]:
    """Opens an address in a browser context of its own, and afterwards insists that the page asked
    nothing of any other host and reported no error. Ends before the pages that ``serve`` serves."""
    contexts: list[Any] = []
    faults: list[str] = []
    left: list[str] = []
    loads: Counter[Any] = Counter()

    def start(url: str, *, expect: str = ".rp-welcome", **options: Any) -> ChatPage:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
        contexts.append(context)
        page = context.new_page()

        def requested(request: Any) -> None:
            if not request.url.startswith((url, "data:", "blob:")):
                faults.append(f"request to {request.url}")

        def logged(message: Any) -> None:
            if message.type == "error":
                (left if message.text.startswith(LEFT) else faults).append(f"console: {message.text}")

        def loaded(of: Any) -> None:
            loads[of] += 1

        page.on("request", requested)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", logged)
        page.on("domcontentloaded", loaded)
        return ChatPage(page, url).open(expect)

    yield start
    for context in contexts:
        context.close()
    assert faults == []
    assert not left or max(loads.values()) > 1, left
