"""Dossiers in a real browser: begun, searched within, added to from every tab, kept, handed over."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from core.records import Filters
from desk.dossier.gather import begun as kept
from tests.browser.page import ChatPage
from tests.browser.test_desk import WHOLE, made
from tests.desk.library import TOPIC
from tests.ui.scripted import BINDING, SEABED, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]


def said(chat: ChatPage, start: str) -> None:
    chat.page.wait_for_function(
        "start => document.getElementById('rp-said')?.textContent.startsWith(start)", arg=start
    )
    chat.page.evaluate("document.getElementById('rp-said').textContent = ''")


def begun(chat: ChatPage, name: str = "Cyber", since: str = "2019") -> ChatPage:
    """A dossier with one limit, which is chosen."""
    chat.tab("Dossiers")
    chat.page.fill("#rp-dossier-name textarea, #rp-dossier-name input", name)
    chat.page.locator("#rp-dossier-filters button").first.click()
    chat.page.locator("#rp-dossier-filters").get_by_label("Since").fill(since)
    chat.page.click("#rp-dossier-new")
    said(chat, f"The dossier “{name}” is begun")
    return chat


def add(chat: ChatPage, button: str) -> None:
    chat.page.locator(f"{button}[data-act=dossier]:visible").first.click()
    said(chat, "Added to “Cyber”")


def handed_over(chat: ChatPage, form: str) -> bytes:
    with chat.page.expect_download() as download:
        chat.page.locator(f"#rp-dossiers [data-do=save][data-as={form}]").click()
    return Path(download.value.path()).read_bytes()


def test_a_dossier_gathers_what_is_asked_and_quoted_within_it(visit: Visit, serve: Serve) -> None:
    asker = ScriptedAsker()
    chat = visit(serve(asker))
    chat.ask(BINDING)
    chat.finished()
    assert chat.page.locator("[data-act=dossier][data-do=add]:visible").count() == 0
    begun(chat)
    chat.tab("Ask")
    add(chat, ".rp-turn .rp-quote ")
    chat.card(1).get_by_role("button", name="whole statement").click()
    chat.dialog.locator(".rp-digest").wait_for()
    add(chat, "#rp-dialog .rp-tools [data-kind=statement]")
    chat.dialog.get_by_role("button", name="Close").click()
    chat.ask(SEABED)
    chat.finished()
    filters = asker.calls[-1][1]
    assert (filters.since, filters.statements) == ("2019-01-01", (asker.kept.id,))
    assert "among 1 statement of the dossier" in chat.last.locator(".rp-chips").inner_text()
    made(chat, "comparison", TOPIC)
    chat.page.wait_for_selector(WHOLE)
    chat.page.reload()
    chat.page.wait_for_selector("body[data-dossier]")
    chat.tab("Dossiers")
    chat.page.locator("#rp-dossiers [data-do=open]").click()
    chat.page.wait_for_selector("#rp-dossiers article")
    shown = chat.page.locator("#rp-dossiers article").inner_text()
    assert "Searches within it are limited to: from 1 January 2019 · 1 statement." in shown
    for belongs in (asker.kept.title, BINDING, TOPIC):
        assert belongs in shown
    assert chat.low_contrast() == []
    chat.page.fill("#rp-dossiers .rp-note-title input", "Cyber <b>2019</b>")
    chat.page.keyboard.press("Enter")
    chat.page.wait_for_function(
        "document.querySelector('#rp-dossier input').value === 'Dossier: Cyber <b>2019</b>'"
    )
    words = "\n".join(block.text for block in docx.Document(io.BytesIO(handed_over(chat, "docx"))).paragraphs)
    assert "Japan does not see the need for a new legally binding instrument" in words
    with zipfile.ZipFile(io.BytesIO(handed_over(chat, "zip"))) as pack:
        assert "legally binding" in pack.read("evidence.json").decode()
    chat.page.locator("#rp-dossiers [data-act=note-open]").first.click()
    chat.page.wait_for_selector("#rp-notes .rp-piece")
    assert chat.page.url.endswith("/notes")


def test_taking_a_chip_off_leaves_the_dossier_and_a_deleted_one_limits_nothing(
    visit: Visit, serve: Serve
) -> None:
    asker = ScriptedAsker()
    chat = begun(visit(serve(asker), viewport={"width": 380, "height": 800}))
    assert chat.overflow() <= 0
    chat.tab("Ask")
    chat.ask(BINDING)
    chat.finished()
    assert asker.calls[-1][1].since == "2019-01-01"
    chat.last.locator("[data-act=drop][data-field=since]").click()
    chat.page.wait_for_selector("body:not([data-dossier])")
    chat.finished()
    assert asker.calls[-1][1].since == ""
    chat.tab("Dossiers")
    chat.page.locator("#rp-dossiers [data-do=list]").click()
    chat.page.locator("#rp-dossiers [data-do=choose]").click()
    chat.page.wait_for_selector("body[data-dossier]")
    for _ in range(2):
        chat.page.locator("#rp-dossiers [data-act=dossier-delete]").click()
    said(chat, "Deleted")
    chat.tab("Ask")
    chat.ask(SEABED)
    chat.finished()
    assert asker.calls[-1][1].since == ""


def test_who_addresses_it_is_asked_within_the_dossier_unless_that_excludes_them(
    visit: Visit, serve: Serve
) -> None:
    asker = ScriptedAsker()
    kept(asker, "Japan in the OEWG", Filters(("JPN",), since="2019-01-01", forum="OEWG"))
    chat = begun(visit(serve(asker)))

    def elsewhere() -> Filters:
        chat.tab("Ask")
        chat.ask(SEABED)
        chat.finished()
        turns = chat.turns.count()
        chat.last.locator("[data-act=elsewhere]").click()
        chat.turns.nth(turns).wait_for()
        chat.finished()
        return asker.calls[-1][1]

    assert elsewhere() == Filters(since="2019-01-01")
    assert chat.page.locator("body[data-dossier]").count() == 1
    chat.tab("Dossiers")
    chat.page.locator("#rp-dossiers [data-do=list]").click()
    chat.page.locator("#rp-dossiers li", has_text="OEWG").locator("[data-do=choose]").click()
    chat.page.locator("#rp-dossiers li", has_text="Leave it").filter(has_text="OEWG").wait_for()
    assert elsewhere() == Filters(since="2019-01-01", forum="OEWG")
    chat.page.wait_for_selector("body:not([data-dossier])")
