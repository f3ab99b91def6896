"""A result says how it was made, and missing data are said."""

import json
from pathlib import Path

import pytest

from measure import harness
from measure.figures import percentiles


def test_a_result_says_what_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/x/evals/__main__.py", "numbers", "--data", "/home/x", "--files", "3"])
    path = tmp_path / "results" / "numbers.json"
    harness.write(path, {"recall": 0.5})
    stored = json.loads(path.read_text("utf-8"))
    assert stored["recall"] == 0.5
    assert stored["made"]["by"] == "python -m evals numbers --data … --files 3"
    assert {"commit", "date", "machine", "python", "packages"} <= set(stored["made"])
    assert "/home/x" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("training/support.py", "training.support"),
        ("training/deciding/verdict.py", "training.deciding.verdict"),
        ("benchmarks/__main__.py", "benchmarks"),
    ],
)
def test_the_command_names_the_whole_module(module: str, name: str) -> None:
    assert harness.command([str(harness.ROOT / module), "--limit", "3"]) == f"python -m {name} --limit 3"


def test_circumstances_noted_beforehand_are_kept(tmp_path: Path) -> None:
    harness.write(tmp_path / "r.json", {}, {"commit": "abc"})
    made = json.loads((tmp_path / "r.json").read_text("utf-8"))["made"]
    assert made["commit"] == "abc"
    assert "machine" not in made


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not harness.lacks("messy", tmp_path)
    assert harness.lacks("messy", tmp_path, tmp_path / "none")
    assert "none is not here; left out" in capsys.readouterr().err


def test_percentiles_leave_out_what_did_not_happen() -> None:
    assert percentiles([1.0, None, 3.0]) == {"p50": 2.0, "p95": 2.9, "n": 2}
    assert percentiles([None]) is None
