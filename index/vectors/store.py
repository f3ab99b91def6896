"""What a library needs of a vector store."""

from collections.abc import Sequence
from typing import Protocol

from core.records import Filters
from index.models.encoder import Vectors
from index.store.entries import Vector


class VectorStoreError(Exception):
    """The vector store could not do what was asked; the catalogue is not affected."""


class VectorStore(Protocol):
    """A cache of the catalogue's vectors, made anew from it whenever the two disagree. Not for concurrent
    writers: the caller holds the library's write lock around everything but `nearest`. Methods raise
    VectorStoreError; `signature` does not."""

    @property
    def filters_slowly(self) -> bool:
        """True when a filter that admits much takes far longer than none."""
        ...

    @property
    def is_open(self) -> bool:
        """True when this process has the store open."""
        ...

    def exists(self) -> bool:
        """True when there is something in the place of the store, usable or not."""
        ...

    def signature(self) -> str:
        """The state of the store, read without its vectors: equal means untouched since."""
        ...

    def only_opened(self, signature: str) -> bool:
        """Whether the state differs from ``signature`` at most as opening the store changes it."""
        ...

    def digest(self) -> str:
        """Hash of what the store holds, ``""`` when that cannot be told."""
        ...

    def loads(self) -> bool:
        """Whether the store can be opened and asked."""
        ...

    def encoder(self) -> str:
        """Fingerprint of the encoder whose vectors these are."""
        ...

    def ids(self) -> set[str] | None:
        """Ids of all stored vectors; None for a store that cannot list them."""
        ...

    def holds(self, vectors: Sequence[Vector]) -> bool:
        """Whether the store has all of these, just as they are."""
        ...

    def create(self, encoder: str) -> None:
        """Start anew, empty, whatever is there."""
        ...

    def add(self, vectors: Sequence[Vector]) -> None:
        """Add vectors; one whose id is there already is the same, as ids are made from content."""
        ...

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors by id; ids that are not there are ignored."""
        ...

    def nearest(self, query: Vectors, filters: Filters, limit: int) -> list[str]:
        """Ids of about the ``limit`` nearest vectors to ``query``, shape (d,), nearest first."""
        ...

    def scrub(self) -> None:
        """Clear what does not belong to the vectors."""
        ...

    def vacuum(self) -> None:
        """Write what was deleted out of the store's files, as far as it has any here."""
        ...

    def close(self) -> None:
        """Let go of it. It is opened again when it is asked next."""
        ...
