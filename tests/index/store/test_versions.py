"""Language versions of one statement find each other, and nothing else does."""

import dataclasses
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import MappingProxyType

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from index.library import Library
from index.store.catalogue import Entry
from index.store.versions import linked
from tests.index.library_samples import HashEncoder, make_statement

NUMBERS = count()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, HashEncoder(dimension=4)) as opened:
        yield opened


def entry(
    language: str, *, paragraphs: int = 10, folder: str = "", version_key: str = "", **fields: str
) -> Entry:
    number = next(NUMBERS)
    texts = [f"Paragraph {n} of statement {number}." for n in range(paragraphs)]
    statement, passages = make_statement(*texts, origin=f"{folder}/{number}_{language}.txt")
    provenance = MappingProxyType({"version_key": version_key} if version_key else {})
    statement = dataclasses.replace(statement, language=language, provenance=provenance, **fields)
    return Entry(statement, passages)


def versions(library: Library, *entries: Entry) -> list[tuple[str, ...]]:
    library.put_many(entries)
    found = {summary.id: summary.versions for summary in library.statements()}
    return [found[entry.statement.id] for entry in entries]


def test_the_same_day_forum_and_length_in_two_languages(library: Library) -> None:
    english, japanese = entry("en", paragraphs=10), entry("ja", paragraphs=8)
    assert versions(library, english, japanese) == [(japanese.statement.id,), (english.statement.id,)]


@pytest.mark.parametrize(
    "other",
    [
        entry("en"),
        entry(""),
        entry("ja", delegation="FRA"),
        entry("ja", delegation=""),
        entry("ja", date="2020-12-02", date_end="2020-12-02"),
        entry("ja", forum="UNGA"),
        entry("ja", paragraphs=5),
        entry("ja", speaker="Sato Hanako"),
    ],
    ids=["language", "unknown language", "state", "no state", "day", "forum", "length", "speaker"],
)
def test_what_differs_is_not_a_version(library: Library, other: Entry) -> None:
    assert versions(library, entry("en", speaker="Mr. Takeshi Akahori"), other) == [(), ()]


@pytest.mark.parametrize(
    "other",
    [
        entry("ja", forum=""),
        entry("ja", speaker="赤堀毅"),
        entry("ja", speaker="赤堀毅", speaker_latin="Akahori Takeshi"),
        entry("ja", speaker="AKAHORI"),
    ],
    ids=["unknown forum", "another script", "latin name", "surname"],
)
def test_what_is_unknown_or_written_otherwise_does_not_part_them(library: Library, other: Entry) -> None:
    one = entry("en", speaker="Mr. Takeshi Akahori")
    assert versions(library, one, other) == [(other.statement.id,), (one.statement.id,)]


def test_a_month_or_a_year_is_no_day(library: Library) -> None:
    dates = {"date": "2020-12", "date_end": "2020-12"}
    assert versions(library, entry("en", **dates), entry("ja", **dates)) == [(), ()]


def test_file_names_that_differ_by_a_language_mark_link_what_they_do_not_contradict(library: Library) -> None:
    named = {"folder": "/a", "version_key": "speech"}
    one = entry("en", **named)
    other = entry("ja", paragraphs=3, date="", date_end="", forum="", delegation="", **named)
    elsewhere = entry("ja", paragraphs=3, date="", date_end="", folder="/b", version_key="speech")
    another_state = entry("fr", delegation="FRA", **named)
    another_year = entry("fr", paragraphs=3, date="1999", date_end="1999", **named)
    entries = one, other, elsewhere, another_state, another_year
    found = versions(library, *entries)
    assert found[0] == (other.statement.id,)
    assert one.statement.id in found[1]
    assert found[2] == ()
    assert one.statement.id not in found[3] + found[4]


def test_links_follow_corrections_and_removal(library: Library) -> None:
    english, japanese = entry("en"), entry("ja", delegation="FRA")
    assert versions(library, english, japanese) == [(), ()]
    library.edit(japanese.statement.id, {"delegation": "JPN"})
    assert versions(library) == []
    assert {s.id: s.versions for s in library.statements()} == {
        english.statement.id: (japanese.statement.id,),
        japanese.statement.id: (english.statement.id,),
    }
    library.remove(english.statement.id)
    assert [s.versions for s in library.statements()] == [()]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            *(st.sampled_from(values) for values in (("en", "ja", ""), ("JPN", ""), ("2020-12-01", "2020"))),
            st.integers(1, 4),
            st.sampled_from(("", "key")),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_links_are_symmetric_and_never_within_a_language(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, str, str, int, str]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("home"), HashEncoder(dimension=4)) as library:
        library.put_many(
            entry(language, delegation=state, date=date, date_end=date, paragraphs=size, version_key=key)
            for language, state, date, size, key in drawn
        )
        languages = {summary.id: summary.language for summary in library.statements()}
        with library._database.reading() as connection:
            links = linked(connection)
        for one, others in links.items():
            for other in others:
                assert one in links[other]
                assert languages[one] != languages[other]
