"""Sessions of people who signed in: a random value in a cookie, signed, and ended from the server's side."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from core.sqlite_file import SqliteFile

COOKIE = "rapporteur_session"
IDLE_S = 12 * 3600.0  # without a request
LONGEST_S = 14 * 24 * 3600.0
_SEEN_EVERY_S = 300.0  # how often a session in use is written down


class Sessions:
    """The sessions of a home folder. A cookie that was made up is told by its signature without a look into
    the file; the file holds the SHA-256 of a session's value only."""

    def __init__(self, file: SqliteFile, clock: Callable[[], float] = time.time) -> None:
        self._file, self._clock = file, clock
        self._key = b""

    def begin(self, user: str) -> str:
        """A new session; returns the cookie's value."""
        value = secrets.token_urlsafe(32)
        now = self._clock()
        with self._file.changing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE seen < ? OR begun < ?", (now - IDLE_S, now - LONGEST_S)
            )
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_sha256(value), user, now, now))
        return f"{value}.{self._signature(value)}"

    def user(self, cookie: str) -> str:
        """Who signed in; "" for a session that has ended, or never began."""
        value, _, signature = cookie.partition(".")
        if not value or not hmac.compare_digest(signature.encode(), self._signature(value).encode()):
            return ""
        now = self._clock()
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT user, begun, seen FROM sessions WHERE sha256 = ?", (_sha256(value),)
            ).fetchone()
        if row is None or now - row[1] > LONGEST_S or now - row[2] > IDLE_S:
            return ""
        if now - row[2] > _SEEN_EVERY_S:
            with self._file.changing() as connection:
                connection.execute("UPDATE sessions SET seen = ? WHERE sha256 = ?", (now, _sha256(value)))
        return str(row[0])

    def end(self, cookie: str) -> None:
        """End a session, if it is one."""
        with self._file.changing() as connection:
            connection.execute("DELETE FROM sessions WHERE sha256 = ?", (_sha256(cookie.partition(".")[0]),))

    def end_all(self, user: str) -> int:
        """End every session of somebody; returns how many there were."""
        with self._file.changing() as connection:
            return connection.execute("DELETE FROM sessions WHERE user = ?", (user,)).rowcount

    def _signature(self, value: str) -> str:
        if not self._key:
            with self._file.changing() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO keys VALUES ('session', ?)", (secrets.token_bytes(32),)
                )
                (self._key,) = connection.execute("SELECT value FROM keys WHERE name = 'session'").fetchone()
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()


def _sha256(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
