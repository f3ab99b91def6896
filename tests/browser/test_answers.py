"""Tables, uncertain answers and the Japanese page, in a real browser, over scripted answers."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.browser.page import ChatPage
from tests.ui.scripted import BINDING, BINDING_JA, ScriptedAsker
from tests.ui.scripted_cells import CHANGE, HELLO, LIST, UNSURE

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]


@pytest.fixture(scope="module")
def url(serve_module: Serve) -> str:
    return serve_module(ScriptedAsker(pace=0.1))


def answered(chat: ChatPage, question: str) -> ChatPage:
    chat.ask(question)
    chat.finished()
    return chat


def names(chat: ChatPage) -> list[str]:
    return [str(text) for text in chat.last.locator(".rp-cells .rp-said th[scope=row]").all_inner_texts()]


def test_a_list_is_a_table_that_can_be_ordered(visit: Visit, url: str) -> None:
    chat = answered(visit(url), LIST)
    assert chat.last.locator(".rp-count").inner_text() == "3 of 18 delegations say so; 1 more may."
    assert names(chat) == ["European Union", "France", "Japan"]
    chat.last.get_by_role("button", name="Delegation").click()
    assert names(chat) == ["Japan", "France", "European Union"]
    chat.last.get_by_role("button", name="Date").click()
    assert names(chat) == ["European Union", "France", "Japan"]
    assert chat.last.locator("th[aria-sort=ascending]").inner_text().startswith("Date")
    assert chat.last.locator(".rp-maybe th[scope=row]").inner_text() == "ASEAN"
    chat.last.get_by_text("Nothing found from 14 delegations").click()
    assert chat.last.get_by_text("Australia (2 statements searched)").is_visible()


def test_a_row_opens_its_source_with_the_words_marked(visit: Visit, url: str) -> None:
    chat = answered(visit(url), LIST)
    assert chat.cards.count() == 0
    chat.last.locator(".rp-marker").nth(1).click()
    chat.page.wait_for_function("document.activeElement.matches('.rp-card')")
    assert chat.cards.count() == 1
    (marked,) = [str(text) for text in chat.cards.locator("mark.on").all_inner_texts()]
    quoted = chat.last.locator(".rp-quote").nth(1).inner_text()
    assert marked in quoted
    chat.cards.get_by_text("in context").click()
    assert chat.cards.locator(".rp-near").count() > 1


def test_a_digit_opens_the_source_in_its_row(visit: Visit, url: str) -> None:
    chat = answered(visit(url), LIST)
    chat.page.evaluate("document.activeElement.blur()")
    chat.page.keyboard.press("2")
    chat.page.wait_for_function("document.activeElement.id === 'source-1-2'")


def test_a_table_is_saved_as_csv_and_word(visit: Visit, url: str) -> None:
    chat = answered(visit(url), LIST)
    with chat.page.expect_download() as saved:
        chat.last.get_by_role("button", name="Table as CSV").click()
    data = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename == "table-1.csv"
    assert data.startswith(b"\xef\xbb\xbfDelegation,Code")
    with chat.page.expect_download() as saved:
        chat.last.get_by_role("button", name="Table as Word").click()
    document = docx.Document(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert len(document.tables) == 2


def test_silent_years_keep_their_place(visit: Visit, url: str) -> None:
    chat = answered(visit(url), CHANGE)
    assert [str(t) for t in chat.last.locator("td.rp-date").all_inner_texts()] == ["2018", "2019", "2020"]
    assert "Nothing found; 4 statements searched." in chat.last.inner_text()


def test_uncertain_passages_are_shown_as_such(visit: Visit, url: str) -> None:
    chat = answered(visit(url), UNSURE)
    assert chat.last.get_by_role("heading", name="These passages may bear on it").is_visible()
    assert chat.sentences.count() == 0
    assert chat.quotes.count() == 2
    assert "In their words" not in chat.last.inner_text()
    chat.last.locator(".rp-marker").first.click()
    chat.page.wait_for_function("document.activeElement.matches('.rp-card')")


def test_a_greeting_has_no_filters(visit: Visit, url: str) -> None:
    chat = answered(visit(url), HELLO)
    assert chat.last.locator(".rp-chips").count() == 0
    assert "Ask what is said" in chat.last.inner_text()


@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tables_and_uncertain_answers_fit_and_can_be_read(
    visit: Visit, url: str, width: int, scheme: str
) -> None:
    chat = visit(url, viewport={"width": width, "height": 860}, color_scheme=scheme)
    for question in (LIST, CHANGE, UNSURE):
        answered(chat, question)
        chat.page.wait_for_timeout(300)
        assert chat.overflow() <= 0
        assert chat.low_contrast() == []


def test_the_page_speaks_japanese_to_a_japanese_browser(visit: Visit, url: str) -> None:
    chat = visit(url, locale="ja-JP")
    assert chat.page.get_by_role("tab", name="ライブラリ").is_visible()
    assert chat.box.get_attribute("placeholder") == "ステートメントについて質問する…"
    assert chat.page.evaluate("document.documentElement.lang") == "ja"
    answered(chat, BINDING_JA)
    read = chat.last.inner_text()
    for words in (
        "原文",
        "日本 · Akahori Takeshi (赤堀毅) · OEWG · 2020年12月1日〜3日",
        "コピー",
        "下書きの1文",
    ):
        assert words in read
    for word in ("In their words", "Copy", "Details", "in context", "any date"):
        assert word not in read
    chat.page.get_by_role("tab", name="ライブラリ").click()
    chat.page.wait_for_selector(".rp-drop")
    assert "フォルダー" in chat.page.locator(".rp-drop").inner_text()
    answered_in = chat.page.locator("#rp-library").inner_text()
    assert "代表団" in answered_in


def test_an_answer_is_the_same_after_a_reload(visit: Visit, url: str) -> None:
    chat = answered(visit(url), LIST)
    before = chat.last.locator(".rp-table-answer").inner_text()
    chat.page.reload()
    chat.page.locator(".rp-table-answer").wait_for()
    assert chat.last.locator(".rp-table-answer").inner_text() == before
    answered(chat, BINDING)
    assert chat.sentences.count() == 2
