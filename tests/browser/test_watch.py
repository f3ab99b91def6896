"""The Watch tab in a real browser: kept from an answer, looked at, seen, removed; after a reload, too."""

import threading
from collections.abc import Callable

import pytest

from tests.browser.page import ChatPage
from tests.browser.test_desk import WHOLE, made
from tests.desk.library import TOPIC
from tests.ui.scripted import BINDING, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]


def watching(chat: ChatPage) -> ChatPage:
    """An answer that is watched."""
    chat.ask(BINDING)
    chat.finished()
    chat.last.locator("[data-act=watch]").click()
    chat.page.wait_for_function("document.getElementById('rp-said')?.textContent.startsWith('Watched')")
    return chat


def test_an_answer_is_watched_looked_at_and_still_there_after_a_reload(visit: Visit, serve: Serve) -> None:
    chat = watching(visit(serve(ScriptedAsker())))
    chat.tab("Watch")
    chat.page.wait_for_selector("#rp-watches summary")
    assert BINDING in chat.page.locator("#rp-watches summary").inner_text()
    chat.page.locator("#rp-watches [data-do=run]").click()
    chat.page.wait_for_selector("#rp-watches .rp-change li")
    assert "1 watched answer has changed." in chat.page.locator("#rp-watches .rp-desk-head").inner_text()
    changes = chat.page.locator("#rp-watches .rp-change").inner_text()
    assert "New: JPN 2018-10-01 ¶6" in changes
    assert "No longer in the library: JPN 2020-12-01 ¶6" in changes
    assert chat.low_contrast() == []
    chat.page.reload()
    chat.page.wait_for_selector("#rp-watches .rp-new")
    assert chat.page.url.endswith("/watch")
    chat.page.locator("#rp-watches [data-do=read]").click()
    chat.page.wait_for_function("!document.querySelector('#rp-watches .rp-new')")
    chat.page.locator("#rp-watches summary").click()
    chat.page.locator("#rp-watches [data-act=watch-remove]").click()
    chat.page.locator("#rp-watches [data-act=watch-remove]").click()
    chat.page.wait_for_function("!document.querySelector('#rp-watches summary')")


def test_a_brief_is_watched_from_what_it_found(visit: Visit, serve: Serve) -> None:
    asker = ScriptedAsker()
    chat = made(visit(serve(asker)), "brief", f"Japan on a {TOPIC}")
    chat.page.wait_for_selector(WHOLE)
    chat.page.locator("#rp-desk [data-act=watch]").click()
    chat.page.wait_for_function("document.getElementById('rp-said')?.textContent.startsWith('Watched')")
    (watch,) = asker.watches.all()
    assert (watch.kind, watch.filters.delegations) == ("brief", ("JPN",))
    (step,) = asker.watched([watch], threading.Event(), again=True)
    assert step.outcome == "same"


def test_what_is_added_on_the_page_has_the_watches_looked_at(visit: Visit, serve: Serve) -> None:
    chat = watching(visit(serve(ScriptedAsker()), viewport={"width": 380, "height": 800}))
    chat.library().choose(("speech.txt", b"Japan agrees."))
    chat.page.wait_for_function(
        "document.getElementById('rp-said')?.textContent === '1 watched answer has changed.'"
    )
    chat.tab("Watch")
    chat.page.wait_for_selector("#rp-watches .rp-new")
    assert chat.overflow() <= 0
