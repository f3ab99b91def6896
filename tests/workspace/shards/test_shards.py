"""Several processes make the library that one makes, and what kills them costs nothing that was reported."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from core.config import Config
from core.errors import UsageError
from core.records import Adding
from index import Library
from ingest import file_item
from tests.index.library_samples import HashEncoder
from tests.workspace.shards import samples
from tests.workspace.shards.samples import GAZETTEER, Mortal, contents, processes, speeches, with_processes
from workspace.intake import Intake
from workspace.shards.ingest import ingest_in_shards, sharded
from workspace.shards.packing import pack, unpack
from workspace.shards.processes import Processes

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


def told(steps: list[Adding]) -> list[tuple[str, str, str, int, int | None]]:
    return [(step.outcome, step.origin, step.detail, step.done, step.total) for step in steps]


def with_one(home: Path, folder: Path) -> list[Adding]:
    with Library.open(home, HashEncoder()) as library:
        return list(Intake(library, GAZETTEER).ingest([folder]))


def test_the_library_is_the_one_that_one_process_makes(tmp_path: Path) -> None:
    folder = speeches(tmp_path / "in")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "again.txt").write_bytes((folder / "KEN_41_1986.txt").read_bytes())
    alone = with_one(tmp_path / "one", folder)
    together = with_processes(tmp_path / "two", folder, processes(partial(samples.reader, tmp_path / "two")))
    assert told(together) == told(alone)
    assert {step.outcome for step in alone} >= {"added", "refused"}
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    with Library.open(tmp_path / "two", HashEncoder()) as library:
        assert library.check() == ()


class Here:
    """A crew in this process, which remembers what it was sent."""

    def __init__(self, home: Path) -> None:
        self.sent: list[str] = []
        self._reader = samples.reader(home)

    def map(self, shards: Iterable[bytes], stop: threading.Event) -> Iterator[bytes]:
        for shard in shards:
            self.sent += [item.name for item in unpack(shard)]
            yield self._reader(shard)

    def close(self) -> None:
        self._reader.close()


def test_what_was_stored_is_neither_read_nor_embedded_again(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", speeches(tmp_path / "in", 9)
    with_one(home, folder)
    changed = folder / "KEN_45_1990.txt"
    changed.write_text(changed.read_text("utf-8") + "\nA new paragraph on whales.\n", "utf-8")
    crew = Here(home)
    again = with_processes(home, folder, crew)
    assert sorted(step.outcome for step in again) == ["replaced", *["unchanged"] * 8]
    assert crew.sent == ["KEN_45_1990.txt"]


def test_of_a_document_that_changed_only_the_change_is_embedded(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", speeches(tmp_path / "in", 1)
    with_one(home, folder)
    (path,) = folder.iterdir()
    path.write_text(path.read_text("utf-8") + "\nA new paragraph on whales.\n", "utf-8")
    reader = samples.reader(home)
    (entry,) = unpack(reader(pack([replace(file_item(path), contents=path.read_bytes)])))
    reader.close()
    assert len(entry.passages) == 3
    assert len(entry.vectors) == 1


def test_the_shard_of_a_process_that_was_killed_is_read_by_another(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", speeches(tmp_path / "in", 12)
    (folder / "KEN_99_2000.txt").write_text("A fatal word.\n\nA second paragraph of it.\n", "utf-8")
    steps = with_processes(home, folder, Processes(partial(Mortal, home, tmp_path / "died"), 1))
    assert (tmp_path / "died").exists()
    assert [step.outcome for step in steps] == ["added"] * 13


def test_a_document_that_ends_every_process_is_refused_and_no_other(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", speeches(tmp_path / "in", 3)
    (folder / "KEN_99_2000.txt").write_text("A fatal word.\n\nA second paragraph of it.\n", "utf-8")
    steps = with_processes(home, folder, Processes(partial(Mortal, home, None), 1))
    refused = [step for step in steps if step.outcome == "refused"]
    assert [step.name for step in refused] == ["KEN_99_2000.txt"]
    assert "ended the process" in refused[0].detail
    assert sum(step.outcome == "added" for step in steps) == 3


def test_stopping_keeps_what_was_reported_and_the_next_run_goes_on(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", speeches(tmp_path / "in", 30)
    stop = threading.Event()
    reported: list[str] = []
    with Library.open(home, HashEncoder()) as library:
        crew = processes(partial(samples.reader, home))
        for step in sharded(Intake(library, GAZETTEER), library, crew, [folder], stop):
            reported.append(step.origin)
            if len(reported) == 3:
                stop.set()
        held = {origin for row in library.statements() for origin in row.origins}
    assert len(reported) == 3
    assert set(reported) <= held
    assert not multiprocessing.active_children()
    again = with_processes(home, folder, Here(home))
    assert sum(step.outcome == "unchanged" for step in again) == len(held)
    assert len(again) == 30


_RUN = """
import multiprocessing, sys
from functools import partial
from pathlib import Path
from index import Library
from ingest import file_item
from tests.index.library_samples import HashEncoder
from tests.workspace.shards import samples
from workspace.intake import Intake
from workspace.shards.ingest import sharded

if __name__ == "__main__":
    home, folder = map(Path, sys.argv[1:])
    with Library.open(home, HashEncoder()) as library:
        crew = samples.processes(partial(samples.reader, home))
        for step in sharded(Intake(library, samples.GAZETTEER), library, crew, [folder]):
            pids = [child.pid for child in multiprocessing.active_children()]
            print(step.origin, *pids, sep="\\t", flush=True)
"""


def test_a_run_that_is_killed_loses_nothing_that_it_reported_and_leaves_no_process(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", speeches(tmp_path / "in", 300)
    (tmp_path / "run.py").write_text(_RUN, "utf-8")
    command = [sys.executable, str(tmp_path / "run.py"), str(home), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as run:
        assert run.stdout is not None
        lines = [run.stdout.readline().split("\t") for _ in range(3)]
        run.send_signal(signal.SIGKILL)
    reported = {line[0].strip() for line in lines}
    for pid in map(int, lines[-1][1:]):
        _await_end(pid)
    with Library.open(home, HashEncoder()) as library:
        held = {origin for row in library.statements() for origin in row.origins}
    assert reported <= held
    steps = with_processes(home, folder, Here(home))
    assert sum(step.outcome == "unchanged" for step in steps) == len(held) < 300
    with Library.open(home, HashEncoder()) as library:
        assert library.check() == ()
        assert len(library.statements()) == 300


def _await_end(pid: int) -> None:
    for _ in range(300):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    raise AssertionError(f"process {pid} goes on")


@pytest.mark.parametrize("count", [0, -1, 100_000])
def test_a_number_of_processes_that_cannot_be_is_refused(tmp_path: Path, count: int) -> None:
    with Library.open(tmp_path, HashEncoder()) as library, pytest.raises(UsageError, match="--processes"):
        ingest_in_shards(Intake(library, GAZETTEER), library, Config(home=tmp_path), [], count)


def test_what_is_sent_comes_back_equal(tmp_path: Path) -> None:
    from ingest import read_item
    from ingest.sources.items import uploaded

    statement = read_item(
        uploaded(b"Statement by Japan\n\nWe agree.\n\nWe thank you.\n", "JPN_71_2016.txt"), GAZETTEER
    )
    assert unpack(pack([statement])) == [statement]
