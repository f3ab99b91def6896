"""Single values kept beside the statements, and the counter of changes."""

import sqlite3


def get_meta(connection: sqlite3.Connection, key: str) -> str:
    """A value kept beside the statements; ``""`` when it was never set."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value beside the statements."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


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
