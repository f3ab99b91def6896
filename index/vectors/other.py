"""Any LlamaIndex vector store in Chroma's place, as the settings name it."""

import importlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from core.errors import ConfigError
from core.records import Filters
from index.models.encoder import Vectors
from index.store.entries import Vector
from index.vectors.chroma import metadata
from index.vectors.store import VectorStoreError

if TYPE_CHECKING:
    from llama_index.core.vector_stores.types import BasePydanticVectorStore

_BATCH = 500


class OtherStore:
    """A LlamaIndex vector store. ``reference`` is ``module:name`` of its class, or of a function that makes
    one; ``arguments`` are given to it, ``"$dimension"`` as the length of a vector.

    LlamaIndex's interface cannot list what is stored, so damage is noticed when nothing is found any more,
    by ids that the catalogue does not know, and by `rapporteur check`.
    """

    filters_slowly = False

    def __init__(self, reference: str, arguments: Mapping[str, object], encoder: str, dimension: int) -> None:
        self._reference = reference
        self._arguments = {
            name: dimension if value == "$dimension" else value for name, value in arguments.items()
        }
        self._encoder = encoder
        self._dimension = dimension
        self._store: BasePydanticVectorStore | None = None

    @property
    def is_open(self) -> bool:
        return self._store is not None

    def exists(self) -> bool:
        """Whether anything is found in it. Some stores raise until something is added."""
        with self._guarded():
            self._opened()
        try:
            return bool(self.nearest(np.ones(self._dimension, dtype=np.float32), Filters(), 1))
        except VectorStoreError:
            return False

    def signature(self) -> str:
        try:
            return f"{self._reference}: {'in use' if self.exists() else 'empty'}"
        except VectorStoreError:
            return ""

    def only_opened(self, signature: str) -> bool:
        return signature == self.signature()

    def digest(self) -> str:
        return ""

    def loads(self) -> bool:
        return False  # what is there cannot be compared with the catalogue

    def encoder(self) -> str:
        return self._encoder

    def ids(self) -> None:
        return None

    def holds(self, vectors: Sequence[Vector]) -> bool:
        """Whether each is what is nearest to itself, or as near as that."""
        from index.vectors.nodes import as_floats

        return all(vector.id in self.nearest(as_floats(vector), Filters(), 10) for vector in vectors)

    def create(self, encoder: str) -> None:
        with self._guarded():
            self._opened().clear()
            self.close()  # it is opened anew, and makes what it needs
            self._opened()
        self._encoder = encoder

    def add(self, vectors: Sequence[Vector]) -> None:
        from index.vectors.nodes import VECTOR, node

        if self.exists():
            self.delete([vector.id for vector in vectors])  # some stores would keep both
        with self._guarded():
            for at in range(0, len(vectors), _BATCH):
                part = vectors[at : at + _BATCH]
                self._opened().add(
                    [node(_uuid(v.id), v, {VECTOR: v.id, **metadata(v, party=1)}) for v in part]
                )

    def delete(self, ids: Sequence[str]) -> None:
        nodes = [_uuid(id_) for id_ in ids]
        with self._guarded():
            try:
                for at in range(0, len(nodes), _BATCH):
                    self._opened().delete_nodes(nodes[at : at + _BATCH])
            except NotImplementedError:
                for one in nodes:
                    self._opened().delete(one)

    def nearest(self, query: Vectors, filters: Filters, limit: int) -> list[str]:
        from llama_index.core.vector_stores.types import VectorStoreQuery

        from index.vectors.nodes import VECTOR, wanted

        with self._guarded():
            found = self._opened().query(
                VectorStoreQuery(
                    query_embedding=query.tolist(), similarity_top_k=limit, filters=wanted(filters)
                )
            )
            return [str(one.metadata[VECTOR]) for one in found.nodes or ()]

    def scrub(self) -> None:
        """Its files are its own affair."""

    def vacuum(self) -> None:
        """Its files are its own affair."""

    def close(self) -> None:
        store, self._store = self._store, None
        close = getattr(getattr(store, "client", None), "close", None)
        if close is not None:
            close()

    def _opened(self) -> "BasePydanticVectorStore":
        if self._store is None:
            from llama_index.core.vector_stores.types import BasePydanticVectorStore

            module, _, name = self._reference.partition(":")
            try:
                made = getattr(importlib.import_module(module), name)(**self._arguments)
            except (ImportError, AttributeError) as error:
                raise ConfigError(
                    f"[vectors] store = {self._reference!r} cannot be imported ({error}); install its "
                    "package, or correct the setting to module:Class."
                ) from error
            except TypeError as error:
                raise ConfigError(
                    f"[vectors.arguments] do not fit {self._reference} ({error}); correct them."
                ) from error
            if not isinstance(made, BasePydanticVectorStore):
                raise ConfigError(f"{self._reference} is not a LlamaIndex vector store; name one that is.")
            self._store = made
        return self._store

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Whatever a store of anybody's raises becomes VectorStoreError."""
        try:
            yield
        except (ConfigError, NotImplementedError, VectorStoreError):
            raise
        except Exception as error:
            text = str(error).strip()
            raise VectorStoreError(text.splitlines()[0][:200] if text else repr(error)) from error


def _uuid(id_: str) -> str:
    """A node's id, of a form that every store takes."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, id_))
