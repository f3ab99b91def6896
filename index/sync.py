"""Keeping the vector store at the catalogue's state."""

import json
from dataclasses import asdict, dataclass

from index import catalogue
from index.storage import Database
from index.vectors import VectorStore, VectorStoreError

_STAMP = "vector_store"


@dataclass(frozen=True, slots=True)
class _Stamp:
    """How the vector store was left: whose vectors, and the state of its files."""

    encoder: str
    signature: str
    digest: str


class VectorSync:
    """Brings a vector store to the catalogue's state.

    The catalogue lists what is pending within the transaction that causes it, so a process killed
    between commit and `follow` leaves a list that the next one works off. Everything but `is_current`
    needs the library's write lock.
    """

    def __init__(self, database: Database, store: VectorStore, encoder: str) -> None:
        self._database = database
        self._store = store
        self._encoder = encoder

    def is_current(self) -> bool:
        """True when nothing is pending and nobody has touched the store since it was last left in
        order. Reads no vectors and does not load Chroma."""
        with self._database.reading() as connection:
            if catalogue.pending(connection):
                return False
            stamp = _parse(catalogue.get_meta(connection, _STAMP))
            if stamp is None:
                return not catalogue.passage_count(connection) and not self._store.exists()
        return stamp.encoder == self._encoder and stamp.signature == self._store.signature()

    def follow(self) -> None:
        """Apply what is pending. Raises VectorStoreError, with the list kept, when Chroma fails."""
        with self._database.reading() as connection:
            stamp = _parse(catalogue.get_meta(connection, _STAMP))
        if stamp is None or stamp.encoder != self._encoder or not self._intact(stamp):
            self.fill()
        else:
            self._apply_pending()

    def fill(self) -> None:
        """Make the store anew from the catalogue's embeddings."""
        self._set_stamp("")
        self._store.create(self._encoder)
        with self._database.reading() as connection:
            pending = catalogue.pending(connection)
            vectors = list(catalogue.vectors(connection, self._encoder))
        self._store.add(vectors)
        self._leave_in_order(pending)

    def repair(self) -> str:
        """Compare ids and encoder with the catalogue and set right what differs; a sentence about what
        was done, ``""`` when nothing had to be."""
        with self._database.reading() as connection:
            stamp = _parse(catalogue.get_meta(connection, _STAMP))
            pending = catalogue.pending(connection)
            expected = catalogue.vector_ids(connection)
        if not expected and not pending and not self._store.exists():
            return ""
        if stamp is None or not self._intact(stamp):
            lost = stamp is not None and not self._store.exists()
            self.fill()
            return f"The vector store was {'missing' if lost else 'incomplete or damaged'}; it was made anew."
        if stamp.encoder != self._encoder:
            self.fill()
            return "The vector store held another encoder's vectors; it was made anew."
        try:
            stored = self._store.ids()
            if self._store.encoder() == self._encoder:
                return self._reconcile(expected, stored, pending)
        except VectorStoreError:
            pass  # unreadable although its files are as they were left
        self.fill()
        return "The vector store was damaged; it was made anew."

    def _reconcile(self, expected: set[str], stored: set[str], pending: list[str]) -> str:
        missing, extra = sorted(expected - stored), sorted(stored - expected)
        with self._database.reading() as connection:
            vectors = list(catalogue.vectors(connection, self._encoder, missing))
        if vectors:
            self._store.add(vectors)
        if extra:
            self._store.delete(extra)
        self._leave_in_order(pending)
        if not (missing or extra):
            return ""
        return (
            f"The vector store lacked {len(missing)} passages and held {len(extra)} too many; "
            "it was repaired."
        )

    def _apply_pending(self) -> None:
        with self._database.reading() as connection:
            pending = catalogue.pending(connection)
            vectors = list(catalogue.vectors(connection, self._encoder, pending))
        if not pending:
            return
        if vectors:
            self._store.add(vectors)
        if gone := sorted(set(pending) - {vector.id for vector in vectors}):
            self._store.delete(gone)
        self._leave_in_order(pending)

    def _intact(self, stamp: _Stamp) -> bool:
        """True when the store's files can be loaded; lets go of a view of them that has become old."""
        if stamp.signature == self._store.signature():
            return True
        self._store.close()
        return self._store.exists() and (stamp.digest == self._store.digest() or self._store.loads())

    def _leave_in_order(self, pending: list[str]) -> None:
        stamp = _Stamp(self._encoder, self._store.signature(), self._store.digest())
        with self._database.writing() as connection:
            catalogue.settled(connection, pending)
            catalogue.set_meta(connection, _STAMP, json.dumps(asdict(stamp)))

    def _set_stamp(self, value: str) -> None:
        with self._database.writing() as connection:
            catalogue.set_meta(connection, _STAMP, value)


def _parse(text: str) -> _Stamp | None:
    return _Stamp(**json.loads(text)) if text else None
