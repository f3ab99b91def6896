"""The seed questions through the page, in a real browser, with the real library and language model."""

import re
from collections.abc import Callable
from typing import Any

import pytest

import ui
from tests.browser.page import ChatPage
from workspace.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.llm, pytest.mark.timeout(900)]

ANSWER_MS = 240_000
INSTRUMENT = "I have a specific comment on paragraph 66"
PLATFORM = "Japan is a cosponsor of the Programme of Action"
GROUP = "Whether the establishment of a new OEWG is necessary"


@pytest.fixture(scope="module")
def address(workspace: Workspace) -> Any:
    page = ui.launch(ui.build(workspace), port=0)
    yield page.url
    page.close()


@pytest.fixture
def chat(visit: Callable[..., ChatPage], address: str) -> ChatPage:
    return visit(address)


@pytest.mark.parametrize(
    ("question", "paragraph", "said"),
    [
        ("What is Japan's view on a binding instrument?", INSTRUMENT, "not see the need|no need"),
        ("Who initiated the Programme of Action?", PLATFORM, "France"),
        (
            "Does Japan support establishing a new OEWG now?",
            GROUP,
            "after the conclusion|final content|end of",
        ),
        ("Why does a multi-stakeholder approach matter to Japan?", PLATFORM, "essential|private sector"),
        ("What does Japan ask if all positions must be reflected?", INSTRUMENT, "many delegations"),
        ("日本は法的拘束力のある文書についてどう考えていますか？", INSTRUMENT, "ません|ない|不要"),
    ],
)
def test_a_question_is_answered_and_its_marker_opens_the_paragraph(
    chat: ChatPage, question: str, paragraph: str, said: str
) -> None:
    chat.ask(question)
    chat.quotes.first.wait_for(timeout=20_000)
    assert chat.sentences.count() == 0, "quotations come before the first written sentence"
    chat.finished(ANSWER_MS)
    assert re.search(said, chat.last.inner_text())  # in the bottom line, or in their words where it has none
    marker = chat.last.locator(".rp-marker").first
    number = int(marker.get_attribute("data-marker") or 0)
    marker.click()
    marked = " ".join(chat.marked(number))
    assert marked
    card = chat.card(number)
    assert paragraph in " ".join(chat.page.inner_text("body").split())
    assert marked in " ".join(card.inner_text().split())
    assert "JPN 2020-12-01 ¶" in card.inner_text()


@pytest.mark.parametrize(
    "question",
    [
        "What does Japan say about deep seabed mining?",
        "What does China think of a binding instrument?",
        "How much will Japan pay for capacity-building?",
        "Why does Japan support a binding treaty?",
    ],
)
def test_what_is_not_there_is_said_to_be_not_addressed(chat: ChatPage, question: str) -> None:
    chat.ask(question)
    chat.finished(ANSWER_MS)
    assert chat.sentences.count() == 0
    assert "Not addressed" in chat.last.inner_text()


def test_stop_ends_an_answer_that_is_being_written(chat: ChatPage) -> None:
    chat.ask("What does Japan say about the establishment of institutional dialogue?")
    chat.quotes.first.wait_for(timeout=20_000)
    chat.box.press("Escape")
    chat.finished(3_000)
    assert "Stopped" in chat.last.inner_text()
