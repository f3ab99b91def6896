"""The file in which access is kept."""

from pathlib import Path

from core.sqlite_file import SqliteFile

FILE = "access.sqlite3"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (
    name TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, made TEXT NOT NULL, used TEXT NOT NULL
) WITHOUT ROWID;
"""


def access_file(home: Path) -> SqliteFile:
    """The access file of a home folder."""
    return SqliteFile(home / FILE, _SCHEMA, "Tokens, users and sessions")
