"""Every vector store finds what the exact comparison finds, and comes back from failure."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.config import VectorsConfig
from core.errors import ConfigError
from core.records import Filters, content_id
from index import Library
from index.search.dense import DenseIndex
from index.store.entries import Entry
from index.vectors.store import VectorStoreError
from tests.index.library_samples import HashEncoder, make_statement
from tests.index.vectors import places
from tests.index.vectors.places import Place, Server

# Other people's packages warn of each other.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

FILTERS = (
    Filters(),
    Filters(delegations=("JPN",)),
    Filters(delegations=("JPN", "FRA")),
    Filters(forum="UNGA"),
    Filters(since="2021", until="2022"),
    Filters(delegations=("FRA",), since="2022", forum="OEWG"),
    Filters(delegations=("BRA",)),
    Filters(language="ja"),
)


@pytest.fixture(autouse=True)
def _nothing_left_for_other_tests() -> Iterator[None]:
    """Clients that could not connect are dropped with their sockets open: here, and not in another test."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    found.kill()


@pytest.fixture(params=["chroma folder", "chroma server", "qdrant", "milvus"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "chroma folder":
        return places.chroma_folder(tmp_path)
    if request.param == "chroma server":
        return places.chroma_server(request.getfixturevalue("server"), content_id(str(tmp_path)))
    if request.param == "qdrant":
        if reason := places.missing("qdrant_client", "llama_index.vector_stores.qdrant"):
            pytest.skip(reason)
        return places.qdrant(tmp_path / "qdrant")
    if reason := places.missing("milvus_lite", "llama_index.vector_stores.milvus"):
        pytest.skip(reason)
    return places.milvus(tmp_path / "milvus")


def opened(tmp_path: Path, place: Place, encoder: HashEncoder | None = None) -> Library:
    return Library.open(tmp_path / "home", encoder or HashEncoder(), vectors=place.settings)


def entries(count: int = 12, words: str = "") -> list[Entry]:
    """Statements of three states in two forums over four years; every sixth is a joint one."""
    made = []
    for n in range(count):
        statement, passages = make_statement(
            *(f"{words} Paragraph {n} {m} on fish {n % 5} and seas {m}." for m in range(4)),
            delegation=("JPN", "FRA", "KEN")[n % 3],
            forum=("OEWG", "UNGA")[n % 2],
            date=f"{2020 + n % 4}-03-01",
            origin=f"{n}.txt",
        )
        if n % 6 == 5:
            statement = replace(statement, delegation="", parties=("BRA", "JPN"))
        made.append(Entry(statement, passages))
    return made


def nearest(library: Library, query: str, filters: Filters, exact: int) -> list[tuple[int, float]] | None:
    """What the dense search finds: by the vector store alone where ``exact`` is 0."""
    from index.search import matching

    encoder = HashEncoder(library._encoder.fingerprint, library._encoder.dimension)
    dense = DenseIndex(library._store, encoder, exact=exact)
    dense.warm()
    vector = encoder.encode_query(query)
    with library._database.reading() as connection:
        admitted = matching.admitted(connection, filters, ())
        if exact == 0 and not filters.language:
            found = dense._from_store(connection, library._store, vector, filters, admitted, 8)
        else:
            found = dense.nearest(connection, vector, filters, admitted, 8)
    return None if found is None else [(key, round(similarity, 3)) for key, similarity in found]


def assert_conforms(library: Library) -> None:
    for query in ("fish 3 and seas 2", "Paragraph 7 1"):
        for filters in FILTERS:
            exact = nearest(library, query, filters, 10**9)
            found = nearest(library, query, filters, 0)
            assert found is not None, f"the store could not be asked with {filters}"
            assert [s for _, s in found] == pytest.approx([s for _, s in exact or ()], abs=0.002)
            assert {key for key, _ in found} <= _admitted(library, filters)
    assert library.check() == ()


def _admitted(library: Library, filters: Filters) -> set[int]:
    from index.search import matching

    with library._database.reading() as connection:
        keys = matching.admitted(connection, filters, ())
        if keys is None:
            return {key for (key,) in connection.execute("SELECT key FROM passages")}
        return set(keys.tolist())


def test_what_is_added_is_found_under_every_filter(tmp_path: Path, place: Place) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries())
        assert_conforms(library)
        assert library.notices == ()


def test_a_filter_that_admits_much_finds_what_it_should(tmp_path: Path, place: Place) -> None:
    encoder = HashEncoder()
    with opened(tmp_path, place) as library:
        library.put_many(entries(30))
        exact, dense = DenseIndex(library._store, encoder), DenseIndex(library._store, encoder, exact=0)
        dense.warm()
        for query in ("fish 3 and seas 2", "Paragraph 7 1"):
            vector = encoder.encode_query(query)
            for filters in FILTERS:
                with library._database.reading() as connection:
                    wanted = exact.search(connection, vector, filters, (), 8)
                    found = dense.search(connection, vector, filters, (), 8)
                assert {key for key, _ in found} <= _admitted(library, filters)
                assert [s for _, s in found] == pytest.approx([s for _, s in wanted], abs=0.002)


def test_what_is_changed_and_deleted_is_gone(tmp_path: Path, place: Place) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries())
        library.put_many(entries(3, "Whales"))  # from the same files
        library.remove(next(s.id for s in library.statements() if s.origin == "7.txt"))
        library.edit(next(s.id for s in library.statements() if s.origin == "8.txt"), {"delegation": "FRA"})
        assert library.passage_count() == 44
        assert_conforms(library)
        vector = HashEncoder().encode_query("Paragraph 7 1 on fish 2 and seas 1.")
        with library._database.reading() as connection:
            known = {id_ for (id_,) in connection.execute("SELECT vector_id FROM passages")}
        assert set(library._store.nearest(vector, Filters(), 60)) == known


def test_a_restart_finds_all_as_it_was(tmp_path: Path, place: Place) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries())
    for _ in range(2):
        with opened(tmp_path, place) as library:
            assert library.notices == ()
            assert_conforms(library)


@pytest.mark.parametrize("what", ["add", "delete"])
def test_a_store_that_fails_in_the_middle_is_brought_to_the_catalogues_state(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries(6))
        whole: Callable[..., None] = getattr(type(library._store), what)

        def broken(self: Any, those: Any) -> None:
            whole(self, those[:3])
            raise VectorStoreError("the connection was closed")

        with monkeypatch.context() as patched:
            patched.setattr(type(library._store), what, broken)
            if what == "add":
                library.put_many(entries())
            else:
                library.remove(library.statements()[0].id)
        (told,) = library.notices
        assert told.startswith("The statements are stored, but the vector store could not follow (the conn")
        assert library.search("fish 3 and seas 2").hits  # what was stored is found all the same
    with opened(tmp_path, place) as library:
        assert library.passage_count() == (48 if what == "add" else 20)
        assert_conforms(library)


def test_a_store_that_was_emptied_is_filled_again(tmp_path: Path, place: Place) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries())
    place.empty(tmp_path / "home")
    with opened(tmp_path, place) as library:
        (told,) = library.notices
        assert told.startswith("The vector store ")
        assert library._encoder.encoded == []  # from the catalogue's vectors
        assert_conforms(library)


def test_vectors_of_another_length_take_the_place_of_the_old(tmp_path: Path, place: Place) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries(6))
    with opened(tmp_path, place, HashEncoder("other", 12)) as library:
        assert len(library.notices) == 2
        assert_conforms(library)
    with opened(tmp_path, place, HashEncoder("other", 12)) as library:
        assert library.notices == ()


def test_a_rebuild_makes_the_store_anew(tmp_path: Path, place: Place) -> None:
    with opened(tmp_path, place) as library:
        library.put_many(entries(6))
        library.rebuild()
        assert_conforms(library)


def test_a_server_killed_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path / "server")
    try:
        place = places.chroma_server(server, "passages")
        with opened(tmp_path, place) as library:
            library.put_many(entries(6))
            server.kill()
            library.put_many(entries())
            assert "could not follow" in library.notices[0]
            assert library.passage_count() == 48
            assert library.search("fish 3 and seas 2").hits
        with opened(tmp_path, place) as library:  # it is still down
            (told,) = library.notices
            assert told.startswith("The vector store cannot be used")
            assert library.search("fish 3 and seas 2").hits
        server.start()
        with opened(tmp_path, place) as library:
            assert_conforms(library)
        with opened(tmp_path, place) as library:
            assert library.notices == ()
    finally:
        server.kill()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (VectorsConfig(url="localhost:8000"), "is no address; write http://localhost:8000"),
        (VectorsConfig(store="no.such:Store"), "cannot be imported"),
        (VectorsConfig(store="pathlib:Path"), "is not a LlamaIndex vector store"),
        (VectorsConfig(store="threading:Thread", arguments={"a": 1}), "do not fit threading:Thread"),
    ],
)
def test_a_setting_that_cannot_be_is_explained(tmp_path: Path, settings: VectorsConfig, told: str) -> None:
    with (
        pytest.raises(ConfigError, match=told),
        Library.open(tmp_path, HashEncoder(), vectors=settings) as library,
    ):
        library.put_many(entries(1))
