"""A real browser, and the page served over scripted answers."""

import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

import ui
from tests.browser.page import ChatPage
from tests.ui.scripted import ScriptedAsker
from ui.serve import Page

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
SIZE = {"width": 1280, "height": 860}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """The browser to drive: RAPPORTEUR_CHROMIUM, or one on the path; "" when there is none."""
    named = os.environ.get("RAPPORTEUR_CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def port() -> int:
    """Where one test's page is served after the other's: a browser that knows the address has the scripts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def serving(port: int = 0) -> Iterator[Callable[[ScriptedAsker], str]]:
    """Serves pages over askers and gives their addresses; all are closed at the end. An open page looks for
    work a thousand times a second: a hundred of them made every later test several times slower."""
    pages: list[Page] = []

    def start(asker: ScriptedAsker) -> str:
        pages.append(ui.launch(ui.build(asker), port=0 if pages else port))
        return pages[-1].url

    yield start
    for page in pages:
        page.close()


@pytest.fixture
def serve(port: int) -> Iterator[Callable[[ScriptedAsker], str]]:
    """For one test."""
    yield from serving(port)


@pytest.fixture(scope="module")
def serve_module() -> Iterator[Callable[[ScriptedAsker], str]]:
    """For all tests of a file."""
    yield from serving()


class Window:
    """A page of the browser that test after test loads anew: half the work of a page of its own for each."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._page: Any = None

    def page(self) -> Any:
        """Blank, as it is handed over; another where the last test has closed it."""
        if self._page is None or self._page.is_closed():
            context = self._browser.contexts[0] if self._page else self._browser.new_context(viewport=SIZE)
            self._page = context.new_page()
        return self._page

    def clear(self) -> None:
        """Leave nothing of a test for the next. A page that is itself going somewhere just then refuses to be
        emptied (ERR_ABORTED): it is closed, and the next test gets another."""
        from playwright.sync_api import Error

        if self._page is not None and not self._page.is_closed():
            self._page.unroute_all()
            self._page.context.clear_cookies()
            try:
                self._page.goto("about:blank")
            except Error:
                self._page.close()


@pytest.fixture(scope="package")
def window(browser: Any) -> Window:
    """The one that all tests share that do not ask for a page of their own."""
    return Window(browser)


@pytest.fixture
def visit(
    browser: Any, window: Window, serve: Callable[[ScriptedAsker], str]
) -> Iterator[Callable[..., ChatPage]]:
    """Opens an address, the second in a test and any with ``options`` in a browser context of its own, and
    afterwards insists that the page asked nothing of any other host and reported no error. Ends before the
    pages that ``serve`` serves."""
    contexts: list[Any] = []
    pages: list[Any] = []
    faults: list[str] = []
    left: list[str] = []
    loads: Counter[Any] = Counter()
    listening = ExitStack()

    def start(url: str, *, expect: str = ".rp-welcome", **options: Any) -> ChatPage:
        if options or pages:
            contexts.append(browser.new_context(**{"viewport": SIZE, **options}))
            page = contexts[-1].new_page()
        else:
            page = window.page()
        pages.append(page)

        def requested(request: Any) -> None:
            if not request.url.startswith((url, "data:", "blob:")):
                faults.append(f"request to {request.url}")

        def logged(message: Any) -> None:
            if message.type == "error":
                (left if message.text.startswith(LEFT) else faults).append(f"console: {message.text}")

        def failed(error: Any) -> None:
            faults.append(f"error: {error}")

        def loaded(of: Any) -> None:
            loads[of] += 1

        for event, heard in (
            ("request", requested),
            ("pageerror", failed),
            ("console", logged),
            ("domcontentloaded", loaded),
        ):
            page.on(event, heard)
            listening.callback(page.remove_listener, event, heard)
        return ChatPage(page, url).open(expect)

    yield start
    listening.close()
    for context in contexts:
        context.close()
    window.clear()
    assert faults == []
    assert not left or max(loads.values()) > 1, left
