"""Several processes on one home, and processes that are killed."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.errors import LibraryBusyError
from index.library import Library
from index.store.catalogue import Entry
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, OverlapReranker, make_statement

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

PREAMBLE = f"""
import sys
sys.dont_write_bytecode = True
sys.path[:0] = [{str(ROOT)!r}]
import os, signal, time
from pathlib import Path
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, make_statement
from index.library import Library
home = Path(sys.argv[1])
library = Library.open(home, HashEncoder())
"""

KILLED_BEFORE_THE_VECTORS = """
library._upkeep._sync.follow = lambda **_: os.kill(os.getpid(), signal.SIGKILL)
library.put(*make_statement(OCEANS, origin="second.txt"))
"""

KILLED_WHILE_REMOVING = """
library._upkeep._sync.follow = lambda **_: os.kill(os.getpid(), signal.SIGKILL)
library.remove(library.statements()[0].id)
"""

KILLED_WITHIN_THE_TRANSACTION = """
from index.store import embeddings
embeddings.add_embeddings = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
library.put(*make_statement(OCEANS, origin="second.txt"))
"""

KILLED_WHILE_FILLING = """
from index.vectors.folder import ChromaFolder
ChromaFolder.add = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
library.rebuild()
"""

HOLDS_THE_LOCK = """
with library._lock.held():
    print("held", flush=True)
    time.sleep(60)
"""

ADDS_ONE = """
print(library.put(*make_statement(PLURAL, origin="third.txt")))
print(library.check())
"""


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PREAMBLE + script, str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("script", "left"),
    [
        (KILLED_BEFORE_THE_VECTORS, [BINDING, OCEANS]),
        (KILLED_WHILE_REMOVING, []),
        (KILLED_WITHIN_THE_TRANSACTION, [BINDING]),
        (KILLED_WHILE_FILLING, [BINDING]),
    ],
    ids=["before the vectors", "removing", "within the transaction", "filling"],
)
def test_a_killed_process_leaves_what_it_had_reported(tmp_path: Path, script: str, left: list[str]) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*make_statement(BINDING, origin="first.txt"))
    assert run(script, tmp_path).returncode == -signal.SIGKILL
    with Library.open(tmp_path, HashEncoder()) as library:
        hits = library.search(f"{BINDING} {OCEANS}").hits
        assert sorted(hit.source.text for hit in hits) == sorted(left)
        assert library.check() == ()


def test_a_second_writer_is_told_and_readers_go_on(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder(), OverlapReranker(), lock_wait=0.1) as library:
        library.put(*make_statement(BINDING))
        command = [sys.executable, "-c", PREAMBLE + HOLDS_THE_LOCK, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(LibraryBusyError, match=f"Another process is writing .*{tmp_path.name}"):
                library.put(*make_statement(OCEANS, origin="other.txt"))
            assert library.search("binding").hits
            with Library.open(tmp_path, HashEncoder(), lock_wait=0.1) as second:
                assert second.search("binding").hits
            holder.kill()
        # the operating system has released the dead process's lock
        assert library.put(*make_statement(OCEANS, origin="other.txt")) == "added"
        assert library.check() == ()


def test_processes_see_and_continue_each_others_work(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder(), OverlapReranker()) as library:
        library.put(*make_statement(BINDING))
        assert library.search("multi-stakeholder").hits[0].source.text == BINDING
        done = run(ADDS_ONE, tmp_path)
        assert done.stdout.splitlines() == ["added", "()"], done.stderr
        assert library.search("multi-stakeholder").hits[0].source.text == PLURAL
        library.put(*make_statement(OCEANS, origin="other.txt"))
        assert library.check() == ()
        assert len(library.statements()) == 3


def test_threads_search_while_one_writes(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask(library: Library) -> None:
        try:
            while not stop.is_set():
                assert library.search("binding instrument", k=3).hits[0].source.text == BINDING
        except BaseException as error:
            failures.append(error)
            raise

    with Library.open(tmp_path, HashEncoder(), OverlapReranker()) as library:
        library.put(*make_statement(BINDING, origin="first.txt"))
        threads = [threading.Thread(target=ask, args=(library,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for n in range(5):
            library.put_many([Entry(*make_statement(f"{OCEANS} {n} {m}", origin=f"{m}")) for m in range(5)])
        stop.set()
        for thread in threads:
            thread.join()
        assert library.check() == ()
    assert not failures
