"""Whether a file on disk is the one it should be, and how cheaply that is known."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ModelError
from models import default_dir, model_path, pull, stamp, status, verify
from tests.models.model_fakes import CONTENT, manifest_of, sha256, tiny_file

FILE = tiny_file()
MANIFEST = manifest_of(FILE)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read in full to be hashed."""
    seen: list[Path] = []
    real = stamp.rehash

    def rehash(path: Path) -> str:
        seen.append(path)
        return real(path)

    monkeypatch.setattr(stamp, "rehash", rehash)
    return seen


@pytest.fixture
def placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder that holds the file; the user's cache is elsewhere."""
    monkeypatch.setattr(stamp, "user_cache_path", lambda name: tmp_path / "cache" / name)
    path = tmp_path / "models" / "tiny" / "tiny.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    return path


def find(placed: Path) -> Path:
    return model_path("tiny", "tiny.bin", placed.parent.parent, manifest=MANIFEST)


def test_a_right_file_is_hashed_once(placed: Path, reads: list[Path]) -> None:
    assert find(placed) == placed
    assert find(placed) == placed
    assert reads == [placed]


def test_a_missing_file_is_an_error_that_says_how_to_supply_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is missing .*rapporteur models pull.*--models-dir") as caught:
        model_path("tiny", "tiny.bin", tmp_path, manifest=MANIFEST)
    assert str(tmp_path / "tiny" / "tiny.bin") in str(caught.value)
    assert FILE.sha256 in str(caught.value)


def test_another_file_is_an_error_that_names_both_hashes(placed: Path) -> None:
    placed.write_bytes(b"x" + CONTENT[1:])
    with pytest.raises(ModelError, match="not the file it should be") as caught:
        find(placed)
    assert FILE.sha256 in str(caught.value)
    assert sha256(b"x" + CONTENT[1:]) in str(caught.value)


def test_a_touched_file_is_hashed_again_and_still_good(placed: Path, reads: list[Path]) -> None:
    find(placed)
    os.utime(placed, ns=(1, 1))
    assert find(placed) == placed
    assert reads == [placed, placed]


def test_a_changed_file_of_the_same_size_and_time_is_found_out(placed: Path) -> None:
    find(placed)
    before = placed.stat()
    placed.write_bytes(b"x" + CONTENT[1:])
    os.utime(placed, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ModelError, match="not the file"):
        find(placed)


def test_a_stamp_that_arrives_with_a_copied_folder_is_not_believed(placed: Path, tmp_path: Path) -> None:
    find(placed)
    other = tmp_path / "copy"
    shutil.copytree(placed.parent.parent, other)
    bad = other / "tiny" / "tiny.bin"
    bad.write_bytes(b"x" + CONTENT[1:])
    os.utime(bad, ns=(placed.stat().st_atime_ns, placed.stat().st_mtime_ns))
    with pytest.raises(ModelError, match="not the file"):
        model_path("tiny", "tiny.bin", other, manifest=MANIFEST)


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"tiny.bin": 3}', b"\xff\xfe"])
def test_a_damaged_stamp_only_costs_a_hash(placed: Path, junk: bytes) -> None:
    placed.with_name(".verified.json").write_bytes(junk)
    assert find(placed) == placed
    assert json.loads(placed.with_name(".verified.json").read_bytes())["tiny.bin"]["sha256"] == FILE.sha256


def test_a_folder_that_cannot_be_written_is_hashed_once_too(placed: Path, reads: list[Path]) -> None:
    # A folder of that name cannot be replaced by a file, for root neither.
    placed.with_name(".verified.json").mkdir()
    before = sorted(placed.parent.rglob("*"))
    find(placed)
    find(placed)
    assert reads == [placed]
    assert sorted(placed.parent.rglob("*")) == before


def test_verify_reads_every_byte_again(placed: Path, reads: list[Path]) -> None:
    find(placed)
    (found,) = verify(placed.parent.parent, manifest=MANIFEST)
    assert found.state == "verified"
    assert reads == [placed, placed]


def test_status_tells_missing_partial_wrong_and_unreadable_apart(placed: Path) -> None:
    folder = placed.parent.parent
    states = [status(folder, manifest=MANIFEST)[0].state]
    placed.write_bytes(b"short")
    states.append(status(folder, manifest=MANIFEST)[0].state)
    placed.rename(placed.with_name("tiny.bin.part"))
    partial = status(folder, manifest=MANIFEST)[0]
    states.append(partial.state)
    placed.with_name("tiny.bin.part").unlink()
    states.append(status(folder, manifest=MANIFEST)[0].state)
    placed.mkdir()
    unreadable = status(folder, manifest=MANIFEST)[0]
    states.append(unreadable.state)
    assert states == ["verified", "wrong", "partial", "missing", "unreadable"]
    assert "5 of 10,240 bytes" in partial.sentence
    assert "cannot be read" in unreadable.sentence
    json.dumps(unreadable.record())


def test_the_default_folder_is_in_the_users_cache() -> None:
    assert default_dir().parts[-2:] == ("rapporteur", "models")


def test_a_file_that_ships_lies_in_the_package_and_is_restored_rather_than_pulled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.manifest.MANIFEST", tmp_path / "package" / "manifest.toml")
    shipped = manifest_of(replace(FILE, ships="small/tiny.bin"))
    path = tmp_path / "package" / "small" / "tiny.bin"

    with pytest.raises(ModelError, match=r"restore it, or install Rapporteur again"):
        pull(tmp_path / "models", sources=[], manifest=shipped)

    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    assert model_path("tiny", "tiny.bin", tmp_path / "models", manifest=shipped) == path
    assert [found.state for found in pull(tmp_path / "models", sources=[], manifest=shipped)] == ["verified"]
