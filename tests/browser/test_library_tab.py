"""The Library tab in a real browser: over a library in memory, and over the real one."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import ui
from core.config import load_config
from tests.browser.page import ChatPage
from tests.ui.scripted import HOSTILE
from tests.ui.scripted_library import ScriptedLibrary
from workspace.workspace import Workspace

pytestmark = pytest.mark.browser

Visit = Callable[..., ChatPage]
Serve = Callable[[ScriptedLibrary], str]
TITLE = "サイバーセキュリティに関する国連オープン・エンド作業部会"
JAPANESE = "JPN_2024-02-03_国連演説（仮訳）.txt"
SPEECH = "国連総会における演説\n\n議長、ありがとうございます。\n\n法の支配を重視します。"


@pytest.fixture
def library() -> ScriptedLibrary:
    return ScriptedLibrary()


@pytest.fixture
def page(serve: Serve, visit: Visit, library: ScriptedLibrary) -> ChatPage:
    return visit(serve(library)).library()


def test_files_are_added_with_a_line_for_each_and_everything_follows(
    page: ChatPage, library: ScriptedLibrary
) -> None:
    assert page.header.inner_text() == "Library: 1 statement · 7 paragraphs"
    page.choose(
        (JAPANESE, SPEECH.encode()),
        ("FRA_2023-01-05_debate.txt", b"Remarks\n\nWords."),
        ("copy.txt", SPEECH.encode()),
        ("broken.pdf", b"%PDF\xff\xfe"),
    )
    assert page.added() == "2 added · 1 same statement, one more origin · 1 refused · 3 paragraphs"
    told = page.outcomes.all_inner_texts()
    assert told[0].startswith("broken.pdf")
    assert "'broken.pdf' is not text; save it as text, then add it again." in told[0]
    assert told[1].startswith(JAPANESE)
    page.page.get_by_text("Library: 3 statements · 10 paragraphs").wait_for()
    assert page.rows.count() == 3
    row = page.row("国連総会における演説")
    row.get_by_text("2 origins").click()
    assert JAPANESE in row.inner_text()
    assert [path.exists() for path in library.uploads] == [False] * 4, "uploads are deleted when read"
    page.choose((JAPANESE, SPEECH.encode()))
    page.page.get_by_text("1 already there").wait_for()
    page.page.get_by_role("button", name="Dismiss this list").click()
    assert page.outcomes.count() == 0
    page.tab("Search")
    page.page.locator("#rp-search-filters > button").click()
    page.page.locator("#rp-search-filters").get_by_label("Delegation").click()
    page.page.get_by_role("option", name="France").wait_for()


def test_files_dropped_anywhere_on_the_tab_are_added_and_elsewhere_change_nothing(page: ChatPage) -> None:
    page.drop((JAPANESE, SPEECH), ("か\u3099.txt", "Title\n\nWords."))
    assert "2 added" in page.added()
    assert [told.split(".txt")[0] for told in page.outcomes.all_inner_texts()] == [JAPANESE[:-4], "が"]
    page.tab("Ask")
    page.page.wait_for_timeout(200)
    before = page.page.url
    page.page.evaluate(
        """() => { const transfer = new DataTransfer(); transfer.items.add(new File(["x"], "x.txt"));
        window.stopped = !document.body.dispatchEvent(new DragEvent("drop",
          { dataTransfer: transfer, bubbles: true, cancelable: true })); }"""
    )
    assert page.page.evaluate("window.stopped")
    assert page.page.url == before
    page.library()
    page.page.wait_for_timeout(300)
    assert page.rows.count() == 3


def test_a_folder_is_added_with_its_files_paths(page: ChatPage, tmp_path: Path) -> None:
    (tmp_path / "演説" / "2024").mkdir(parents=True)
    (tmp_path / "演説" / "2024" / "a.txt").write_text("One\n\nWords.", encoding="utf-8")
    (tmp_path / "演説" / "b.txt").write_text("Two\n\nWords.", encoding="utf-8")
    page.page.locator('[data-pick="folder"]').set_input_files(str(tmp_path / "演説"))
    assert "2 added" in page.added()
    names = sorted(told.split(".txt")[0] for told in page.outcomes.all_inner_texts())
    assert names == ["演説/2024/a", "演説/b"]


def test_work_is_shown_and_stop_ends_it_long_before_its_end_keeping_what_was_stored(
    serve: Serve, visit: Visit
) -> None:
    library = ScriptedLibrary(pace=0.3, deaf=True)
    page = visit(serve(library)).library()
    page.choose(*((f"{number}.txt", f"Title {number}\n\nWords.".encode()) for number in range(20)))
    page.page.get_by_text("2 of 20").wait_for()
    bar = page.page.locator(".rp-progress progress")
    assert bar.get_attribute("max") == "20"
    assert "210 passages a second" in page.page.locator(".rp-progress").inner_text()
    assert page.page.get_by_role("button", name="Fetch").is_disabled()
    began = time.monotonic()
    page.page.get_by_role("button", name="Stop").last.click()
    assert "Stopped; what was stored is kept." in page.added()
    assert time.monotonic() - began < 4.0
    kept = len(library.shelf)
    page.page.wait_for_timeout(700)
    assert 3 <= kept < 20
    assert len(library.shelf) <= kept + 1, "nothing more is begun once it was stopped"
    assert not any(path.exists() for path in library.uploads)
    page.choose(("0.txt", b"Title 0\n\nWords."))
    page.page.get_by_text("1 already there").wait_for()


def test_leaving_the_page_stops_the_adding(serve: Serve, visit: Visit) -> None:
    library = ScriptedLibrary(pace=0.5)
    page = visit(serve(library)).library()
    page.choose(*((f"{number}.txt", f"Title {number}\n\nWords.".encode()) for number in range(20)))
    page.page.get_by_text("1 of 20").wait_for()
    page.page.close()
    assert library.stops[0].wait(10)
    time.sleep(library.pace)  # an item that was being read
    kept = len(library.shelf)
    time.sleep(2 * library.pace)
    assert len(library.shelf) == kept < 10


def test_an_address_is_fetched_on_request_or_refused_with_its_sentence(page: ChatPage) -> None:
    field = page.page.get_by_label("Add from an address")
    assert "makes a request to that site" in page.page.locator("#rp-address-note").inner_text()
    field.fill("http://private.example/x")
    field.press("Enter")
    assert "1 refused" in page.added()
    assert "is an address inside this network; it is not fetched." in page.outcomes.inner_text()
    field.fill("gopher")
    field.press("Enter")
    page.page.get_by_text("'gopher' is not an address; write it with https:// in front.").wait_for()
    assert field.input_value() == "gopher"
    field.fill("https://www.mofa.go.jp/a")
    field.press("Enter")
    page.page.get_by_text("1 added · 1 paragraph").wait_for()
    page.row("A page").wait_for()


def test_a_file_that_is_too_large_is_told_and_the_others_are_added(page: ChatPage) -> None:
    page.page.evaluate("document.querySelector('.rp-add').dataset.limit = '1000'")
    page.choose(("big.txt", b"x" * 2000), ("small.txt", b"Small\n\nWords."))
    assert "1 added" in page.added()
    assert page.outcomes.first.inner_text().startswith("big.txt")


def test_no_file_of_the_machine_can_be_added_by_its_path(page: ChatPage, library: ScriptedLibrary) -> None:
    page.choose(("a.txt", b"A\n\nWords."))
    page.added()
    page.page.route("**/gradio_api/upload*", lambda route: route.fulfill(json=["/etc/hostname"], status=200))
    page.choose(("b.txt", b"B\n\nWords."))
    page.page.get_by_text("'b.txt' did not arrive whole; add it again.").wait_for()
    assert len(library.shelf) == 2


def test_several_are_chosen_and_corrected_at_once(
    serve: Serve, visit: Visit, library: ScriptedLibrary
) -> None:
    library.put("FRA_2023-01-05_debate.txt", "Remarks\n\nWords.")
    page = visit(serve(library)).library()
    page.page.get_by_role("button", name="select all shown").click()
    assert page.page.locator(".rp-pick:checked").count() == 2
    page.page.get_by_role("button", name="correct the selected").click()
    form = page.dialog
    form.get_by_text("Correct 2 statements").wait_for()
    form.get_by_label("Forum").fill("GGE")
    form.get_by_role("button", name="Save").click()
    page.page.get_by_text("GGE").nth(1).wait_for()
    assert {statement.forum for statement in library.shelf.values()} == {"GGE"}


def test_a_correction_is_saved_and_its_refusal_stands_beside_what_was_typed(
    page: ChatPage, library: ScriptedLibrary
) -> None:
    page.row(TITLE).get_by_role("button", name="Correct").click()
    form = page.dialog
    form.get_by_label("Forum").fill("GGE")
    form.get_by_label("Date").fill("soon")
    form.get_by_role("button", name="Save").click()
    form.get_by_text("'soon' is not a date; write it as 2020, 2020-12 or 2020-12-01.").wait_for()
    assert form.get_by_label("Forum").input_value() == "GGE"
    form.get_by_label("Date").fill("2021-05-05")
    form.get_by_label("Delegation").fill("France")
    page.page.mouse.click(5, 5)
    assert form.is_visible(), "a click beside the form throws nothing away"
    form.get_by_role("button", name="Save").click()
    row = page.row("2021-05-05")
    row.wait_for()
    assert "France" in row.inner_text()
    assert "GGE" in row.inner_text()
    assert not form.is_visible()
    page.page.wait_for_function("document.activeElement.closest('tr[data-row]')")
    row.get_by_role("button", name="Correct").click()
    assert "corrected by hand" in form.locator("#rp-field-forum-from").inner_text()
    form.get_by_label("Title").fill("Nothing of this is saved")
    page.page.keyboard.press("Escape")
    assert not form.is_visible()
    assert library.kept.title == library.shelf[library.kept.id].title


def test_a_statement_is_removed_after_it_was_named_and_is_gone_everywhere(
    page: ChatPage, library: ScriptedLibrary
) -> None:
    library.put("FRA_2023-01-05.txt", "Remarks\n\nWords.")
    page.tab("Ask")
    page.library()
    page.row("Remarks").get_by_role("button", name="Remove").click()
    assert "Remarks" in page.dialog.inner_text()
    assert page.page.evaluate("document.activeElement.textContent") == "Keep it"
    page.dialog.get_by_role("button", name="Keep it").click()
    assert page.rows.count() == 2
    page.row("Remarks").get_by_role("button", name="Remove").click()
    page.dialog.get_by_role("button", name="Remove", exact=True).click()
    page.page.get_by_text("Library: 1 statement · 7 paragraphs").wait_for()
    page.page.wait_for_function("document.activeElement.closest('tr[data-row]')")
    page.row(TITLE).get_by_role("button", name="Remove").click()
    page.dialog.get_by_role("button", name="Remove", exact=True).click()
    page.page.get_by_text("Drop files or a folder above").wait_for()
    assert page.page.evaluate("document.activeElement.closest('#rp-narrow') !== null")
    assert page.header.inner_text() == "Library: empty"
    page.tab("Ask")
    page.page.get_by_role("button", name="Add statements").click()
    page.page.wait_for_function("document.activeElement.dataset.act === 'files'")
    page.choose(("a.txt", b"A title\n\nWords."))
    page.added()
    page.tab("Ask")
    page.page.wait_for_selector(".rp-welcome")


def test_what_another_person_removed_is_a_sentence_here(
    page: ChatPage, visit: Visit, library: ScriptedLibrary
) -> None:
    gone = "This statement is no longer in the library; somebody removed it."
    page.row(TITLE).get_by_role("button", name="Correct").click()
    page.dialog.get_by_label("Forum").fill("GGE")
    library.remove(library.kept.id)
    page.dialog.get_by_role("button", name="Save").click()
    page.dialog.get_by_text(gone).wait_for()
    assert page.dialog.get_by_label("Forum").input_value() == "GGE"
    page.dialog.get_by_role("button", name="Cancel").click()
    for name in ("サイバー", "Remove", "Correct"):
        page.row(TITLE).get_by_role("button", name=name).first.click()
        page.dialog.get_by_text(gone).wait_for()
        page.page.keyboard.press("Escape")
    other = visit(page.url, expect=".rp-emptylib").library()
    other.choose(("JPN_2020-01-01.txt", b"A title\n\nWords."))
    other.added()
    page.tab("Ask")
    page.library()
    page.row("A title").wait_for()


def test_a_filter_whose_last_statement_is_gone_comes_off(page: ChatPage, library: ScriptedLibrary) -> None:
    page.tab("Ask")
    page.page.locator("#rp-filters > button").click()
    page.page.locator("#rp-filters").get_by_label("Delegation").click()
    page.page.get_by_role("option", name="Japan").click()
    page.page.keyboard.press("Escape")
    page.library()
    library.put("FRA_2023-01-05.txt", "Remarks\n\nWords.")
    page.row(TITLE).get_by_role("button", name="Remove").click()
    page.dialog.get_by_role("button", name="Remove", exact=True).click()
    page.page.get_by_text("Library: 1 statement · 1 paragraph").wait_for()
    page.tab("Ask")
    page.ask("Anything?")
    page.finished()
    assert library.calls[-1][1].is_empty()


def test_a_library_at_work_elsewhere_is_a_sentence(page: ChatPage, library: ScriptedLibrary) -> None:
    library.busy = True
    page.choose(("a.txt", b"A\n\nWords."))
    assert "Another process is writing to the library; wait for it, then try again." in page.added()
    page.row(TITLE).get_by_role("button", name="Remove").click()
    page.dialog.get_by_role("button", name="Remove", exact=True).click()
    page.dialog.get_by_text("Another process is writing to the library").wait_for()
    assert page.rows.count() == 1


def test_hostile_names_and_titles_are_only_text_here(page: ChatPage, library: ScriptedLibrary) -> None:
    name = "<img src=x onerror='window.pwned=1'>\u202etxt.exe" + "長" * 60 + ".txt"
    page.choose((name, f"{HOSTILE}\n\nWords.".encode()), ("<b>bad</b>.bin", b"\xff\xfe\x01"))
    page.added()
    shown = page.outcomes.nth(1).inner_text()
    assert "<img src=x onerror='window.pwned=1'>\ufffdtxt.exe" in shown
    row = page.row(HOSTILE)
    row.get_by_text("1 origin").click()
    row.get_by_role("button", name="Correct").click()
    assert page.dialog.get_by_label("Title").input_value() == HOSTILE
    page.page.keyboard.press("Escape")
    row.get_by_role("button", name="Remove").click()
    assert HOSTILE in page.dialog.inner_text()
    page.page.keyboard.press("Escape")
    page.page.wait_for_timeout(200)
    assert page.page.evaluate("window.pwned") is None
    assert page.overflow() <= 0


def test_three_thousand_statements_are_narrowed_ordered_and_paged_at_once(serve: Serve, visit: Visit) -> None:
    library = ScriptedLibrary()
    for number in range(3000):
        made = replace(
            library.kept, id=f"id{number}", title=f"Statement {number:04}", date=f"{1970 + number % 50}"
        )
        library.shelf[made.id] = made
        library.origins[made.id] = [f"{number}.txt"]
    page = visit(serve(library)).library()
    assert page.rows.count() == 200
    page.page.get_by_role("button", name="Show 200 more").click()
    page.rows.nth(399).wait_for()
    began = time.monotonic()
    page.page.locator("#rp-narrow textarea, #rp-narrow input").fill("statement 2999")
    page.page.get_by_text("1 of 3,001 statements").wait_for()
    assert time.monotonic() - began < 8.0
    page.page.locator("#rp-narrow textarea, #rp-narrow input").fill("")
    page.page.get_by_role("button", name="Statement", exact=True).click()
    page.page.wait_for_selector('th[aria-sort="ascending"]')
    assert "Statement 0000" in page.rows.first.inner_text()
    page.page.get_by_role("button", name="Statement", exact=True).press("Enter")
    page.page.wait_for_selector('th[aria-sort="descending"]')
    assert page.page.evaluate("document.activeElement.dataset.by") == "title"


def test_everything_in_the_library_can_be_done_from_the_keyboard(page: ChatPage) -> None:
    keys = page.page.keyboard
    page.page.evaluate("document.activeElement.blur()")
    keys.press("/")
    assert page.page.evaluate("document.activeElement.closest('#rp-narrow') !== null")
    seen = []
    for _ in range(16):
        keys.press("Tab")
        seen.append(page.page.evaluate("document.activeElement.textContent.trim()"))
        assert page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", seen[
            -1
        ]
        if seen[-1] == "Check the library":
            break
    assert {"Date ↓", "Delegation", "1 origin · 1 notice", "correct", "remove"} <= set(seen)
    keys.press("Enter")
    page.dialog.get_by_text("The library is as it should be.").wait_for()
    keys.press("Escape")
    assert page.page.evaluate("document.activeElement.textContent") == "Check the library"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_library_is_readable_and_fits_a_narrow_window(
    serve: Serve, visit: Visit, library: ScriptedLibrary, scheme: str
) -> None:
    url = serve(library)
    page = visit(url, viewport={"width": 380, "height": 800}, color_scheme=scheme).library()
    page.choose((JAPANESE, SPEECH.encode()), ("x" * 190 + ".bin", b"\xff"))
    page.added()
    page.page.wait_for_timeout(400)
    assert page.overflow() <= 0
    assert page.low_contrast() == []
    page.row(TITLE).get_by_role("button", name="Correct").click()
    page.dialog.get_by_role("button", name="Save").wait_for()
    page.page.wait_for_timeout(200)
    assert page.low_contrast() == []
    box = page.dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 380
    assert page.page.get_by_role("status").count() >= 1
    assert page.page.get_by_role("dialog", name="Correct what is known").count() == 1


# Over the real library


@pytest.fixture(scope="module")
def workspace_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    opened = Workspace.open(load_config({}, home=tmp_path_factory.mktemp("shelf")))
    served = ui.launch(ui.build(opened), port=0)
    yield served.url
    served.close()
    opened.close()


def archive(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(name, data)
    return held.getvalue()


def test_real_files_go_in_are_corrected_found_and_removed(visit: Visit, workspace_address: str) -> None:
    page: Any = visit(workspace_address, expect=".rp-emptylib").library()
    cyber = (
        "Statement by Japan\n\nJapan attaches great importance to the rule of law in cyberspace.\n\n"
        "Capacity-building is essential to that end.\n"
    )
    page.choose(
        ("JPN_2024-02-03_国連演説（仮訳）.txt", SPEECH.encode("cp932")),
        ("JPN_2021-03-04_cyber.txt", cyber.encode()),
        (
            "more.zip",
            archive("FRA_2023-09-20_debate.txt", b"Statement by France\n\nFrance supports the programme.\n"),
        ),
        ("noise.pdf", bytes(range(256)) * 8),
    )
    told = page.added(60_000)
    assert "3 added" in told
    assert "1 refused" in told
    assert "noise.pdf" in page.outcomes.first.inner_text()
    page.row("国連総会における演説").wait_for()
    assert page.rows.count() == 3
    row = page.row("2021-03-04")
    row.get_by_role("button", name="Correct").click()
    page.dialog.get_by_label("Date").fill("2022-05-06")
    page.dialog.get_by_role("button", name="Save").click()
    page.row("2022-05-06").wait_for()
    page.choose(("JPN_2021-03-04_cyber.txt", cyber.encode()))
    page.page.get_by_text("1 already there").wait_for(timeout=20_000)
    field = page.page.get_by_label("Add from an address")
    field.fill("http://127.0.0.1:9/secret")
    field.press("Enter")
    page.page.wait_for_function("document.querySelector('.rp-outcome')?.textContent.includes('127.0.0.1')")
    assert "refused" in page.outcomes.first.inner_text()
    page.tab("Search")
    page.page.locator("#rp-query textarea").fill("rule of law in cyberspace")
    page.page.locator("#rp-query textarea").press("Enter")
    page.page.locator(".rp-hits li").first.wait_for(timeout=20_000)
    assert "JPN 2022-05-06" in page.page.locator(".rp-hits li").first.inner_text()
    page.library()
    page.row("Statement by France").get_by_role("button", name="Remove").click()
    page.dialog.get_by_role("button", name="Remove", exact=True).click()
    page.page.wait_for_function("document.querySelector('.rp-lib').textContent.includes('2 statements')")
    assert page.rows.count() == 2
    page.page.get_by_role("button", name="Check the library").click()
    page.dialog.get_by_text("The library is as it should be.").wait_for(timeout=20_000)
