"""Watches that outlive the page: kept in one SQLite file of the home folder, each finding and change as
soon as it is made."""

import json
import secrets
import sqlite3
from collections.abc import Collection
from pathlib import Path

from core.documents import filters_document, filters_of
from core.errors import NotThereError, UsageError
from core.records import Filters
from core.sqlite_file import SqliteFile, now, unreadable
from desk.watch.documents import change_document, finding_document, finding_of, saved_of
from desk.watch.records import Change, Finding, Kind, Saved, Watch

FILE = "watches.sqlite3"
MOST_WATCHES = 200  # of one person
_MOST_CHANGES = 50  # of one watch, the latest ones

_SCHEMA = """
CREATE TABLE IF NOT EXISTS watches (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL, question TEXT NOT NULL,
    filters TEXT NOT NULL, infer INTEGER NOT NULL, made TEXT NOT NULL, checked TEXT NOT NULL,
    counted INTEGER NOT NULL, finding TEXT NOT NULL, seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS watches_by_owner ON watches (owner, made);
CREATE TABLE IF NOT EXISTS changes (
    watch TEXT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    at TEXT NOT NULL, document TEXT NOT NULL, unread INTEGER NOT NULL, PRIMARY KEY (watch, at)
) WITHOUT ROWID;
"""
_COLUMNS = "id, owner, kind, question, filters, infer, made, checked, counted, finding, seen"


class Watches:
    """The watches of a home folder. Safe to share between threads and processes.

    ``owner`` is the name that a person logged in with, ``""`` where nobody logs in; nobody sees, or can
    change, another's. Raises StorageError when the file can't be used, and NotThereError for a watch that is
    not (or no longer) there.
    """

    def __init__(self, home: Path) -> None:
        self._file = SqliteFile(home / FILE, _SCHEMA, "The watches")

    def new(
        self,
        kind: Kind,
        question: str,
        filters: Filters,
        finding: Finding,
        owner: str = "",
        *,
        infer: bool = True,
        counted: int = 0,
        seen: Collection[str] = (),
    ) -> str:
        """Keep a watch with what its question finds now; its id. Raises UsageError where the owner has as
        many as anybody may."""
        watch = secrets.token_hex(8)
        with self._file.changing() as connection:
            (count,) = connection.execute("SELECT count(*) FROM watches WHERE owner = ?", (owner,)).fetchone()
            if count >= MOST_WATCHES:
                raise UsageError(f"At most {MOST_WATCHES} watches are kept; remove one first.")
            row = (watch, owner, kind, question, _dumped(filters_document(filters)), infer, finding.at)
            kept = (finding.at, counted, _dumped(finding_document(finding)), _dumped(sorted(seen)))
            connection.execute("INSERT INTO watches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row + kept)
        return watch

    def all(self, owner: str | None = "") -> tuple[Watch, ...]:
        """The owner's watches, the latest first; everybody's for None."""
        if not self._file.exists:
            return ()
        with self._file.snapshot() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM watches WHERE ?1 IS NULL OR owner = ?1"  # noqa: S608  constant
                " ORDER BY made DESC, id",
                (owner,),
            ).fetchall()
            return tuple(_watch(connection, row) for row in rows)

    def load(self, watch: str, owner: str = "") -> Watch:
        """One watch with its changes."""
        with self._file.snapshot() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM watches WHERE id = ? AND owner = ?",  # noqa: S608  constant
                (watch, owner),
            ).fetchone()
            _require(row)
            return _watch(connection, row)

    def looked(self, watch: Watch, counted: int, seen: Collection[str]) -> None:
        """Note that nothing of the library as it is now could touch the watch, unless it was asked again
        meanwhile."""
        with self._file.changing() as connection:
            connection.execute(
                "UPDATE watches SET checked = ?, counted = ?, seen = ? WHERE id = ? AND checked = ?",
                (now(), counted, _dumped(sorted(seen)), watch.id, watch.checked),
            )

    def found(
        self, watch: Watch, finding: Finding, change: Change, counted: int, seen: Collection[str]
    ) -> bool:
        """Keep what it finds now, with the change that led to it where there is one; False where the watch
        was asked by somebody else meanwhile, or is gone, and nothing was kept."""
        kept = (finding.at, counted, _dumped(finding_document(finding)), _dumped(sorted(seen)))
        with self._file.changing() as connection:
            done = connection.execute(
                "UPDATE watches SET checked = ?, counted = ?, finding = ?, seen = ?"
                " WHERE id = ? AND checked = ?",
                (*kept, watch.id, watch.checked),
            )
            if not done.rowcount:
                return False
            if not change.same:
                document = _dumped(change_document(change))
                connection.execute(
                    "INSERT OR REPLACE INTO changes VALUES (?, ?, ?, 1)", (watch.id, change.at, document)
                )
                connection.execute(
                    "DELETE FROM changes WHERE watch = ?1 AND at NOT IN"
                    " (SELECT at FROM changes WHERE watch = ?1 ORDER BY at DESC LIMIT ?2)",
                    (watch.id, _MOST_CHANGES),
                )
        return True

    def read(self, watch: str, owner: str = "") -> None:
        """Note that its owner has seen its changes."""
        with self._file.changing() as connection:
            _require(_is_there(connection, watch, owner))
            connection.execute("UPDATE changes SET unread = 0 WHERE watch = ?", (watch,))

    def remove(self, watch: str, owner: str = "") -> None:
        """Remove for good: nothing of it stays in the file."""
        with self._file.changing() as connection:
            _require(_is_there(connection, watch, owner))
            connection.execute("DELETE FROM watches WHERE id = ?", (watch,))
        self._file.scrub()


def _is_there(connection: sqlite3.Connection, watch: str, owner: str) -> object:
    return connection.execute("SELECT 1 FROM watches WHERE id = ? AND owner = ?", (watch, owner)).fetchone()


def _require(found: object) -> None:
    if not found:
        raise NotThereError("That watch is no longer there; it may have been removed.")


def _watch(connection: sqlite3.Connection, row: sqlite3.Row) -> Watch:
    found, owner, kind, question, filters, infer, made, checked, counted, finding, seen = row
    rows = connection.execute(
        "SELECT document, unread FROM changes WHERE watch = ? ORDER BY at DESC", (found,)
    ).fetchall()
    try:
        changes: tuple[Saved, ...] = tuple(
            saved_of(json.loads(document), unread=bool(unread)) for document, unread in rows
        )
        return Watch(
            *(found, owner, kind, question, filters_of(json.loads(filters)), bool(infer)),
            *(made, checked, counted, finding_of(json.loads(finding))),
            frozenset(json.loads(seen)),
            changes,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(f"The watch {question!r}", error) from None


def _dumped(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)
