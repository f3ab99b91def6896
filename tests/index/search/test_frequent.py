"""In a large library the passages with a question's rarer words are scored, by all of its words."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.records import Filters
from index import Library
from index.search import frequent
from index.search.matching import about_admitted, admitted, admitted_of, lexical_matches
from index.store.lexical import parse_query
from tests.index.library_samples import HashEncoder, make_statement

COUNT = 6_000


@pytest.fixture(scope="module")
def words() -> Iterator[sqlite3.Connection]:
    """A full-text index in which "peace" stands in every second passage, "treaty" in one of twenty, and
    "narwhal" in nine."""
    lot = random.Random(1)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE passages (key INTEGER PRIMARY KEY)")
        connection.execute(
            "CREATE VIRTUAL TABLE passage_words USING fts5"
            " (text, section, title, context, tokenize = 'porter')"
        )
        for key in range(1, COUNT + 1):
            text = [f"filler{lot.randrange(50)}" for _ in range(lot.randrange(5, 15))]
            text += ["peace"] * (lot.random() < 0.5) + ["treaty"] * (lot.random() < 0.05)
            text += ["narwhal"] * (key % 700 == 3)
            connection.execute("INSERT INTO passages VALUES (?)", (key,))
            connection.execute(
                "INSERT INTO passage_words (rowid, text, section, title, context) VALUES (?, ?, '', '', '')",
                (key, " ".join(text)),
            )
        yield connection


def scores(connection: sqlite3.Connection, query: str, limit: int = 30) -> list[tuple[int, float]]:
    found = lexical_matches(connection, parse_query(query).any_term, Filters(), (), limit)
    return [(key, round(score, 6)) for key, score in found]


def test_how_frequent_a_word_is_is_told_from_a_sample(words: sqlite3.Connection) -> None:
    found = frequent.frequencies(words, ['"peace"', '"treaty"', '"absent"'], COUNT)
    assert found['"peace"'] == pytest.approx(COUNT / 2, rel=0.25)
    assert found['"absent"'] == 0
    assert found['"treaty"'] < found['"peace"'] / 4


def test_the_rarest_words_are_taken_until_enough_passages_have_one() -> None:
    frequency = {"a": 300_000.0, "b": 200.0, "c": 4_000.0, "d": 50_000.0}
    assert frequent.rarer(frequency, 1.0) == ["b", "c"]
    assert frequent.rarer({"a": 300_000.0, "b": 200.0}, 1.0) == ["b", "a"]  # too few have the rare one
    assert frequent.rarer(frequency, 0.01) == ["b", "c", "d", "a"]  # of which a hundredth is admitted
    assert frequent.rarer({"a": 60_000.0, "b": 9_000.0}, 1.0) == ["b", "a"]  # it would be no gain
    assert frequent.rarer({"a": 300_000.0}, 1.0) == ["a"]


def test_the_best_are_those_of_all_words(words: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "a treaty on the narwhal and peace"
    every = scores(words, query)
    monkeypatch.setattr(frequent, "LARGE", 1_000)
    monkeypatch.setattr(frequent, "SCORED", 600)
    monkeypatch.setattr(frequent, "_WORTH", 1)
    monkeypatch.setattr(frequent, "_LEAST", 100)
    terms = parse_query(query).any_term.split(" OR ")
    rare = frequent.rarer(frequent.frequencies(words, terms, COUNT), 1.0)
    assert rare == ['"narwhal"', '"treaty"']
    assert scores(words, query) == every


def test_every_passage_is_scored_as_it_would_be_among_all(
    words: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "peace and the narwhal"
    every = dict(scores(words, query, COUNT))
    monkeypatch.setattr(frequent, "LARGE", 1_000)
    monkeypatch.setattr(frequent, "SCORED", 100)
    monkeypatch.setattr(frequent, "_WORTH", 1)
    monkeypatch.setattr(frequent, "_LEAST", 1)
    found = scores(words, query)
    assert {key for key, _ in found} == set(range(3, COUNT, 700))
    assert all(score == every[key] for key, score in found)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(delegations=("JPN",)),
        Filters(delegations=("JPN", "KEN"), since="2016"),
        Filters(forum="OEWG", until="2017"),
        Filters(speaker="nobody"),
    ],
)
def test_what_is_admitted_is_the_same_however_it_is_asked(tmp_path: Path, filters: Filters) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        for at in range(12):
            paragraphs = [f"Paragraph {at} {n} on fish." for n in range(3)]
            code = ("JPN", "FRA", "KEN")[at % 3]
            library.put(
                *make_statement(*paragraphs, delegation=code, date=str(2012 + at), origin=f"{at}.txt")
            )
        with library._database.reading() as connection:
            keys = admitted(connection, filters, ())
            every = admitted(connection, Filters(until="9999"), ())
            assert keys is not None
            assert every is not None
            assert admitted_of(connection, filters, every).tolist() == keys.tolist()
            assert about_admitted(connection, filters) == len(keys)
            found = lexical_matches(connection, '"fish"', filters, (), 100)
            assert sorted(key for key, _ in found) == keys.tolist()


def test_what_is_looked_up_is_what_would_be_listed(
    words: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequent, "_CHECKED", 7)
    terms, rare = ('"treaty"', '"peace"'), ('"treaty"',)
    even = frequent.best_with_rarer(
        *(words, terms, rare, "1.0, 0.5, 0.4, 0.4", 20), only=lambda keys: keys[keys % 2 == 0]
    )
    listed = frequent.best_with_rarer(
        *(words, terms, rare, "1.0, 0.5, 0.4, 0.4", 20), " AND w.rowid % 2 = ?", (0,)
    )
    assert even == listed
    assert len(even) == 20
