"""Where a statement is: files that move, copies, and what is gone for good."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import LibraryError
from index.library import Library
from index.store.catalogue import Entry
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, make_statement

pytestmark = pytest.mark.slow


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: HashEncoder) -> Iterator[Library]:
    with Library.open(tmp_path / "home", encoder) as opened:
        yield opened


def origins(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [(summary.origin, summary.origins) for summary in library.statements()]


def test_a_moved_file_is_the_same_statement_at_its_new_place(library: Library, encoder: HashEncoder) -> None:
    library.put(*make_statement(BINDING, PLURAL, origin="/old/a.txt"), "sha")
    moved = make_statement(BINDING, PLURAL, origin="/new/a.txt")
    encoder.encoded.clear()
    assert library.put(*moved, "sha", gone=lambda origin: origin == "/old/a.txt") == "moved"
    assert origins(library) == [("/new/a.txt", ("/new/a.txt",))]
    assert library.known("/new/a.txt", "sha")
    assert not library.known("/old/a.txt", "sha")
    assert encoder.encoded == []
    assert library.check() == ()


def test_a_copy_of_a_file_that_is_still_there_is_a_second_origin(library: Library) -> None:
    library.put(*make_statement(BINDING, origin="/old/a.txt"))
    assert library.put(*make_statement(BINDING, origin="/new/a.txt"), gone=lambda _: False) == "origin added"
    assert origins(library) == [("/old/a.txt", ("/new/a.txt", "/old/a.txt"))]


def test_only_the_copy_that_is_gone_is_struck(library: Library) -> None:
    for name in ("a", "b"):
        library.put(*make_statement(BINDING, origin=name))
    assert library.put(*make_statement(BINDING, origin="c"), gone=lambda origin: origin == "b") == "moved"
    assert origins(library) == [("a", ("a", "c"))]


def test_a_file_moved_over_another_takes_its_place(library: Library) -> None:
    library.put(*make_statement(BINDING, origin="a"))
    library.put(*make_statement(OCEANS, origin="b"))
    moved = make_statement(BINDING, origin="b")
    assert library.put(*moved, gone=lambda origin: origin == "a") == "replaced"
    assert origins(library) == [("b", ("b",))]
    assert library.check() == ()


def test_what_a_new_place_says_of_a_moved_file_is_taken(library: Library) -> None:
    library.put(*make_statement(BINDING, delegation="", date="", origin="/inbox/scan.txt"))
    moved = make_statement(BINDING, delegation="JPN", date="2020-12-01", origin="/2020/JPN.txt")
    assert library.put(*moved, gone=lambda _: True) == "moved"
    assert library.search("binding").hits[0].source.label == "JPN 2020-12-01 ¶1"
    assert library.check() == ()


def test_statements_are_given_back_as_they_are_stored(library: Library) -> None:
    taken: list[str] = []

    def entries() -> Iterator[Entry]:
        for number in range(1000):
            taken.append(str(number))
            yield Entry(*make_statement(f"Statement number {number}.", origin=str(number)))

    stored = library.put_each(entries())
    entry, outcome = next(stored)
    assert (entry.statement.origin, outcome) == ("0", "added")
    assert library.statement(entry.statement.id).text == "Statement number 0."
    assert len(taken) < 500
    stored.close()
    assert library.check() == ()
    assert 1 <= library.scope().statements < 500
    assert library.put_many(entries())[-1] == "added"
    assert library.scope().statements == 1000


def test_what_was_stored_before_an_error_stays(library: Library) -> None:
    def entries() -> Iterator[Entry]:
        for number in range(300):
            yield Entry(*make_statement(f"Statement number {number}.", origin=str(number)))
        raise OSError("the archive is broken")

    with pytest.raises(OSError, match="the archive is broken"):
        library.put_many(entries())
    assert 0 < library.scope().statements <= 300
    assert library.check() == ()


def test_a_name_that_is_not_utf8_is_named(library: Library) -> None:
    statement, passages = make_statement(BINDING)
    with pytest.raises(LibraryError, match=r"The name of '.*udcff\.txt' is not UTF-8"):
        library.put(dataclasses.replace(statement, origin="\udcff.txt"), passages)
    assert library.check() == ()


@pytest.mark.parametrize("how", ["removed", "edited", "file gone over"])
def test_no_file_of_the_home_holds_what_is_gone(library: Library, how: str) -> None:
    word = "Xylophonicum"
    library.put_many(
        [Entry(*make_statement(f"{OCEANS} {n} {m}.", origin=f"o{n}{m}")) for n in range(8) for m in range(9)]
    )
    secret = make_statement(
        *(f"{word}{n} occurs nowhere else." for n in range(30)), PLURAL, title=word, forum=word, origin="a"
    )
    library.put(*secret)
    if how == "removed":
        library.remove(secret[0].id)
    else:
        library.put(*make_statement(PLURAL if how == "edited" else BINDING, origin="a"))
    files = [path for path in library.home.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        assert word.lower().encode() not in path.read_bytes().lower(), path.name
    assert library.check() == ()


def test_forgetting_waits_for_a_reader_and_is_made_up_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = "Xylophonicum"
    statement, passages = make_statement(f"{word} occurs nowhere else.")
    library.put(statement, passages)
    with Library.open(library.home, HashEncoder(), read_only=True) as reader:
        with reader._database.reading() as connection:
            connection.execute("SELECT count(*) FROM statements").fetchone()
            monkeypatch.setattr("index.store.storage.BUSY_SECONDS", 0.1)
            library._database._idle.clear()
            library.remove(statement.id)
        library.close()
    with Library.open(library.home, HashEncoder()) as again:
        for path in library.home.rglob("*"):
            assert not path.is_file() or word.lower().encode() not in path.read_bytes().lower(), path.name
        assert again.check() == ()
