"""axe-core over every view of the page, in light and dark, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.page import ChatPage
from tests.browser.test_desk import WHOLE, made
from tests.browser.test_dossiers import begun, said
from tests.browser.test_draft import DRAFT
from tests.browser.test_notes import added
from tests.desk.library import TOPIC
from tests.ui.scripted import BINDING, LIST, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]


def found(chat: ChatPage) -> list[str]:
    """What axe-core finds in the view: rule, and the places."""
    response: Any = Axe().run(chat.page).response
    return [
        f"{one['id']}: {' | '.join(node['html'][:160] for node in one['nodes'][:3])}"
        for one in response["violations"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 380)])
def test_axe_finds_nothing_in_any_view(visit: Visit, serve: Serve, scheme: str, width: int) -> None:
    chat = visit(serve(ScriptedAsker()), color_scheme=scheme, viewport={"width": width, "height": 860})
    seen = {"first screen": found(chat)}
    chat.ask(BINDING)
    chat.finished()
    seen["answer"] = found(chat)
    begun(chat)
    seen["dossier"] = found(chat)
    chat.page.locator("#rp-dossiers [data-do=list]").click()
    chat.page.wait_for_selector("#rp-dossiers [data-do=open]")
    seen["dossiers"] = found(chat)
    chat.tab("Ask")
    chat.last.locator("[data-act=watch]").click()
    said(chat, "Watched")
    chat.tab("Watch")
    chat.page.wait_for_selector("#rp-watches summary")
    seen["watches"] = found(chat)
    chat.tab("Ask")
    added(chat, ".rp-turn .rp-quote [data-do=add]")
    chat.card(1).get_by_role("button", name="whole statement").click()
    chat.dialog.locator(".rp-digest").wait_for()
    seen["statement"] = found(chat)
    chat.dialog.get_by_role("button", name="Close").click()
    chat.ask(LIST)
    chat.finished()
    seen["list"] = found(chat)
    chat.tab("Search")
    chat.page.fill("#rp-query textarea, #rp-query input", "cyber")
    chat.page.click("#rp-find")
    chat.page.wait_for_selector(".rp-hits li")
    seen["search"] = found(chat)
    for what in ("brief", "comparison", "timeline"):
        made(chat, what, TOPIC, *(("Japan",) if what == "timeline" else ()))
        chat.page.wait_for_selector(f"{WHOLE}:has({'.rp-plot' if what == 'timeline' else 'table'})")
        seen[what] = found(chat)
    chat.tab("Check a draft")
    chat.page.fill("#rp-draft-text textarea", DRAFT)
    chat.page.click("#rp-draft-check")
    chat.page.wait_for_selector(".rp-draft a[download]")
    seen["draft"] = found(chat)
    chat.tab("Notes")
    chat.page.wait_for_selector(".rp-note-list li")
    seen["notes"] = found(chat)
    chat.page.locator("#rp-notes [data-do=open]", has_text="My note").first.click()
    chat.page.wait_for_selector("#rp-notes .rp-note-title")
    seen["note"] = found(chat)
    chat.library()
    chat.page.wait_for_selector("#rp-library tr[data-row]")
    seen["library"] = found(chat)
    assert {view: rules for view, rules in seen.items() if rules} == {}
