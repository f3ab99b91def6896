"""Statements, paragraphs and passages in SQLite: the source of truth.

Every function takes a connection, so that the caller decides what belongs to one transaction.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import LibraryError
from core.records import Paragraph, Passage, Statement, content_id
from index.encoder import embedded_text
from index.filters import meeting_span
from index.lexical import index_words
from index.storage import slices

Outcome = Literal["added", "unchanged", "origin added", "replaced"]
Keys = NDArray[np.int64]

_SLICE = 500  # values bound in one SQL statement; SQLite allows at least 999


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with its passages, ready to be stored. ``file_sha256`` is that of the file it was
    read from, ``""`` when there is none."""

    statement: Statement
    passages: tuple[Passage, ...]
    file_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Vector:
    """A passage as the vector store keeps it; days are YYYYMMDD, 0 when unknown."""

    id: str
    passage: int
    passage_id: str
    delegation: str
    forum_key: str
    first_day: int
    last_day: int
    vector: bytes


def validate(entry: Entry) -> None:
    """Raise ValueError unless offsets, ids and texts of an entry agree with each other, LibraryError
    when its text cannot be stored as UTF-8."""
    statement = entry.statement
    by_id: dict[str, Paragraph] = {}
    for paragraph in statement.paragraphs:
        if statement.text[paragraph.start : paragraph.end] != paragraph.text:
            raise ValueError(f"paragraph {paragraph.id!r} is not the text at its offsets")
        if paragraph.id in by_id:
            raise ValueError(f"paragraph id {paragraph.id!r} occurs twice in statement {statement.id!r}")
        by_id[paragraph.id] = paragraph
    for passage in entry.passages:
        owner = by_id.get(passage.paragraph_id)
        if owner is None or owner.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"passage {passage.id!r} is not the text at its offsets")
    try:
        statement.text.encode()
        statement.title.encode()
    except UnicodeEncodeError:
        raise LibraryError(
            f"The text of {statement.origin or statement.id!r} holds unpaired surrogates, which are not "
            "characters; save the file as UTF-8 and ingest it again."
        ) from None


# Writing


def store(
    connection: sqlite3.Connection, entry: Entry, encoder: str, vectors: Mapping[bytes, bytes]
) -> Outcome:
    """Store an entry, or find that it is there. The same content from another origin is stored once;
    new content from a known origin takes the place of the old. ``vectors`` are those of ``encoder``
    by ``text_sha``."""
    statement = entry.statement
    sha = _record_sha(entry)
    row = connection.execute(
        "SELECT key, record_sha, origin FROM statements WHERE id = ?", (statement.id,)
    ).fetchone()
    owner = _one(connection, "SELECT statement FROM origins WHERE origin = ?", statement.origin)
    gone: list[bytes] = []
    outcome: Outcome
    if row is None:
        key = _insert(connection, entry, sha)
        outcome = "added" if owner is None else "replaced"
    elif row[1] != sha and statement.origin in ("", row[2]):
        # the same text from the same place, read better: another title, date or window
        origins = connection.execute(
            "SELECT origin, file_sha256 FROM origins WHERE statement = ?", (row[0],)
        ).fetchall()
        gone += _delete(connection, row[0])
        key = _insert(connection, entry, sha)
        connection.executemany(
            "INSERT INTO origins (origin, statement, file_sha256) VALUES (?, ?, ?)",
            [(origin, key, file_sha256) for origin, file_sha256 in origins],
        )
        owner = key if owner == row[0] else owner
        outcome = "replaced"
    else:
        key = row[0]
        if not statement.origin or owner == key:
            outcome = "unchanged"
        else:
            outcome = "origin added" if owner is None else "replaced"
    if statement.origin:
        connection.execute(
            "INSERT OR REPLACE INTO origins (origin, statement, file_sha256) VALUES (?, ?, ?)",
            (statement.origin, key, entry.file_sha256),
        )
    if owner not in (None, key):
        gone += _leave(connection, owner, statement.origin)
    add_embeddings(connection, encoder, vectors)
    _purge_embeddings(connection, gone)
    return outcome


def remove(connection: sqlite3.Connection, statement_id: str) -> bool:
    """Remove a statement from every table; False when it is not there."""
    key = _one(connection, "SELECT key FROM statements WHERE id = ?", statement_id)
    if key is None:
        return False
    _purge_embeddings(connection, _delete(connection, key))
    # deleted words stay in the index's segments until these are merged; a removed text leaves no trace
    connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
    return True


def add_embeddings(connection: sqlite3.Connection, encoder: str, vectors: Mapping[bytes, bytes]) -> None:
    """Keep vectors by ``text_sha``; those already there stay as they are."""
    connection.executemany(
        "INSERT OR IGNORE INTO embeddings (encoder, text_sha, vector) VALUES (?, ?, ?)",
        [(encoder, sha, vector) for sha, vector in vectors.items()],
    )


def purge_other_encoders(connection: sqlite3.Connection, encoder: str) -> None:
    """Drop the vectors of every encoder but one, and those of texts that are gone."""
    connection.execute("DELETE FROM embeddings WHERE encoder != ?", (encoder,))
    connection.execute("DELETE FROM embeddings WHERE text_sha NOT IN (SELECT text_sha FROM passages)")


def reindex(connection: sqlite3.Connection) -> None:
    """Write the full-text index anew from the stored texts."""
    connection.execute("DELETE FROM passage_words")
    rows = connection.execute(
        "SELECT v.key, v.text, p.section, s.title, v.context FROM passages v"
        " JOIN paragraphs p ON p.key = v.paragraph JOIN statements s ON s.key = v.statement ORDER BY v.key"
    ).fetchall()
    for key, text, section, title, context in rows:
        _index(connection, key, text, section, " ".join(index_words(title)), context)
    connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")


def get_meta(connection: sqlite3.Connection, key: str) -> str:
    """A value kept beside the statements; ``""`` when it was never set."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value beside the statements."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def generation(connection: sqlite3.Connection) -> int:
    """How often the statements have changed: equal numbers mean equal contents."""
    return int(get_meta(connection, "generation") or 0)


def advance(connection: sqlite3.Connection) -> int:
    """Record a change of the statements; the new generation."""
    number = generation(connection) + 1
    set_meta(connection, "generation", str(number))
    return number


def _leave(connection: sqlite3.Connection, key: int, origin: str) -> list[bytes]:
    """``origin`` no longer says what statement ``key`` says: it goes, unless another origin still
    has it. Returns what `_delete` does."""
    others = connection.execute("SELECT min(origin) FROM origins WHERE statement = ?", (key,)).fetchone()[0]
    if others is None:
        return _delete(connection, key)
    connection.execute("UPDATE statements SET origin = ? WHERE key = ? AND origin = ?", (others, key, origin))
    return []


def _insert(connection: sqlite3.Connection, entry: Entry, sha: str) -> int:
    statement = entry.statement
    first_day, last_day = meeting_span(statement.date, statement.date_end)
    details = {
        "provenance": dict(statement.provenance),
        "repeats": [[r.start, r.end, r.of_start, r.of_end] for r in statement.repeats],
        "notices": list(statement.notices),
    }
    cursor = connection.execute(
        "INSERT INTO statements (id, record_sha, text, title, delegation, speaker, speaker_latin, post,"
        " forum, forum_key, date, date_end, first_day, last_day, language, url, origin, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(statement.id, sha, statement.text, statement.title, statement.delegation, statement.speaker),
            *(statement.speaker_latin, statement.post, statement.forum, statement.forum.casefold()),
            *(statement.date, statement.date_end, first_day, last_day, statement.language, statement.url),
            *(statement.origin, json.dumps(details, ensure_ascii=False)),
        ),
    )
    key = cursor.lastrowid or 0
    paragraph_keys: dict[str, tuple[int, str]] = {}
    for p in statement.paragraphs:
        cursor = connection.execute(
            "INSERT INTO paragraphs (id, statement, ordinal, number, printed, section, start, end, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (p.id, key, p.ordinal, p.number, p.printed, p.section, p.start, p.end, p.text),
        )
        paragraph_keys[p.id] = (cursor.lastrowid or 0, p.section)
    title = " ".join(index_words(statement.title))
    for passage in entry.passages:
        text = embedded_text(passage.context, passage.text)
        shown = (statement.delegation, statement.forum.casefold(), str(first_day), str(last_day))
        paragraph_key, section = paragraph_keys[passage.paragraph_id]
        cursor = connection.execute(
            "INSERT INTO passages (id, paragraph, statement, start, end, text, context, text_sha, vector_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(passage.id, paragraph_key, key, passage.start, passage.end, passage.text, passage.context),
                *(text_sha(text), f"{passage.id}.{content_id(text, *shown)}"),
            ),
        )
        _index(connection, cursor.lastrowid or 0, passage.text, section, title, passage.context)
    return key


def _index(
    connection: sqlite3.Connection, key: int, text: str, section: str, title_words: str, context: str
) -> None:
    words = (" ".join(index_words(part)) for part in (text, section, context))
    text_words, section_words, context_words = words
    connection.execute(
        "INSERT INTO passage_words (rowid, text, section, title, context) VALUES (?, ?, ?, ?, ?)",
        (key, text_words, section_words, title_words, context_words),
    )


def _delete(connection: sqlite3.Connection, key: int) -> list[bytes]:
    """Delete a statement, its origins, paragraphs, passages and words. Returns the ``text_sha`` whose
    embeddings may have become useless."""
    shas = connection.execute("SELECT DISTINCT text_sha FROM passages WHERE statement = ?", (key,)).fetchall()
    connection.execute(
        "DELETE FROM passage_words WHERE rowid IN (SELECT key FROM passages WHERE statement = ?)", (key,)
    )
    connection.execute("DELETE FROM statements WHERE key = ?", (key,))  # the rest follows by foreign keys
    return [sha for (sha,) in shas]


def _purge_embeddings(connection: sqlite3.Connection, shas: Sequence[bytes]) -> None:
    connection.executemany(
        "DELETE FROM embeddings WHERE text_sha = ?1"
        " AND NOT EXISTS (SELECT 1 FROM passages WHERE text_sha = ?1)",
        [(sha,) for sha in shas],
    )


def _record_sha(entry: Entry) -> str:
    """Hash of all that is stored of an entry but where it came from."""
    s = entry.statement
    record = [
        *(
            s.id,
            s.text,
            s.title,
            s.delegation,
            s.speaker,
            s.speaker_latin,
            s.post,
            s.forum,
            s.date,
            s.date_end,
        ),
        *(s.language, s.url, sorted(s.provenance.items()), s.notices),
        [(r.start, r.end, r.of_start, r.of_end) for r in s.repeats],
        [(p.id, p.ordinal, p.number, p.printed, p.section, p.start, p.end) for p in s.paragraphs],
        [(v.id, v.paragraph_id, v.start, v.end, v.context) for v in entry.passages],
    ]
    return content_id(json.dumps(record, ensure_ascii=False), length=32)


def _one(connection: sqlite3.Connection, query: str, value: str) -> int | None:
    row = connection.execute(query, (value,)).fetchone()
    return None if row is None else int(row[0])


# Reading


def text_sha(text: str) -> bytes:
    """Under which the vector of an embedded text is kept: SHA-256, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


def missing_texts(connection: sqlite3.Connection, encoder: str, texts: Iterable[str]) -> dict[bytes, str]:
    """Those of ``texts`` that have no vector of ``encoder`` yet, by ``text_sha``."""
    return {
        sha: text
        for sha, text in ((text_sha(text), text) for text in texts)
        if connection.execute(
            "SELECT 1 FROM embeddings WHERE encoder = ? AND text_sha = ?", (encoder, sha)
        ).fetchone()
        is None
    }


def unembedded(connection: sqlite3.Connection, encoder: str) -> dict[bytes, str]:
    """Every stored passage's embedded text that has no vector of ``encoder``, by ``text_sha``."""
    rows = connection.execute(
        "SELECT text_sha, context, text FROM passages v WHERE NOT EXISTS"
        " (SELECT 1 FROM embeddings e WHERE e.encoder = ? AND e.text_sha = v.text_sha) ORDER BY key",
        (encoder,),
    )
    return {sha: embedded_text(context, text) for sha, context, text in rows}


def vectors(
    connection: sqlite3.Connection, encoder: str, ids: Sequence[str] | None = None
) -> Iterator[Vector]:
    """The vectors of ``encoder`` as the vector store keeps them: all, or those of the given ids."""
    query = (
        "SELECT v.vector_id, v.key, v.id, s.delegation, s.forum_key, s.first_day, s.last_day, e.vector"
        " FROM passages v JOIN statements s ON s.key = v.statement"
        " JOIN embeddings e ON e.encoder = ? AND e.text_sha = v.text_sha"
    )
    if ids is None:
        for row in connection.execute(query + " ORDER BY v.key", (encoder,)):
            yield Vector(*row)
        return
    for part in slices(ids):
        marks = ", ".join("?" * len(part))
        for row in connection.execute(f"{query} WHERE v.vector_id IN ({marks})", (encoder, *part)):
            yield Vector(*row)


def pending(connection: sqlite3.Connection) -> list[str]:
    """Ids of vectors that the vector store has yet to take up, or to drop."""
    return [vector_id for (vector_id,) in connection.execute("SELECT vector_id FROM pending")]


def settled(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Take ids off the list of pending ones."""
    connection.executemany("DELETE FROM pending WHERE vector_id = ?", [(id_,) for id_ in ids])


def vector_ids(connection: sqlite3.Connection) -> set[str]:
    """Ids under which the vector store should hold vectors: exactly these."""
    return {vector_id for (vector_id,) in connection.execute("SELECT vector_id FROM passages")}


def passage_count(connection: sqlite3.Connection) -> int:
    """Number of passages."""
    return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])


def problems(connection: sqlite3.Connection, encoder: str) -> list[str]:
    """What is wrong within the catalogue, one sentence each."""
    found: list[str] = []
    for (line,) in connection.execute("PRAGMA quick_check(5)"):
        if line != "ok":
            found.append(f"The catalogue file is damaged: {line}.")
    counts = (
        ("passages are not in the full-text index",
         "SELECT count(*) FROM passages WHERE key NOT IN (SELECT rowid FROM passage_words)"),
        ("entries of the full-text index belong to no passage",
         "SELECT count(*) FROM passage_words WHERE rowid NOT IN (SELECT key FROM passages)"),
        ("embeddings belong to no passage",
         "SELECT count(*) FROM embeddings WHERE text_sha NOT IN (SELECT text_sha FROM passages)"),
        ("statements with an origin are not listed under it",
         "SELECT count(*) FROM statements WHERE origin != '' AND origin NOT IN (SELECT origin FROM origins)"),
    )  # fmt: skip
    for what, query in counts:
        (number,) = connection.execute(query).fetchone()
        if number:
            found.append(f"{number} {what}.")
    (number,) = connection.execute(
        "SELECT count(*) FROM passages v WHERE NOT EXISTS"
        " (SELECT 1 FROM embeddings e WHERE e.encoder = ? AND e.text_sha = v.text_sha)",
        (encoder,),
    ).fetchone()
    if number:
        found.append(f"{number} passages have no vector of the current encoder.")
    texts = connection.execute(
        "SELECT p.id, s.text, p.start, p.end, p.text"
        " FROM paragraphs p JOIN statements s ON s.key = p.statement"
    )
    for paragraph_id, text, start, end, words in texts:
        if text[start:end] != words:
            found.append(f"Paragraph {paragraph_id!r} is not the text at its offsets.")
    return found
