"""The Library tab's parts without a browser: the list, adding, correcting, and what they look like."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import LibraryBusyError
from core.records import CORRECTABLE, Adding, StatementSummary
from core.records.statements import About
from tests.ui.render.test_ui_render import Tags
from tests.ui.scripted import HOSTILE, statement
from tests.ui.scripted_library import ScriptedLibrary
from ui.render import adding as render_adding
from ui.render import form as render_form
from ui.render import library as render_library
from ui.render.html import file_name, visible
from ui.shelf.adding import KEPT, Run, advance, follow
from ui.shelf.correcting import FORM, changes, provenance
from ui.shelf.listing import COLUMNS, PAGE, View, listed
from ui.shelf.uploads import MAX_FILE_BYTES, discard, known_as, received
from ui.tabs.readers import Readers
from ui.texts import texts_in

EN = texts_in("en")

NAMES = {"JPN": "Japan", "FRA": "France", "EU": "European Union"}
ROWS = (
    StatementSummary(
        "a",
        title="Cyber",
        delegation="JPN",
        speaker="赤堀毅",
        speaker_latin="Akahori Takeshi",
        forum="OEWG",
        date="2020-12-01",
        paragraphs=7,
    ),
    StatementSummary(
        "b",
        title="Débat",
        delegation="FRA",
        speaker="de Rivière",
        on_behalf_of="EU",
        date="2023-09-20",
        paragraphs=12,
    ),
    StatementSummary("c", origin="演説/日本.txt", origins=("演説/日本.txt",), language="ja", paragraphs=3),
)


def ids(text: str = "", view: View | None = None) -> str:
    return "".join(row.id for row in listed(ROWS, NAMES, text, view or View()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "bac"),
        ("japan", "a"),
        ("JPN oewg", "a"),
        ("european union", "b"),
        ("akahori", "a"),
        ("赤堀", "a"),
        ("japanese", "c"),
        ("演説", "c"),
        ("2023", "b"),
        ("japan france", ""),
    ],
)
def test_the_list_is_narrowed_by_every_word_in_any_field(text: str, found: str) -> None:
    assert ids(text) == found


def test_what_is_not_known_comes_last_in_either_order() -> None:
    assert [ids(view=View("date", down)) for down in (True, False)] == ["bac", "abc"]
    assert [ids(view=View("delegation", down)) for down in (False, True)] == ["bac", "abc"]
    assert ids(view=View("paragraphs", True)) == "bac"


@given(st.lists(st.sampled_from([*COLUMNS, "nonsense"]), max_size=6))
def test_ordering_never_loses_a_row_and_returns_to_the_first_page(clicks: list[str]) -> None:
    view = View().longer()
    for by in clicks:
        view = view.ordered(by)
        assert view.by in COLUMNS
        assert by not in COLUMNS or view.shown == PAGE
    assert sorted(ids(view=view)) == ["a", "b", "c"]


def table(rows: tuple[StatementSummary, ...], **changes: object) -> str:
    view = replace(View(), **changes)
    return render_library.library(
        rows, NAMES, view, EN, total=len(rows), languages={row.id: "ja" for row in rows}
    )


def test_a_long_library_comes_in_pages() -> None:
    rows = tuple(StatementSummary(str(number), title=f"T{number}") for number in range(3000))
    began = time.perf_counter()
    html = table(tuple(listed(rows, NAMES, "t", View())))
    assert time.perf_counter() - began < 4.0
    assert html.count("<tr data-row") == PAGE
    assert "Show 200 more</button> of 2,800 that follow" in html
    assert table(rows, shown=PAGE * 2).count("<tr data-row") == PAGE * 2
    assert "Show" not in table(rows[:PAGE])


def test_a_row_tells_all_that_is_known_and_links_other_languages() -> None:
    row = replace(
        ROWS[1], versions=("c", "gone"), origins=("one.txt", "two.txt"), notices=("Two dates stand in it.",)
    )
    html = render_library.library((row,), NAMES, View(), EN, total=3, languages={"b": "fr", "c": "ja"})
    text = re.sub(r"<[^>]*>", "", html)
    for words in (
        "2023-09-20",
        "France",
        "on behalf of the European Union",
        "de Rivière",
        "2 origins · 1 notice",
    ):
        assert words in text
    assert "1 of 3 statements" in text
    assert 'data-statement="c" data-paragraph="">in Japanese<' in html
    assert "gone" not in html
    assert 'aria-sort="descending"' in html


def test_an_empty_library_says_how_to_fill_it_and_a_narrow_one_that_nothing_matches() -> None:
    assert "Drop files or a folder above" in render_library.library((), {}, View(), EN, total=0, languages={})
    assert "No statement matches" in render_library.library((), {}, View(), EN, total=3, languages={})


def test_hostile_names_and_titles_are_only_text() -> None:
    nasty = HOSTILE + "\u202e" + "x" * 3000
    row = StatementSummary(
        nasty, origins=(nasty,), versions=("b",), paragraphs=1, notices=(nasty,),
        **{field.name: nasty for field in fields(About)},
    )  # fmt: skip
    bad = replace(
        statement(HOSTILE, HOSTILE), delegation=HOSTILE, speaker=HOSTILE, origin=nasty, date=HOSTILE,
        language=HOSTILE,
        provenance=dict.fromkeys(CORRECTABLE, HOSTILE),
    )  # fmt: skip
    item = Adding(1, 2, nasty, "refused", nasty, HOSTILE)
    run = advance(advance(Run(reading=nasty), item), replace(item, outcome="added"))
    html = "".join(
        (
            render_library.library((row,), {nasty: nasty}, View(), EN, total=1, languages={"b": nasty}),
            render_library.checked([HOSTILE], EN),
            render_form.correction(bad, {HOSTILE: HOSTILE}, EN),
            render_form.removal(bad, EN, delegation=HOSTILE),
            render_adding.progress(run, EN),
            render_adding.results(run, EN),
            render_adding.summary(replace(run, working=False, error=HOSTILE), EN),
        )
    )
    seen = Tags(html)
    assert not seen.tags & {"script", "img", "iframe", "style", "svg"}
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert "\u202e" not in render_adding.progress(run, EN)
    assert len(file_name(nasty)) < 4000


@given(st.text())
def test_a_visible_name_has_nothing_that_turns_the_reading_direction(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", shown)
    assert visible(shown) == shown


# Uploads


@given(st.text(max_size=200))
def test_a_name_becomes_a_relative_path_of_plain_parts(name: str) -> None:
    known = known_as(name)
    assert known
    assert not known.startswith("/")
    assert not {"", ".", ".."} & set(known.split("/"))
    known.encode()


def test_folders_and_japanese_names_are_kept_composed() -> None:
    assert known_as("演説/か\u3099いむしょう.txt") == "演説/がいむしょう.txt"
    assert known_as("..\\..\\etc/passwd") == "etc/passwd"


def test_only_what_was_uploaded_here_is_ever_opened() -> None:
    wanted = {
        "files": [{"name": "a.txt", "at": "/tmp/up/a"}, {"name": "b.txt", "at": "/etc/passwd"}, "x", {}],
        "refused": [{"name": "big.pdf", "bytes": MAX_FILE_BYTES * 2}, {"name": "gone", "why": "folder"}, 3],
    }
    uploads = received(wanted, {"/tmp/up/a"}, EN)
    assert uploads.files == (("a.txt", Path("/tmp/up/a")),)
    told = [item.detail for item in uploads.refused]
    assert told[0] == "'b.txt' did not arrive whole; add it again."
    assert told[2] == (
        "'big.pdf' has 128 MB and the page takes up to 64 MB a file; "
        "split it, or add it with the command line."
    )
    assert "'gone' could not be opened by the browser" in told[3]
    for nonsense in (None, [], {"files": 3}, {"files": {}}):
        assert received(nonsense, set(), EN).files == ()


def test_uploads_are_deleted_with_their_folders(tmp_path: Path) -> None:
    mine, shared = tmp_path / "1" / "a.txt", tmp_path / "2" / "b.txt"
    for path in (mine, shared, shared.with_name("other.txt")):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    discard([mine, shared, tmp_path / "3" / "never.txt"])
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["2", "2/other.txt"]


# Adding


def test_a_run_counts_every_outcome_and_lists_the_refused_first() -> None:
    steps = [
        Adding(1, 4, "a.txt", "added", "", "id-a", 3),
        Adding(2, 4, "b.txt", "refused", "b.txt is empty."),
        Adding(2, 4, "", "", "c.txt", per_second=210.0, seconds_left=130.0),
        Adding(3, 4, "c.txt", "unchanged", "", "id-c", 9),
    ]
    *_, last = follow(iter(steps), threading.Event())
    assert dict(last.counts) == {"added": 1, "refused": 1, "unchanged": 1}
    assert not last.working
    assert not last.stopped
    text = re.sub(r"<[^>]*>", "", render_adding.summary(last, EN))
    assert text == "1 added · 1 already there · 1 refused · 3 paragraphs"
    shown = render_adding.results(last, EN)
    assert shown.index("b.txt is empty.") < shown.index("a.txt") < shown.index("c.txt")
    going = re.sub(r"<[^>]*>", " ", render_adding.progress(replace(last, working=True), EN))
    assert "3 of 4" in going
    assert "210 passages a second" in going
    assert "about 2 minutes left" in going


def test_many_items_are_counted_and_only_some_listed() -> None:
    run = Run()
    for number in range(KEPT * 3):
        run = advance(run, Adding(number, None, f"{number}.txt", "refused" if number % 2 else "added"))
    assert len(run.refused) == len(run.others) == KEPT
    assert f"and {KEPT:,} more" in render_adding.results(run, EN)


def test_a_long_run_shows_a_few_states_a_second() -> None:
    steps = (Adding(number, 500, f"{number}.txt", "added") for number in range(500))
    states = list(follow(steps, threading.Event()))
    assert len(states) < 25
    assert states[-1].counts == {"added": 500}


def test_stop_ends_a_run_within_a_second_and_keeps_what_was_stored(tmp_path: Path) -> None:
    library, stop = ScriptedLibrary(pace=3.0, deaf=True), threading.Event()
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nWords.", encoding="utf-8")
    runs = follow(library.add_files([("a.txt", path)], stop=stop), stop)
    next(runs)
    stop.set()
    began = time.monotonic()
    last = list(runs)[-1]
    assert time.monotonic() - began < 1.0
    assert last.stopped
    assert "Stopped; what was stored is kept." in render_adding.summary(last, EN)


def test_a_library_at_work_elsewhere_is_one_sentence_and_a_broken_one_gives_nothing_away() -> None:
    def busy() -> Iterator[Adding]:
        yield Adding(1, 2, "a.txt", "added", "", "id")
        raise LibraryBusyError("Another process is writing to the library; wait for it, then try again.")

    def broken() -> Iterator[Adding]:
        yield Adding(0, 2, "", "")
        raise ZeroDivisionError("/home/secret")

    *_, last = follow(busy(), threading.Event())
    told = re.sub(r"<[^>]*>", "", render_adding.summary(last, EN))
    assert told.startswith(
        "Another process is writing to the library; wait for it, then try again. What was stored"
    )
    *_, last = follow(broken(), threading.Event())
    assert last.error == EN("error.inside")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "about 5 seconds"), (42, "about 40 seconds"), (70, "about 1 minute"), (7300, "about 2 hours")],
)
def test_time_left_is_told_as_people_do(seconds: float, words: str) -> None:
    assert render_adding.duration(seconds, EN) == words


# Correcting and removing


def test_every_correctable_field_is_asked_with_where_it_came_from() -> None:
    kept = replace(
        statement(), provenance={"title": "title line", "date": "corrected by hand", "forum": "speakers.csv"}
    )
    html = render_form.correction(kept, NAMES, EN)
    assert [field.name for field in FORM] == list(CORRECTABLE)
    for name in CORRECTABLE:
        assert f'name="{name}"' in html
        assert f'for="rp-field-{name}"' in html
    assert provenance(kept, "title", EN) == "from the title line"
    assert provenance(kept, "date", EN) == "corrected by hand"
    assert provenance(kept, "forum", EN) == "from speakers.csv"
    assert provenance(kept, "agenda_item", EN) == "not known"
    assert '<option value="JPN">Japan</option>' in html


def test_names_become_codes_and_what_is_the_same_is_no_change() -> None:
    kept = statement()
    assert changes(kept, {"delegation": " france ", "language": "Japanese"}, NAMES) == {
        "delegation": "FRA",
        "language": "ja",
    }
    assert changes(kept, {"language": "日本語"}, NAMES) == {"language": "ja"}
    assert (
        changes(kept, {"delegation": "Japan", "title": f" {kept.title} ", "text": "x", "id": "y"}, NAMES)
        == {}
    )
    assert changes(kept, {"delegation": "Atlantis"}, NAMES) == {"delegation": "Atlantis"}


def test_a_single_day_stays_one_when_its_date_is_corrected() -> None:
    single = replace(statement(), date="2020-12-01", date_end="2020-12-01")
    assert changes(single, {"date": "2021-05-05"}, NAMES) == {"date": "2021-05-05", "date_end": "2021-05-05"}
    several = replace(single, date_end="2020-12-03")
    assert changes(several, {"date": "2020-12-02"}, NAMES) == {"date": "2020-12-02"}
    assert changes(several, {"date_end": ""}, NAMES) == {"date_end": "2020-12-01"}
    assert changes(single, {"date_end": "2020-12-02"}, NAMES) == {"date_end": "2020-12-02"}


def call(library: ScriptedLibrary, name: str, **wanted: object) -> object:
    [function] = [one for one in Readers(library).functions() if one.__name__ == name]
    return function(wanted)


def test_several_are_corrected_at_once_and_what_is_left_empty_stays() -> None:
    library = ScriptedLibrary()
    kept = library.kept.id
    other = library.put("FRA_2023-01-05_debate.txt", "Remarks\n\nWords.").id
    form = str(call(library, "corrections", statements=f"{kept} {other}"))
    assert "Correct 2 statements" in form
    assert [name for name in ("delegation", "date", "forum", "title") if f'name="{name}"' in form] == [
        "delegation",
        "date",
        "forum",
    ]
    title, date = library.shelf[other].title, library.shelf[other].date
    wanted = {"delegation": "Japan", "date": "", "forum": "GGE", "title": "Not asked for"}
    done = call(library, "correct_many", statements=f"{kept} {other}", changes=wanted)
    assert done == {"statement": kept, "sentence": ""}
    for key in (kept, other):
        assert (library.shelf[key].delegation, library.shelf[key].forum) == ("JPN", "GGE")
    assert (library.shelf[other].title, library.shelf[other].date) == (title, date)
    refused = call(library, "correct_many", statements=f"{kept} {other}", changes={"date": "soon"})
    assert "'soon' is not a date" in str(refused)
    assert library.shelf[other].date == date


def test_doubtful_delegations_are_marked_counted_and_listed_alone() -> None:
    sure, doubtful = ROWS[0], replace(ROWS[1], confidence=0.75)
    assert [row.id for row in listed((sure, doubtful), NAMES, "", View().turned())] == [doubtful.id]
    assert len(listed((sure, doubtful), NAMES, "", View().turned().turned())) == 2
    assert View().turned().ordered("title").doubtful
    html = render_library.library((sure, doubtful), NAMES, View(), EN, total=2, languages={}, doubtful=1)
    assert "1 with a doubtful delegation" in html
    assert html.count(">doubtful<") == 1
    assert html.count('class="rp-pick"') == 2
    alone = render_library.library((), NAMES, View().turned(), EN, total=2, languages={}, doubtful=0)
    assert "all statements" in alone


def test_a_correction_is_saved_or_refused_with_its_sentence() -> None:
    library = ScriptedLibrary()
    kept = library.kept.id
    done = call(library, "correct", statement=kept, changes={"date": "2021-05-05", "forum": "GGE"})
    assert done == {"statement": kept, "sentence": ""}
    assert (library.shelf[kept].date, library.shelf[kept].forum) == ("2021-05-05", "GGE")
    assert provenance(library.shelf[kept], "forum", EN) == "corrected by hand"
    bad = call(library, "correct", statement=kept, changes={"date": "soon"})
    assert bad == {
        "statement": "",
        "sentence": "'soon' is not a date; write it as 2020, 2020-12 or 2020-12-01.",
    }


def test_what_somebody_else_removed_is_a_sentence_wherever_it_is_asked_for() -> None:
    library = ScriptedLibrary()
    kept = library.kept.id
    html = call(library, "removal", statement=kept)
    assert isinstance(html, str)
    assert library.kept.title in html
    assert call(library, "remove", statement=kept) == {"statement": kept, "sentence": ""}
    gone = "This statement is no longer in the library; somebody removed it."
    for name in ("open_statement", "correction", "removal"):
        assert gone in str(call(library, name, statement=kept))
    for name in ("correct", "remove"):
        assert call(library, name, statement=kept) == {"statement": "", "sentence": gone}


def test_a_check_says_what_is_wrong_or_that_nothing_is() -> None:
    assert "as it should be" in str(call(ScriptedLibrary(), "check"))
    told = str(call(ScriptedLibrary(problems_found=("Three passages have no vector.",)), "check"))
    assert "Three passages have no vector." in told


def test_a_row_of_a_table_brings_its_source_with_its_words_marked() -> None:
    library = ScriptedLibrary()
    paragraph = library.kept.paragraphs[5]
    wanted = {"paragraph": paragraph.id, "marker": 4, "turn": 2, "marks": [["c0-0", 0, 9], ["x", 5], 7]}
    html = str(call(library, "card", **wanted))
    assert 'id="source-2-4"' in html
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == [paragraph.text[:9]]
    assert "no longer in the library" in str(call(library, "card", paragraph="gone"))
    assert "前後を表示" in str(call(library, "card", **wanted, language="ja-JP"))


def test_the_place_to_add_speaks_the_browsers_language() -> None:
    assert "Drop files or folders here" in str(call(ScriptedLibrary(), "place"))
    assert "フォルダーをドロップ" in str(call(ScriptedLibrary(), "place", language="ja"))


def test_a_statement_opens_at_a_place_with_the_cited_words_marked() -> None:
    library = ScriptedLibrary()
    wanted = {"statement": library.kept.id, "ordinal": 6, "marks": [["", 0, 9]]}
    html = str(call(library, "open_statement", **wanted))
    (own,) = re.findall(r'<div class="rp-near rp-self" tabindex="-1" id="p(\d)"', html)
    assert own == "6"
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == [library.kept.paragraphs[5].text[:9]]
    assert "rp-self" not in str(call(library, "open_statement", statement=library.kept.id, ordinal=99))
