"""The vectors of the passages in a Chroma collection, through LlamaIndex's vector store.

Chroma's own failures stay here: whatever it raises becomes VectorStoreError, which the library
answers by doing without it or by making it anew.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from core.records import Filters
from index.models.encoder import Vectors
from index.store.entries import Vector
from index.store.filters import chroma_condition, party_key
from index.vectors.store import VectorStoreError

if TYPE_CHECKING:
    from index.vectors.nodes import PassageCollection

# More links and a wider search than Chroma's defaults, for recall; cosine is the product of unit vectors.
HNSW: Mapping[str, object] = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 200,
}
_BATCH = 1000


class ChromaStore(ABC):
    """One Chroma collection, wherever it is. See `index.vectors.store.VectorStore`."""

    filters_slowly = True  # it lists all that a filter admits before it looks for what is near

    def __init__(self, name: str) -> None:
        self._name = name
        self._client: Any = None
        self._store: PassageCollection | None = None

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def encoder(self) -> str:
        with self._guarded():
            return str((self._opened().client.metadata or {}).get("encoder", ""))

    def ids(self) -> set[str]:
        with self._guarded():
            return set(self._opened().client.get(include=[])["ids"])

    def holds(self, vectors: Sequence[Vector]) -> bool:
        from index.vectors.nodes import as_floats

        with self._guarded():
            for at in range(0, len(vectors), _BATCH):
                part = {vector.id: vector for vector in vectors[at : at + _BATCH]}
                found = self._opened().client.get(ids=list(part), include=["embeddings", "metadatas"])
                rows, known = found["embeddings"], found["metadatas"]
                if len(found["ids"]) != len(part) or rows is None or known is None:
                    return False
                for id_, row, kept in zip(found["ids"], rows, known, strict=True):
                    near = np.allclose(row, _unit(as_floats(part[id_])), atol=1e-3)
                    if not near or dict(kept) != metadata(part[id_]):
                        return False
            return True

    def add(self, vectors: Sequence[Vector]) -> None:
        with self._guarded():
            for at in range(0, len(vectors), _BATCH):
                part = vectors[at : at + _BATCH]
                self._opened().add_vectors(part, [metadata(vector) for vector in part])
            self._apply()

    def delete(self, ids: Sequence[str]) -> None:
        with self._guarded():
            for at in range(0, len(ids), _BATCH):
                self._opened().delete_nodes(list(ids[at : at + _BATCH]))
            self._apply()

    def nearest(self, query: Vectors, filters: Filters, limit: int) -> list[str]:
        with self._guarded():
            # in Chroma's own words: LlamaIndex's filters know no truth values, by which parties are kept
            return self._opened().nearest(query, limit, chroma_condition(filters))

    def close(self) -> None:
        client, self._client, self._store = self._client, None, None
        if client is not None:
            client.close()

    @abstractmethod
    def _connected(self) -> Any:
        """A client of its own."""

    @abstractmethod
    def _apply(self) -> None:
        """See to it that changes are in force."""

    def _make(self, encoder: str) -> None:
        configuration: Any = {"hnsw": HNSW}
        self._connect().create_collection(
            self._name,
            configuration=configuration,
            embedding_function=None,  # otherwise Chroma downloads one
            metadata={"encoder": encoder},
        )

    def _opened(self) -> "PassageCollection":
        if self._store is None:
            from index.vectors.nodes import PassageCollection

            collection = self._connect().get_collection(self._name, embedding_function=None)
            self._store = PassageCollection(collection)
        return self._store

    def _connect(self) -> Any:
        if self._client is None:
            self._client = self._connected()
        return self._client

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        # a damaged folder makes Chroma raise AttributeError, KeyError, TypeError or ValueError on its way
        except (ChromaError, OSError, AttributeError, LookupError, TypeError, ValueError, RuntimeError,
                sqlite3.Error, httpx.HTTPError) as error:  # fmt: skip
            raise VectorStoreError(str(error).splitlines()[0][:200] if str(error) else repr(error)) from error


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit


def metadata(vector: Vector, party: int = True) -> dict[str, str | int | bool]:
    """What a store keeps beside a vector; ``party`` is how it marks one of a joint text's delegations."""
    return {
        "passage_id": vector.passage_id,
        "delegation": vector.delegation,
        "forum": vector.forum_key,
        "first_day": vector.first_day,
        "last_day": vector.last_day,
        **{party_key(code): party for code in vector.parties.split()},
    }
