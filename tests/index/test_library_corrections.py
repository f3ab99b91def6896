"""Fields corrected by hand: at once, without embedding, and for good."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings

from core.errors import LibraryError, UsageError
from core.records import Filters, Paragraph, Passage, Statement
from index.library import Library
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, OverlapReranker, make_statement


def context_of(statement: Statement, paragraph: Paragraph) -> str:
    return ", ".join(part for part in (statement.delegation, statement.date, statement.forum) if part)


def opened(home: Path, encoder: HashEncoder, reranker: OverlapReranker | None = None) -> Library:
    return Library.open(home, encoder, reranker, context_of=context_of)


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: HashEncoder) -> Iterator[Library]:
    with opened(tmp_path / "home", encoder, OverlapReranker()) as made:
        made.put(*stated(BINDING, PLURAL))
        encoder.encoded.clear()
        yield made


def stated(*paragraphs: str, origin: str = "a.txt") -> tuple[Statement, tuple[Passage, ...]]:
    statement, passages = make_statement(*paragraphs, origin=origin)
    return dataclasses.replace(statement, provenance={"date": "title line"}), passages


def only(library: Library) -> Statement:
    (summary,) = library.statements()
    return library.statement(summary.id)


def test_a_correction_shows_everywhere_and_embeds_nothing(library: Library, encoder: HashEncoder) -> None:
    before = library.sha256
    given = library.edit(only(library).id, {"delegation": "FRA", "date": "2016-05-04", "title": "Tidied"})
    assert given == only(library)
    assert (given.delegation, given.date, given.date_end, given.title) == (
        *("FRA", "2016-05-04", "2016-05-04"),
        "Tidied",
    )
    assert given.provenance["date"] == given.provenance["delegation"] == "corrected by hand"
    (hit,) = library.search("binding instrument", Filters(delegations=("FRA",)), k=1).hits
    assert hit.source.label == "FRA 2016-05-04 ¶1"
    assert not library.search("binding", Filters(delegations=("JPN",))).hits
    assert not library.search("binding", Filters(since="2020")).hits
    assert encoder.encoded == []
    assert library.check() == ()
    assert library.sha256 != before
    (summary,) = library.statements()
    assert summary.provenance["title"] == "corrected by hand"


def test_the_context_line_is_indexed_and_reread_anew(tmp_path: Path, encoder: HashEncoder) -> None:
    reranker = OverlapReranker()
    with opened(tmp_path, encoder, reranker) as library:
        library.put(*stated(BINDING))
        library.edit(only(library).id, {"forum": "Conference Zyx", "title": "Qwv"})
        for word in ("zyx", "qwv"):
            assert library.search(f'"{word}"').hits
        assert not library.search('"OEWG"').hits
        reranker.read.clear()
        library.search("binding")
        assert reranker.read == [f"JPN, 2020-12-01, Conference Zyx: {BINDING}"]


def test_the_vector_store_follows_with_the_same_vectors(library: Library) -> None:
    library.edit(only(library).id, {"delegation": "FRA", "forum": "UNGA", "date": "2016"})
    library.close()
    settings = Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(library.home / "chroma"), settings=settings)
    found = client.get_collection("passages", embedding_function=None).get(include=["metadatas"])
    assert len(found["ids"]) == 2
    for metadata in found["metadatas"] or ():
        kept = {key: metadata[key] for key in ("delegation", "forum", "first_day", "last_day")}
        assert kept == {"delegation": "FRA", "forum": "unga", "first_day": 20160101, "last_day": 20161231}


def test_an_empty_value_clears_a_field(library: Library) -> None:
    cleared = library.edit(only(library).id, {"delegation": " ", "date": ""})
    assert (cleared.delegation, cleared.date, cleared.date_end) == ("", "", "")
    library.put(*stated(BINDING, PLURAL))
    assert only(library).delegation == ""


@pytest.mark.parametrize(
    "again",
    [
        stated(BINDING, PLURAL),
        (dataclasses.replace(stated(BINDING, PLURAL)[0], speaker="Read better"), stated(BINDING, PLURAL)[1]),
        stated(BINDING, OCEANS),
    ],
    ids=["unchanged", "read better", "changed"],
)
def test_corrections_stay_when_the_file_is_read_again(
    library: Library, encoder: HashEncoder, again: tuple[Statement, tuple[Passage, ...]]
) -> None:
    library.edit(only(library).id, {"delegation": "FRA", "post": "Minister"})
    library.put(*again)
    after = only(library)
    assert (after.delegation, after.post, after.speaker) == ("FRA", "Minister", again[0].speaker)
    assert after.provenance["post"] == "corrected by hand"
    new = [f"FRA, 2020-12-01, OEWG: {OCEANS}"] if OCEANS in after.text else []
    assert encoder.encoded == new
    assert library.search("binding", Filters(delegations=("FRA",))).hits
    assert library.check() == ()


def test_an_edited_paragraph_of_a_corrected_statement_is_all_that_is_embedded(
    library: Library, encoder: HashEncoder
) -> None:
    library.edit(only(library).id, {"delegation": "FRA"})
    library.put(*stated(BINDING, OCEANS))
    assert encoder.encoded == [f"FRA, 2020-12-01, OEWG: {OCEANS}"]
    library.rebuild()
    encoder.encoded.clear()
    library.put(*stated(BINDING, PLURAL))
    assert encoder.encoded == [f"FRA, 2020-12-01, OEWG: {PLURAL}"]
    assert library.check() == ()


def test_a_second_correction_after_a_rebuild_costs_no_embedding_either(
    library: Library, encoder: HashEncoder
) -> None:
    library.edit(only(library).id, {"delegation": "FRA"})
    library.rebuild()
    library.edit(only(library).id, {"forum": "UNGA"})
    encoder.encoded.clear()
    library.put(*stated(BINDING, PLURAL, origin="b.txt"), gone=lambda _: True)
    assert encoder.encoded == []
    library.put(*stated(BINDING, OCEANS, origin="b.txt"))
    assert encoder.encoded == [f"FRA, 2020-12-01, UNGA: {OCEANS}"]
    assert library.check() == ()


def test_corrections_stay_after_a_move_a_rebuild_and_another_encoder(
    library: Library, tmp_path: Path
) -> None:
    library.edit(only(library).id, {"delegation": "FRA"})
    moved = stated(BINDING, PLURAL, origin="b.txt")
    assert library.put(*moved, gone=lambda origin: origin == "a.txt") == "moved"
    library.rebuild()
    assert only(library).delegation == "FRA"
    library.close()
    other = HashEncoder("other")
    with opened(library.home, other) as again:
        assert only(again).delegation == "FRA"
        assert only(again).origin == "b.txt"
        assert all(text.startswith("FRA, ") for text in other.encoded)
        assert len(other.encoded) == 2
        assert again.check() == ()


def test_rebuilding_embeds_corrected_lines_and_nothing_twice(library: Library, encoder: HashEncoder) -> None:
    library.edit(only(library).id, {"delegation": "FRA"})
    library.rebuild()
    assert encoder.encoded == [f"FRA, 2020-12-01, OEWG: {text}" for text in (BINDING, PLURAL)]
    library.rebuild()
    assert len(encoder.encoded) == 2
    assert library.check() == ()


def test_reverting_gives_back_what_was_read(library: Library, encoder: HashEncoder) -> None:
    before = only(library)
    library.edit(before.id, {"date": "2016-01-02", "speaker": "Nobody", "forum": ""})
    library.edit(before.id, {"date": "2017-01-02"})
    library.put(*stated(BINDING, PLURAL))
    assert library.revert(before.id, ["date", "speaker", "forum"]) == before
    assert only(library) == before
    assert library.search("binding", Filters(since="2020")).hits
    assert encoder.encoded == []
    with pytest.raises(UsageError, match="The date of this statement was not corrected"):
        library.revert(before.id, ["date"])


def test_a_new_speaker_takes_the_latin_name_away(library: Library) -> None:
    statement = dataclasses.replace(only(library), speaker="赤堀毅", speaker_latin="Akahori Takeshi")
    library.put(dataclasses.replace(statement, origin="a.txt"), stated(BINDING, PLURAL)[1])
    after = library.edit(statement.id, {"speaker": "佐藤花子"})
    assert (after.speaker, after.speaker_latin) == ("佐藤花子", "")
    after = library.edit(statement.id, {"speaker": "佐藤花子", "speaker_latin": "Sato Hanako"})
    assert after.speaker_latin == "Sato Hanako"
    assert library.revert(statement.id, ["speaker"]).speaker_latin == "Akahori Takeshi"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Nothing was given to correct"),
        ({"text": "other words"}, "'text' cannot be corrected; name one of title, delegation"),
        ({"date": "May 2016"}, "'May 2016' is not a date; write YYYY"),
        ({"date": "2016-02-30"}, "'2016-02-30' is not a date"),
        ({"date_end": "2019-01-01"}, "cannot end on '2019-01-01' when it begins on '2020-12-01'"),
        ({"date": "2021-03-01", "date_end": "2021-02"}, "cannot end on '2021-02'"),
        ({"delegation": "Japan"}, "'Japan' is not a delegation's code"),
        ({"on_behalf_of": "the group"}, "is not a delegation's code"),
        ({"language": "English"}, "'English' is not a language's code"),
        ({"url": "javascript:alert(1)"}, "is not a web address"),
        ({"title": "two\nlines"}, "The title must be one line"),
        ({"title": "x" * 5000}, "at most 1000 characters"),
        ({"title": "half a \ud800 pair"}, "The title must be one line"),
    ],
)
def test_what_a_field_cannot_be_is_refused(library: Library, changes: dict[str, str], said: str) -> None:
    before = only(library)
    with pytest.raises(UsageError, match=said):
        library.edit(before.id, changes)
    assert only(library) == before


def test_correcting_what_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(LibraryError, match="no statement 'nowhere'"):
        library.edit("nowhere", {"title": "x"})


def test_a_library_opened_for_reading_cannot_be_corrected(library: Library) -> None:
    library.close()
    with (
        Library.open(library.home, HashEncoder(), read_only=True) as reading,
        pytest.raises(LibraryError, match="for reading only"),
    ):
        reading.edit(only(reading).id, {"title": "x"})


def test_every_change_by_anybody_is_counted_and_reading_is_none(library: Library, tmp_path: Path) -> None:
    with opened(tmp_path / "home", HashEncoder()) as other:
        seen = [other.changes]

        def changed() -> bool:
            seen.append(other.changes)
            return seen[-1] > seen[-2]

        library.search("binding", k=1)
        library.statements()
        assert not changed()
        library.edit(only(library).id, {"speaker": "Someone Else"})
        assert changed()
        library.revert(only(library).id, ["speaker"])
        assert changed()
        before = library.sha256
        library.put(*stated(BINDING, PLURAL, origin="the same, elsewhere.txt"))
        assert library.sha256 == before  # where it was read from is no part of that, and is shown
        assert changed()
        library.remove(only(library).id)
        assert changed()
        assert not changed()
