"""A small SQLite file of the home folder: made when it is first needed, opened for each use, readable by
this user only."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from core.errors import StorageError

_BUSY_SECONDS = 10.0


def now() -> str:
    """The time, as rows have it: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def unreadable(what: str, error: Exception) -> StorageError:
    """For a row that was found and is not as it should be."""
    return StorageError(
        f"{what} cannot be read ({error}); another version of the program may have written it."
    )


class SqliteFile:
    """Tables in one file. Safe to share between threads and processes.

    ``holds`` names the content in errors ("The conversations"). What is deleted is overwritten.
    """

    def __init__(self, path: Path, schema: str, holds: str) -> None:
        self._path, self._schema, self._holds = path, schema, holds
        self._ready = False
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self._path.exists()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction, which is committed unless the block raises. Raises StorageError."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection to which all tables are as of one moment. Raises StorageError."""
        with self.reading() as connection:
            connection.execute("BEGIN")  # which closing the connection ends
            yield connection

    def scrub(self) -> None:
        """Leave nothing of what was deleted in the files, the write-ahead log included. Raises
        StorageError."""
        with self.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection. Raises StorageError when the file cannot be used."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if not self._path.exists():
                self._path.touch(mode=0o600)
            connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA secure_delete = ON")
                with self._lock:
                    if not self._ready:
                        connection.execute("PRAGMA journal_mode = WAL")
                        connection.executescript(self._schema)
                        self._ready = True
                yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"{self._holds} in {str(self._path)!r} cannot be used ({error}); free some space, or "
                "move the file away to begin a new one."
            ) from None
