"""The rule for which numbers are printed, on texts small enough to see that it is right."""

import json
from pathlib import Path

import pytest

from core.errors import UsageError
from evals.reading.numbers import judge, main, sampled
from evals.reading.printed import lost_in, printed_in

GOLD = Path(__file__).parents[3] / "evals" / "gold" / "numbers_by_eye.jsonl"
WORDS = "delegation attaches great importance to this question and will support it in the Assembly."


def speech(*marks: str) -> str:
    return "".join(f"{mark}Our {at} {WORDS}\n" for at, mark in enumerate(marks))


def numbers(text: str) -> list[tuple[int, str]]:
    return [(one.number, one.how) for one in printed_in(text)]


def test_a_rising_chain_is_printed_and_a_year_is_not() -> None:
    text = speech("7.\t", "8. ", "1956. ", "9,\t", "10.\t")
    assert numbers(text) == [(n, "plain") for n in (7, 8, 9, 10)]


def test_a_damaged_number_is_told_by_counting() -> None:
    assert numbers(speech("16. ", "l7. ", "18. ", "19. "))[1] == (17, "damaged")
    assert [n for n, _ in numbers(speech("16. ", "l7. ", "S8. ", "18. ", "19. "))] == [16, 18, 19]


def test_what_is_not_in_the_file_is_lost_not_missed() -> None:
    text = speech("16. ", "", "18. ", "19. ")
    assert [n for n, _ in numbers(text)] == [16, 18, 19]
    assert lost_in(printed_in(text)) == 1
    assert not printed_in(text)[0].exact


def test_verdicts() -> None:
    text = speech("1. ", "2. ", "3. ", "4. ")
    bodies = [line.split(" ", 1)[1] for line in text.splitlines()]
    found = [(1, bodies[0]), (2, bodies[1][:40]), (4, bodies[3]), (9, "In that year")]
    verdicts = {one.number: one.verdict for one in judge("f", text, found)}
    assert verdicts == {1: "found", 2: "wrong text", 3: "missed", 4: "found", 9: "invented"}


def test_every_verdict_read_by_eye_says_why() -> None:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert len(rows) == 60
    assert len({(row["file"], row["number"], row["rule"]) for row in rows}) == 60
    assert all(row["eye"] and len(row["why"]) > 20 for row in rows)


def test_a_folder_without_speeches_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no files"):
        sampled(tmp_path, 3, 1)


def test_measures_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1957").mkdir()
    (tmp_path / "1957" / "BRA_12_1957.txt").write_text(speech(*(f"{n}.\t" for n in range(1, 13))), "utf-8")
    out = tmp_path / "numbers.json"
    assert main(["--data", str(tmp_path), "--out", str(out)]) == 0
    result = json.loads(out.read_text("utf-8"))
    assert result["overall"]["recall"] == 1.0
    assert result["overall"]["printed"] == 12
    assert json.loads(capsys.readouterr().out)["invented"] == 0
