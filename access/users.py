"""People who may sign in: their names, and their passwords as Argon2id hashes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import argon2

from core.errors import UsageError
from core.sqlite_file import SqliteFile

SHORTEST = 12  # characters of a password; NIST SP 800-63B asks for 8 at least, and 15 where it stands alone
_LONGEST = 1000
_NAME = re.compile(r"[\w.@+-]{1,60}")


@dataclass(frozen=True, slots=True)
class User:
    """``made`` is a day (ISO 8601, UTC)."""

    name: str
    made: str


class Users:
    """The users of a home folder. Verifying a password is slow and takes 64 MiB, on purpose: argon2-cffi's
    defaults, which are the second choice of RFC 9106."""

    def __init__(self, file: SqliteFile, hasher: argon2.PasswordHasher | None = None) -> None:
        self._file, self._hasher = file, hasher or argon2.PasswordHasher()
        self._nobody = ""

    def add(self, name: str, password: str) -> None:
        """Add somebody, or give somebody another password, which ends their sessions. Raises UsageError."""
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot name a user; use up to 60 letters, digits, '-', '_', '.', '+' and '@'."
            )
        if not SHORTEST <= len(password) <= _LONGEST:
            raise UsageError(
                f"The password of {name} has {len(password)} characters; use {SHORTEST} to {_LONGEST:,}."
            )
        today = datetime.now(UTC).date().isoformat()
        hashed = self._hasher.hash(password)
        with self._file.changing() as connection:
            # Deleted first, which takes the sessions of the old password along.
            connection.execute("DELETE FROM users WHERE name = ?", (name,))
            connection.execute("INSERT INTO users VALUES (?, ?, ?)", (name, hashed, today))

    def listed(self) -> tuple[User, ...]:
        """Everybody, by name."""
        with self._file.reading() as connection:
            rows = connection.execute("SELECT name, made FROM users ORDER BY name").fetchall()
        return tuple(User(*row) for row in rows)

    def remove(self, name: str) -> None:
        """Take somebody off; their sessions end at once. Raises UsageError for an unknown name."""
        with self._file.changing() as connection:
            if not connection.execute("DELETE FROM users WHERE name = ?", (name,)).rowcount:
                raise UsageError(f"There is no user {name!r}; list them with: rapporteur users list.")

    def verify(self, name: str, password: str) -> bool:
        """Whether it is that user's password. An unknown name takes as long as a wrong password."""
        with self._file.reading() as connection:
            row = connection.execute("SELECT argon2 FROM users WHERE name = ?", (name,)).fetchone()
        if row is None:
            self._nobody = self._nobody or self._hasher.hash("nobody")
        hashed = row[0] if row else self._nobody
        try:
            self._hasher.verify(hashed, password[:_LONGEST])
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False
        return row is not None
