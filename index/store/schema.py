"""The tables of the catalogue, and how those of an earlier version become them."""

import re
import sqlite3
from collections.abc import Iterator

VERSION = 3

_TURNS = """
-- every paragraph and passage is in one turn; a statement with one speaker has one, numbered 0
CREATE TABLE turns (
    key INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statements (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    delegation TEXT NOT NULL,
    parties TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    speaker TEXT NOT NULL,
    speaker_latin TEXT NOT NULL,
    post TEXT NOT NULL,
    role TEXT NOT NULL,
    confidence REAL NOT NULL,
    UNIQUE (statement, ordinal)
);
CREATE INDEX turns_by_delegation ON turns (delegation);
CREATE INDEX turns_with_parties ON turns (parties) WHERE parties != '';
CREATE INDEX turns_by_role ON turns (role) WHERE role != '';
"""

# The text has a table of its own: it is large, and lists and filters read only what is beside it.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE statements (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    record_sha TEXT NOT NULL,
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
    details TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL DEFAULT '',
    agenda_item TEXT NOT NULL DEFAULT '',
    version_key TEXT NOT NULL DEFAULT '',
    corrections TEXT NOT NULL DEFAULT '{}',
    parties TEXT NOT NULL DEFAULT '',
    confidence REAL NOT NULL DEFAULT 1
);
CREATE INDEX statements_by_delegation ON statements (delegation);
CREATE TABLE texts (
    statement INTEGER PRIMARY KEY REFERENCES statements (key) ON DELETE CASCADE,
    text TEXT NOT NULL
);
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
    page INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0,
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
    vector_id TEXT NOT NULL UNIQUE,
    turn INTEGER NOT NULL DEFAULT 0
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
CREATE TRIGGER passage_changed AFTER UPDATE OF vector_id ON passages WHEN old.vector_id != new.vector_id BEGIN
    INSERT OR IGNORE INTO pending VALUES (old.vector_id);
    INSERT OR IGNORE INTO pending VALUES (new.vector_id); END;
CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, section, title, context,
    tokenize = 'porter unicode61 remove_diacritics 0'
);
"""

_FROM_1 = """
ALTER TABLE statements ADD COLUMN on_behalf_of TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN agenda_item TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN version_key TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN corrections TEXT NOT NULL DEFAULT '{}';
ALTER TABLE paragraphs ADD COLUMN page INTEGER NOT NULL DEFAULT 0;
CREATE TABLE texts (
    statement INTEGER PRIMARY KEY REFERENCES statements (key) ON DELETE CASCADE,
    text TEXT NOT NULL
);
INSERT INTO texts SELECT key, text FROM statements;
ALTER TABLE statements DROP COLUMN text;
CREATE TRIGGER passage_changed AFTER UPDATE OF vector_id ON passages WHEN old.vector_id != new.vector_id BEGIN
    INSERT OR IGNORE INTO pending VALUES (old.vector_id);
    INSERT OR IGNORE INTO pending VALUES (new.vector_id); END;
"""

_FROM_2 = """
ALTER TABLE statements ADD COLUMN parties TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN confidence REAL NOT NULL DEFAULT 1;
ALTER TABLE paragraphs ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
UPDATE statements SET confidence = 0 WHERE delegation = '';
INSERT INTO turns
    SELECT key, key, 0, 1, (SELECT count(*) FROM paragraphs p WHERE p.statement = s.key), delegation, '',
    on_behalf_of, speaker, speaker_latin, post, '', confidence FROM statements s;
UPDATE paragraphs SET turn = statement;
UPDATE passages SET turn = statement;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, within the caller's transaction."""
    for script in (SCHEMA, _TURNS):
        _run(connection, script)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def upgrade(connection: sqlite3.Connection, version: int) -> None:
    """Make the tables of an earlier ``version`` those of this one, keeping everything in them, within
    the caller's transaction. Tables of an unknown version stay as they are."""
    steps = {1: (_FROM_1, _TURNS, _FROM_2), 2: (_TURNS, _FROM_2)}.get(version, ())
    for step in steps:
        _run(connection, step)
    if steps:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in _statements(script):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """One at a time: ``executescript`` would commit what is open."""
    yield from re.split(r";\n(?=[A-Z]|--|$)", script.strip() + "\n")
