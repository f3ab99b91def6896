"""Documents on their way into a real library; only the vectors are cheap ones."""

import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from core.delegations import Gazetteer
from core.records import Adding
from index import Library
from index.models.encoder import Vectors
from index.models.onnx import Progress
from ingest import count, discover
from workspace.intake import Intake

GAZETTEER = Gazetteer.load()


class CountingEncoder:
    """Vectors from a text's letters; remembers every text it was given."""

    fingerprint, dimension = "letters", 8

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        counts = np.bincount([ord(c) % 8 for c in text] or [0], minlength=8).astype(np.float32)
        unit: Vectors = counts / np.linalg.norm(counts)
        return unit


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: CountingEncoder) -> Iterator[Library]:
    with Library.open(tmp_path / "home", encoder) as opened:
        yield opened


def speech(folder: Path, name: str, words: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"Our delegation has a view on {words}.\n\nIt is a firm view of {words}.\n", "utf-8")
    return path


def take_in(library: Library, *paths: Path, stop: threading.Event | None = None) -> list[Adding]:
    intake = Intake(library, GAZETTEER)
    return list(intake.add(discover(paths), total=count(paths), stop=stop))


def test_each_document_is_reported_with_how_far_it_is(library: Library, tmp_path: Path) -> None:
    for name in ("JPN_71_2016.txt", "KEN_71_2016.txt"):
        speech(tmp_path / "in", name, f"fish {name}")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    steps = take_in(library, tmp_path / "in")
    assert sorted(step.outcome for step in steps) == ["added", "added", "refused"]
    assert [step.done for step in steps] == [1, 2, 3]
    assert {step.total for step in steps} == {3}
    assert "broken.pdf" in next(step.detail for step in steps if step.outcome == "refused")
    assert all(step.per_second > 0 for step in steps if step.outcome == "added")
    assert steps[-1].seconds_left == 0


def test_what_is_unchanged_is_neither_read_nor_embedded_again(
    library: Library, encoder: CountingEncoder, tmp_path: Path
) -> None:
    for at in range(30):
        speech(tmp_path / "in", f"KEN_{at + 40}_{1985 + at}.txt", f"topic {at}")
    take_in(library, tmp_path / "in")
    before = len(encoder.embedded)
    again = take_in(library, tmp_path / "in")
    assert [step.outcome for step in again] == ["unchanged"] * 30
    assert len(encoder.embedded) == before


def test_a_document_that_changed_replaces_itself_and_only_the_change_is_embedded(
    library: Library, encoder: CountingEncoder, tmp_path: Path
) -> None:
    path = speech(tmp_path / "in", "KEN_71_2016.txt", "fish")
    take_in(library, path)
    del encoder.embedded[:]
    path.write_text(path.read_text("utf-8") + "\nA new paragraph on whales is added here.\n", "utf-8")
    assert [step.outcome for step in take_in(library, path)] == ["replaced"]
    assert [text for text in encoder.embedded if "whales" in text] == encoder.embedded
    assert len(library.statements()) == 1


def test_a_document_that_moved_is_no_new_one(library: Library, tmp_path: Path) -> None:
    path = speech(tmp_path / "in", "KEN_71_2016.txt", "fish")
    take_in(library, path)
    target = tmp_path / "in" / "2016" / "KEN_71_2016.txt"
    target.parent.mkdir()
    path.rename(target)
    assert [step.outcome for step in take_in(library, tmp_path / "in")] == ["moved"]
    (row,) = library.statements()
    assert row.origins == (str(target),)


def test_the_same_statement_in_two_files_is_one_with_two_origins(library: Library, tmp_path: Path) -> None:
    first = speech(tmp_path / "a", "KEN_71_2016.txt", "fish")
    second = speech(tmp_path / "b", "KEN_71_2016.txt", "fish")
    assert [step.outcome for step in take_in(library, first, second)] == ["added", "origin added"]
    (row,) = library.statements()
    assert set(row.origins) == {str(first), str(second)}


def test_an_archive_is_taken_in_without_being_unpacked(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "speeches.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(speech(tmp_path / "in", "日本_2016.txt", "fish"), "2016/日本_2016.txt")
        archive.writestr("2016/picture.png", b"\x89PNG\r\n\x1a\n")
    steps = take_in(library, path)
    assert sorted(step.outcome for step in steps) == ["added", "refused"]
    (row,) = library.statements()
    assert row.origin == f"{path}!/2016/日本_2016.txt"
    assert [s.outcome for s in take_in(library, path) if s.outcome != "refused"] == ["unchanged"]


@pytest.mark.slow
def test_stopping_keeps_what_was_reported_and_nothing_else(library: Library, tmp_path: Path) -> None:
    for at in range(200):
        speech(tmp_path / "in", f"KEN_{at}_{1800 + at}.txt", f"topic {at}")
    stop = threading.Event()
    reported = []
    for step in Intake(library, GAZETTEER).add(discover([tmp_path / "in"]), stop=stop):
        reported.append(step)
        if len(reported) == 10:
            stop.set()
    assert len(reported) == 10
    held = {origin for row in library.statements() for origin in row.origins}
    assert {step.origin for step in reported} <= held
    assert len(held) < 200
    assert library.check() == ()
    assert sum(step.outcome == "added" for step in take_in(library, tmp_path / "in")) == 200 - len(held)
