"""How many of the truly nearest passages does the approximate vector index find?

    python -m evals ann [--home HOME]

HOME is a large library and is only read; without one, that of `measure.speeches` is made. Questions are its
own passages, of other words than any vector in the index was made of: the first sentence of each, encoded
as a question.
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.config import load_config
from core.records import Filters
from core.sentences import split_sentences
from evals.search.retrieval import shipped_encoder
from index.library import FILE
from index.models.encoder import Encoder, Vectors
from index.search import matching
from index.search.dense import DenseIndex
from index.store.storage import Database
from index.vectors.folder import ChromaFolder
from index.vectors.opened import FOLDER
from measure import harness
from measure.harness import EVALS
from measure.speeches import speeches_library

RESULT = EVALS / "ann.json"
DEPTH = 50
_COUNTS = (1_000, 2_500, 5_000, 10_000, 20_000)  # of passages compared exactly, for what that takes
_NARROW = 0.005  # share of the library that the narrowest measured filter admits


def ann_recall(home: Path, encoder: Encoder, *, queries: int = 200, depth: int = DEPTH) -> dict[str, Any]:
    """Share of the ``depth`` exactly nearest passages that are found, without a filter and under filters that
    admit about a tenth and about half a per cent, with milliseconds: by the library's dense search as it
    ships, which compares every vector where few passages are admitted, and under ``chroma`` by its
    approximate index alone. ``exact_ms`` says what the comparison with so many passages takes."""
    database = Database(home / FILE, read_only=True)
    store = ChromaFolder(home / FOLDER)
    try:
        with database.reading() as connection:
            parts = list(matching.vectors(connection, encoder.fingerprint, None))
            keys, matrix = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
            chosen = np.random.default_rng(0).choice(len(keys), min(queries, len(keys)), replace=False)
            passages = matching.candidates(
                connection, encoder.fingerprint, [int(key) for key in keys[np.sort(chosen)]]
            )
            asked = [encoder.encode_query(_first_sentence(p.text)) for p in passages.values()]
            shipped, approximate = DenseIndex(store, encoder), DenseIndex(store, encoder, exact=0)
            shipped.warm()
            approximate.warm()
            found: dict[str, Any] = {"passages": len(keys), "queries": len(asked), "depth": depth}
            for name, filters in _filters(connection).items():
                admitted = matching.admitted(connection, filters, ())
                rows = np.arange(len(keys)) if admitted is None else np.flatnonzero(np.isin(keys, admitted))
                exact = _Exact(matrix[rows], depth)
                found[name] = {
                    "admitted": len(rows),
                    **_measured(shipped, connection, asked, filters, admitted, exact),
                    "chroma": _measured(approximate, connection, asked, filters, admitted, exact),
                }
            found["exact_ms"] = {
                str(count): _milliseconds(connection, encoder.fingerprint, asked, keys[:count])
                for count in _COUNTS
                if count <= len(keys)
            }
        return found
    finally:
        store.close()
        database.close()


@dataclass(frozen=True, slots=True)
class _Exact:
    """All admitted vectors, shape (n, d), of which the ``depth`` nearest are wanted."""

    matrix: Vectors
    depth: int

    def share(self, query: Vectors, near: Sequence[tuple[int, float]]) -> float:
        """Share of the nearest that ``near`` has. Passages of the same words are equally near: any of them
        will do."""
        count = min(self.depth, len(self.matrix))
        least = np.sort(self.matrix @ query)[-count] - 1e-5
        return float(sum(similarity >= least for _, similarity in near)) / count


def _measured(
    dense: DenseIndex,
    connection: sqlite3.Connection,
    asked: Sequence[Vectors],
    filters: Filters,
    admitted: matching.Keys | None,
    exact: _Exact,
) -> dict[str, float]:
    dense.nearest(connection, asked[0], filters, admitted, exact.depth)  # what is read once is read now
    recalls, milliseconds = [], []
    for vector in asked:
        began = time.perf_counter()
        near = dense.nearest(connection, vector, filters, admitted, exact.depth)
        milliseconds.append((time.perf_counter() - began) * 1000)
        recalls.append(exact.share(vector, near))
    return {
        "recall": round(float(np.mean(recalls)), 4),
        "worst": round(float(np.min(recalls)), 4),
        "ms_p50": round(float(np.percentile(milliseconds, 50)), 1),
        "ms_p95": round(float(np.percentile(milliseconds, 95)), 1),
    }


def _milliseconds(
    connection: sqlite3.Connection, fingerprint: str, asked: Sequence[Vectors], keys: matching.Keys
) -> float:
    """Median of comparing a question with the catalogue's vectors of these passages."""
    taken = []
    for vector in asked[:20]:
        began = time.perf_counter()
        matching.compared(connection, fingerprint, vector, keys, DEPTH)
        taken.append((time.perf_counter() - began) * 1000)
    return round(float(np.median(taken)), 1)


def _filters(connection: Any) -> dict[str, Filters]:
    """No filter; delegations that admit about a tenth; the one delegation nearest to half a per cent."""
    counts = connection.execute(
        "SELECT s.delegation, count(*) FROM passages v JOIN statements s ON s.key = v.statement"
        " WHERE s.delegation != '' GROUP BY s.delegation ORDER BY count(*) DESC, s.delegation"
    ).fetchall()
    total = sum(count for _, count in counts)
    if not total:
        return {"everything": Filters()}
    tenth, admitted = [], 0
    for delegation, count in counts:
        if admitted < total / 10:
            tenth.append(delegation)
            admitted += count
    narrow = min(counts, key=lambda pair: abs(pair[1] - total * _NARROW))[0]
    return {
        "everything": Filters(),
        "a tenth": Filters(delegations=tuple(tenth)),
        "half a per cent": Filters(delegations=(narrow,)),
    }


def _first_sentence(text: str) -> str:
    spans = split_sentences(text)
    return text[spans[0][0] : spans[0][1]] if spans else text


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; 0 also where there is no library to measure, which is said."""
    parser = harness.parser("evals", "ann", __doc__)
    parser.add_argument("--home", type=Path, help="a large library; only read")
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args(arguments)
    home = speeches_library(options.home)
    if home is None:
        return 0
    result = ann_recall(home, shipped_encoder(load_config()), queries=options.queries)
    harness.write(RESULT, result)
    harness.show(result)
    return 0
