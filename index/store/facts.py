"""Counts that the full-text index knows exactly."""

import sqlite3
from collections import Counter

from core.records import Filters, Mentions
from index.store.filters import condition
from index.store.lexical import parse_query


def mentions(connection: sqlite3.Connection, words: str, filters: Filters) -> Mentions:
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
