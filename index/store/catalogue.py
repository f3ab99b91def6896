# ruff: noqa: S608  SQL is put together from this module's own constants; values are always bound
"""Statements, paragraphs and passages written to SQLite: the source of truth.

Every function takes a connection, so that the caller decides what belongs to one transaction.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence

from core.records import Paragraph, Statement, turn_of
from index.store import corrections, embeddings, turns, words
from index.store.corrections import Corrections
from index.store.entries import ContextOf, Entry, Gone, Outcome, record_sha, vector_id
from index.store.filters import meeting_span
from index.store.prepared import Prepared
from index.store.storage import advance, set_traces

__all__ = ["Entry", "correct", "remove", "store"]


def store(
    connection: sqlite3.Connection,
    prepared: Prepared,
    vectors: Mapping[embeddings.Key, bytes],
    gone: Gone | None = None,
) -> Outcome:
    """Store an entry, or find that it is there. The same content from another origin is stored once, and
    has moved when there is nothing any more where it was; new content from a known origin takes the place
    of the old. ``vectors`` are those of its texts that were not there."""
    entry, origin = prepared.entry, prepared.entry.statement.origin
    sha = record_sha(entry)
    row = connection.execute(
        "SELECT key, record_sha FROM statements WHERE id = ?", (prepared.statement.id,)
    ).fetchone()
    owner = _owner(connection, origin)
    outcome: Outcome = "added" if owner is None else "replaced"
    useless: list[bytes] = []
    changed = True
    if row is None:
        key = _insert(connection, prepared, sha)
    else:
        key = row[0]
        moved = bool(origin and gone) and owner != key and _left(connection, key, origin, gone)
        primary = _primary(connection, key)
        if row[1] != sha and origin in ("", primary):
            # the same text from the same place, read better: another title, date or window
            useless += _delete_but_origins(connection, key)
            key = _insert(connection, prepared, sha, key)
            outcome = "replaced"
        else:
            changed = False
            if not origin or owner == key:
                outcome = "unchanged"
            elif owner is None:
                outcome = "origin added"
        if moved and owner is None:
            outcome = "moved"
    if origin:
        connection.execute(
            "INSERT OR REPLACE INTO origins (origin, statement, file_sha256) VALUES (?, ?, ?)",
            (origin, key, entry.file_sha256),
        )
    if owner not in (None, key):
        useless += _leave(connection, owner, origin)
        changed = True
    embeddings.add_embeddings(connection, vectors)
    embeddings.purge_embeddings(connection, useless)
    if useless:
        set_traces(connection, left=True)
    if changed:
        advance(connection)
    return outcome


def correct(
    connection: sqlite3.Connection,
    key: int,
    statement: Statement,
    made: Corrections,
    context_of: ContextOf | None,
) -> None:
    """Give statement ``key`` the fields of ``statement``, which its corrections ``made`` lead to. Its
    passages keep their vectors, their context lines and what the vector store knows of them follow."""
    raw = connection.execute("SELECT details FROM statements WHERE key = ?", (key,)).fetchone()[0]
    details = json.loads(raw) | {"provenance": dict(statement.provenance)}
    columns = {**_columns(statement), "details": json.dumps(details, ensure_ascii=False)}
    columns["corrections"] = corrections.dumped(made)
    connection.execute(
        f"UPDATE statements SET {', '.join(f'{name} = ?' for name in columns)} WHERE key = ?",
        (*columns.values(), key),
    )
    turns.write(connection, key, statement)
    paragraphs = {paragraph.id: paragraph for paragraph in statement.paragraphs}
    rows = connection.execute(
        "SELECT v.key, v.id, v.text_sha, v.context, p.id FROM passages v"
        " JOIN paragraphs p ON p.key = v.paragraph WHERE v.statement = ?",
        (key,),
    ).fetchall()
    for passage, id_, sha, context, paragraph_id in rows:
        paragraph = paragraphs[paragraph_id]
        if context_of is not None:
            context = context_of(statement, paragraph)
        connection.execute(
            "UPDATE passages SET context = ?, vector_id = ? WHERE key = ?",
            (context, vector_id(id_, sha, *_shown(statement, paragraph)), passage),
        )
        words.reindex_surroundings(connection, passage, statement.title, context)
    advance(connection)


def remove(connection: sqlite3.Connection, statement_id: str) -> bool:
    """Remove a statement from every table; False when it is not there."""
    row = connection.execute("SELECT key FROM statements WHERE id = ?", (statement_id,)).fetchone()
    if row is None:
        return False
    embeddings.purge_embeddings(connection, _delete(connection, row[0]))
    set_traces(connection, left=True)
    advance(connection)
    return True


def _owner(connection: sqlite3.Connection, origin: str) -> int | None:
    row = connection.execute("SELECT statement FROM origins WHERE origin = ?", (origin,)).fetchone()
    return None if row is None else int(row[0])


def _primary(connection: sqlite3.Connection, key: int) -> str:
    return str(connection.execute("SELECT origin FROM statements WHERE key = ?", (key,)).fetchone()[0])


def _left(connection: sqlite3.Connection, key: int, origin: str, gone: Gone | None) -> bool:
    """Strike the origins of statement ``key`` at which there is nothing any more; whether there were any.
    ``origin``, where it is now, takes the place of a first one that is struck."""
    rows = connection.execute("SELECT origin FROM origins WHERE statement = ?", (key,)).fetchall()
    struck = [known for (known,) in rows if gone is not None and gone(known)]
    connection.executemany("DELETE FROM origins WHERE origin = ?", [(known,) for known in struck])
    if _primary(connection, key) in struck:
        connection.execute("UPDATE statements SET origin = ? WHERE key = ?", (origin, key))
    return bool(struck)


def _leave(connection: sqlite3.Connection, key: int, origin: str) -> list[bytes]:
    """``origin`` no longer says what statement ``key`` says: it goes, unless another origin still
    has it. Returns what `_delete` does."""
    others = connection.execute("SELECT min(origin) FROM origins WHERE statement = ?", (key,)).fetchone()[0]
    if others is None:
        return _delete(connection, key)
    connection.execute("UPDATE statements SET origin = ? WHERE key = ? AND origin = ?", (others, key, origin))
    return []


def _shown(statement: Statement, paragraph: Paragraph) -> tuple[str, str, str, int, int]:
    """What the vector store knows of a paragraph's passages."""
    turn = turn_of(statement, paragraph)
    days = meeting_span(statement.date, statement.date_end)
    return (turn.delegation, turns.joined(turn.parties), statement.forum.casefold(), *days)


def _columns(statement: Statement) -> dict[str, str | int | float]:
    first_day, last_day = meeting_span(statement.date, statement.date_end)
    return {
        "title": statement.title,
        "delegation": statement.delegation,
        "parties": turns.joined(statement.parties),
        "confidence": statement.confidence,
        "speaker": statement.speaker,
        "speaker_latin": statement.speaker_latin,
        "post": statement.post,
        "on_behalf_of": statement.on_behalf_of,
        "forum": statement.forum,
        "forum_key": statement.forum.casefold(),
        "agenda_item": statement.agenda_item,
        "date": statement.date,
        "date_end": statement.date_end,
        "first_day": first_day,
        "last_day": last_day,
        "language": statement.language,
        "url": statement.url,
    }


def _insert(connection: sqlite3.Connection, prepared: Prepared, sha: str, key: int | None = None) -> int:
    statement = prepared.statement
    details = {
        "provenance": dict(statement.provenance),
        "repeats": [[r.start, r.end, r.of_start, r.of_end] for r in statement.repeats],
        "notices": list(statement.notices),
    }
    columns = {
        **_columns(statement),
        "id": statement.id,
        "record_sha": sha,
        "origin": statement.origin,
        "version_key": statement.provenance.get("version_key", ""),
        "details": json.dumps(details, ensure_ascii=False),
        "corrections": corrections.dumped(prepared.corrections),
    }
    if key is None:
        cursor = connection.execute(
            f"INSERT INTO statements ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        key = cursor.lastrowid or 0
    else:
        connection.execute(
            f"UPDATE statements SET {', '.join(f'{name} = ?' for name in columns)} WHERE key = ?",
            (*columns.values(), key),
        )
    connection.execute("INSERT INTO texts (statement, text) VALUES (?, ?)", (key, statement.text))
    paragraphs: dict[str, tuple[int, Paragraph]] = {}
    for p in statement.paragraphs:
        cursor = connection.execute(
            "INSERT INTO paragraphs"
            " (id, statement, ordinal, number, printed, section, start, end, text, page)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (p.id, key, p.ordinal, p.number, p.printed, p.section, p.start, p.end, p.text, p.page),
        )
        paragraphs[p.id] = (cursor.lastrowid or 0, p)
    for passage, text_hash in zip(prepared.passages, prepared.shas, strict=True):
        row, paragraph = paragraphs[passage.paragraph_id]
        shown = _shown(statement, paragraph)
        cursor = connection.execute(
            "INSERT INTO passages (id, paragraph, statement, start, end, text, context, text_sha, vector_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(passage.id, row, key, passage.start, passage.end, passage.text, passage.context),
                *(text_hash, vector_id(passage.id, text_hash, *shown)),
            ),
        )
        words.index_passage(
            connection,
            cursor.lastrowid or 0,
            passage.text,
            paragraph.section,
            statement.title,
            passage.context,
        )
    turns.write(connection, key, statement)
    return key


def _delete(connection: sqlite3.Connection, key: int) -> list[bytes]:
    """Delete a statement and all that belongs to it. Returns the ``text_sha`` whose embeddings may have
    become useless."""
    shas = _delete_but_origins(connection, key)
    connection.execute("DELETE FROM statements WHERE key = ?", (key,))  # the rest follows by foreign keys
    return shas


def _delete_but_origins(connection: sqlite3.Connection, key: int) -> list[bytes]:
    """Delete a statement's text, turns, paragraphs, passages and words. Returns what `_delete` does."""
    shas: Sequence[tuple[bytes]] = connection.execute(
        "SELECT DISTINCT text_sha FROM passages WHERE statement = ?", (key,)
    ).fetchall()
    words.unindex_statement(connection, key)
    connection.execute("DELETE FROM texts WHERE statement = ?", (key,))
    connection.execute("DELETE FROM turns WHERE statement = ?", (key,))
    connection.execute("DELETE FROM paragraphs WHERE statement = ?", (key,))
    return [sha for (sha,) in shas]
