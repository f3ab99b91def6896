"""A start does not look at every passage, and still finds what is missing."""

from pathlib import Path

import pytest

from index import Library
from index import upkeep as upkeep_module
from index.store import embeddings
from tests.index.library_samples import HashEncoder, make_statement


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep_module, "_LOOKED_AT", 3)


def stored(home: Path, encoder: HashEncoder, *words: str) -> None:
    with Library.open(home, encoder) as library:
        for word in words:
            paragraphs = [f"{word} {n} is a paragraph." for n in range(5)]
            library.put(*make_statement(*paragraphs, origin=f"{word}.txt"))


def looked_at(home: Path, encoder: HashEncoder) -> int:
    """The key after which the next start looks."""
    with Library.open(home, encoder, read_only=True) as library, library._database.reading() as connection:
        return embeddings.whole_up_to(connection, encoder.fingerprint)


def test_what_was_found_whole_is_not_looked_at_again(tmp_path: Path) -> None:
    encoder = HashEncoder()
    stored(tmp_path, encoder, "fish", "seas")
    stored(tmp_path, encoder)  # opened, and closed
    assert looked_at(tmp_path, encoder) == 10
    stored(tmp_path, encoder, "whales")
    with Library.open(tmp_path, encoder) as library:
        assert library.notices == ()
        assert library.check() == ()


@pytest.mark.parametrize("replaced", [False, True])
def test_what_another_encoder_has_stored_is_found(tmp_path: Path, replaced: bool) -> None:
    ours, other = HashEncoder("ours"), HashEncoder("other")
    stored(tmp_path, ours, "fish", "seas")
    stored(tmp_path, ours)
    assert looked_at(tmp_path, ours) == 10
    with Library.open(tmp_path, other) as library:
        if replaced:  # its passages may take the keys of those that went
            library.remove(library.statements()[-1].id)
        library.put(*make_statement("Whales are stored.", "By the other.", origin="whales.txt"))
    with Library.open(tmp_path, ours) as library:
        assert any("embedded again" in notice for notice in library.notices)
        assert library.check() == ()


def test_a_library_that_is_open_with_another_encoder_is_looked_at_again(tmp_path: Path) -> None:
    ours, other = HashEncoder("ours"), HashEncoder("other")
    stored(tmp_path, ours, "fish", "seas")
    with Library.open(tmp_path, other) as open_already:
        stored(tmp_path, ours)
        stored(tmp_path, ours)
        assert looked_at(tmp_path, ours) == 10
        open_already.put(*make_statement("Whales are stored.", "By the other.", origin="whales.txt"))
        assert looked_at(tmp_path, ours) == 0


def test_a_rebuild_that_was_interrupted_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = HashEncoder()

    def context_of(*_: object) -> str:
        return "Corrected"

    stored(tmp_path, encoder, "fish", "seas")
    stored(tmp_path, encoder)
    with Library.open(tmp_path, encoder, context_of=context_of) as library:
        library.edit(library.statements()[0].id, {"date": "2019"})
        monkeypatch.setattr(library._upkeep, "embed_missing", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.rebuild()
    with Library.open(tmp_path, encoder, context_of=context_of) as library:
        assert any("embedded again" in notice for notice in library.notices)
        assert library.check() == ()
