"""A library of the first released version is brought to the present one, whole."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import LibraryError
from core.records import Filters, content_id
from index.library import Library
from index.models.encoder import embedded_text
from index.store import schema
from index.store.lexical import REVISION, index_words
from index.store.storage import Database
from tests.index.library_samples import BINDING, PLURAL, HashEncoder, make_statement

V1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE statements (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    record_sha TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    delegation TEXT NOT NULL,
    speaker TEXT NOT NULL,
    speaker_latin TEXT NOT NULL,
    post TEXT NOT NULL,
    forum TEXT NOT NULL,
    forum_key TEXT NOT NULL,
    date TEXT NOT NULL,
    date_end TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    language TEXT NOT NULL,
    url TEXT NOT NULL,
    origin TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX statements_by_delegation ON statements (delegation);
CREATE TABLE origins (
    origin TEXT PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statements (key) ON DELETE CASCADE,
    file_sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX origins_by_statement ON origins (statement);
CREATE TABLE paragraphs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    statement INTEGER NOT NULL REFERENCES statements (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    printed INTEGER NOT NULL,
    section TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (statement, ordinal)
);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    paragraph INTEGER NOT NULL REFERENCES paragraphs (key) ON DELETE CASCADE,
    statement INTEGER NOT NULL REFERENCES statements (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    text_sha BLOB NOT NULL,
    vector_id TEXT NOT NULL UNIQUE
);
CREATE INDEX passages_by_paragraph ON passages (paragraph);
CREATE INDEX passages_by_statement ON passages (statement);
CREATE INDEX passages_by_text ON passages (text_sha);
CREATE TABLE embeddings (
    encoder TEXT NOT NULL,
    text_sha BLOB NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (encoder, text_sha)
);
-- vectors that the vector store has yet to take up or drop, written by the transaction that causes it
CREATE TABLE pending (vector_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT OR IGNORE INTO pending VALUES (new.vector_id); END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT OR IGNORE INTO pending VALUES (old.vector_id); END;
CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, section, title, context,
    tokenize = 'porter unicode61 remove_diacritics 0'
);
"""

STATEMENT, PASSAGES = make_statement(BINDING, PLURAL, title="Intervention", origin="/texts/a.txt")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home as version 1 left it, vectors pending."""
    with closing(sqlite3.connect(tmp_path / "library.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN; {V1} PRAGMA user_version = 1; COMMIT;")
        _store(connection)
    return tmp_path


@pytest.fixture
def home_2(home: Path) -> Path:
    """A home as version 2 left it."""
    with closing(sqlite3.connect(home / "library.sqlite3", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        schema._run(connection, schema._FROM_1)
        connection.execute("PRAGMA user_version = 2")
        connection.execute("COMMIT")
    return home


def _store(connection: sqlite3.Connection) -> None:
    s = STATEMENT
    details = json.dumps(
        {"provenance": {"date": "title line"}, "repeats": [[0, 2, 3, 5]], "notices": ["Note."]}
    )
    connection.execute(
        "INSERT INTO statements VALUES (1, ?, 'sha', ?, ?, ?, '', '', 'Minister', ?, ?, ?, ?, 20201201,"
        " 20201201, ?, '', ?, ?)",
        (
            *(
                s.id,
                s.text,
                s.title,
                s.delegation,
                s.forum,
                s.forum.casefold(),
                s.date,
                s.date_end,
                s.language,
            ),
            *(s.origin, details),
        ),
    )
    connection.execute("INSERT INTO origins VALUES (?, 1, 'file-sha')", (s.origin,))
    encoder = HashEncoder()
    for key, (p, passage) in enumerate(zip(s.paragraphs, PASSAGES, strict=True), start=1):
        connection.execute(
            "INSERT INTO paragraphs VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (key, p.id, p.ordinal, p.number, p.printed, p.section, p.start, p.end, p.text),
        )
        text = embedded_text(passage.context, passage.text)
        sha = hashlib.sha256(text.encode()).digest()
        connection.execute(
            "INSERT INTO passages VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
            (
                *(key, passage.id, key, passage.start, passage.end, passage.text, passage.context, sha),
                f"{passage.id}.{content_id(text)}",
            ),
        )
        vector = encoder.encode_passages([text])[0].astype("float16").tobytes()
        connection.execute("INSERT INTO embeddings VALUES ('hash', ?, ?)", (sha, vector))
        words = (" ".join(index_words(part)) for part in (p.text, p.section, s.title, passage.context))
        connection.execute(
            "INSERT INTO passage_words (rowid, text, section, title, context) VALUES (?, ?, ?, ?, ?)",
            (key, *words),
        )
    connection.execute("INSERT INTO meta VALUES ('lexical', ?), ('generation', '7')", (REVISION,))


def test_everything_of_version_1_is_kept(home: Path) -> None:
    encoder = HashEncoder()
    with Library.open(home, encoder) as library:
        assert library.check() == ()
        assert encoder.encoded == []
        found = library.statement(STATEMENT.id)
        assert (found.text, found.paragraphs) == (STATEMENT.text, STATEMENT.paragraphs)
        assert (found.post, found.agenda_item, found.on_behalf_of) == ("Minister", "", "")
        assert found.provenance == {"date": "title line"}
        assert (found.notices, found.repeats[0].of_end) == (("Note.",), 5)
        assert library.known("/texts/a.txt", "file-sha")
        (hit, *_) = library.search("binding instrument", Filters(delegations=("JPN",))).hits
        assert (hit.source.text, hit.source.page) == (BINDING, 0)


def test_what_is_new_works_on_it(home: Path) -> None:
    with Library.open(home, HashEncoder()) as library:
        library.edit(STATEMENT.id, {"agenda_item": "94", "delegation": "FRA"})
        assert library.search("binding", Filters(delegations=("FRA",))).hits
        library.put(STATEMENT, PASSAGES)
        assert library.statement(STATEMENT.id).agenda_item == "94"
        library.remove(STATEMENT.id)
        assert library.check() == ()


def test_the_tables_are_those_of_a_new_library(home: Path, tmp_path: Path) -> None:
    def tables(path: Path) -> dict[str, set[object]]:
        Database(path).close()
        with closing(sqlite3.connect(path)) as connection:
            names = [n for (n,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return {n: {row[1:5] for row in connection.execute(f"PRAGMA table_info({n})")} for n in names}

    assert tables(home / "library.sqlite3") == tables(tmp_path / "new.sqlite3")


@pytest.mark.parametrize("step", range(8))
def test_a_crash_on_the_way_leaves_version_1_which_is_then_brought_up(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps = schema._statements

    def dies(script: str) -> Iterator[str]:
        for number, statement in enumerate(steps(script)):
            if number == step:
                raise KeyboardInterrupt
            yield statement

    monkeypatch.setattr(schema, "_statements", dies)
    with pytest.raises(KeyboardInterrupt):
        Library.open(home, HashEncoder())
    with closing(sqlite3.connect(home / "library.sqlite3")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT text FROM statements").fetchone() == (STATEMENT.text,)
    monkeypatch.undo()
    with Library.open(home, HashEncoder()) as library:
        assert library.check() == ()
        assert library.statement(STATEMENT.id).text == STATEMENT.text


def test_everything_of_version_2_is_kept_as_one_turn(home_2: Path) -> None:
    encoder = HashEncoder()
    with Library.open(home_2, encoder) as library:
        assert library.check() == ()
        assert encoder.encoded == []
        found = library.statement(STATEMENT.id)
        assert (found.paragraphs, found.turns, found.confidence) == (STATEMENT.paragraphs, (), 1.0)
        (hit, *_) = library.search("binding instrument", Filters(delegations=("JPN",))).hits
        assert (hit.source.delegation, hit.source.post, hit.source.turn) == ("JPN", "Minister", 0)


def test_a_crash_on_the_way_leaves_version_2(home_2: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(home_2 / "library.sqlite3")) as connection:
        before = list(connection.iterdump())

    steps = schema._statements

    def dies(script: str) -> Iterator[str]:
        yield from list(steps(script))[:-1]
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "_statements", dies)
    with pytest.raises(KeyboardInterrupt):
        Library.open(home_2, HashEncoder())
    with closing(sqlite3.connect(home_2 / "library.sqlite3")) as connection:
        assert list(connection.iterdump()) == before
    monkeypatch.undo()
    with Library.open(home_2, HashEncoder()) as library:
        assert library.check() == ()


def test_reading_only_leaves_version_1_as_it_is(home: Path) -> None:
    with pytest.raises(LibraryError, match="layout of version 1; open it once for writing"):
        Library.open(home, HashEncoder(), read_only=True)
    with closing(sqlite3.connect(home / "library.sqlite3")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
