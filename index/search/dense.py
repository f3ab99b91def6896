"""The passages nearest to a question by vector."""

import sqlite3
import threading

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


class DenseIndex:
    """Nearest passages by the vectors of one encoder: exactly where few are admitted, through the vector
    store where many are. Thread-safe.

    The first question of a process that admits many is compared with every vector in the catalogue, as that
    takes less time than loading the vector store, unless ``warm`` has loaded it before.
    """

    def __init__(self, store: VectorStore | None, encoder: Encoder, *, exact: int = EXACT) -> None:
        self.encoder = encoder
        self._store = store
        self._exact = exact
        self._lock = threading.Lock()
        self._warm = False
        self._store_generation = -1

    def warm(self) -> None:
        """Use the vector store from the first question on."""
        self._warm = True

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
        count = embeddings.passage_count(connection) if admitted is None else len(admitted)
        few = self._exact if admitted is None else self._exact * _FILTERED
        if count > few and self._store is not None:
            if self._warm:
                found = self._from_store(connection, self._store, query, filters, admitted, limit)
                if found is not None:
                    return found
            self._warm = True
        return matching.compared(connection, self.encoder.fingerprint, query, admitted, limit)

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
        generation = storage.generation(connection)
        with self._lock:
            if embeddings.pending(connection, 1):
                return None
            try:
                if self._store_generation != generation:
                    store.close()  # what it has in memory is older than what is on disk
                    self._store_generation = generation
                ids = store.nearest(query, filters, limit)
            except VectorStoreError:
                store.close()
                return None
        keys = matching.keys_of_vectors(connection, ids)
        if len(keys) < len(ids) or (not ids and admitted is None):
            return None  # it holds what no statement has, or nothing
        if admitted is not None:
            keys = keys[np.isin(keys, admitted)]
            if limits_beyond_vectors(filters) and len(keys) < min(limit, len(admitted)):
                return None
        return matching.compared(connection, self.encoder.fingerprint, query, keys, limit)
