"""Notes: kept as they grow, owned, changed piece by piece from several sides; their papers and files."""

import csv
import io
import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.records import Filters, Source
from desk.notes.documents import piece_document, piece_of
from desk.notes.gather import pieces_of, quotation, rewritten, written
from desk.notes.records import Note, Piece
from desk.notes.store import Notes
from desk.papers.note import note_csv, note_paper
from desk.papers.references import Keys
from desk.papers.tables import comparison_paper
from desk.papers.text import html, markdown
from desk.records import Part
from desk.tasks.compare import compare
from desk.word import Paragraph, Run, Table, word_bytes
from tests.answer.fakes import source
from tests.desk.library import GAZETTEER, TOPIC, pipeline
from tests.desk.word.test_word import footnotes
from ui.texts import texts_in

EN = texts_in("en")
PERU = source("Peru asks for relief. It does so again.", delegation="PER", date="2020-09-22", ordinal=4)
FIJI = source("Fiji sees the sea rise.", delegation="FJI", date="2019-09-27", ordinal=2)


def name(code: str) -> str:
    return GAZETTEER.name(code)


def quoted(of: Source, start: int = 0, end: int = 0) -> Piece:
    return quotation(of, start, end, EN.quoted)


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def words(note: Note) -> list[str]:
    return [piece.block.text for piece in note.pieces if isinstance(piece.block, Paragraph)]


def test_what_is_added_is_there_after_a_new_start(notes: Notes, tmp_path: Path) -> None:
    note = notes.new("Relief")
    notes.add(note, quoted(PERU, 0, 21))
    notes.add(note, written("We agree."))
    again = Notes(tmp_path).load(note)
    assert words(again) == ["“Peru asks for relief.”", "We agree."]
    assert [piece.own for piece in again.pieces] == [False, True]
    assert again.pieces[0].sources == (PERU,)


def test_words_that_are_no_words_of_the_paragraph_are_the_whole_of_it() -> None:
    for start, end in ((5, 2), (0, 400), (-3, 2)):
        assert words_of(quoted(FIJI, start, end)) == f"“{FIJI.text}”"


def words_of(piece: Piece) -> str:
    assert isinstance(piece.block, Paragraph)
    return piece.block.text


def test_nobody_sees_or_changes_the_note_of_another(notes: Notes) -> None:
    note = notes.new("Hers", "akiko", pieces=[quoted(PERU)])
    piece = notes.load(note, "akiko").pieces[0]
    assert notes.summaries("bruno") == notes.summaries() == ()
    for change in (
        lambda: notes.load(note, "bruno"),
        lambda: notes.add(note, piece, "bruno"),
        lambda: notes.write(note, piece, "bruno"),
        lambda: notes.move(note, piece.id, 1, "bruno"),
        lambda: notes.drop(note, piece.id, ""),
        lambda: notes.rename(note, "Mine", "bruno"),
        lambda: notes.remove(note, "bruno"),
    ):
        with pytest.raises(UsageError, match="no longer there"):
            change()
    assert notes.grow(note, notes.load(note, "akiko").changed, "Mine", (), "bruno") == ""
    assert notes.load(note, "akiko").pieces == (piece,)


def test_pieces_are_moved_written_again_and_dropped(notes: Notes) -> None:
    note = notes.new("Order", pieces=[written(text) for text in "abc"])
    first, _, last = notes.load(note).pieces
    notes.move(note, last.id, -1)
    notes.move(note, first.id, -1)
    notes.move(note, first.id, 7)
    assert words(notes.load(note)) == ["c", "b", "a"]
    notes.write(note, rewritten(first, "A"))
    notes.drop(note, last.id)
    assert words(notes.load(note)) == ["b", "A"]
    with pytest.raises(UsageError, match="no longer there"):
        notes.move(note, last.id, 1)


def test_a_quotation_that_is_rewritten_is_the_persons_and_keeps_its_footnote() -> None:
    piece = rewritten(quoted(PERU), "Peru wants relief.")
    assert piece.own
    paper = note_paper(Note("n", "note", "Relief", "", pieces=(piece,)), EN, name)
    assert paper.footnotes()[0].startswith("Peru, statement")
    assert "*(written by hand)*" in markdown(paper)


@pytest.mark.parametrize(("text", "said"), [(" \n ", "nothing"), ("x" * 20_001, "20,001")])
def test_what_nobody_could_read_is_not_kept(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        written(text)


def test_several_at_once_lose_nothing(notes: Notes, tmp_path: Path) -> None:
    note = notes.new("Shared")

    def add(writer: int) -> None:
        mine = Notes(tmp_path)
        for n in range(8):
            mine.add(note, written(f"{writer}.{n}"))

    threads = [threading.Thread(target=add, args=(writer,)) for writer in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = words(notes.load(note))
    assert sorted(kept) == sorted(f"{writer}.{n}" for writer in range(3) for n in range(8))
    for writer in "012":
        own = [text for text in kept if text.startswith(writer)]
        assert own == sorted(own)


def _add_for_ever(home: Path, note: str) -> None:
    kept = Notes(home)
    for n in range(10_000):
        kept.add(note, written(str(n)))


@pytest.mark.slow
def test_a_killed_process_leaves_a_whole_note(notes: Notes, tmp_path: Path) -> None:
    note = notes.new("Cut off")
    process = multiprocessing.get_context("spawn").Process(target=_add_for_ever, args=(tmp_path, note))
    process.start()
    while not notes.load(note).pieces and process.is_alive():
        process.join(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    kept = words(notes.load(note))
    assert kept
    assert kept == [str(n) for n in range(len(kept))]
    notes.add(note, written("on"))
    assert words(notes.load(note))[-1] == "on"


def test_a_paper_grows_until_somebody_changes_it(notes: Notes) -> None:
    note = notes.new("Brief", kind="brief", pieces=[written("one")])
    changed = notes.load(note).changed
    changed = notes.grow(note, changed, "Brief", [written("one"), written("two")])
    assert words(notes.load(note)) == ["one", "two"]
    notes.drop(note, notes.load(note).pieces[0].id)
    assert notes.grow(note, changed, "Brief", [written("three")]) == ""
    assert words(notes.load(note)) == ["two"]


def test_what_is_removed_is_not_in_the_file(notes: Notes, tmp_path: Path) -> None:
    note = notes.new("Gone", pieces=[written("confidential lagoon")])
    notes.remove(note)
    assert notes.summaries() == ()
    assert b"lagoon" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_file_is_for_this_user_only(notes: Notes, tmp_path: Path) -> None:
    notes.new("Mine")
    assert (tmp_path / "notes.sqlite3").stat().st_mode & 0o077 == 0


def test_a_paper_comes_back_with_a_footnote_for_each_of_its_citations(notes: Notes) -> None:
    made = list(compare([TOPIC], Filters(), pipeline().tools))[-1]
    kept = comparison_paper(made, EN, name, Keys(made.sources, EN, name))
    whole = comparison_paper(made, EN, name)
    sources = {one.paragraph_id: one for one in made.sources}
    note = notes.load(notes.new(kept.title, kind="comparison", pieces=pieces_of(kept.blocks, sources)))
    paper = note_paper(note, EN, name)
    assert paper.footnotes() == whole.footnotes()
    assert [p.text for p in paper.paragraphs()] == [p.text for p in whole.paragraphs()]


def test_footnotes_follow_the_order_that_the_pieces_have_now(notes: Notes) -> None:
    second = replace(PERU, paragraph_id="other", ordinal=5, number=5)
    note = notes.new("Order", pieces=[quoted(PERU), quoted(FIJI), quoted(second)])
    notes.move(note, notes.load(note).pieces[1].id, 1)
    paper = note_paper(notes.load(note), EN, name)
    assert paper.footnotes()[1] == "Ibid., fifth paragraph (counted)."
    document = docx.Document(io.BytesIO(word_bytes(paper)))
    assert len(footnotes(word_bytes(paper))) == 3
    assert document.paragraphs[0].text == "Order"


def test_markup_and_formulas_stay_text() -> None:
    piece = written("<script>alert(1)</script> **bold**")
    page = html(note_paper(Note("n", "note", "<b>", "", pieces=(piece,)), EN, name))
    assert "<script>alert" not in page
    assert "<h1>&lt;b&gt;</h1>" in page


RUNS = st.builds(
    Run,
    st.text(max_size=8),
    bold=st.booleans(),
    change=st.sampled_from(("", "added", "dropped")),
    comment=st.text(max_size=5),
    footnote=st.sampled_from(("", PERU.paragraph_id, "a text of its own")),
)
PARAGRAPHS = st.builds(Paragraph, st.lists(RUNS, max_size=3).map(tuple), st.sampled_from(("body", "quote")))
CELLS = st.lists(PARAGRAPHS, max_size=2).map(tuple)
TABLES = st.lists(CELLS, min_size=1, max_size=3).map(lambda row: Table(("a",) * len(row), (tuple(row),)))


@given(st.one_of(PARAGRAPHS, TABLES), st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_piece_is_read_back_as_it_was(block: Paragraph | Table, own: bool) -> None:
    part = Part("others", "relief", Filters(("PER",), "2019", forum="UNGA")) if own else None
    piece = Piece(block, (PERU,), own, "id", part)
    assert piece_of(piece_document(piece), "id") == piece


def test_a_block_made_anew_takes_the_place_of_the_old_one_and_leaves_what_is_ones_own(notes: Notes) -> None:
    part = Part("said", "relief", Filters(("PER",)), "PER")
    old = [replace(quoted(one), part=part) for one in (PERU, FIJI)]
    note = notes.new("Refill", pieces=[written("first"), old[0], replace(written("mine"), part=part), old[1]])
    before = notes.load(note).pieces
    gone = {piece.id for piece in before if piece.part == part and not piece.own}
    notes.refill(note, gone, [replace(quoted(FIJI), part=part), replace(quoted(PERU, 0, 21), part=part)])
    after = notes.load(note).pieces
    assert words(notes.load(note)) == [
        "first",
        "“Fiji sees the sea rise.”",
        "“Peru asks for relief.”",
        "mine",
    ]
    assert [piece.part for piece in after] == [None, part, part, part]
    assert after[3] == before[2]
    with pytest.raises(UsageError, match="no longer there"):
        notes.refill(note, gone, [quoted(PERU)])
    assert len(notes.load(note).pieces) == 4


def test_a_kept_comparison_is_written_as_csv_with_its_references(notes: Notes) -> None:
    made = list(compare([TOPIC], Filters(), pipeline().tools))[-1]
    kept = comparison_paper(made, EN, name, Keys(made.sources, EN, name))
    sources = {one.paragraph_id: one for one in made.sources}
    note = notes.new(
        kept.title, kind="comparison", pieces=[written("=1+1"), *pieces_of(kept.blocks, sources)]
    )
    head, *rows = csv.reader(io.StringIO(note_csv(notes.load(note), EN, name)))
    assert head == ["", "Delegation", "In their words", "Reference", "Link"]
    assert [row[1] for row in rows] == ["China", "Japan", "Kenya"]
    assert rows[0][2:] == ["Nothing found; 1 statement searched.", "", ""]
    assert rows[2][3] == "Kenya, statement, OEWG, 26 September 2019, second paragraph (counted)"
    assert note_csv(Note("n", "note", "t", "", pieces=(written("no table"),)), EN, name) == ""


def test_cells_that_a_spreadsheet_would_compute_stay_text() -> None:
    table = Table(("a",), (((Paragraph.of("=HYPERLINK(1)"),),),))
    _, row = csv.reader(io.StringIO(note_csv(Note("n", "note", "t", "", pieces=(Piece(table),)), EN, name)))
    assert row[1].startswith("'=")
