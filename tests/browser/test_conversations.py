"""Conversations that are kept, in a real browser, over scripted answers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.page import ChatPage
from tests.ui.scripted import BINDING, SEABED, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]


@pytest.fixture
def asker() -> ScriptedAsker:
    return ScriptedAsker()


@pytest.fixture
def chat(visit: Visit, serve: Serve, asker: ScriptedAsker) -> ChatPage:
    return visit(serve(asker))


def test_a_conversation_outlives_the_page_and_is_deleted_for_good(
    chat: ChatPage, asker: ScriptedAsker
) -> None:
    chat.ask(BINDING)
    chat.finished()
    before = chat.sentences.all_inner_texts()
    chat.open()
    chat.page.locator("[data-act=reopen]").click()
    chat.page.locator(".rp-turn").wait_for()
    assert chat.sentences.all_inner_texts() == before
    chat.marker(1).click()
    assert chat.marked(1)
    chat.ask("and China?")
    chat.finished()
    assert asker.histories[-1] == (BINDING,)
    assert [row.exchanges for row in asker.conversations.summaries()] == [2]

    chat.open()
    chat.page.locator("[data-act=forget]").click()
    assert asker.conversations.summaries()  # the first click only asks
    chat.page.get_by_text("Delete for good?").click()
    chat.page.locator("[data-act=reopen]").wait_for(state="detached")
    assert asker.conversations.summaries() == ()


def test_a_refusal_leads_to_those_who_do_address_it(chat: ChatPage, asker: ScriptedAsker) -> None:
    chat.ask(SEABED)
    chat.finished()
    chat.page.locator("[data-act=elsewhere]").click()
    chat.page.wait_for_function("document.querySelectorAll('.rp-turn').length === 2")
    chat.finished()
    assert asker.calls[-1][0] == "And Norway?"
    assert asker.histories[-1] == (SEABED,)


def test_the_whole_conversation_is_exported(chat: ChatPage) -> None:
    chat.ask(BINDING)
    chat.finished()
    chat.ask(SEABED)
    chat.finished()
    with chat.page.expect_download() as markdown:
        chat.page.get_by_role("button", name="Export conversation").click()
    text = Path(markdown.value.path()).read_text("utf-8")
    assert BINDING in text
    assert SEABED in text
    with chat.page.expect_download() as exported:
        chat.page.get_by_role("button", name="as JSON").click()
    document = json.loads(Path(exported.value.path()).read_text("utf-8"))
    assert [turn["question"] for turn in document["turns"]] == [BINDING, SEABED]
