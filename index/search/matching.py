# ruff: noqa: S608  SQL is put together from this module's own constants; values are always bound
"""The passages that a search considers, as the catalogue has them."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.records import Filters
from index.models.encoder import Vectors
from index.search import frequent
from index.search.glossary import Synonym
from index.store import embeddings
from index.store.filters import condition
from index.store.storage import slices

Keys = NDArray[np.int64]

# bm25 weights of text, section, title, context: a paragraph's own words count most
_WEIGHTS = "1.0, 0.5, 0.4, 0.4"


_MOSTLY = 0.5  # share of the passages from which on what is admitted is looked up, and not listed
_PART = 4096  # vectors in memory at a time: 6 MB
_SCANNED = 20_000  # passages from which on all are gone through rather than looked up one by one

# CROSS: from each passage to its vector. Left to choose, SQLite goes through every vector of the encoder,
# which takes seconds in a large library.
EMBEDDED = "passages v CROSS JOIN embeddings e ON e.encoder = ? AND e.text_sha = v.text_sha"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search is considering. ``vector`` has shape (d,), or is None when it has not
    been embedded."""

    key: int
    paragraph: int
    text: str
    context: str
    vector: Vectors | None


def admitted(connection: sqlite3.Connection, filters: Filters, required: Sequence[str]) -> Keys | None:
    """Keys of the passages that ``filters`` admit and that hold every required FTS5 expression,
    ascending, shape (n,); None when nothing is excluded."""
    if filters.is_empty() and not required:
        return None
    query, values = _keys(filters)
    for expression in required:
        query += " INTERSECT SELECT rowid FROM passage_words WHERE passage_words MATCH ?"
        values.append(expression)
    found = np.fromiter((key for (key,) in connection.execute(query, values)), dtype=np.int64)
    return np.sort(found)


def about_admitted(connection: sqlite3.Connection, filters: Filters) -> int:
    """About how many passages ``filters`` admit: the number of paragraphs, which is told without a look at
    any."""
    where, values = condition(filters)
    row = connection.execute(
        "SELECT sum(max(t.last - t.first + 1, 0)) FROM statements s JOIN turns t ON t.statement = s.key"
        f" WHERE {where}",
        values,
    ).fetchone()
    return int(row[0] or 0)


def admitted_of(connection: sqlite3.Connection, filters: Filters, keys: Keys) -> Keys:
    """Those of the passages ``keys`` that ``filters`` admit, in their order."""
    where, values = condition(filters)
    found: set[int] = set()
    for part in slices(keys.tolist()):
        rows = connection.execute(
            "SELECT v.key FROM passages v JOIN statements s ON s.key = v.statement"
            f" JOIN turns t ON t.key = v.turn WHERE v.key IN ({', '.join('?' * len(part))}) AND {where}",
            (*part, *values),
        )
        found.update(key for (key,) in rows)
    return keys[np.isin(keys, np.fromiter(found, dtype=np.int64, count=len(found)))]


def _keys(filters: Filters) -> tuple[str, list[str | int]]:
    """The keys of the passages that ``filters`` admit, as an SQL query with its values. Of a statement with
    one speaker they are all its passages, which an index tells: to look at each passage for its turn takes
    many times as long."""
    where, values = condition(filters)
    spoken = f"FROM statements s JOIN turns t ON t.statement = s.key WHERE {where} AND t.ordinal"
    return (
        f"SELECT key FROM passages WHERE statement IN (SELECT s.key {spoken} = 0) UNION ALL"
        f" SELECT v.key FROM passages v WHERE v.statement IN (SELECT s.key {spoken} > 0)"
        f" AND v.turn IN (SELECT t.key {spoken} > 0)",
        [*values, *values, *values],
    )


def in_japanese(connection: sqlite3.Connection) -> Keys:
    """Keys of the passages of Japanese statements, ascending, shape (n,)."""
    rows = connection.execute(
        "SELECT v.key FROM passages v WHERE v.statement IN"
        " (SELECT key FROM statements WHERE language = 'ja' OR language LIKE 'ja-%') ORDER BY v.key"
    )
    return np.fromiter((key for (key,) in rows), dtype=np.int64)


def others(connection: sqlite3.Connection, keys: Keys) -> Keys:
    """Keys of all passages but these, ascending, shape (n,)."""
    rows = connection.execute("SELECT key FROM passages ORDER BY key")
    return np.setdiff1d(np.fromiter((key for (key,) in rows), dtype=np.int64), keys, assume_unique=True)


def lexical_matches(
    connection: sqlite3.Connection,
    expression: str,
    filters: Filters,
    required: Sequence[str],
    limit: int,
    synonyms: Sequence[Synonym] = (),
) -> list[tuple[int, float]]:
    """(passage key, bm25 score; higher is better) of the best matches of an FTS5 expression. Of a name and
    its ``synonyms`` the one that scores most in a passage counts, and only that."""
    others = dict.fromkeys(other for synonym in synonyms for other in synonym.others)
    expression = " OR ".join(part for part in (expression, *others) if part)
    if not expression:
        return []
    limited, values = "", list[str | int]()
    if not filters.is_empty():
        query, values = _keys(filters)
        # "+": once through the matches, each looked up among the admitted
        limited = f" AND +w.rowid IN ({query})"
    terms = expression.split(" OR ")
    rare, share = (terms, 1.0) if required else _rarer(connection, terms, filters)
    if len(rare) < len(terms) and share > _MOSTLY:  # to list what is admitted takes longer than to look it up
        only = None if filters.is_empty() else partial(admitted_of, connection, filters)
        scores = frequent.best_with_rarer(connection, terms, rare, _WEIGHTS, limit, only=only)
    elif len(rare) < len(terms):
        scores = frequent.best_with_rarer(connection, terms, rare, _WEIGHTS, limit, limited, values)
    else:
        rows = connection.execute(
            f"SELECT w.rowid, -bm25(passage_words, {_WEIGHTS}) AS score FROM passage_words w"
            f" WHERE passage_words MATCH ?{limited} ORDER BY score DESC, w.rowid LIMIT ?",
            (" AND ".join([*required, f"({expression})"]), *values, limit),
        )
        scores = {int(key): float(score) for key, score in rows}
    for synonym in synonyms:
        _count_once(connection, scores, [synonym.typed, *synonym.others])
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _rarer(
    connection: sqlite3.Connection, terms: Sequence[str], filters: Filters
) -> tuple[Sequence[str], float]:
    """The terms of which a passage must have one to be scored, all where passages are few; and the share of
    the passages that is admitted."""
    last = embeddings.last_key(connection)  # at least as many as there are
    if last <= frequent.LARGE or len(terms) < 2:
        return terms, 1.0
    share = 1.0 if filters.is_empty() else min(1.0, about_admitted(connection, filters) / last)
    rare = frequent.rarer(frequent.frequencies(connection, terms, last), share)
    return (rare if len(rare) < len(set(terms)) else terms), share


def _count_once(connection: sqlite3.Connection, scores: dict[int, float], names: Sequence[str]) -> None:
    """Take from ``scores`` (by passage) what all but the best of ``names`` have added: bm25 of several
    phrases is the sum of theirs."""
    added: dict[int, list[float]] = {}
    marks = ", ".join("?" * len(scores))
    for name in names:
        for key, score in connection.execute(
            f"SELECT rowid, -bm25(passage_words, {_WEIGHTS}) FROM passage_words"
            # "+": once through the name's matches; a search for each passage takes ten times as long
            f" WHERE passage_words MATCH ? AND +rowid IN ({marks})",
            (name, *scores),
        ):
            added.setdefault(key, []).append(score)
    for key, parts in added.items():
        scores[key] -= sum(parts) - max(parts)


def matching(connection: sqlite3.Connection, phrase: str, keys: Sequence[int]) -> set[int]:
    """Those of the passages ``keys`` whose own text (not its title or context) holds an FTS5 phrase."""
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(
        f"SELECT rowid FROM passage_words WHERE passage_words MATCH ? AND rowid IN ({marks})",
        (f"text : ({phrase})", *keys),
    )
    return {key for (key,) in rows}


def compared(
    connection: sqlite3.Connection, encoder: str, query: Vectors, keys: Keys | None, limit: int
) -> list[tuple[int, float]]:
    """The ``limit`` passages of ``keys``, or of all, that are nearest to ``query``, shape (d,), each with its
    cosine similarity, best first; ties by key, so that the answer is always the same. Passages without a
    vector of ``encoder`` are left out. Vectors are read in parts, of which only the best are kept."""
    best_keys, best = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    for found, matrix in vectors(connection, encoder, keys):
        all_keys, similarities = np.concatenate((best_keys, found)), np.concatenate((best, matrix @ query))
        if len(all_keys) > limit:  # no need to put all in order; those as near as the last one stay in
            rows = np.flatnonzero(similarities >= np.partition(similarities, -limit)[-limit])
            all_keys, similarities = all_keys[rows], similarities[rows]
        order = np.lexsort((all_keys, -similarities))[:limit]
        best_keys, best = all_keys[order], similarities[order]
    return list(zip(best_keys.tolist(), best.tolist(), strict=True))


def vectors(
    connection: sqlite3.Connection, encoder: str, keys: Keys | None
) -> Iterator[tuple[Keys, Vectors]]:
    """Keys, shape (n,), with their vectors, shape (n, d), of the given passages or of all, in parts."""
    if keys is None or len(keys) > _SCANNED:
        cursor = connection.execute(f"SELECT v.key, e.vector FROM {EMBEDDED}", (encoder,))
        while rows := cursor.fetchmany(_PART):
            found, matrix = _arrays(rows)
            wanted = slice(None) if keys is None else np.isin(found, keys)
            yield found[wanted], matrix[wanted]
        return
    for part in slices(keys.tolist()):
        marks = ", ".join("?" * len(part))
        query = f"SELECT v.key, e.vector FROM {EMBEDDED} WHERE v.key IN ({marks})"
        if rows := connection.execute(query, (encoder, *part)).fetchall():
            yield _arrays(rows)


def _arrays(rows: Sequence[tuple[int, bytes]]) -> tuple[Keys, Vectors]:
    found = np.fromiter((key for key, _ in rows), dtype=np.int64, count=len(rows))
    matrix = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float16)
    return found, matrix.reshape(len(rows), -1).astype(np.float32)


def candidates(connection: sqlite3.Connection, encoder: str, keys: Sequence[int]) -> dict[int, Candidate]:
    """The passages ``keys``, by key."""
    found: dict[int, Candidate] = {}
    for part in slices(keys):
        marks = ", ".join("?" * len(part))
        for key, paragraph, text, context, vector in connection.execute(
            "SELECT v.key, v.paragraph, v.text, v.context, e.vector FROM passages v"
            " LEFT JOIN embeddings e ON e.encoder = ? AND e.text_sha = v.text_sha"
            f" WHERE v.key IN ({marks})",
            (encoder, *part),
        ):
            array = None if vector is None else np.frombuffer(vector, np.float16).astype(np.float32)
            found[key] = Candidate(key, paragraph, text, context, array)
    return found


def keys_of_vectors(connection: sqlite3.Connection, ids: Sequence[str]) -> Keys:
    """Keys of the passages with these vector ids, in the order of the ids, shape (n,)."""
    keys: dict[str, int] = {}
    for part in slices(ids):
        marks = ", ".join("?" * len(part))
        keys.update(
            connection.execute(f"SELECT vector_id, key FROM passages WHERE vector_id IN ({marks})", part)
        )
    return np.array([keys[id_] for id_ in ids if id_ in keys], dtype=np.int64)
