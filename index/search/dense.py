"""The passages nearest to a question by vector."""

import sqlite3
import threading
from dataclasses import dataclass

import numpy as np

from core.records import Filters
from index.models.encoder import Vectors
from index.search import matching
from index.search.matching import Keys
from index.store import embeddings, meta
from index.store.filters import limits_beyond_vectors
from index.vectors.vectors import VectorStore, VectorStoreError

# Below these numbers every admitted vector is compared, which finds the true nearest, always the same;
# above, Chroma's index. 150,000 vectors of 384 floats are 230 MB in memory, and compared in some 20 ms, under
# a filter too, for which Chroma takes several times as long.
MAX_IN_MEMORY = 150_000
MAX_FROM_DISK = 3_000


@dataclass(frozen=True, slots=True)
class _Table:
    """All vectors of one state of the library: ``keys`` (n,) ascending, ``matrix`` (n, d)."""

    generation: int
    keys: Keys
    matrix: Vectors


class DenseIndex:
    """Nearest passages, exactly where that is cheap and through Chroma where it is not. Thread-safe."""

    def __init__(
        self,
        store: VectorStore,
        encoder: str,
        *,
        max_in_memory: int = MAX_IN_MEMORY,
        max_from_disk: int = MAX_FROM_DISK,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._max_in_memory = max_in_memory
        self._max_from_disk = max_from_disk
        self._lock = threading.Lock()
        self._table: _Table | None = None
        self._store_generation = -1

    def nearest(
        self,
        connection: sqlite3.Connection,
        query: Vectors,
        filters: Filters,
        admitted: Keys | None,
        limit: int,
    ) -> list[tuple[int, float]]:
        """(passage key, cosine similarity) of the passages nearest to ``query``, shape (d,), best first;
        only among ``admitted`` unless that is None."""
        if admitted is not None and not len(admitted):
            return []
        total = embeddings.passage_count(connection)
        if total <= self._max_in_memory:
            table = self._current_table(connection)
            if not len(table.keys):
                return []
            keys, similarities = table.keys, table.matrix @ query  # (n, d) @ (d,) → (n,)
            if admitted is not None:
                rows = np.flatnonzero(np.isin(keys, admitted, assume_unique=True))
                keys, similarities = keys[rows], similarities[rows]
            return _top(keys, similarities, limit)
        if admitted is not None and len(admitted) <= self._max_from_disk:
            keys, matrix = matching.vectors_by_key(connection, self._encoder, admitted)
        else:
            keys, matrix = self._from_store(connection, query, filters, admitted, limit)
        return _top(keys, matrix @ query, limit) if len(keys) else []

    def _current_table(self, connection: sqlite3.Connection) -> _Table:
        generation = meta.generation(connection)
        with self._lock:
            if self._table is None or self._table.generation != generation:
                keys, matrix = matching.vectors_by_key(connection, self._encoder, None)
                self._table = _Table(generation, keys, matrix)
            return self._table

    def _from_store(
        self,
        connection: sqlite3.Connection,
        query: Vectors,
        filters: Filters,
        admitted: Keys | None,
        limit: int,
    ) -> tuple[Keys, Vectors]:
        """Candidates from Chroma with their exact vectors; every vector when Chroma cannot be used or
        is not at the state of the catalogue (another process is just writing)."""
        generation = meta.generation(connection)
        with self._lock:
            try:
                if not embeddings.pending(connection, 1):
                    if self._store_generation != generation:
                        self._store.close()  # what it has in memory is older than what is on disk
                        self._store_generation = generation
                    ids = self._store.nearest(query, filters, limit)
                    keys = matching.keys_of_vectors(connection, ids)
                    if admitted is not None:
                        keys = keys[np.isin(keys, admitted)]
                        if limits_beyond_vectors(filters) and len(keys) < min(limit, len(admitted)):
                            keys = admitted  # the store's nearest were too few of those meant
                    return matching.vectors_by_key(connection, self._encoder, keys)
            except VectorStoreError:
                self._store.close()
        return matching.vectors_by_key(connection, self._encoder, admitted)


def _top(keys: Keys, similarities: Vectors, limit: int) -> list[tuple[int, float]]:
    """The ``limit`` best of keys and similarities, both of shape (n,)."""
    if len(keys) > limit:  # no need to put all in order; those as near as the last one stay in
        least = np.partition(similarities, -limit)[-limit]
        rows = np.flatnonzero(similarities >= least)
        keys, similarities = keys[rows], similarities[rows]
    order = np.lexsort((keys, -similarities))[:limit]  # ties by key: the same answer every time
    return [(int(keys[row]), float(similarities[row])) for row in order]
