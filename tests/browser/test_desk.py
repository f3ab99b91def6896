"""The Desk tab in a real browser: a brief, a comparison, a timeline; Stop, a source, files, Japanese."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.browser.page import CONTRAST, ChatPage
from tests.desk.library import TOPIC
from tests.ui.scripted import HOSTILE, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]
WHOLE = ".rp-desk[aria-busy=false]"


def made(chat: ChatPage, what: str, topic: str = TOPIC, *delegations: str) -> ChatPage:
    chat.page.click("#rp-tab-desk-button")
    chat.page.fill("#rp-desk-topic textarea", topic)
    for name in delegations:
        chat.page.click("#rp-desk-who input")
        chat.page.get_by_role("option", name=name, exact=True).click()
        chat.page.keyboard.press("Escape")
    chat.page.click(f"#rp-desk-{what}")
    return chat


def heads(chat: ChatPage) -> list[str]:
    return [str(text) for text in chat.page.locator(".rp-desk h2").all_inner_texts()]


def test_a_brief_has_its_parts_and_its_marks_open_the_paragraphs(visit: Visit, serve: Serve) -> None:
    chat = made(visit(serve(ScriptedAsker())), "brief", f"Japan on a {TOPIC}")
    chat.page.wait_for_selector(WHOLE)
    assert heads(chat)[:2] == ["Bottom line", "What Japan has said"]
    assert chat.page.evaluate(CONTRAST) == []
    mark = chat.page.locator(".rp-desk sup button").first
    assert str(mark.get_attribute("aria-label")).startswith("Open the paragraph: JPN 20")
    with chat.page.expect_download() as download:
        chat.page.click(".rp-desk a[download$='.docx']")
    document = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert document.paragraphs[0].text == chat.page.locator(".rp-desk h1").inner_text()


def test_a_comparison_says_what_is_empty_and_is_saved_as_csv(visit: Visit, serve: Serve) -> None:
    chat = made(visit(serve(ScriptedAsker())), "comparison")
    chat.page.wait_for_selector(WHOLE)
    rows = chat.page.locator(".rp-desk tbody tr")
    assert rows.count() == 3
    assert "Nothing found; 1 statement searched." in rows.nth(0).inner_text()
    with chat.page.expect_download() as download:
        chat.page.click(".rp-desk a[download$='.csv']")
    assert "nothing found" in Path(download.value.path()).read_text("utf-8-sig")


def test_stop_keeps_the_cells_that_are_read(visit: Visit, serve: Serve) -> None:
    chat = made(
        visit(serve(ScriptedAsker(pace=0.5))), "comparison", "\n".join(f"{TOPIC} {n}" for n in range(12))
    )
    chat.page.wait_for_selector(".rp-desk tbody tr")
    chat.page.click("#rp-desk-stop")
    chat.page.wait_for_selector(WHOLE, timeout=6_000)
    assert "Stopped before it was whole" in chat.page.locator(".rp-desk").inner_text()
    assert 0 < chat.page.locator(".rp-desk tbody tr").count() < 36


def test_a_timeline_needs_one_delegation_and_then_marks_what_changed(visit: Visit, serve: Serve) -> None:
    chat = made(visit(serve(ScriptedAsker())), "timeline")
    chat.page.wait_for_selector("#rp-desk .rp-error")
    made(chat, "timeline", TOPIC, "Japan")
    chat.page.wait_for_selector(WHOLE)
    assert chat.page.locator(".rp-desk del").all_inner_texts() == ["instrument"]
    assert chat.page.locator(".rp-desk ins").all_inner_texts() == ["treaty"]
    assert "2019: no statement" in chat.page.locator(".rp-desk").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dots_of_a_timeline_open_their_paragraphs_by_keyboard_on_a_narrow_screen(
    visit: Visit, serve: Serve, scheme: str
) -> None:
    chat = visit(serve(ScriptedAsker()), viewport={"width": 380, "height": 800}, color_scheme=scheme)
    made(chat, "timeline", TOPIC, "Japan")
    chat.page.wait_for_selector(WHOLE)
    dots = chat.page.locator(".rp-plot button")
    assert dots.count() == 2
    assert chat.page.locator(".rp-plot .rp-gap").get_attribute("aria-label") == "2019: no statement"
    boxes = [dots.nth(at).bounding_box() for at in range(2)]
    assert 0 < boxes[0]["x"] < boxes[1]["x"] < 380 - boxes[1]["width"]
    assert chat.overflow() == 0
    assert chat.page.evaluate(CONTRAST) == []
    dots.nth(0).focus()
    chat.page.keyboard.press("Tab")
    assert chat.page.evaluate("document.activeElement.ariaLabel").startswith("5 October 2020")
    chat.page.keyboard.press("Enter")
    chat.page.wait_for_selector("#rp-dialog[open]")


def test_a_list_of_questions_is_read_from_a_file_and_answered(visit: Visit, serve: Serve) -> None:
    chat = visit(serve(ScriptedAsker()))
    chat.page.click("#rp-tab-desk-button")
    asked = (f"What does Kenya say about a {TOPIC}?", "What does China say about lunar mining?")
    lines: Any = {"name": "list.txt", "mimeType": "text/plain", "buffer": "\n".join(asked).encode()}
    with chat.page.expect_file_chooser() as chooser:
        chat.page.click("#rp-desk-file")
    chooser.value.set_files(lines)
    chat.page.wait_for_function(
        "document.querySelector('#rp-desk-topic textarea').value.includes('lunar mining')"
    )
    chat.page.click("#rp-desk-qa")
    chat.page.wait_for_selector(WHOLE)
    assert heads(chat) == [f"Q{n}. {question}" for n, question in enumerate(asked, 1)]
    assert "not addressed" in chat.page.locator(".rp-desk").inner_text()
    mark = chat.page.locator(".rp-desk sup button").first
    assert str(mark.get_attribute("aria-label")).startswith("Open the paragraph: KEN 2019")
    with chat.page.expect_download() as download:
        chat.page.click(".rp-desk a[download$='.docx']")
    document = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert set(heads(chat)) <= {paragraph.text for paragraph in document.paragraphs}


def test_markup_in_a_topic_is_text(visit: Visit, serve: Serve) -> None:
    chat = made(visit(serve(ScriptedAsker())), "brief", HOSTILE)
    chat.page.wait_for_selector(WHOLE)
    assert chat.page.evaluate("window.pwned") is None


def test_the_desk_has_an_address_and_speaks_japanese_on_a_narrow_screen(visit: Visit, serve: Serve) -> None:
    chat = visit(serve(ScriptedAsker()), locale="ja-JP", viewport={"width": 380, "height": 800})
    made(chat, "brief", f"Japan on a {TOPIC}").page.wait_for_selector(WHOLE)
    assert heads(chat)[:2] == ["結論", "日本の発言内容"]
    assert chat.page.url.endswith("/desk")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
