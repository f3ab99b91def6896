"""The vectors of the passages in Chroma: a cache that can always be made again from the catalogue.

Chroma's own failures stay here: whatever it raises becomes VectorStoreError, which the library
answers by doing without it or by making it anew. HNSW files that changed since they were left in
order are tried in another process first, because a damaged one ends the process that loads it.
"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.records import Filters
from index.models.encoder import Vectors
from index.store.entries import Vector
from index.store.filters import chroma_condition, party_key
from index.vectors import chromafiles

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
# More links and a wider search than Chroma's defaults, for recall; cosine is the product of unit vectors.
HNSW: Mapping[str, object] = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 200,
}
_BATCH = 1000
_TRIAL_SECONDS = 300
_TRIAL = """
import sys, chromadb
from chromadb.config import Settings
client = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))
collection = client.get_collection(sys.argv[2], embedding_function=None)
ids = collection.get(include=[])["ids"]
for at in range(0, len(ids), 1000):
    first = collection.get(ids=ids[at : at + 1000], include=["embeddings"])["embeddings"][0]
    assert collection.query(query_embeddings=[first], n_results=1, include=["distances"])["ids"][0]
"""


class VectorStoreError(Exception):
    """Chroma could not do what was asked; the catalogue is not affected."""


class VectorStore:
    """One Chroma collection in one folder. Not for concurrent writers: the caller holds the library's
    write lock around everything but `nearest`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._client: Any = None
        self._collection: Collection | None = None

    def exists(self) -> bool:
        """True when there is something in the place of the store, usable or not."""
        return self._folder.exists()

    def signature(self) -> str:
        """Names, sizes and times of change of the store's files: equal means untouched since."""
        return chromafiles.signature(self._folder)

    def only_opened(self, signature: str) -> bool:
        """Whether the files differ from ``signature`` at most as opening them changes them."""
        return chromafiles.only_opened(self._folder, signature)

    @property
    def is_open(self) -> bool:
        """True when this process has the store open."""
        return self._client is not None

    def digest(self) -> str:
        """Hash of what the store's files hold, ``""`` when they are damaged. Equal means that it is what it
        was; another means damage, unless somebody else has changed the vectors."""
        return chromafiles.digest(self._folder)

    def loads(self) -> bool:
        """Whether the store can be opened, every vector read and a question asked, tried in a process of
        its own, because a damaged HNSW file ends the process that loads it."""
        trial = [sys.executable, "-c", _TRIAL, str(self._folder), COLLECTION]
        try:
            done = subprocess.run(trial, capture_output=True, timeout=_TRIAL_SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def encoder(self) -> str:
        """Fingerprint of the encoder whose vectors these are."""
        with self._guarded():
            return str((self._opened().metadata or {}).get("encoder", ""))

    def ids(self) -> set[str]:
        """Ids of all stored vectors."""
        with self._guarded():
            return set(self._opened().get(include=[])["ids"])

    def holds(self, vectors: Sequence[Vector]) -> bool:
        """Whether the store has all of these, just as they are."""
        with self._guarded():
            for at in range(0, len(vectors), _BATCH):
                part = {vector.id: vector for vector in vectors[at : at + _BATCH]}
                found = self._opened().get(ids=list(part), include=["embeddings", "metadatas"])
                rows, known = found["embeddings"], found["metadatas"]
                if len(found["ids"]) != len(part) or rows is None or known is None:
                    return False
                for id_, row, metadata in zip(found["ids"], rows, known, strict=True):
                    near = np.allclose(row, _unit(_float32(part[id_])), atol=1e-3)
                    if not near or dict(metadata) != _metadata(part[id_]):
                        return False
            return True

    def scrub(self) -> None:
        """Clear what Chroma has written of its process's memory into unused room of its files."""
        with self._guarded():
            chromafiles.scrub(self._folder)

    def vacuum(self) -> None:
        """Write the rows that were deleted out of the store's file. The store is closed by it."""
        self.close()
        with self._guarded():
            chromafiles.vacuum(self._folder)

    def create(self, encoder: str) -> None:
        """Start anew, empty, whatever is there."""
        self.close()
        self._forget_failed_start()
        with self._guarded():
            if self._folder.is_dir() and not self._folder.is_symlink():
                shutil.rmtree(self._folder)
            else:
                self._folder.unlink(missing_ok=True)
            configuration: Any = {"hnsw": HNSW}
            self._collection = self._connect().create_collection(
                COLLECTION,
                configuration=configuration,
                embedding_function=None,  # otherwise Chroma downloads one
                metadata={"encoder": encoder},
            )

    def add(self, vectors: Sequence[Vector]) -> None:
        """Add vectors; one whose id is there already is the same, as ids are made from content."""
        with self._guarded():
            collection = self._opened()
            for at in range(0, len(vectors), _BATCH):
                part = vectors[at : at + _BATCH]
                embeddings: Any = [_float32(vector) for vector in part]
                collection.add(
                    ids=[vector.id for vector in part],
                    embeddings=embeddings,
                    metadatas=[_metadata(vector) for vector in part],
                )
            self._apply(collection)

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors by id; ids that are not there are ignored."""
        with self._guarded():
            collection = self._opened()
            for at in range(0, len(ids), _BATCH):
                collection.delete(ids=list(ids[at : at + _BATCH]))
            self._apply(collection)

    def nearest(self, query: Vectors, filters: Filters, limit: int) -> list[str]:
        """Ids of about the ``limit`` nearest vectors to ``query``, shape (d,), nearest first."""
        with self._guarded():
            vectors: Any = [query]
            found = self._opened().query(
                query_embeddings=vectors,
                n_results=limit,
                where=chroma_condition(filters),
                include=["distances"],
            )
            return found["ids"][0]

    def close(self) -> None:
        """Let go of the files."""
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            client.close()

    def _apply(self, collection: "Collection") -> None:
        """Chroma logs a change and applies it at the next question; ask, so that readers need not write."""
        if collection.count():
            first: Any = collection.get(limit=1, include=["embeddings"])["embeddings"]
            if first is not None:
                collection.query(query_embeddings=[first[0]], n_results=1, include=["distances"])

    def _opened(self) -> "Collection":
        if self._collection is None:
            self._collection = self._connect().get_collection(COLLECTION, embedding_function=None)
        return self._collection

    def _connect(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            self._client = chromadb.PersistentClient(
                str(self._folder), settings=Settings(anonymized_telemetry=False)
            )
        return self._client

    def _forget_failed_start(self) -> None:
        """Chroma remembers a start that failed, by folder, and would fail again on a good one."""
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        # a damaged folder makes Chroma raise AttributeError, KeyError, TypeError or ValueError on its way
        except (ChromaError, OSError, AttributeError, LookupError, TypeError, ValueError, RuntimeError,
                sqlite3.Error) as error:  # fmt: skip
            raise VectorStoreError(str(error).splitlines()[0][:200] if str(error) else repr(error)) from error


def _float32(vector: Vector) -> Vectors:
    return np.frombuffer(vector.vector, dtype=np.float16).astype(np.float32)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit


def _metadata(vector: Vector) -> dict[str, str | int | bool]:
    return {
        "passage_id": vector.passage_id,
        "delegation": vector.delegation,
        "forum": vector.forum_key,
        "first_day": vector.first_day,
        "last_day": vector.last_day,
        **{party_key(code): True for code in vector.parties.split()},
    }
