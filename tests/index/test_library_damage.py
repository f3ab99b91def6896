"""Damage to the vector store is noticed at the next start, told in a sentence, and repaired from the
catalogue without embedding anything."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.records import Filters
from index.library import Library
from index.store.catalogue import Entry
from index.vectors.folder import ChromaFolder
from index.vectors.store import VectorStoreError
from index.vectors.sync import VectorSync
from tests.index.library_samples import HashEncoder, make_statement

pytestmark = pytest.mark.slow

# enough for HNSW files, which Chroma writes from 1000 vectors on
ENTRIES = [Entry(*make_statement(*(f"Words {n} {m}." for m in range(28)), origin=f"{n}")) for n in range(40)]
PASSAGES = 40 * 28


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole") / "home"
    with Library.open(home, HashEncoder(dimension=8)) as library:
        library.put_many(ENTRIES)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(whole, copy)
    return copy


def repaired(home: Path, encoder: str = "hash", dimension: int = 8) -> tuple[str, ...]:
    """Open, look, and open once more: what was told at first."""
    made = HashEncoder(encoder, dimension)
    calls: list[tuple[int, int]] = []
    with Library.open(home, made, progress=lambda done, total: calls.append((done, total))) as library:
        assert library.check() == ()
        assert library._store.nearest(made.encode_query("Words 3 4."), Filters(), 5)
        notices = library.notices
    if notices:
        assert calls[-1][0] == calls[-1][1] > 0
        assert calls == sorted(calls) or encoder != "hash"
    assert (encoder == "hash") == (made.encoded == [])
    with Library.open(home, made) as library:
        assert library.notices == ()
    return notices


FILES = (
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "index_metadata.pickle",
    "length.bin",
    "link_lists.bin",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["shorter", "empty", "flipped", "missing"])
def test_damage_to_any_file_is_noticed_and_repaired(home: Path, name: str, how: str) -> None:
    (path,) = (home / "chroma").rglob(name)
    content = bytearray(path.read_bytes())
    chance = random.Random(f"{name} {how}")
    if how == "missing":
        path.unlink()
    elif how == "flipped":
        for _ in range(20):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
    else:
        path.write_bytes(content[: chance.randrange(1, len(content))] if how == "shorter" else b"")
    (told,) = repaired(home)
    assert told == "The vector store was damaged or incomplete; it was made anew from the catalogue."


@pytest.mark.parametrize("seed", range(6))
def test_a_single_flipped_bit_of_a_vector_is_noticed(home: Path, seed: int) -> None:
    (path,) = (home / "chroma").rglob("data_level0.bin")
    content = bytearray(path.read_bytes())
    content[random.Random(seed).randrange(len(content))] ^= 1
    path.write_bytes(content)
    assert repaired(home)


def test_a_missing_folder_is_made_anew(home: Path) -> None:
    shutil.rmtree(home / "chroma")
    assert repaired(home) == ("The vector store was missing; it was made anew from the catalogue.",)


def test_another_model_is_noticed_and_embeds_everything(home: Path) -> None:
    told = repaired(home, "other", 12)
    assert told[0] == f"{PASSAGES} passages had no vector of this encoder and were embedded again."
    assert told[1] == "The vector store held another encoder's vectors; it was made anew from the catalogue."


def test_use_is_not_taken_for_damage(home: Path) -> None:
    for _ in range(2):
        assert repaired(home) == ()


def interrupted(after: int, whole: Callable[..., None]) -> Callable[..., None]:
    calls = [after]

    def add(store: ChromaFolder, vectors: object) -> None:
        if not calls[0]:
            raise KeyboardInterrupt
        calls[0] -= 1
        whole(store, vectors)

    return add


def test_an_interrupted_filling_is_gone_on_with(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.sync._CHUNK", 100)
    monkeypatch.setattr(ChromaFolder, "add", interrupted(5, ChromaFolder.add))
    with Library.open(home, HashEncoder(dimension=8)) as library, pytest.raises(KeyboardInterrupt):
        library.rebuild()
    monkeypatch.undo()
    (told,) = repaired(home)
    assert told == f"Filling the vector store was interrupted; the {PASSAGES - 500} passages left were added."


def test_an_interrupted_change_of_model_is_gone_on_with(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tired(HashEncoder):
        def encode_passages(self, texts, progress=None):
            if len(self.encoded) >= 500:
                raise KeyboardInterrupt
            return super().encode_passages(texts, progress)

    tired, fresh = Tired("other", 12), HashEncoder("other", 12)
    with pytest.raises(KeyboardInterrupt):
        Library.open(home, tired)
    with Library.open(home, fresh) as library:
        assert library.check() == ()
    assert len(tired.encoded) + len(fresh.encoded) == PASSAGES
    assert not set(tired.encoded) & set(fresh.encoded)


def test_neither_vectors_nor_texts_are_all_in_memory_at_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.sync._CHUNK", 100)
    sizes: list[int] = []
    add, encoder = ChromaFolder.add, HashEncoder("other", 12)
    encode = encoder.encode_passages

    def recorded(store: ChromaFolder, vectors: list[object]) -> None:
        sizes.append(len(vectors))
        add(store, vectors)

    monkeypatch.setattr(ChromaFolder, "add", recorded)
    encoder.encode_passages = lambda texts, progress=None: (sizes.append(len(texts)), encode(texts))[1]
    Library.open(home, encoder).close()
    assert sum(sizes) == 2 * PASSAGES
    assert max(sizes) <= 128


def test_a_store_that_cannot_be_used_is_told_and_done_without(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise VectorStoreError("no space left on device")

    shutil.rmtree(home / "chroma")
    monkeypatch.setattr(VectorSync, "fill", refuse)
    with Library.open(home, HashEncoder(dimension=8)) as library:
        (told,) = library.notices
        assert told.startswith("The vector store cannot be used (no space left on device); searches compare")
        assert library.search("Words 3 4.").hits


def test_check_names_what_is_wrong_in_the_catalogue(home: Path) -> None:
    with Library.open(home, HashEncoder(dimension=8)) as library:
        with library._database.writing() as connection:
            short = np.zeros(3, dtype=np.float16).tobytes()
            connection.execute("UPDATE embeddings SET vector = ? WHERE rowid IN (1, 2)", (short,))
            connection.execute("UPDATE paragraphs SET start = start + 1 WHERE key = 5")
            connection.execute("UPDATE passages SET start = start + 1 WHERE key = 9")
            connection.execute("DELETE FROM passage_words WHERE rowid = 3")
            connection.execute("DELETE FROM origins WHERE statement = 2")
        found = library.check()
    assert "2 vectors do not have the encoder's 8 numbers." in found
    assert "1 passages are not in the full-text index." in found
    assert "1 statements with an origin are not listed under it." in found
    assert sum("is not the text at its offsets" in line for line in found) == 2
    assert len(found) == 5
