import json
from pathlib import Path

import pytest

from core.delegations import Gazetteer
from evals.reading.messy import Outcome, flaws, main, read_one, summary, twins

TEXT = "We welcome the report of the Secretary-General and we thank all delegations for their work on it.\n"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_a_statement_a_refusal_and_what_is_no_text(gazetteer: Gazetteer) -> None:
    read = read_one(TEXT.encode(), "texts/a.txt", gazetteer)
    assert (read.outcome, read.paragraphs) == ("statement", 1)
    refused = read_one(b"", "texts/empty.txt", gazetteer)
    assert refused.outcome == "refused"
    assert refused.sentence.startswith("empty.txt ")
    assert flaws(read) == flaws(refused) == []


def test_what_counts_as_a_flaw() -> None:
    assert flaws(Outcome("a/b.pdf", "failed", 0.1, sentence="KeyError: 3")) == ["KeyError: 3"]
    assert flaws(Outcome("a/b.pdf", "statement", 99.0))
    assert flaws(Outcome("a/b.pdf", "refused", 0.1, sentence="c.pdf is damaged."))
    assert flaws(Outcome("a/b.pdf", "refused", 0.1, sentence="b.pdf is\ndamaged."))


def test_totals_by_format_and_folder() -> None:
    outcomes = [
        Outcome("a/x.pdf", "statement", 0),
        Outcome("a/y.PDF", "refused", 0),
        Outcome("b/z", "refused", 0),
    ]
    assert summary(outcomes) == {
        "format": {".pdf": {"statement": 1, "refused": 1}, "none": {"refused": 1}},
        "folder": {"a": {"statement": 1, "refused": 1}, "b": {"refused": 1}},
    }


def test_texts_are_compared_with_what_their_folder_says(tmp_path: Path) -> None:
    folder = tmp_path / "encodings_chardet" / "SHIFT_JIS"
    folder.mkdir(parents=True)
    (folder / "good.txt").write_bytes(
        "国連総会における日本の一般討論演説です。これはその訳文です。".encode("cp932")
    )
    (folder / "other.txt").write_bytes(b"abc \x81")
    assert twins(sorted(folder.iterdir())) == {
        "SHIFT_JIS": {"files": 1, "equal": 1, "not_valid": 1, "differ": []}
    }


def test_the_results_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "messy" / "texts"
    data.mkdir(parents=True)
    (data / "a.txt").write_text(TEXT, "utf-8")
    (data / "b.txt").write_bytes(b"")
    out = tmp_path / "messy.json"
    assert main(["--data", str(tmp_path / "messy"), "--out", str(out)]) == 0
    result = json.loads(out.read_text("utf-8"))
    assert result["outcomes"] == {"statement": 1, "refused": 1}
    assert result["failures"] == {}
    assert str(tmp_path) not in out.read_text("utf-8")
    assert json.loads(capsys.readouterr().out)["files"] == 2


def test_it_says_when_the_files_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "nothing")]) == 0
    assert "is not here" in capsys.readouterr().err
