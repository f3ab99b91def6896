"""The library over real SQLite and Chroma, with a cheap encoder."""

import dataclasses
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from core.errors import LibraryError, StorageError, UsageError
from core.records import Filters, Repeat
from index.library import Library
from index.store.catalogue import Entry
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, OverlapReranker, make_statement


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", HashEncoder(), OverlapReranker()) as opened:
        yield opened


def chroma_of(home: Path) -> chromadb.Collection:
    client = chromadb.PersistentClient(str(home / "chroma"), settings=Settings(anonymized_telemetry=False))
    return client.get_collection("passages", embedding_function=None)


def test_an_empty_library_answers_with_nothing(library: Library) -> None:
    assert library.statements() == ()
    assert library.search("anything").hits == ()
    assert library.scope().statements == 0
    assert library.check() == ()
    assert library.notices == ()


def test_a_statement_comes_back_exactly_as_it_was(library: Library) -> None:
    statement, passages = make_statement(BINDING, PLURAL, section="Dialogue", numbers=(66, 67))
    statement = dataclasses.replace(
        statement,
        speaker="赤堀毅",
        speaker_latin="Akahori Takeshi",
        provenance=MappingProxyType({"date": "title line"}),
        repeats=(Repeat(0, 5, 10, 15),),
        notices=("The text is given twice.",),
        url="https://example.org/a",
    )
    assert library.put(statement, passages) == "added"
    assert library.statement(statement.id) == statement
    (summary,) = library.statements()
    assert (summary.notices, summary.origins, summary.paragraphs) == (
        statement.notices,
        ("statement.txt",),
        2,
    )


def test_putting_twice_changes_nothing(library: Library) -> None:
    statement, passages = make_statement(BINDING)
    assert library.put(statement, passages) == "added"
    before = library.sha256
    assert library.put(statement, passages) == "unchanged"
    assert library.sha256 == before
    assert library.scope().paragraphs == 1


def test_the_same_content_from_elsewhere_is_stored_once(library: Library) -> None:
    statement, passages = make_statement(BINDING, origin="a.txt")
    library.put(statement, passages)
    assert library.put(dataclasses.replace(statement, origin="b.txt"), passages) == "origin added"
    (summary,) = library.statements()
    assert summary.origins == ("a.txt", "b.txt")
    assert summary.paragraphs == 1


def test_new_content_from_an_origin_replaces_the_old(library: Library) -> None:
    old, old_passages = make_statement(BINDING, PLURAL)
    new, new_passages = make_statement(OCEANS, PLURAL)
    library.put(old, old_passages)
    assert library.put(new, new_passages) == "replaced"
    assert [summary.id for summary in library.statements()] == [new.id]
    assert all("binding" not in hit.source.text for hit in library.search("binding instrument").hits)
    assert library.check() == ()


def test_a_replaced_statement_stays_for_its_other_origin(library: Library) -> None:
    old, old_passages = make_statement(BINDING, origin="a.txt")
    new, new_passages = make_statement(OCEANS, origin="a.txt")
    library.put(old, old_passages)
    library.put(dataclasses.replace(old, origin="b.txt"), old_passages)
    assert library.put(new, new_passages) == "replaced"
    assert {summary.id: summary.origin for summary in library.statements()} == {
        old.id: "b.txt",
        new.id: "a.txt",
    }


def test_the_same_text_read_better_replaces_what_was_known_of_it(library: Library) -> None:
    worse, worse_passages = make_statement(BINDING, delegation="", date="")
    better, better_passages = make_statement(BINDING, delegation="JPN", date="2020-12-01")
    library.put(worse, worse_passages)
    library.put(dataclasses.replace(worse, origin="copy.txt"), worse_passages)
    assert library.put(better, better_passages) == "replaced"
    assert library.search("binding instrument").hits[0].source.label == "JPN 2020-12-01 ¶1"
    assert library.statements()[0].origins == ("copy.txt", "statement.txt")
    assert library.search("binding", Filters(delegations=("JPN",))).hits
    assert library.check() == ()


def test_an_edit_embeds_only_what_changed(tmp_path: Path) -> None:
    encoder = HashEncoder()
    with Library.open(tmp_path, encoder) as library:
        library.put(*make_statement(BINDING, PLURAL, context="Japan"))
        encoder.encoded.clear()
        library.put(*make_statement(BINDING, OCEANS, context="Japan"))
    assert encoder.encoded == [f"Japan: {OCEANS}"]


def test_removing_leaves_no_trace(library: Library) -> None:
    word = "Xylophonicum"
    statement, passages = make_statement(f"{word} is a word that occurs nowhere else.", title=word)
    library.put(statement, passages)
    other = make_statement(OCEANS, origin="other.txt")
    library.put(*other)
    library.remove(statement.id)
    for path in library.home.rglob("*"):
        if path.is_file():
            assert word.encode() not in path.read_bytes()
            assert word.lower().encode() not in path.read_bytes()
    assert [summary.id for summary in library.statements()] == [other[0].id]
    assert library.check() == ()
    with pytest.raises(LibraryError, match="no statement"):
        library.statement(statement.id)
    library.close()
    assert set(chroma_of(library.home).get(include=["metadatas"])["ids"]) != set()


def test_what_is_not_there_is_named(library: Library) -> None:
    for ask in (library.statement, library.source, library.neighbours, library.remove):
        with pytest.raises(LibraryError, match="'nowhere'"):
            ask("nowhere")


def test_labels_name_state_date_and_kind_of_number(library: Library) -> None:
    library.put(*make_statement(BINDING, origin="1"))
    library.put(*make_statement(PLURAL, numbers=(171,), date="1958", delegation="FRA", origin="2"))
    library.put(*make_statement(OCEANS, delegation="", date="", origin="3"))
    labels = {hit.source.label for hit in library.search("we a the", k=10).hits}
    assert labels == {"JPN 2020-12-01 ¶1", "FRA 1958 ¶171 (printed)", "??? ¶1"}


def test_a_number_that_is_printed_twice_is_named_with_its_section(library: Library) -> None:
    statement, passages = make_statement(BINDING, PLURAL, OCEANS, numbers=(1, 1, 2))
    sections = ("Threats", "Norms", "Norms")
    placed = [dataclasses.replace(p, section=s) for p, s in zip(statement.paragraphs, sections, strict=True)]
    library.put(dataclasses.replace(statement, paragraphs=tuple(placed)), passages)
    assert [library.source(p.id).label for p in placed] == [
        "JPN 2020-12-01 Threats, ¶1 (printed)",
        "JPN 2020-12-01 Norms, ¶1 (printed)",
        "JPN 2020-12-01 ¶2 (printed)",
    ]


def test_neighbours_include_the_paragraph_in_order(library: Library) -> None:
    statement, passages = make_statement(*(f"Paragraph {n} of the text." for n in range(1, 6)))
    library.put(statement, passages)
    ids = [paragraph.id for paragraph in statement.paragraphs]
    assert [source.paragraph_id for source in library.neighbours(ids[2])] == ids[1:4]
    assert [source.paragraph_id for source in library.neighbours(ids[0], before=3, after=0)] == ids[:1]


def test_scope_and_lists_say_what_the_filters_admit(library: Library) -> None:
    library.put(*make_statement(BINDING, PLURAL, origin="1", date="2020-12-01", date_end="2020-12-03"))
    library.put(*make_statement(OCEANS, delegation="FRA", forum="UNGA", date="2016", origin="2"))
    scope = library.scope()
    assert (scope.statements, scope.paragraphs, scope.delegations) == (2, 3, ("FRA", "JPN"))
    assert (scope.since, scope.until) == ("2016", "2020-12-03")
    assert library.scope(Filters(forum="oewg")).paragraphs == 2
    assert library.delegations() == ("FRA", "JPN")
    assert library.forums() == ("OEWG", "UNGA")
    assert [summary.delegation for summary in library.statements(Filters(since="2017"))] == ["JPN"]


def test_known_files_need_not_be_read_again(library: Library) -> None:
    statement, passages = make_statement(BINDING, origin="a.txt")
    library.put(statement, passages, file_sha256="abc")
    assert library.known("a.txt", "abc")
    assert not library.known("a.txt", "abd")
    assert not library.known("b.txt", "abc")
    assert not library.known("a.txt", "")


@pytest.mark.slow
def test_many_entries_are_stored_in_order(library: Library) -> None:
    entries = [Entry(*make_statement(f"Statement number {n}.", origin=f"{n}.txt")) for n in range(300)]
    seen: list[tuple[int, int]] = []
    outcomes = library.put_many([*entries, entries[0]], lambda done, total: seen.append((done, total)))
    assert outcomes == ("added",) * 300 + ("unchanged",)
    assert seen[-1] == (301, 301)
    assert library.check() == ()


@pytest.mark.parametrize("broken", ["offset", "passage", "twice"])
def test_records_that_contradict_themselves_are_refused(library: Library, broken: str) -> None:
    statement, passages = make_statement(BINDING, PLURAL)
    if broken == "offset":
        first = dataclasses.replace(statement.paragraphs[0], start=1)
        statement = dataclasses.replace(statement, paragraphs=(first, statement.paragraphs[1]))
    elif broken == "twice":
        statement = dataclasses.replace(statement, paragraphs=(statement.paragraphs[0],) * 2)
    else:
        passages = (dataclasses.replace(passages[0], text="other words"),)
    with pytest.raises(ValueError, match=r"paragraph|passage"):
        library.put(statement, passages)
    assert library.statements() == ()


def test_text_that_is_not_unicode_is_refused_by_name(library: Library) -> None:
    with pytest.raises(LibraryError, match=r"'statement\.txt' holds unpaired surrogates"):
        library.put(*make_statement("half a \ud800 pair"))
    assert library.check() == ()


def test_a_missing_or_damaged_vector_store_is_made_anew(tmp_path: Path) -> None:
    def reopen() -> tuple[str, ...]:
        with Library.open(tmp_path, encoder) as library:
            assert library.check() == ()
            assert library.search("binding").hits
            return library.notices

    encoder = HashEncoder()
    with Library.open(tmp_path, encoder) as library:
        library.put(*make_statement(BINDING, PLURAL, OCEANS))
    assert reopen() == ()
    encoder.encoded.clear()
    chroma = tmp_path / "chroma"
    shutil.rmtree(chroma)
    assert "missing" in reopen()[0]
    (chroma / "chroma.sqlite3").write_bytes(b"not a database" * 1000)
    assert "damaged" in reopen()[0]
    data = (chroma / "chroma.sqlite3").read_bytes()
    (chroma / "chroma.sqlite3").write_bytes(data[: len(data) // 2])
    assert "damaged" in reopen()[0]
    shutil.rmtree(chroma)
    chroma.write_text("a file in its place")
    assert "made anew" in reopen()[0]
    assert encoder.encoded == []  # the catalogue keeps the embeddings
    assert reopen() == ()


@pytest.mark.slow
def test_a_damaged_hnsw_file_is_never_loaded_here(tmp_path: Path) -> None:
    """Chroma would end the process with it."""
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put_many(
            Entry(*make_statement(*(f"Words {n} {m}." for m in range(30)), origin=f"{n}")) for n in range(40)
        )
    (data,) = (tmp_path / "chroma").glob("*/data_level0.bin")
    data.write_bytes(b"zz" * 50)
    with Library.open(tmp_path, HashEncoder()) as library:
        assert "damaged" in library.notices[0]
        assert library.check() == ()


def test_looking_into_the_vector_store_is_not_taken_for_damage(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*make_statement(BINDING, OCEANS))
        library.rebuild()
    for _ in range(2):
        with Library.open(tmp_path, HashEncoder()) as library:
            assert library.notices == ()
            assert library.check() == ()  # opens Chroma, which rewrites some of its files


def test_vectors_that_were_added_or_deleted_behind_its_back_are_set_right(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*make_statement(BINDING, PLURAL, OCEANS))
    collection = chroma_of(tmp_path)
    collection.delete(ids=collection.get(include=[])["ids"][:1])
    collection.add(ids=["stray"], embeddings=np.full((1, 32), 0.1, dtype=np.float32), metadatas=[{"a": 1}])
    chromadb.api.shared_system_client.SharedSystemClient.clear_system_cache()
    with Library.open(tmp_path, HashEncoder(), read_only=True) as library:
        assert library.check() == (
            "1 passages are not in the vector store.",
            "1 vectors in the vector store belong to no passage.",
        )
    with Library.open(tmp_path, HashEncoder()) as library:
        assert library.notices == (
            "The vector store was damaged or incomplete; it was made anew from the catalogue.",
        )
        assert library.check() == ()


def test_another_encoder_embeds_again_and_back_again_does_not(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder("one")) as library:
        library.put(*make_statement(BINDING, PLURAL))
        first = library.sha256
    with Library.open(tmp_path, HashEncoder("two", 48)) as library:
        assert "2 passages had no vector of this encoder and were embedded again" in library.notices[0]
        assert library.check() == ()
        assert library.search("binding").hits
        assert library.sha256 != first
    back = HashEncoder("one")
    with Library.open(tmp_path, back) as library:
        assert back.encoded == []
        assert library.check() == ()
        assert library.sha256 == first


def test_removing_drops_the_vectors_of_every_encoder(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder("one")) as library:
        statement, passages = make_statement(BINDING, PLURAL)
        library.put(statement, passages)
        library.put(*make_statement(OCEANS, origin="another.txt"))
    with Library.open(tmp_path, HashEncoder("two")) as library:
        library.remove(statement.id)
        assert library.check() == ()
    with closing(sqlite3.connect(tmp_path / "library.sqlite3")) as connection:
        kept = connection.execute("SELECT encoder, count(*) FROM embeddings GROUP BY encoder").fetchall()
    assert kept == [("one", 1), ("two", 1)]


def test_reading_only_repairs_nothing_and_refuses_changes(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder("one")) as library:
        library.put(*make_statement(BINDING))
    shutil.rmtree(tmp_path / "chroma")
    with Library.open(tmp_path, HashEncoder("two"), read_only=True) as library:
        assert "1 passages have not been embedded with this encoder" in library.notices[0]
        assert library.search("binding instrument").hits[0].found.lexical_rank == 1
        with pytest.raises(LibraryError, match="for reading only"):
            library.put(*make_statement(OCEANS))
    assert not (tmp_path / "chroma").exists()


def test_rebuilding_keeps_the_statements_and_drops_the_rest(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder("old")) as library:
        statement, passages = make_statement(BINDING, PLURAL)
        library.put(statement, passages)
    with Library.open(tmp_path, HashEncoder("new")) as library:
        library.rebuild()
        assert library.check() == ()
        assert library.statement(statement.id) == statement
        assert library.search("binding").hits[0].found.matched == ("binding",)
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        assert connection.execute("SELECT DISTINCT encoder FROM embeddings").fetchall() == [("new",)]
    connection.close()


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"not a database at all" * 500)
    with pytest.raises(StorageError, match=r"library\.sqlite3.* is damaged .*; move it away"):
        Library.open(tmp_path, HashEncoder())


def test_damage_inside_the_catalogue_is_named(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put_many(Entry(*make_statement(f"{BINDING} {n}", origin=str(n))) for n in range(50))
    path = tmp_path / "library.sqlite3"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StorageError, match="is damaged"):
        Library.open(tmp_path, HashEncoder())


def test_a_library_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    Library.open(tmp_path, HashEncoder()).close()
    connection = sqlite3.connect(tmp_path / "library.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryError, match="layout of version 99"):
        Library.open(tmp_path, HashEncoder())


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"'.*file/home' cannot be made"):
        Library.open(tmp_path / "file" / "home", HashEncoder())


def test_a_full_disk_stores_nothing_of_a_statement(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.put(*make_statement(BINDING, origin="1"))
    connect = library._database._connect

    def on_a_full_disk() -> sqlite3.Connection:
        connection = connect()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        return connection

    monkeypatch.setattr(library._database, "_connect", on_a_full_disk)
    library._database._idle.clear()
    with pytest.raises(StorageError, match="no space left"):
        library.put(*make_statement(*(f"{OCEANS} {n}" for n in range(200)), origin="2"))
    assert library.scope().statements == 1
    assert library.check() == ()
    assert library.search("binding").hits


def test_a_vector_store_that_fails_costs_nothing_that_was_stored(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.put(*make_statement(BINDING, origin="1"))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chromadb.Collection, "add", refuse)
    assert library.put(*make_statement(OCEANS, origin="2")) == "added"
    assert "the vector store could not follow" in library.notices[0]
    assert library.search("fish stocks").hits[0].source.text == OCEANS
    monkeypatch.undo()
    library.close()
    with Library.open(library.home, HashEncoder()) as again:
        assert again.check() == ()


def test_after_closing_it_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path, HashEncoder())
    library.close()
    with pytest.raises(LibraryError, match="is closed"):
        library.search("anything")


def test_asking_for_no_hits_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        library.search("anything", k=0)


def test_opening_what_was_left_in_order_does_not_load_chroma(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*make_statement(BINDING, PLURAL, OCEANS))
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path\n"
        "from tests.index.library_samples import HashEncoder\nfrom index.library import Library\n"
        "library = Library.open(Path(sys.argv[1]), HashEncoder())\n"
        "assert library.search('binding').hits and not library.notices\n"
        "heavy = {'chromadb', 'onnxruntime', 'sentence_transformers', 'llama_index', 'torch'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(tmp_path), str(here), str(here.parents[1])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr
