"""``rapporteur evidence`` over a real library with the real retrieval models; the writing model is off."""

import json
import zipfile
from pathlib import Path

import pytest

from cli import parser

ROOT = Path(__file__).parents[2]
QUESTION = "What is Japan's view on a binding instrument?"


def run(capsys: pytest.CaptureFixture[str], home: Path, *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = parser.main([*argv, "--home", str(home), "--llm", "none"])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library that holds the corpus, elsewhere than in the folder from which the pack is made."""
    folder = tmp_path / "home"
    assert parser.main(["ingest", str(ROOT / "corpus"), "--home", str(folder)]) == 0
    return folder


@pytest.mark.usefixtures("encoder_dir")
def test_an_answer_is_packed_and_checked_here_and_in_a_library_without_its_statement(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    kept, out = tmp_path / "answer.json", tmp_path / "pack.zip"
    kept.write_text(run(capsys, home, "ask", QUESTION, "--json")[1], "utf-8")
    status, printed, told = run(capsys, home, "evidence", "make", str(kept), "--out", str(out))
    assert (status, "questions: 1" in printed, f"written: {out}" in told) == (0, True, True)
    with zipfile.ZipFile(out) as archive:
        assert archive.read("document.docx").startswith(b"PK")
        assert str(tmp_path).encode() not in b"".join(map(archive.read, archive.namelist()))
    status, printed, _ = run(capsys, home, "evidence", "check", str(out))
    assert status == 0, printed
    assert "The same answer." in printed
    elsewhere = tmp_path / "elsewhere"
    status, printed, _ = run(capsys, elsewhere, "evidence", "check", str(out), "--json")
    report = json.loads(printed)
    assert (status, report["holds"]) == (1, False)
    assert {one["state"] for one in report["quotations"]} == {"missing"}
    assert [one["state"] for one in report["answers"]] == ["changed"]
    quick = json.loads(run(capsys, elsewhere, "evidence", "check", str(out), "--quotations", "--json")[1])
    assert quick["answers"] == []


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("make", "no-such.json", "--out", "{}/a.zip"), "could not be read"),
        (("make", "0123456789abcdef", "--out", "{}/a.zip"), "no longer there"),
        (("make", "x.json", "--out", "{}/a.docx"), "must end in .zip"),
        (("check", "none.zip"), "could not be read"),
    ],
)
def test_what_cannot_be_packed_or_checked_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, argv: tuple[str, ...], said: str
) -> None:
    status, out, err = run(capsys, tmp_path, "evidence", *(word.format(tmp_path) for word in argv))
    assert (status, out) == (2, "")
    assert said in err
