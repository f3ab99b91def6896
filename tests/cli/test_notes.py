"""``rapporteur notes``: what is kept, listed, shown, written and removed."""

import json
from pathlib import Path

import docx
import pytest

from cli import parser
from desk.notes.gather import quotation, written
from desk.notes.records import Piece
from desk.notes.store import Notes
from desk.word import Paragraph, Run, Table
from tests.answer.fakes import source

TONGA = source("Tonga calls for a fund.", delegation="TON", date="2021-09-24", ordinal=3)


@pytest.fixture
def note(tmp_path: Path) -> str:
    pieces = [quotation(TONGA, 0, 0, "“{}”".format), written("Ask for figures.")]
    return Notes(tmp_path).new("The fund", pieces=pieces)


def run(capsys: pytest.CaptureFixture[str], home: Path, *argv: str) -> tuple[int, str, str]:
    status = parser.main(["notes", *argv, "--home", str(home)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_note_is_listed_and_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path, note: str) -> None:
    assert note in run(capsys, tmp_path, "list")[1]
    (listed,) = json.loads(run(capsys, tmp_path, "list", "--json")[1])["notes"]
    assert (listed["id"], listed["pieces"]) == (note, 2)
    shown = run(capsys, tmp_path, "show", note)[1]
    assert "Tonga, statement, OEWG, 24 September 2021, third paragraph (counted)." in shown
    document = json.loads(run(capsys, tmp_path, "show", note, "--json")[1])
    assert [piece["own"] for piece in document["pieces"]] == [False, True]


def test_a_note_is_written_as_word(capsys: pytest.CaptureFixture[str], tmp_path: Path, note: str) -> None:
    out = tmp_path / "note.docx"
    assert run(capsys, tmp_path, "show", note, "--out", str(out))[:2] == (0, "")
    texts = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert texts[0] == "The fund"
    assert any("Tonga calls for a fund." in text for text in texts)


def test_a_note_is_removed_for_whoever_owns_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, note: str
) -> None:
    assert run(capsys, tmp_path, "remove", note, "--person", "akiko")[0] == 2
    assert run(capsys, tmp_path, "remove", note)[0] == 0
    status, printed, told = run(capsys, tmp_path, "show", note)
    assert (status, printed) == (2, "")
    assert "no longer there" in told


@pytest.mark.parametrize("argv", [("show",), ("remove",)])
def test_a_note_has_to_be_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, argv: tuple[str, ...]
) -> None:
    status, _, told = run(capsys, tmp_path, *argv)
    assert status == 2
    assert "Which note?" in told


def test_a_table_is_written_as_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    cell = (Paragraph((Run("a fund", footnote=TONGA.paragraph_id),)),)
    table = Piece(Table(("What",), ((cell,),)), (TONGA,))
    note = Notes(tmp_path).new("Table", kind="comparison", pieces=[table])
    out = tmp_path / "note.csv"
    assert run(capsys, tmp_path, "show", note, "--out", str(out))[0] == 0
    assert out.read_text("utf-8-sig").splitlines() == [
        ",What,Reference,Link",
        'Table,a fund,"Tonga, statement, OEWG, 24 September 2021, third paragraph (counted)",',
    ]
