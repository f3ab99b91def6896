"""The page in a real browser, over scripted answers to the seed statement."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.records import Filters
from tests.browser.page import ChatPage
from tests.ui.scripted import BINDING, BINDING_JA, HOSTILE, SEABED, ScriptedAsker

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedAsker], str]
REFERENCE = "Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 6"


@pytest.fixture(scope="module")
def asker() -> ScriptedAsker:
    return ScriptedAsker()


@pytest.fixture(scope="module")
def url(serve_module: Serve, asker: ScriptedAsker) -> str:
    return serve_module(asker)


@pytest.fixture
def chat(visit: Visit, url: str) -> ChatPage:
    return visit(url)


@pytest.fixture
def unhurried(visit: Visit, serve: Serve) -> ChatPage:
    """Over answers that come slowly enough to see every step of them."""
    return visit(serve(ScriptedAsker(pace=0.4)))


def answered(chat: ChatPage, question: str = BINDING) -> ChatPage:
    chat.ask(question)
    chat.finished()
    return chat


def clipboard(chat: ChatPage) -> str:
    """What a paste gives, by pasting it into the question box."""
    chat.box.fill("")
    chat.box.press("Control+v")
    return str(chat.box.input_value())


# Notes every different picture of the newest turn: status line, quotations, sentences.
WATCH = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const turn = [...document.querySelectorAll(".rp-turn")].at(-1);
    const now = turn && [turn.querySelector("[data-slot=status]").textContent,
      turn.querySelectorAll(".rp-quote").length, turn.querySelectorAll(".rp-s").length];
    if (now && JSON.stringify(now) !== JSON.stringify(window.seen.at(-1))) window.seen.push(now);
  }).observe(document.querySelector(".rp-talk"), { childList: true, subtree: true, characterData: true });
}"""


def test_quotations_come_first_then_sentences_one_by_one(unhurried: ChatPage) -> None:
    chat = unhurried
    chat.page.evaluate(WATCH)
    answered(chat)
    assert chat.page.evaluate("window.seen") == [
        ["Reading the question…", 0, 0],
        ["Searching 7 paragraphs…", 0, 0],
        ["Writing from these words…", 2, 0],
        ["Writing…", 2, 1],
        ["Writing…", 2, 2],
        ["", 2, 2],
    ]
    assert chat.sentences.all_inner_texts() == [
        "Japan sees no need for a new legally binding instrument on cybersecurity.",
        "It would rather implement existing norms and discuss how international law applies.",
    ]
    assert chat.box.input_value() == ""


def test_a_marker_brings_its_source_into_view_with_the_words_of_its_sentence(visit: Visit, url: str) -> None:
    chat = answered(visit(url, viewport={"width": 380, "height": 700}))
    assert len(chat.marked(1)) == 2
    chat.marker(1, sentence=1).click()
    chat.page.wait_for_function("document.activeElement.id === 'source-1-1'")
    chat.page.wait_for_timeout(900)
    assert [words.split(" to ")[0] for words in chat.marked(1)] == ["It is more important"]
    mark = chat.card(1).locator("mark.on").bounding_box()
    assert 0 <= mark["y"] < 700
    chat.marker(1, sentence=0).click()
    assert chat.marked(1) == [
        "Japan does not see the need for a new legally binding instrument on cybersecurity."
    ]


def test_what_the_reader_opened_stays_open_while_the_answer_goes_on(unhurried: ChatPage) -> None:
    chat = unhurried
    chat.ask(BINDING)
    chat.quotes.first.wait_for()
    chat.card(1).get_by_text("in context").click()
    chat.last.locator('.rp-marker[data-key="q0"]').click()
    chat.finished()
    assert chat.card(1).locator(".rp-context").get_attribute("open") is not None
    assert len(chat.marked(1)) == 1
    around = chat.card(1).locator(".rp-near")
    assert around.count() == 3
    assert around.nth(0).inner_text().split()[0] == "5"
    answered(chat, SEABED)
    first = chat.turns.first
    assert first.locator(".rp-context").first.get_attribute("open") is not None


def test_the_whole_statement_opens_at_the_paragraph(chat: ChatPage) -> None:
    answered(chat)
    chat.card(1).get_by_role("button", name="whole statement").click()
    chat.dialog.wait_for()
    assert chat.dialog.locator(".rp-near").count() == 7
    here = chat.dialog.locator(".rp-self")
    assert here.inner_text().startswith("6")
    box = here.bounding_box()
    assert 0 <= box["y"] < 860
    chat.page.keyboard.press("Escape")
    assert not chat.dialog.is_visible()


def test_cite_and_copy_put_finished_text_on_the_clipboard(visit: Visit, url: str) -> None:
    chat = answered(visit(url, permissions=["clipboard-read", "clipboard-write"]))
    chat.card(1).get_by_role("button", name="cite").click()
    chat.card(1).get_by_role("button", name="Copied").wait_for()
    assert clipboard(chat) == REFERENCE
    chat.last.get_by_role("button", name="Copy", exact=True).click()
    chat.last.locator(".rp-actions").get_by_role("button", name="Copied").wait_for()
    assert f"[1] {REFERENCE}. https://" in clipboard(chat)


def test_copying_works_where_the_clipboard_is_refused(chat: ChatPage) -> None:
    answered(chat)
    chat.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    chat.card(1).get_by_role("button", name="cite").click()
    chat.card(1).get_by_role("button", name="Copied").wait_for()
    assert clipboard(chat) == REFERENCE


def test_copying_by_hand_is_the_last_resort(chat: ChatPage) -> None:
    answered(chat)
    chat.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        " document.execCommand = () => false; }"
    )
    chat.card(1).get_by_role("button", name="cite").click()
    assert chat.dialog.locator("textarea").input_value() == REFERENCE


def test_export_saves_markdown(chat: ChatPage) -> None:
    answered(chat)
    with chat.page.expect_download() as download:
        chat.last.get_by_role("button", name="Export", exact=True).click()
    assert download.value.suggested_filename == "answer-1.md"
    with open(download.value.path(), encoding="utf-8") as file:
        assert file.read().startswith("# What is Japan's view")


@pytest.mark.parametrize("deaf", [False, True])
def test_stop_stops_before_the_next_sentence_and_keeps_what_passed(
    serve: Serve, visit: Visit, deaf: bool
) -> None:
    next_sentence = threading.Event()
    chat = visit(serve(ScriptedAsker(deaf=deaf, gate=next_sentence)))
    chat.ask(BINDING)
    chat.sentences.first.wait_for()
    chat.box.focus()
    chat.page.keyboard.press("Escape")
    chat.last.get_by_text("Stopped; what had passed is kept.").wait_for()
    assert chat.sentences.count() == 1
    assert chat.cards.count() == 2
    next_sentence.set()
    chat.page.wait_for_timeout(500)
    assert chat.sentences.count() == 1
    answered(chat, SEABED)


def test_taking_off_an_inferred_filter_asks_again_without_it(chat: ChatPage, asker: ScriptedAsker) -> None:
    answered(chat)
    chip = chat.last.locator(".rp-inferred")
    assert chip.inner_text().startswith("Japan")
    chip.get_by_role("button", name="Ask again without Japan").click()
    chat.turns.nth(1).wait_for()
    chat.finished()
    assert asker.calls[-1][:3] == (BINDING, Filters(), False)
    assert chat.last.locator(".rp-chip").count() == 0
    assert [card.get_attribute("data-marker") for card in chat.cards.all()] == ["1", "2"]


def test_filters_set_by_hand_go_with_the_question_and_come_off_with_their_chip(
    chat: ChatPage, asker: ScriptedAsker
) -> None:
    chat.page.locator("#rp-filters > button").click()
    chat.page.locator("#rp-filters").get_by_label("Since").fill("2020")
    chat.page.locator("#rp-filters").get_by_label("Speaker").fill(" Akahori ")
    answered(chat, "Any view?")
    assert asker.calls[-1][1] == Filters(since="2020-01-01", speaker="Akahori")
    chat.last.get_by_role("button", name="Ask again without Akahori").click()
    chat.turns.nth(1).wait_for()
    chat.finished()
    assert asker.calls[-1][1] == Filters(since="2020-01-01")
    assert chat.page.locator("#rp-filters").get_by_label("Speaker").input_value() == ""
    chat.last.get_by_role("button", name="Ask again without from 1 January 2020").click()
    chat.turns.nth(2).wait_for()
    chat.finished()
    assert asker.calls[-1][1].is_empty()
    assert chat.page.locator("#rp-filters").get_by_label("Since").input_value() == ""


def test_a_filter_that_is_no_date_is_said_and_the_question_kept(chat: ChatPage) -> None:
    chat.page.locator("#rp-filters > button").click()
    chat.page.locator("#rp-filters").get_by_label("Since").fill("soon")
    chat.box.fill(BINDING)
    chat.box.press("Enter")
    chat.page.get_by_text("'soon' is not a date").wait_for()
    assert chat.box.input_value() == BINDING
    assert chat.turns.count() == 0


def test_not_addressed_is_an_answer_of_its_own(chat: ChatPage, asker: ScriptedAsker) -> None:
    answered(chat, SEABED)
    assert chat.last.get_by_text("Not addressed: none of Japan’s").is_visible()
    assert chat.last.inner_text().count("Not addressed") == 1
    assert chat.last.get_by_text("Nearest, but not an answer").is_visible()
    assert chat.last.locator(".rp-marker, mark.on").count() == 0
    chat.last.get_by_role("button", name="Ask the same of every statement").click()
    chat.turns.nth(1).wait_for()
    assert asker.calls[-1][:3] == (SEABED, Filters(), False)


def test_an_error_is_one_sentence_with_a_way_to_try_again(chat: ChatPage, asker: ScriptedAsker) -> None:
    answered(chat, "broken")
    assert "the log has the details" in chat.last.inner_text()
    assert "secret" not in chat.last.inner_text()
    before = len(asker.calls)
    chat.last.get_by_role("button", name="Try again").click()
    chat.page.wait_for_timeout(800)
    chat.finished()
    assert len(asker.calls) == before + 1
    assert chat.turns.count() == 1


def test_a_question_of_100_000_characters_gets_a_clear_reply(chat: ChatPage) -> None:
    answered(chat, "x" * 100_000)
    assert "The question has 100,000 characters" in chat.last.inner_text()
    assert chat.overflow() <= 0


def test_an_empty_question_gets_a_clear_reply(chat: ChatPage) -> None:
    answered(chat, "   ")
    assert "The question is empty" in chat.last.inner_text()


def test_two_readers_do_not_see_each_other(visit: Visit, url: str) -> None:
    one, two = visit(url), visit(url)
    one.ask(BINDING)
    two.ask(SEABED)
    one.finished()
    two.finished()
    assert [one.turns.count(), two.turns.count()] == [1, 1]
    assert "seabed" not in one.page.content()
    assert two.last.locator(".rp-s").count() == 0


def test_a_new_conversation_starts_from_nothing(chat: ChatPage, asker: ScriptedAsker) -> None:
    answered(chat)
    chat.page.get_by_role("button", name="New conversation").click()
    chat.page.wait_for_selector(".rp-welcome")
    assert chat.turns.count() == 0
    answered(chat)
    assert asker.calls[-1][3] == {}


def test_a_new_conversation_is_not_overwritten_by_the_answer_it_cut_short(serve: Serve, visit: Visit) -> None:
    next_sentence = threading.Event()
    chat = visit(serve(ScriptedAsker(deaf=True, gate=next_sentence)))
    chat.ask(BINDING)
    chat.sentences.first.wait_for()
    chat.page.get_by_role("button", name="New conversation").click()
    chat.page.wait_for_selector(".rp-welcome")
    next_sentence.set()
    chat.page.wait_for_timeout(500)
    assert chat.turns.count() == 0
    assert chat.page.locator("#rp-ask").is_enabled()
    assert chat.page.locator("#rp-stop").is_disabled()
    answered(chat, SEABED)
    assert chat.turns.count() == 1


def test_leaving_the_page_stops_the_work(serve: Serve, visit: Visit) -> None:
    asker = ScriptedAsker(pace=8)
    chat = visit(serve(asker))
    chat.ask(BINDING)
    chat.last.get_by_text("Searching").wait_for()
    chat.page.close()
    assert asker.stops[0].wait(5)


def test_an_example_is_asked_with_one_click(chat: ChatPage) -> None:
    chat.page.get_by_role("button", name=BINDING_JA).click()
    chat.turns.first.wait_for()
    chat.finished()
    sentence = chat.sentences.first
    assert sentence.get_attribute("lang") == "ja"
    assert chat.quotes.first.get_attribute("lang") == "en"


def test_everything_can_be_done_from_the_keyboard(chat: ChatPage) -> None:
    keys = chat.page.keyboard
    chat.page.evaluate("document.activeElement.blur()")
    keys.press("/")
    keys.type("What is Japan's view")
    keys.press("Shift+Enter")
    keys.type("on a binding instrument?")
    assert chat.box.input_value() == "What is Japan's view\non a binding instrument?"
    keys.press("Enter")
    chat.turns.first.wait_for()
    chat.finished()
    keys.press("Escape")
    keys.press("2")
    chat.page.wait_for_function("document.activeElement.id === 'source-1-2'")
    keys.press("Tab")
    assert chat.page.evaluate("document.activeElement.textContent") == "in context"
    outline = chat.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    assert chat.card(2).locator(".rp-context").get_attribute("open") is not None


def test_a_narrow_window_folds_sources_under_the_answer_and_never_scrolls_sideways(
    visit: Visit, url: str
) -> None:
    chat = visit(url, viewport={"width": 380, "height": 800})
    assert chat.overflow() <= 0
    answered(chat)
    assert chat.overflow() <= 0
    assert chat.card(1).bounding_box()["y"] > chat.sentences.last.bounding_box()["y"]
    assert chat.page.locator("#rp-ask").is_visible()
    for name in ("Search", "Library"):
        chat.tab(name)
        chat.page.wait_for_timeout(200)
        assert chat.overflow() <= 0


def test_hostile_titles_and_links_are_only_text(serve: Serve, visit: Visit) -> None:
    chat = answered(visit(serve(ScriptedAsker(title=HOSTILE, url="javascript:window.pwned=1"))))
    assert HOSTILE in chat.card(1).inner_text()
    chat.card(1).get_by_role("button", name="whole statement").click()
    chat.dialog.wait_for()
    assert HOSTILE in chat.dialog.inner_text()
    chat.page.keyboard.press("Escape")
    answered(chat, HOSTILE)
    chat.tab("Library")
    chat.page.locator(".rp-table").wait_for()
    chat.page.wait_for_timeout(300)
    assert chat.page.evaluate("window.pwned") is None
    assert chat.page.locator('a[href^="javascript"]').count() == 0


def test_search_lists_paragraphs_with_why_they_were_found(chat: ChatPage) -> None:
    chat.tab("Search")
    box = chat.page.locator("#rp-query textarea")
    box.fill("binding instrument")
    box.press("Enter")
    hits = chat.page.locator(".rp-hits li")
    hits.first.wait_for()
    assert "Found by words: binding, instrument" in hits.first.inner_text()
    assert hits.first.locator("mark.on").first.inner_text() == "binding"
    hits.first.get_by_role("button", name="whole statement").click()
    chat.dialog.wait_for()
    assert chat.dialog.locator(".rp-self").count() == 1


def test_the_library_can_be_narrowed_and_opened(chat: ChatPage) -> None:
    chat.tab("Library")
    chat.page.locator(".rp-table").wait_for()
    assert "2020-12-01" in chat.page.locator(".rp-table").inner_text()
    chat.page.locator("#rp-narrow textarea").fill("france")
    chat.page.get_by_text("No statement matches.").wait_for()
    chat.page.locator("#rp-narrow textarea").fill("japan oewg")
    chat.page.locator(".rp-table .rp-what > .rp-link").click()
    chat.dialog.wait_for()
    assert chat.dialog.locator(".rp-near").count() == 7


def test_an_empty_library_says_how_to_fill_it(serve: Serve, visit: Visit) -> None:
    chat = visit(serve(ScriptedAsker(empty=True, notices=("The model is missing.",))), expect=".rp-emptylib")
    assert "rapporteur" not in chat.page.locator(".rp-emptylib").inner_text()
    assert chat.page.get_by_role("button", name="Add statements").is_visible()
    assert "Library: empty" in chat.page.locator(".rp-header").inner_text()
    assert chat.page.get_by_text("The model is missing.").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(visit: Visit, url: str, scheme: str) -> None:
    chat = answered(visit(url, color_scheme=scheme))
    chat.marker(1).click()
    chat.last.get_by_text("1 draft sentence removed").click()
    chat.last.get_by_text("Details").click()
    chat.page.locator("#rp-filters > button").click()
    chat.page.wait_for_timeout(500)
    assert chat.low_contrast() == []


def test_landmarks_and_live_regions_are_there(chat: ChatPage) -> None:
    answered(chat)
    page: Any = chat.page
    assert page.get_by_role("main").count() == 1
    assert page.locator("main header h1").count() == 1
    assert page.get_by_role("complementary", name="Sources of answer 1").count() == 1
    assert page.get_by_role("article", name=BINDING).count() == 1
    assert page.locator('[aria-live="polite"] .rp-s').count() == 2
    assert page.get_by_role("textbox", name="Question").count() == 1
