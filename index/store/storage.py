"""The SQLite file: connections, transactions, schema, what its errors mean, and single values kept in it."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from core.errors import LibraryBusyError, LibraryError, StorageError
from index.store import schema
from index.store.filters import folded

SCHEMA_VERSION = schema.VERSION
BUSY_SECONDS = 10.0
_SLICE = 500  # values bound in one SQL statement; every SQLite allows 999

Item = TypeVar("Item")
_SCHEMA = schema.SCHEMA


class Database:
    """One SQLite file in WAL mode: readers see a snapshot and are never blocked by the writer.

    Connections are pooled, each used by one thread at a time. ``read_only`` never changes the file,
    and can read one that may not be written. Raises StorageError when the file is damaged or cannot
    be opened, LibraryError when a newer version of the program wrote it.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        if not (read_only and path.is_file()):
            self._prepare()
        with self.reading() as connection:
            self._require_version(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection within one read transaction: everything read belongs together."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection within one transaction: all of the block's changes are kept, or none, and counted as
        one of `changes`."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            before = connection.total_changes
            try:
                yield connection
                if connection.total_changes != before:
                    set_meta(connection, _CHANGES, str(changes(connection) + 1))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has already rolled it back
                    connection.rollback()
                raise

    def forget(self) -> bool:
        """Empty the write-ahead log into the file, so that what was removed is not in the log either;
        False when that has to wait, as another process is reading."""
        with self._connection() as connection:
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        """Close every idle connection; those in use are closed when they come back."""
        with self._lock:
            self._closed = True
            connections, self._idle = self._idle, []
        for connection in connections:
            connection.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._explained():
            with self._lock:
                if self._closed:
                    raise LibraryError(f"The library {str(self._path)!r} is closed; open it again to use it.")
                connection = self._idle.pop() if self._idle else None
            connection = connection or self._connect()
            try:
                yield connection
            finally:
                with self._lock:
                    keep = not self._closed
                    if keep:
                        self._idle.append(connection)
                if not keep:
                    connection.close()

    def _connect(self) -> sqlite3.Connection:
        target = self._path.resolve().as_uri()
        if self._read_only and not _may_write(self._path):
            # without the right to write there is no shared memory file, so SQLite must be told that
            # nobody else is writing; a folder like that is a copy or an archive
            target += "?immutable=1"
        elif self._read_only:
            target += "?mode=rw"
        connection = sqlite3.connect(
            target, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.create_function("folded", 1, folded, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            if self._read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self) -> None:
        with self._explained():
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(
                    f"The library folder {str(self._path.parent)!r} cannot be made "
                    f"({error.strerror or error}); choose another with --home."
                ) from error
            connection = sqlite3.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA synchronous = FULL")
                if connection.execute("PRAGMA user_version").fetchone()[0] >= SCHEMA_VERSION:
                    return  # so that opening never waits for a writer
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("BEGIN IMMEDIATE")
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                if version == 0 and tables == 0:
                    schema.create(connection)
                else:
                    schema.upgrade(connection, version)
                connection.execute("COMMIT")
            finally:
                connection.close()

    def _require_version(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if 0 < version < SCHEMA_VERSION:
            raise LibraryError(
                f"{str(self._path)!r} has the layout of version {version}; open it once for writing, as by "
                "`rapporteur list`, and it is brought to the present one."
            )
        if version != SCHEMA_VERSION:
            raise LibraryError(
                f"{str(self._path)!r} has the layout of version {version} and this program reads version "
                f"{SCHEMA_VERSION}; use the program that made it, or ingest into another --home."
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise  # a mistake in this program, not in the person's disk
        except sqlite3.DatabaseError as error:
            raise self._explanation(error) from error

    def _explanation(self, error: sqlite3.DatabaseError) -> LibraryError:
        path = repr(str(self._path))
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return LibraryBusyError(
                f"Another process is writing to the library {path}; wait until it has finished and try again."
            )
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return StorageError(
                f"The library file {path} is damaged ({error}); move it away and ingest the statements "
                "again, or restore it from a backup."
            )
        if code == sqlite3.SQLITE_FULL:
            return StorageError(
                f"There is no space left for the library {path}; nothing of the statement at hand was "
                "stored: free some space and ingest it again."
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return StorageError(
                f"The library {path} cannot be opened for this ({error}); "
                "check the permissions of its folder, or choose another with --home."
            )
        return StorageError(
            f"The library {path} could not be used ({error}); run `rapporteur check` and see to the disk."
        )


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def slices(values: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """``values`` in parts that can be bound in one SQL statement."""
    for at in range(0, len(values), _SLICE):
        yield values[at : at + _SLICE]


def get_meta(connection: sqlite3.Connection, key: str) -> str:
    """A value kept beside the statements; ``""`` when it was never set."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value beside the statements."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


_CHANGES = "changes"


def changes(connection: sqlite3.Connection) -> int:
    """How many transactions have changed anything: equal numbers mean that everything is as it was, where a
    statement was read from and what the vector store has yet to follow included."""
    return int(get_meta(connection, _CHANGES) or 0)


def generation(connection: sqlite3.Connection) -> int:
    """How often the statements have changed: equal numbers mean equal contents."""
    return int(get_meta(connection, "generation") or 0)


def advance(connection: sqlite3.Connection) -> int:
    """Record a change of the statements; the new generation."""
    number = generation(connection) + 1
    set_meta(connection, "generation", str(number))
    return number


_TRACES = "traces"


def leaves_traces(connection: sqlite3.Connection) -> bool:
    """True when words were removed that may still stand in the files."""
    return bool(get_meta(connection, _TRACES))


def set_traces(connection: sqlite3.Connection, *, left: bool) -> None:
    """Record that removed words may, or can no longer, stand in the files."""
    if left:
        set_meta(connection, _TRACES, "yes")
    else:
        connection.execute("DELETE FROM meta WHERE key = ?", (_TRACES,))
