"""The sums of what was lost, and what the victim says; the faults themselves in small are in tests/index."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.faults import run
from benchmarks.faults.run import main, summary


def report(fault: str, stored: int = 3, told: str = "", **found: list[str]) -> dict[str, object]:
    return {"fault": fault, "stored": stored, "lost": [], "problems": [], "told": told, **found}


def test_what_is_lost_is_summed_by_fault() -> None:
    found = summary([report("a"), report("a", 2, "Full.", lost=["x"]), report("b", problems=["p", "q"])])
    assert found["faults"] == {
        "a": {"times": 2, "stored": 5, "lost": 1, "problems": 0},
        "b": {"times": 1, "stored": 3, "lost": 0, "problems": 2},
    }
    assert found["told"] == ["Full."]


@pytest.mark.parametrize(("lost", "status"), [([], 0), (["zorvex001"], 1)])
def test_the_exit_status_says_whether_anything_was_lost(
    lost: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(work: Path, chance: random.Random) -> dict[str, object]:
        assert work.is_dir()
        return {"stored": 1, "lost": lost, "problems": [], "told": ""}

    for name in ("adder_killed", "disk_full", "files_cut_off", "chroma_killed", "page_killed"):
        monkeypatch.setattr(run, name, fault)
    assert main(["--times", "1", "--out", str(tmp_path / "faults.json")]) == status
    assert len(json.loads((tmp_path / "faults.json").read_text("utf-8"))["faults"]) == 5


def test_a_line_that_a_killed_process_did_not_finish_is_no_report() -> None:
    lines = [json.dumps({"milestone": "added", "name": name}) for name in ("one", "two")]
    text = lines[0] + "\n" + lines[1][:12]
    command = [sys.executable, "-c", f"print({text!r}, end='')"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert run._rest(process) == ["one"]
