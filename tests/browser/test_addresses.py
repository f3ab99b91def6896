"""Addresses in a real browser: what they open, and what reload and Back do."""

from collections.abc import Callable

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
def url(serve: Serve, asker: ScriptedAsker) -> str:
    return serve(asker)


def answered(chat: ChatPage, question: str) -> ChatPage:
    chat.ask(question)
    chat.finished()
    return chat


def path(chat: ChatPage, expected: str) -> None:
    """Wait until the address is this one."""
    chat.page.wait_for_function(
        "(end) => location.pathname + location.search + location.hash === end", arg=f"/{expected}"
    )


def test_an_answer_has_an_address_that_survives_a_reload(
    visit: Visit, url: str, asker: ScriptedAsker
) -> None:
    chat = answered(visit(url), BINDING)
    (kept,) = asker.conversations.summaries()
    path(chat, f"a/{kept.id}-1")
    answered(chat, SEABED)
    path(chat, f"a/{kept.id}-2")
    chat.page.reload()
    chat.turns.nth(1).wait_for()
    path(chat, f"a/{kept.id}-2")
    assert BINDING in chat.turns.first.inner_text()
    answered(chat, BINDING)
    path(chat, f"a/{kept.id}-3")
    assert asker.histories[-1] == (BINDING, SEABED)


def test_the_address_of_an_answer_opens_it_anywhere(visit: Visit, url: str, asker: ScriptedAsker) -> None:
    answered(answered(visit(url), BINDING), SEABED)
    (kept,) = asker.conversations.summaries()
    other = visit(url)
    other.page.goto(f"{url}a/{kept.id}-1")
    other.turns.nth(1).wait_for()
    assert other.turns.count() == 2
    other.page.goto(f"{url}a/nothing-1")
    other.page.get_by_text("no longer there").wait_for()
    path(other, "")


def test_back_goes_from_answer_to_answer_and_to_the_first_screen(visit: Visit, url: str) -> None:
    chat = answered(visit(url), BINDING)
    first = chat.page.url
    answered(chat, SEABED)
    chat.page.go_back()
    assert chat.page.url == first
    assert chat.turns.count() == 2
    chat.page.go_back()
    chat.page.wait_for_selector(".rp-welcome")
    assert chat.turns.count() == 0
    chat.page.go_forward()
    chat.turns.nth(1).wait_for()


def test_a_statement_opens_by_its_address_and_back_closes_it(
    visit: Visit, url: str, asker: ScriptedAsker
) -> None:
    chat = answered(visit(url), BINDING)
    answer = chat.page.url
    chat.card(1).get_by_role("button", name="whole statement").click()
    chat.dialog.wait_for()
    path(chat, f"s/{asker.kept.id}#p6")
    assert chat.dialog.locator("mark.on").count() == 2
    chat.page.go_back()
    chat.dialog.wait_for(state="detached")
    assert chat.page.url == answer
    chat.card(1).get_by_role("button", name="whole statement").click()
    chat.dialog.wait_for()
    chat.page.keyboard.press("Escape")
    chat.dialog.wait_for(state="detached")
    chat.page.wait_for_url(answer)
    other = visit(url)
    other.page.goto(f"{url}s/{asker.kept.id}#p3")
    other.dialog.locator(".rp-self").wait_for()
    assert other.dialog.locator(".rp-self").get_attribute("id") == "p3"
    other.page.reload()
    other.dialog.locator(".rp-self").wait_for()
    other.dialog.get_by_role("button", name="Close").click()
    path(other, "")


def test_a_search_has_an_address(visit: Visit, url: str) -> None:
    chat = visit(url)
    chat.tab("Search")
    path(chat, "search")
    chat.page.locator("#rp-query textarea").fill("binding instrument")
    chat.page.locator("#rp-query textarea").press("Enter")
    chat.page.locator(".rp-hits li").first.wait_for()
    path(chat, "search?q=binding%20instrument")
    chat.tab("Library")
    path(chat, "library")
    chat.page.reload()
    chat.page.locator("#rp-library tr[data-row]").wait_for()
    chat.page.go_back()
    chat.page.locator(".rp-hits li").first.wait_for()
    assert chat.page.locator("#rp-query textarea").input_value() == "binding instrument"
    other = visit(url)
    other.page.goto(f"{url}search?q=norms")
    other.page.locator(".rp-hits li").first.wait_for()
    assert other.page.locator("#rp-query textarea").input_value() == "norms"


def test_a_statement_shows_its_points_once_it_is_there_and_what_is_read_stays_in_place(
    visit: Visit, serve: Serve
) -> None:
    asker = ScriptedAsker(pace=0.8)
    chat = visit(serve(asker), viewport={"width": 900, "height": 500})
    chat.page.goto(f"{chat.url}s/{asker.kept.id}#p6")
    chat.dialog.locator(".rp-self").wait_for()
    assert chat.dialog.locator(".rp-digest").count() == 0
    before = chat.dialog.locator(".rp-self").bounding_box()
    points = chat.dialog.locator(".rp-digest li")
    points.first.wait_for(state="attached")
    assert points.count() == 3
    assert abs(chat.dialog.locator(".rp-self").bounding_box()["y"] - before["y"]) < 2
    assert points.nth(2).inner_text().startswith("“I have a specific comment on paragraph 66")
    assert chat.low_contrast() == []
    points.nth(0).get_by_role("button", name="Go to paragraph 2").click()
    assert chat.page.evaluate("document.activeElement.id") == "p2"


def test_words_are_found_within_a_statement(visit: Visit, url: str, asker: ScriptedAsker) -> None:
    chat = visit(url)
    chat.page.goto(f"{url}s/{asker.kept.id}")
    chat.dialog.locator(".rp-near").first.wait_for()
    chat.page.keyboard.press("/")
    chat.page.keyboard.type("binding INSTRUMENT")
    counter = chat.dialog.locator(".rp-find output")
    assert counter.inner_text() == "1 of 4"
    chat.page.keyboard.press("Enter")
    assert counter.inner_text() == "2 of 4"
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.press("Shift+Enter")
    assert counter.inner_text() == "4 of 4"
    assert chat.page.evaluate("CSS.highlights.get('rp-find').size") == 4
    chat.dialog.locator(".rp-find input").fill("zebra")
    assert counter.inner_text() == "not found"


def test_a_paragraph_is_cited_copied_and_linked(visit: Visit, url: str, asker: ScriptedAsker) -> None:
    chat = visit(url, permissions=["clipboard-read", "clipboard-write"])
    chat.page.goto(f"{url}s/{asker.kept.id}#p7")
    line = chat.dialog.locator("#p7")
    line.wait_for()
    reference = "Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 7"
    for name, text in (
        ("copy", f"“I thank you, Chair.” ({reference})"),
        ("cite", reference),
        ("Copy link", f"{url}s/{asker.kept.id}#p7"),
    ):
        line.get_by_role("button", name=name, exact=True).click()
        line.get_by_role("button", name="Copied").wait_for()
        assert chat.page.evaluate("navigator.clipboard.readText()") == text
        line.get_by_role("button", name=name, exact=True).wait_for()


def test_every_tab_has_its_address_on_a_narrow_screen(visit: Visit, url: str) -> None:
    chat = visit(url, viewport={"width": 380, "height": 800})
    chat.tab("Library")
    path(chat, "library")
    chat.tab("Notes")
    path(chat, "notes")
    chat.page.go_back()
    chat.page.locator("#rp-library tr[data-row]").first.wait_for()
    chat.page.reload()
    chat.page.locator("#rp-library tr[data-row]").first.wait_for()
    path(chat, "library")
