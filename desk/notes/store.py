"""Notes that outlive the page: kept in one SQLite file of the home folder, piece by piece as they grow.

Every change is one transaction on one piece, so that two tabs, or a killed process, never undo what another
has kept.
"""

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from core.errors import UsageError
from core.sqlite_file import SqliteFile, now, unreadable
from desk.notes.documents import piece_document, piece_of
from desk.notes.records import Kind, Note, NoteSummary, Piece

FILE = "notes.sqlite3"
MOST_PIECES = 2_000
_TITLE_CHARACTERS = 200

_SCHEMA = """
CREATE TABLE IF NOT EXISTS notes (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL,
    marking TEXT NOT NULL, changed TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS notes_by_owner ON notes (owner, changed);
CREATE TABLE IF NOT EXISTS pieces (
    note TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    id TEXT NOT NULL, place INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (note, id)
) WITHOUT ROWID;
"""


class Notes:
    """The notes of a home folder. Safe to share between threads and processes.

    ``owner`` is the name that a person logged in with, ``""`` where nobody logs in; nobody sees, or can
    change, another's. Raises StorageError when the file can't be used, and UsageError for a note or piece
    that is not (or no longer) there.
    """

    def __init__(self, home: Path) -> None:
        self._file = SqliteFile(home / FILE, _SCHEMA, "The notes")

    def new(
        self,
        title: str,
        owner: str = "",
        *,
        kind: Kind = "note",
        language: str = "en",
        marking: str = "",
        pieces: Iterable[Piece] = (),
    ) -> str:
        """Keep a note; its id."""
        note = secrets.token_hex(8)
        with self._file.changing() as connection:
            row = (note, owner, kind, _title(title), language, marking, now())
            connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            _append(connection, note, pieces)
        return note

    def add(self, note: str, piece: Piece, owner: str = "") -> str:
        """Put a piece at the end; its id."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            return _append(connection, note, [piece])[0]

    def write(self, note: str, piece: Piece, owner: str = "") -> None:
        """Put a piece in the place of the one with its id."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            document = json.dumps(piece_document(piece), ensure_ascii=False)
            changed = connection.execute(
                "UPDATE pieces SET document = ? WHERE note = ? AND id = ?", (document, note, piece.id)
            )
            _require(changed.rowcount)

    def move(self, note: str, piece: str, by: int, owner: str = "") -> None:
        """Move a piece ``by`` places down (up, where it is negative); at the end of the note it stays."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            rows = connection.execute("SELECT id FROM pieces WHERE note = ? ORDER BY place", (note,))
            order = [str(row[0]) for row in rows]
            _require(piece in order)
            at = order.index(piece)
            order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
            _put_in_order(connection, note, order)

    def drop(self, note: str, piece: str, owner: str = "") -> None:
        """Take a piece out for good."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            gone = connection.execute("DELETE FROM pieces WHERE note = ? AND id = ?", (note, piece))
            _require(gone.rowcount)

    def refill(self, note: str, gone: Collection[str], pieces: Iterable[Piece], owner: str = "") -> None:
        """Put ``pieces`` in the place of the first of the pieces ``gone``, which are taken out."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            rows = connection.execute("SELECT id FROM pieces WHERE note = ? ORDER BY place", (note,))
            order = [str(row[0]) for row in rows]
            left = [one for one in order if one not in gone]
            at = next((at for at, one in enumerate(order) if one in gone), None)
            _require(at is not None)
            for one in set(order) - set(left):
                connection.execute("DELETE FROM pieces WHERE note = ? AND id = ?", (note, one))
            left[at:at] = _append(connection, note, pieces)
            _put_in_order(connection, note, left)

    def rename(self, note: str, title: str, owner: str = "") -> None:
        """Give it another title; an empty one changes nothing."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            if title.strip():
                connection.execute("UPDATE notes SET title = ? WHERE id = ?", (_title(title), note))

    def grow(self, note: str, changed: str, title: str, pieces: Iterable[Piece], owner: str = "") -> str:
        """Put ``pieces`` in the place of all that it has, as long as nobody else has changed it since
        ``changed``; when it was changed now, or ``""`` where it is left to whoever changed it."""
        with self._file.changing() as connection:
            row = connection.execute(
                "SELECT 1 FROM notes WHERE id = ? AND owner = ? AND changed = ?", (note, owner, changed)
            ).fetchone()
            if row is None:
                return ""
            connection.execute("DELETE FROM pieces WHERE note = ?", (note,))
            _append(connection, note, pieces)
            at = now()
            connection.execute(
                "UPDATE notes SET title = ?, changed = ? WHERE id = ?", (_title(title), at, note)
            )
            return at

    def summaries(self, owner: str = "") -> tuple[NoteSummary, ...]:
        """The owner's notes, the one changed last first."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT id, kind, title, changed, (SELECT count(*) FROM pieces WHERE note = notes.id)"
                " FROM notes WHERE owner = ? ORDER BY changed DESC",
                (owner,),
            ).fetchall()
        return tuple(NoteSummary(*row) for row in rows)

    def load(self, note: str, owner: str = "") -> Note:
        """The whole note."""
        with self._file.snapshot() as connection:
            row = connection.execute(
                "SELECT id, kind, title, changed, language, marking FROM notes WHERE id = ? AND owner = ?",
                (note, owner),
            ).fetchone()
            _require(row)
            rows = connection.execute(
                "SELECT id, document FROM pieces WHERE note = ? ORDER BY place", (note,)
            ).fetchall()
        found, kind, title, changed, language, marking = row
        pieces = tuple(_piece(title, one, document) for one, document in rows)
        return Note(found, kind, title, changed, language, marking, pieces)

    def remove(self, note: str, owner: str = "") -> None:
        """Remove for good: nothing of it stays in the file."""
        with self._file.changing() as connection:
            _touch(connection, note, owner)
            connection.execute("DELETE FROM notes WHERE id = ?", (note,))
        self._file.scrub()


def _touch(connection: sqlite3.Connection, note: str, owner: str) -> None:
    """Says when the note was changed. Raises UsageError where the owner has no such note."""
    found = connection.execute(
        "UPDATE notes SET changed = ? WHERE id = ? AND owner = ?", (now(), note, owner)
    )
    _require(found.rowcount)


def _append(connection: sqlite3.Connection, note: str, pieces: Iterable[Piece]) -> list[str]:
    (last, count) = connection.execute(
        "SELECT coalesce(max(place), -1), count(*) FROM pieces WHERE note = ?", (note,)
    ).fetchone()
    rows = [
        (note, secrets.token_hex(6), place, json.dumps(piece_document(piece), ensure_ascii=False))
        for place, piece in enumerate(pieces, last + 1)
    ]
    if count + len(rows) > MOST_PIECES:
        raise UsageError(f"A note has at most {MOST_PIECES:,} pieces; begin another one.")
    connection.executemany("INSERT INTO pieces VALUES (?, ?, ?, ?)", rows)
    return [row[1] for row in rows]


def _put_in_order(connection: sqlite3.Connection, note: str, order: Sequence[str]) -> None:
    connection.executemany(
        "UPDATE pieces SET place = ? WHERE note = ? AND id = ?",
        [(place, note, one) for place, one in enumerate(order)],
    )


def _require(found: object) -> None:
    if not found:
        raise UsageError("That note, or this piece of it, is no longer there; it may have been removed.")


def _piece(title: str, piece: str, document: str) -> Piece:
    try:
        return piece_of(json.loads(document), piece)
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(f"A piece of the note {title!r}", error) from None


def _title(text: str) -> str:
    return " ".join(text.split())[:_TITLE_CHARACTERS]
