"""brief, timeline and compare over the corpus with the real retrieval models; the writing model is off."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from cli import parser
from core.records import Filters
from desk.notes.gather import written
from desk.notes.store import Notes
from desk.records import Part

ROOT = Path(__file__).parents[2]
TOPIC = "a legally binding instrument on cybersecurity"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder_dir: Path) -> Path:
    """A library that holds the corpus."""
    folder = tmp_path_factory.mktemp("home")
    assert parser.main(["ingest", str(ROOT / "corpus"), "--home", str(folder)]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], home: Path, *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = parser.main([*argv, "--home", str(home), "--llm", "none"])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_brief_is_a_word_file_whose_footnotes_name_the_statement(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "note.docx"
    status, printed, told = run(capsys, home, "brief", TOPIC, "--delegation", "JPN", "--out", str(out))
    assert (status, printed) == (0, "")
    assert f"written: {out}" in told
    notes = zipfile.ZipFile(out).read("word/footnotes.xml").decode()
    assert "Japan, statement by" in notes
    assert "December 2020" in notes


def test_a_brief_is_one_document_of_json(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    status, printed, _ = run(capsys, home, "brief", TOPIC, "--delegation", "JPN", "--json")
    document = json.loads(printed)
    assert status == 0
    texts = {one["paragraph_id"]: one["text"] for one in document["sources"]}
    quotes = document["positions"][0]["bottom_line"]
    assert quotes
    for citation in (citation for quote in quotes for citation in quote["citations"]):
        assert texts[citation["paragraph_id"]][citation["start"] : citation["end"]] == citation["quote"]


def test_a_timeline_has_the_fields_of_the_contract(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    status, printed, _ = run(capsys, home, "timeline", TOPIC, "--delegation", "JPN", "--json")
    document = json.loads(printed)
    assert status == 0
    assert set(document) >= {"question", "cells", "sources"}
    (cell,) = document["cells"]
    assert (cell["since"], cell["state"], cell["diff"]) == ("2020-12-01", "said", [])


def test_a_comparison_is_written_as_csv(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "table.csv"
    arguments = ("compare", TOPIC, "--delegation", "JPN", "--delegation", "China", "--out", str(out))
    assert run(capsys, home, *arguments)[0] == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [(row["Code"], row["State"]) for row in rows] == [("CHN", "nothing found"), ("JPN", "says so")]


def test_a_comparison_is_one_document_of_json(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    status, printed, _ = run(capsys, home, "compare", TOPIC, "--delegation", "JPN", "--by", "year", "--json")
    document = json.loads(printed)
    assert status == 0
    assert set(document) >= {"question", "cells", "sources"}
    assert [cell["since"] for cell in document["cells"]] == ["2020-01-01"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("brief", TOPIC, "--out", "note.pdf"), "must end in .docx, .md, .html"),
        (("compare", TOPIC, "--out", "/nowhere/table.csv"), "there is no folder"),
        (("timeline", TOPIC), "one delegation"),
        (("brief", "  "), "empty"),
    ],
)
def test_a_call_that_cannot_be_done_is_one_sentence(
    capsys: pytest.CaptureFixture[str], home: Path, arguments: tuple[str, ...], said: str
) -> None:
    status, printed, told = run(capsys, home, *arguments)
    assert (status, printed) == (2, "")
    assert said in told
    assert len(told.strip().splitlines()) == 1


def test_a_list_of_questions_is_answered_in_one_file(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    asked, out = tmp_path / "list.txt", tmp_path / "answers.csv"
    asked.write_text("1. What is Japan's view on capacity-building?\n2. What does Japan say about whaling?\n")
    assert run(capsys, home, "qa", str(asked), "--out", str(out))[0] == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    status, printed, _ = run(capsys, home, "qa", str(asked), "--json")
    document = json.loads(printed)
    assert status == 0
    assert list(dict.fromkeys(row["question"] for row in rows)) == document["questions"]
    assert document["answers"][0]["status"] == "answered"
    assert any("capacity" in row["Quotation"] for row in rows)


def test_a_block_of_a_kept_brief_is_made_anew(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    part = Part("said", TOPIC, Filters(("JPN",)), "JPN")
    note = Notes(home).new(
        "Kept", kind="brief", pieces=[replace(written("old"), own=False, part=part), written("mine")]
    )
    (old, mine) = Notes(home).load(note).pieces
    status, printed, _ = run(capsys, home, "notes", "refill", note, "--piece", old.id)
    assert (status, printed.strip()) == (0, "The block was made anew.")
    head, *quotes, told, last = Notes(home).load(note).pieces
    assert head.text == "What Japan has said"
    assert "does not see the need" in quotes[0].text
    assert {source.delegation for piece in quotes for source in piece.sources} == {"JPN"}
    assert told.text.startswith("Made anew on ")
    assert last == mine
    status, _, complaint = run(capsys, home, "notes", "refill", note, "--piece", mine.id)
    assert status == 2
    assert "no block of a brief" in complaint
