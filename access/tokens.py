"""Tokens: what a program shows instead of a password."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from core.errors import UsageError
from core.sqlite_file import SqliteFile

_PREFIX = "rpt_"  # so that a token that leaks into a log or a repository can be searched for
_BYTES = 32
_NAME = re.compile(r"[\w.-]{1,60}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token by its name. ``made`` and ``used`` are days (ISO 8601, UTC); ``used`` is "" before the first
    use."""

    name: str
    made: str
    used: str


class Tokens:
    """The tokens of a home folder, kept as SHA-256: a random value of 256 bits needs no slow hash."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def new(self, name: str) -> str:
        """Make a token and return it: the only time that it can be seen. Raises UsageError for a name that is
        taken or has other characters than letters, digits, "-", "_" and "."."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot name a token; use up to 60 letters, digits, '-', '_' and '.'.")
        token = _PREFIX + secrets.token_urlsafe(_BYTES)
        with self._file.changing() as connection:
            if connection.execute("SELECT 1 FROM tokens WHERE name = ?", (name,)).fetchone():
                raise UsageError(f"There is a token {name!r} already; revoke it first, or use another name.")
            connection.execute("INSERT INTO tokens VALUES (?, ?, ?, '')", (name, _sha256(token), _today()))
        return token

    def listed(self) -> tuple[Token, ...]:
        """Every token, by name."""
        with self._file.reading() as connection:
            rows = connection.execute("SELECT name, made, used FROM tokens ORDER BY name").fetchall()
        return tuple(Token(*row) for row in rows)

    def revoke(self, name: str) -> None:
        """End a token: the next request that shows it is refused. Raises UsageError for an unknown name."""
        with self._file.changing() as connection:
            if not connection.execute("DELETE FROM tokens WHERE name = ?", (name,)).rowcount:
                raise UsageError(f"There is no token {name!r}; list them with: rapporteur token list.")

    def named(self, token: str) -> str:
        """The name of a token that is shown; "" for one that was never given out, or is revoked."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT name, used FROM tokens WHERE sha256 = ?", (_sha256(token),)
            ).fetchone()
        if row is None:
            return ""
        name, used = row
        if used != _today():
            with self._file.changing() as connection:
                connection.execute("UPDATE tokens SET used = ? WHERE name = ?", (_today(), name))
        return str(name)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
