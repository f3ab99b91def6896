# ruff: noqa: S608  SQL is put together from this module's own constants; values are always bound
"""Full-text search where a question's common words stand in a good part of very many passages.

To score a passage takes the same time whichever words it has, and nearly all that have a common word only are
far from the best. So the passages that are scored are those with one of the question's rarer words, each by
all of its words. How frequent a word is, is estimated from a sample.
"""

import sqlite3
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]

LARGE = 200_000  # passages from which on words are told apart; below, all are scored
SCORED = 20_000  # passages that are scored, about
_WORTH = 4  # times as many as all words would have scored: to score twice, as below, is no gain otherwise
_LEAST = 1_000  # fewer, and the next word counts as rare, too
_SLICES = 16  # places of the library in which words are counted
_SAMPLED = 16  # one passage in so many is looked at
_CHECKED = 500  # passages that are looked up at a time


def frequencies(connection: sqlite3.Connection, terms: Sequence[str], last: int) -> dict[str, float]:
    """In how many of the passages up to the key ``last`` each FTS5 expression occurs, about."""
    width = max(1, last // (_SLICES * _SAMPLED))
    starts = [last * at // _SLICES for at in range(_SLICES)]
    query = "SELECT count(*) FROM passage_words WHERE passage_words MATCH ? AND rowid > ? AND rowid <= ?"
    found: dict[str, float] = {}
    for term in terms:
        counts = (connection.execute(query, (term, at, at + width)).fetchone()[0] for at in starts)
        found[term] = sum(counts) * last / (width * len(starts))
    return found


def rarer(frequency: dict[str, float], share: float) -> list[str]:
    """The rarer ones of the terms, the rarest first: as many as about SCORED passages have, of which
    ``share`` are admitted; all where they have not many more."""
    ordered = sorted(frequency, key=lambda term: (frequency[term], term))
    if sum(frequency.values()) * share <= _WORTH * SCORED:
        return ordered
    chosen: list[str] = []
    total = 0.0
    for term in ordered:
        several = (total + frequency[term]) * share
        if chosen and several > SCORED and total * share >= _LEAST:
            break
        chosen.append(term)
        total += frequency[term]
    return chosen


def best_with_rarer(
    connection: sqlite3.Connection,
    terms: Sequence[str],
    rare: Sequence[str],
    weights: str,
    limit: int,
    limited: str = "",
    values: Sequence[str | int] = (),
    *,
    only: Callable[[Keys], Keys] | None = None,
) -> dict[int, float]:
    """The ``limit`` best passages by the bm25 of all ``terms`` among those that have a ``rare`` one.
    ``limited`` is a condition on ``w.rowid`` with its ``values``, ``only`` says which of some passages may be
    among them."""
    some, every = " OR ".join(rare), " OR ".join(terms)
    # FTS5 has no word that may be there: what is asked for twice counts twice, and once too often
    keys, twice = _scores(connection, f"({some}) AND ({every})", limited, values, weights)
    again, once = _scores(connection, f"({some})", limited, values, weights)
    if not np.array_equal(keys, again):
        raise AssertionError("one transaction saw two states of the full-text index")
    scores = twice - once
    order = np.lexsort((keys, -scores))
    if only is not None:
        order = _first(order, keys, limit, only)
    best = order[:limit]
    return dict(zip(keys[best].tolist(), scores[best].tolist(), strict=True))


def _first(order: Keys, keys: Keys, limit: int, only: Callable[[Keys], Keys]) -> Keys:
    """The first ``limit`` of ``order`` whose keys ``only`` leaves."""
    found: list[Keys] = []
    for at in range(0, len(order), _CHECKED):
        part = order[at : at + _CHECKED]
        found.append(part[np.isin(keys[part], only(keys[part]))])
        if sum(map(len, found)) >= limit:
            break
    return np.concatenate([*found, np.empty(0, dtype=np.int64)])[:limit]


def _scores(
    connection: sqlite3.Connection, expression: str, limited: str, values: Sequence[str | int], weights: str
) -> tuple[Keys, NDArray[np.float64]]:
    rows = connection.execute(
        f"SELECT w.rowid, -bm25(passage_words, {weights}) FROM passage_words w"
        f" WHERE passage_words MATCH ?{limited} ORDER BY w.rowid",
        (expression, *values),
    ).fetchall()
    keys = np.fromiter((key for key, _ in rows), dtype=np.int64, count=len(rows))
    return keys, np.fromiter((score for _, score in rows), dtype=np.float64, count=len(rows))
