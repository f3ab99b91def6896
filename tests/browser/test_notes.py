"""The Notes tab in a real browser: adding from everywhere; order, writing, files, reload."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.browser.page import ChatPage
from tests.browser.test_desk import TOPIC, WHOLE, made
from tests.ui.scripted import BINDING, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]


def added(chat: ChatPage, button: str) -> None:
    before = chat.page.locator("#rp-said").inner_text() if chat.page.locator("#rp-said").count() else ""
    if before:
        chat.page.evaluate("document.getElementById('rp-said').textContent = ''")
    chat.page.locator(button).first.click()
    chat.page.wait_for_function("document.getElementById('rp-said')?.textContent.startsWith('Added to')")


def gathered(chat: ChatPage) -> ChatPage:
    """A note with a quotation of an answer and a whole paragraph of a search."""
    chat.ask(BINDING)
    chat.finished()
    added(chat, ".rp-turn .rp-quote [data-do=add]")
    chat.tab("Search")
    chat.page.fill("#rp-query textarea, #rp-query input", "cyber")
    chat.page.click("#rp-find")
    chat.page.wait_for_selector(".rp-hits [data-do=add]")
    added(chat, ".rp-hits [data-do=add]")
    return opened(chat, "My note")


def opened(chat: ChatPage, title: str) -> ChatPage:
    chat.tab("Notes")
    chat.page.locator("#rp-notes [data-do=open]", has_text=title).first.click()
    chat.page.wait_for_selector("#rp-notes .rp-note-title")
    return chat


def pieces(chat: ChatPage) -> list[str]:
    return [text.split("\n")[0] for text in chat.page.locator("#rp-notes .rp-piece").all_inner_texts()]


def test_what_is_gathered_is_put_in_order_written_in_and_still_there_after_a_reload(
    visit: Visit, serve: Serve
) -> None:
    chat = gathered(visit(serve(ScriptedAsker())))
    first, second = pieces(chat)
    assert first.startswith("“")
    chat.page.locator("#rp-notes form[data-piece=''] textarea").fill("Ask <b>why</b>.")
    chat.page.locator("#rp-notes form[data-piece=''] button").click()
    chat.page.wait_for_selector(".rp-own")
    assert chat.page.locator(".rp-own-mark").inner_text() == "written by hand"
    chat.page.locator("[aria-label='Move piece 3 up']").click()
    chat.page.wait_for_function("document.querySelectorAll('.rp-piece')[1].matches('.rp-own')")
    assert pieces(chat) == [first, "Ask <b>why</b>.", second]
    chat.page.reload()
    chat.page.wait_for_selector(".rp-welcome", state="attached")
    opened(chat, "My note")
    assert chat.page.url.endswith("/notes")
    assert pieces(chat) == [first, "Ask <b>why</b>.", second]
    chat.page.locator("[aria-label='Drop piece 3']").click()
    chat.page.wait_for_function("document.querySelectorAll('.rp-piece').length === 2")
    with chat.page.expect_download() as download:
        chat.page.locator("#rp-notes [data-as=docx]").click()
    texts = [p.text for p in docx.Document(io.BytesIO(Path(download.value.path()).read_bytes())).paragraphs]
    assert texts[0] == "My note"
    assert "Ask <b>why</b>." in texts
    chat.page.locator("#rp-notes sup button").first.click()
    added(chat, "#rp-dialog .rp-self [data-do=add]")


def test_a_quotation_that_is_edited_is_marked_as_written_by_hand(visit: Visit, serve: Serve) -> None:
    chat = gathered(visit(serve(ScriptedAsker())))
    chat.page.locator("[aria-label='Edit piece 1']").click()
    box = chat.page.locator(".rp-piece textarea").first
    assert box.input_value().startswith("“")
    box.fill("Japan sees no need.")
    chat.page.locator(".rp-piece form button").first.click()
    chat.page.wait_for_selector(".rp-own")
    assert pieces(chat)[0].startswith("Japan sees no need.")
    assert chat.page.locator(".rp-own sup button").count() == 1
    assert chat.low_contrast() == []


def test_a_brief_is_kept_and_removed_with_a_second_click(visit: Visit, serve: Serve) -> None:
    chat = made(visit(serve(ScriptedAsker())), "brief", f"Japan on a {TOPIC}")
    chat.page.wait_for_selector(WHOLE)
    opened(chat, "Japan on a")
    assert "Bottom line" in pieces(chat)
    assert chat.page.locator("#rp-notes sup button").count() > 0
    chat.page.locator("#rp-notes [data-do=list]").click()
    remove = chat.page.locator("#rp-notes [data-act=note-remove]")
    remove.click()
    assert remove.inner_text() == "Delete for good?"
    remove.click()
    chat.page.wait_for_function("document.querySelector('#rp-notes').innerText.includes('Nothing is kept')")


def test_notes_speak_japanese_and_fit_a_narrow_screen(visit: Visit, serve: Serve) -> None:
    chat = visit(serve(ScriptedAsker()), locale="ja-JP", viewport={"width": 380, "height": 800})
    chat.tab("ノート")
    chat.page.locator("#rp-notes [data-do=new]").click()
    chat.page.wait_for_selector("#rp-notes .rp-note-title")
    assert chat.overflow() == 0


def test_what_is_written_by_hand_is_checked_with_one_click_and_its_findings_stay(
    visit: Visit, serve: Serve
) -> None:
    chat = gathered(visit(serve(ScriptedAsker())))
    assert chat.page.locator("#rp-notes [data-do=check]").count() == 0
    chat.page.locator("#rp-notes form[data-piece=''] textarea").fill(
        "Japan supports the Chair. The moon is far."
    )
    chat.page.locator("#rp-notes form[data-piece=''] button").click()
    chat.page.get_by_role("button", name="Check piece 3 against the statements").click()
    rows = chat.page.locator("#rp-notes .rp-finding .rp-draft-rows li")
    rows.nth(1).wait_for()
    verdicts = [text.split("\n")[0] for text in rows.all_inner_texts()]
    assert verdicts == ["✓ Supported", "? Not found"]
    assert chat.low_contrast() == []
    chat.page.locator("[aria-label='Move piece 3 up']").click()
    chat.page.wait_for_function("document.querySelectorAll('.rp-piece')[1].matches('.rp-own')")
    assert rows.count() == 2
    rows.first.locator("[data-act=statement]").click()
    chat.page.wait_for_selector("#rp-dialog[open] .rp-self")


def briefed(chat: ChatPage) -> ChatPage:
    made(chat, "brief", f"Japan on a {TOPIC}").page.wait_for_selector(WHOLE)
    return opened(chat, "Japan on a")


def test_a_block_of_a_brief_is_made_anew_on_a_narrower_question_and_leaves_what_is_ones_own(
    visit: Visit, serve: Serve
) -> None:
    chat = briefed(visit(serve(ScriptedAsker())))
    before = pieces(chat)
    head = before.index("What Japan has said")
    chat.page.get_by_label(f"Edit piece {head + 2}", exact=True).click()
    chat.page.locator(".rp-piece").nth(head + 1).locator("[data-do=write] textarea").fill("As I see it.")
    chat.page.locator(".rp-piece").nth(head + 1).locator("[data-do=write] button").click()
    chat.page.wait_for_selector(".rp-own")
    again = chat.page.get_by_label(f"Make the block of piece {head + 1} anew")
    again.click()
    box = chat.page.locator(".rp-piece").nth(head).locator("[data-form=refill] textarea")
    assert box.input_value() == f"Japan on a {TOPIC}"
    box.fill("Does Japan support a binding treaty on outer space weapons?")
    chat.page.locator(".rp-piece").nth(head).locator("[data-form=refill] button").click()
    anew = chat.page.locator("#rp-notes p.small", has_text="Made anew on")
    anew.wait_for()
    told = anew.inner_text()
    assert "on “Does Japan support a binding treaty on outer space weapons?”. How this was checked: " in told
    after = pieces(chat)
    assert after[:head] == before[:head]
    assert [piece for piece in after if piece.startswith("As I see it.")]
    assert chat.page.locator(".rp-own").count() == 1
    assert chat.page.locator("#rp-notes sup button").count() > 0


def test_stop_leaves_a_block_as_it_was(visit: Visit, serve: Serve) -> None:
    asker = ScriptedAsker()
    chat = briefed(visit(serve(asker)))
    before = pieces(chat)
    asker.pace = 20.0
    chat.page.get_by_label("Make the block of piece", exact=False).first.click()
    chat.page.locator("#rp-notes [data-form=refill] button").first.click()
    chat.page.locator("#rp-notes .rp-finding [data-act=note-halt]").click()
    chat.page.wait_for_function("document.getElementById('rp-said')?.textContent.startsWith('Stopped')")
    assert pieces(chat) == before
    assert chat.page.locator("#rp-notes .rp-finding button").count() == 0


def test_a_kept_comparison_is_saved_as_csv(visit: Visit, serve: Serve) -> None:
    chat = made(visit(serve(ScriptedAsker())), "comparison")
    chat.page.wait_for_selector(WHOLE)
    opened(chat, TOPIC)
    with chat.page.expect_download() as download:
        chat.page.locator("#rp-notes [data-as=csv]").click()
    assert "Nothing found; 1 statement searched." in Path(download.value.path()).read_text("utf-8-sig")
