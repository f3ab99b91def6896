"""The passages nearest to a question by vector."""

import sqlite3
import threading
from collections.abc import Sequence

import numpy as np

from core.records import Filters
from index.models.encoder import Encoder, Vectors
from index.search import matching
from index.search.matching import Keys
from index.store import embeddings, storage
from index.store.filters import limits_beyond_vectors
from index.vectors.store import VectorStore, VectorStoreError

# Up to so many admitted passages every vector is read and compared, which finds the true nearest, always the
# same; above, the vector store.
EXACT = 5_000
# Under a filter, of four times as many: Chroma takes longer there (evals/results/ann.json).
_FILTERED = 4
# Chroma looks up what a filter admits before it looks for what is near, which takes seconds where that is
# much. Where a filter admits at least one passage in so many, it is asked for so many more passages, of which
# those are taken that are admitted.
_WIDEST = 100
_MARGIN = 1.5
# Above so many passages the first question is not compared with every vector either.
_AT_FIRST = 150_000


class DenseIndex:
    """Nearest passages by the vectors of one encoder: exactly where few are admitted, through the vector
    store where many are. Thread-safe.

    The first question of a process that admits many is compared with every vector in the catalogue, as that
    takes less time than loading the vector store, unless ``warm`` has loaded it before or there are very
    many.
    """

    def __init__(self, store: VectorStore | None, encoder: Encoder, *, exact: int = EXACT) -> None:
        self.encoder = encoder
        self._store = store
        self._exact = exact
        self._lock = threading.Lock()
        self._warm = False
        self._store_generation = -1
        self._counted = (-1, 0)  # a generation, and how many passages there were

    def warm(self) -> None:
        """Use the vector store from the first question on."""
        self._warm = True

    def search(
        self,
        connection: sqlite3.Connection,
        query: Vectors,
        filters: Filters,
        required: Sequence[str],
        limit: int,
    ) -> list[tuple[int, float]]:
        """`nearest` among the passages that ``filters`` admit and that hold every ``required`` FTS5
        expression. What is admitted is not listed where it is much."""
        if not required and not filters.is_empty():
            found = self._from_wider(connection, query, filters, limit)
            if found is not None:
                return found
        admitted = matching.admitted(connection, filters, required)
        return self.nearest(connection, query, filters, admitted, limit)

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
        count = self._passages(connection) if admitted is None else len(admitted)
        few = self._exact if admitted is None else self._exact * _FILTERED
        if count > few and self._store is not None:
            if self._warm or count > _AT_FIRST:
                found = self._from_store(connection, self._store, query, filters, admitted, limit)
                if found is not None:
                    return found
            self._warm = True
        return matching.compared(connection, self.encoder.fingerprint, query, admitted, limit)

    def _from_wider(
        self, connection: sqlite3.Connection, query: Vectors, filters: Filters, limit: int
    ) -> list[tuple[int, float]] | None:
        """The nearest that are admitted, of so many more from the store that they should be enough; None
        where few are admitted, or they were not enough."""
        every = self._passages(connection)
        if self._store is None or not self._store.filters_slowly or every <= self._exact:
            return None
        if not (self._warm or every > _AT_FIRST):
            return None
        admitted = matching.about_admitted(connection, filters)
        if admitted <= max(self._exact, every / _WIDEST):
            return None
        for more in (1, 4):
            asked = min(every, int(more * limit * _MARGIN * every / admitted))
            ids = self._asked(connection, self._store, query, Filters(), asked)
            if ids is None:
                return None
            keys = matching.keys_of_vectors(connection, ids)
            if len(keys) < len(ids):
                return None  # it holds what no statement has
            keys = matching.admitted_of(connection, filters, keys)
            if len(keys) >= limit or asked == every:
                return matching.compared(connection, self.encoder.fingerprint, query, keys, limit)
        return None

    def _from_store(
        self,
        connection: sqlite3.Connection,
        store: VectorStore,
        query: Vectors,
        filters: Filters,
        admitted: Keys | None,
        limit: int,
    ) -> list[tuple[int, float]] | None:
        """The store's nearest with their exact similarities; None when it cannot be used, is not at the state
        of the catalogue (another process is just writing), or found too few of those admitted."""
        ids = self._asked(connection, store, query, filters, limit)
        if ids is None:
            return None
        keys = matching.keys_of_vectors(connection, ids)
        if len(keys) < len(ids) or (not ids and admitted is None):
            return None  # it holds what no statement has, or nothing
        if admitted is not None:
            keys = keys[np.isin(keys, admitted)]
            if limits_beyond_vectors(filters) and len(keys) < min(limit, len(admitted)):
                return None
        return matching.compared(connection, self.encoder.fingerprint, query, keys, limit)

    def _asked(
        self,
        connection: sqlite3.Connection,
        store: VectorStore,
        query: Vectors,
        filters: Filters,
        limit: int,
    ) -> list[str] | None:
        """The ids of the store's nearest; None when it cannot be used, or is not at the catalogue's state."""
        generation = storage.generation(connection)
        with self._lock:
            if embeddings.pending(connection, 1):
                return None
            try:
                if self._store_generation != generation:
                    store.close()  # what it has in memory is older than what is on disk
                    self._store_generation = generation
                return store.nearest(query, filters, limit)
            except VectorStoreError:
                store.close()
                return None

    def _passages(self, connection: sqlite3.Connection) -> int:
        """How many passages there are; counted once for each state of the library."""
        generation = storage.generation(connection)
        known, count = self._counted
        if known != generation:
            count = embeddings.passage_count(connection)
            self._counted = (generation, count)
        return count
