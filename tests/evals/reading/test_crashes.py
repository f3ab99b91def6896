"""A small run of the crash measurements, with a cheap encoder, in a process of its own: it forks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

SCRIPT = """
import json, sys
from pathlib import Path
sys.dont_write_bytecode = True
sys.path[:0] = [sys.argv[1]]
from evals.reading import crashes
from index import Library
from tests.index.library_samples import HashEncoder

def open_library(home):
    return Library.open(home, HashEncoder(), lock_wait=60)

print(json.dumps(getattr(crashes, sys.argv[2])(Path(sys.argv[3]), open_library, *map(int, sys.argv[4:]))))
"""


def run(what: str, folder: Path, *numbers: int) -> dict[str, object]:
    command = [sys.executable, "-c", SCRIPT, str(ROOT), what, str(folder), *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


@pytest.mark.slow
def test_killed_processes_lose_nothing(tmp_path: Path) -> None:
    result = run("kill_at_random", tmp_path, 8, 1)
    assert result["sound"], result
    assert result["reported"]


@pytest.mark.slow
def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    result = run("two_writers", tmp_path, 1)
    assert result["sound"], result


@pytest.mark.slow
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    result = run("fill_disk", tmp_path, 2, 1)
    assert result["sound"], result
    assert str(result["ended"]).startswith("StorageError: There is no space left")


def test_what_was_lost_doubled_or_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    from evals.reading.killed import Found, Tally

    tally = Tally()
    tally.note("/t/a.txt", "1")
    tally.note("/t/b.txt", "2")
    tally.compare(Found((("/t/a.txt", "1"), ("/t/b.txt", "2")), (), ()))
    assert tally.report()["sound"]
    tally.compare(Found((("/t/a.txt", "3"), ("/t/a.txt", "1")), ("Something is wrong.",), ()))
    assert (tally.lost, tally.doubled, tally.problems) == (
        ["b.txt as 2"],
        ["a.txt"],
        ["Something is wrong."],
    )
    assert not tally.report()["sound"]
