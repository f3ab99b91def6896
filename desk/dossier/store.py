"""Dossiers that outlive the page: kept in one SQLite file of the home folder, item by item as they grow."""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.documents import filters_document, filters_of
from core.errors import NotThereError, UsageError
from core.records import Filters
from core.sqlite_file import SqliteFile, now, unreadable
from desk.dossier.records import Dossier, Item, Kind

FILE = "dossiers.sqlite3"
MOST_DOSSIERS = 200  # of one person
MOST_ITEMS = 1_000  # of one kind in a dossier
_NAME_CHARACTERS = 200

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dossiers (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, filters TEXT NOT NULL,
    made TEXT NOT NULL, changed TEXT NOT NULL, basket TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS dossiers_by_owner ON dossiers (owner, changed);
CREATE TABLE IF NOT EXISTS items (
    place INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (dossier, kind, id)
);
"""
_COLUMNS = "id, owner, name, filters, made, changed, basket"


class Dossiers:
    """The dossiers of a home folder. Safe to share between threads and processes.

    ``owner`` is the name that a person logged in with, ``""`` where nobody logs in; nobody sees, or can
    change, another's. Raises StorageError when the file can't be used, and NotThereError for a dossier that
    is not (or no longer) there.
    """

    def __init__(self, home: Path) -> None:
        self._file = SqliteFile(home / FILE, _SCHEMA, "The dossiers")

    def new(self, name: str, filters: Filters, basket: str, owner: str = "") -> str:
        """Keep a dossier whose quotations are gathered in the note ``basket``; its id. Raises UsageError for
        one without a name, or where the owner has as many as anybody may."""
        dossier, at = secrets.token_hex(8), now()
        row = (dossier, owner, named(name), _dumped(filters), at, at, basket)
        with self._file.changing() as connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM dossiers WHERE owner = ?", (owner,)
            ).fetchone()
            if count >= MOST_DOSSIERS:
                raise UsageError(f"At most {MOST_DOSSIERS} dossiers are kept; delete one first.")
            connection.execute("INSERT INTO dossiers VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            _put(connection, dossier, "statement", filters.statements)
        return dossier

    def all(self, owner: str = "") -> tuple[Dossier, ...]:
        """The owner's dossiers, the one changed last first."""
        if not self._file.exists:
            return ()
        with self._file.snapshot() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM dossiers WHERE owner = ? ORDER BY changed DESC, id",  # noqa: S608  constant
                (owner,),
            ).fetchall()
            return tuple(_dossier(connection, row) for row in rows)

    def load(self, dossier: str, owner: str = "") -> Dossier:
        """One dossier with its items."""
        with self._file.snapshot() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM dossiers WHERE id = ? AND owner = ?",  # noqa: S608  constant
                (dossier, owner),
            ).fetchone()
            _require(row)
            return _dossier(connection, row)

    def put(self, dossier: str, belonging: Mapping[Kind, Iterable[str]], owner: str = "") -> None:
        """Put items into it, ids by kind; those that are there stay where they are. Raises UsageError for too
        many, and puts in none then."""
        with self._file.changing() as connection:
            _touch(connection, dossier, owner)
            for kind, ids in belonging.items():
                _put(connection, dossier, kind, ids)

    def take_out(self, dossier: str, belonging: Mapping[Kind, Iterable[str]], owner: str = "") -> None:
        """Take items out of it, ids by kind; they themselves stay. Raises NotThereError where one is not in
        it, and takes out none then."""
        with self._file.changing() as connection:
            _touch(connection, dossier, owner)
            for kind, one in ((kind, one) for kind, ids in belonging.items() for one in ids):
                gone = connection.execute(
                    "DELETE FROM items WHERE dossier = ? AND kind = ? AND id = ?", (dossier, kind, one)
                )
                if not gone.rowcount:
                    raise NotThereError(f"There is no {kind} {one!r} in the dossier.")

    def rename(self, dossier: str, name: str, owner: str = "") -> None:
        """Give it another name. Raises UsageError for none."""
        with self._file.changing() as connection:
            _touch(connection, dossier, owner)
            connection.execute("UPDATE dossiers SET name = ? WHERE id = ?", (named(name), dossier))

    def gather_in(self, dossier: str, basket: str, owner: str = "") -> None:
        """Have its quotations gathered in another note."""
        with self._file.changing() as connection:
            _touch(connection, dossier, owner)
            connection.execute("UPDATE dossiers SET basket = ? WHERE id = ?", (basket, dossier))

    def delete(self, dossier: str, owner: str = "") -> None:
        """Delete for good: nothing of it stays in the file. What belonged to it stays where it is."""
        with self._file.changing() as connection:
            _touch(connection, dossier, owner)
            connection.execute("DELETE FROM dossiers WHERE id = ?", (dossier,))
        self._file.scrub()


def named(name: str) -> str:
    """The name in one line. Raises UsageError where there is none."""
    name = " ".join(name.split())[:_NAME_CHARACTERS]
    if not name:
        raise UsageError("The dossier has no name; give it one.")
    return name


def _put(connection: sqlite3.Connection, dossier: str, kind: Kind, ids: Iterable[str]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO items (dossier, kind, id) VALUES (?, ?, ?)",
        [(dossier, kind, one) for one in ids],
    )
    (count,) = connection.execute(
        "SELECT count(*) FROM items WHERE dossier = ? AND kind = ?", (dossier, kind)
    ).fetchone()
    if count > MOST_ITEMS:
        raise UsageError(
            f"A dossier holds at most {MOST_ITEMS:,} {kind}s; begin another one, or use filters."
        )


def _touch(connection: sqlite3.Connection, dossier: str, owner: str) -> None:
    found = connection.execute(
        "UPDATE dossiers SET changed = ? WHERE id = ? AND owner = ?", (now(), dossier, owner)
    )
    _require(found.rowcount)


def _require(found: object) -> None:
    if not found:
        raise NotThereError("That dossier is no longer there; it may have been deleted.")


def _dossier(connection: sqlite3.Connection, row: sqlite3.Row) -> Dossier:
    found, owner, name, filters, made, changed, basket = row
    rows = connection.execute("SELECT kind, id FROM items WHERE dossier = ? ORDER BY place", (found,))
    items = tuple(Item(kind, one) for kind, one in rows)
    try:
        return Dossier(found, owner, name, filters_of(json.loads(filters)), made, changed, basket, items)
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(f"The dossier {name!r}", error) from None


def _dumped(filters: Filters) -> str:
    document = filters_document(filters)
    document.pop("statements", None)  # they are items
    return json.dumps(document, ensure_ascii=False)
