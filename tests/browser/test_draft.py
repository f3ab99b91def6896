"""The Draft tab in a real browser: paste, check, stop, open a source, save as Word."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.browser.page import CONTRAST, ChatPage
from tests.ui.scripted import HOSTILE, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]
DRAFT = "Japan supports the Chair. It gave “no support” to anybody. The moon is far away."


def checked(chat: ChatPage, draft: str = DRAFT) -> ChatPage:
    chat.page.click("#rp-tab-draft-button")
    chat.page.fill("#rp-draft-text textarea", draft)
    chat.page.click("#rp-draft-check")
    return chat


def test_each_sentence_has_its_verdict_in_words_with_the_source_beside_it(visit: Visit, serve: Serve) -> None:
    chat = checked(visit(serve(ScriptedAsker())))
    chat.page.wait_for_selector(".rp-draft a[download]")
    rows = chat.page.locator(".rp-draft-rows li")
    verdicts = [text.split("\n")[0] for text in rows.all_inner_texts()]
    assert verdicts == ["✓ Supported", "≈ In part", "? Not found"]
    assert "full support to the Chair" in rows.nth(0).inner_text()
    assert chat.page.locator(".rp-draft del").inner_text() == "full"
    assert chat.page.evaluate(CONTRAST) == []
    with chat.page.expect_download() as download:
        chat.page.click(".rp-draft a[download]")
    document = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert document.paragraphs[0].text == DRAFT


def test_a_source_opens_and_back_returns_to_the_draft(visit: Visit, serve: Serve) -> None:
    chat = checked(visit(serve(ScriptedAsker())))
    chat.page.click(".rp-draft-rows [data-act=statement]")
    chat.page.wait_for_selector("#rp-dialog[open] .rp-self")
    chat.page.go_back()
    chat.page.wait_for_selector("#rp-dialog[open]", state="detached")
    assert chat.page.locator(".rp-draft-rows li").first.is_visible()


def test_stop_keeps_what_is_checked(visit: Visit, serve: Serve) -> None:
    chat = checked(visit(serve(ScriptedAsker(pace=0.5))), "Japan supports the Chair. " * 40)
    chat.page.wait_for_selector(".rp-draft-rows li")
    chat.page.click("#rp-draft-stop")
    chat.page.wait_for_function(
        "document.querySelector('.rp-draft-head')?.textContent.startsWith('Stopped after')", timeout=5_000
    )
    assert 0 < chat.page.locator(".rp-draft-rows li").count() < 40


def test_a_file_is_opened_into_the_box(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    chat = visit(serve(ScriptedAsker()))
    chat.page.click("#rp-tab-draft-button")
    (tmp_path / "note.md").write_text(DRAFT, "utf-8")
    with chat.page.expect_file_chooser() as chooser:
        chat.page.click("#rp-draft-file")
    chooser.value.set_files(tmp_path / "note.md")
    chat.page.wait_for_function("document.querySelector('#rp-draft-text textarea').value.includes('moon')")


def test_markup_in_a_draft_is_text(visit: Visit, serve: Serve) -> None:
    chat = checked(visit(serve(ScriptedAsker())), HOSTILE)
    chat.page.wait_for_selector(".rp-draft a[download]")
    assert chat.page.evaluate("window.pwned") is None


def test_the_tab_speaks_japanese_on_a_narrow_screen(visit: Visit, serve: Serve) -> None:
    chat = visit(serve(ScriptedAsker()), locale="ja-JP", viewport={"width": 380, "height": 800})
    checked(chat).page.wait_for_selector(".rp-draft a[download]")
    assert "裏付けあり" in chat.page.locator(".rp-draft-rows").inner_text()
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_footnotes_of_a_kept_draft_open_their_paragraphs(visit: Visit, serve: Serve) -> None:
    chat = checked(visit(serve(ScriptedAsker())))
    chat.page.wait_for_selector(".rp-draft a[download]")
    chat.tab("Notes")
    chat.page.locator("#rp-notes [data-do=open]").first.click()
    mark = chat.page.locator("#rp-notes sup button")
    mark.wait_for()
    assert mark.count() == 1
    mark.click()
    chat.page.wait_for_selector("#rp-dialog[open] .rp-self")
    assert "full support to the Chair" in chat.dialog.locator(".rp-self").inner_text()
