"""Turns in the catalogue: who speaks in which paragraphs of a statement."""

import sqlite3

from core.records import Statement, Turn, turns_of

_FIELDS = (
    *("ordinal", "first", "last", "delegation", "parties", "on_behalf_of", "speaker", "speaker_latin"),
    *("post", "role", "confidence"),
)
_COLUMNS = ", ".join(_FIELDS)


def joined(parties: tuple[str, ...]) -> str:
    """Codes as the catalogue keeps them."""
    return " ".join(parties)


def write(connection: sqlite3.Connection, key: int, statement: Statement) -> None:
    """Give statement ``key``, whose paragraphs are stored, the turns of ``statement``; its paragraphs and
    passages then refer to them."""
    connection.execute("DELETE FROM turns WHERE statement = ?", (key,))
    for turn in turns_of(statement):
        values = [joined(turn.parties) if name == "parties" else getattr(turn, name) for name in _FIELDS]
        marks = ", ".join("?" * (len(values) + 1))
        cursor = connection.execute(
            f"INSERT INTO turns (statement, {_COLUMNS}) VALUES ({marks})",  # noqa: S608  constants
            (key, *values),
        )
        connection.execute(
            "UPDATE paragraphs SET turn = ? WHERE statement = ? AND ordinal BETWEEN ? AND ?",
            (cursor.lastrowid, key, turn.first, turn.last),
        )
    connection.execute(
        "UPDATE passages SET turn = (SELECT turn FROM paragraphs p WHERE p.key = passages.paragraph)"
        " WHERE statement = ?",
        (key,),
    )


def read(connection: sqlite3.Connection, key: int) -> tuple[Turn, ...]:
    """The turns of statement ``key``, () when it has one speaker."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM turns WHERE statement = ? AND ordinal > 0 ORDER BY ordinal",  # noqa: S608
        (key,),
    )
    turns = []
    for row in rows:
        values = dict(zip(_FIELDS, row, strict=True))
        turns.append(Turn(**values | {"parties": tuple(values["parties"].split())}))
    return tuple(turns)
