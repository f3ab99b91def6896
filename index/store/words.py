"""The full-text index over the passages, and the counts that it knows exactly."""

import sqlite3
from collections import Counter

from core.records import Filters, Mentions
from index.store.filters import condition
from index.store.lexical import index_words, parse_query

_REINDEXED = 2000


def index_passage(
    connection: sqlite3.Connection, key: int, text: str, section: str, title: str, context: str
) -> None:
    """Index a new passage under its own words and those around it."""
    connection.execute(
        "INSERT INTO passage_words (rowid, text, section, title, context) VALUES (?, ?, ?, ?, ?)",
        (key, *map(_words, (text, section, title, context))),
    )


def reindex_surroundings(connection: sqlite3.Connection, key: int, title: str, context: str) -> None:
    """Index a passage under another title and context line."""
    connection.execute(
        "UPDATE passage_words SET title = ?, context = ? WHERE rowid = ?",
        (_words(title), _words(context), key),
    )


def unindex_statement(connection: sqlite3.Connection, statement: int) -> None:
    """Take a statement's passages out of the index."""
    connection.execute(
        "DELETE FROM passage_words WHERE rowid IN (SELECT key FROM passages WHERE statement = ?)",
        (statement,),
    )


def reindex(connection: sqlite3.Connection) -> None:
    """Write the index anew from the stored texts."""
    connection.execute("DELETE FROM passage_words")
    after = 0
    while rows := connection.execute(
        "SELECT v.key, v.text, p.section, s.title, v.context FROM passages v"
        " JOIN paragraphs p ON p.key = v.paragraph JOIN statements s ON s.key = v.statement"
        " WHERE v.key > ? ORDER BY v.key LIMIT ?",
        (after, _REINDEXED),
    ).fetchall():
        for row in rows:
            index_passage(connection, *row)
        after = rows[-1][0]
    merge(connection)


def merge(connection: sqlite3.Connection) -> None:
    """Merge the index's segments: until then they hold the words of what was deleted."""
    connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")


def count_mentions(connection: sqlite3.Connection, words: str, filters: Filters) -> Mentions:
    """How many paragraphs and statements under ``filters`` have the words of ``words`` in this order."""
    phrase = parse_query(f'"{words}"').required
    if not phrase:
        return Mentions(words)
    where, values = condition(filters)
    query = (
        "SELECT DISTINCT p.paragraph, p.statement, t.delegation, substr(s.date, 1, 4) FROM passage_words w"
        " JOIN passages p ON p.key = w.rowid JOIN paragraphs g ON g.key = p.paragraph"
        " JOIN statements s ON s.key = p.statement"
        " JOIN turns t ON t.statement = s.key AND g.ordinal BETWEEN t.first AND t.last"
        " WHERE passage_words MATCH ? AND "
    )
    text = f"text : ({' AND '.join(phrase)})"
    rows = connection.execute(query + where, (text, *values)).fetchall()
    by_delegation = Counter(code for _, _, code, _ in rows if code)
    years = Counter(year for *_, year in rows if year)
    return Mentions(
        words,
        paragraphs=len({row[0] for row in rows}),
        statements=len({row[1] for row in rows}),
        by_delegation=tuple(by_delegation.most_common()),
        by_year=tuple(sorted(years.items())),
    )


def paragraphs_with(connection: sqlite3.Connection, words: str, most: int) -> tuple[str, ...]:
    """The texts of at most ``most`` paragraphs that have the words of ``words`` in this order, those first in
    which they weigh most."""
    phrase = parse_query(f'"{words}"').required
    if not phrase:
        return ()
    rows = connection.execute(
        "SELECT g.text FROM passage_words w JOIN passages p ON p.key = w.rowid"
        " JOIN paragraphs g ON g.key = p.paragraph WHERE passage_words MATCH ? ORDER BY w.rank LIMIT ?",
        (f"text : ({' AND '.join(phrase)})", most),
    )
    return tuple(dict.fromkeys(text for (text,) in rows))


def _words(text: str) -> str:
    return " ".join(index_words(text))
