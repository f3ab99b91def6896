"""Embedding in a process that does not write, for the one that does."""

from dataclasses import replace
from pathlib import Path

from index.embedder import Embedder
from index.library import FILE
from index.models.encoder import Encoder
from index.store import embeddings
from index.store.entries import ContextOf, Entry
from index.store.prepared import prepare
from index.store.storage import Database


class Ahead:
    """Makes the vectors that the library in ``home`` will want of an entry and does not have. It only reads
    the library. Close it when done."""

    def __init__(
        self, home: Path, encoder: Encoder, multilingual: Encoder | None, context_of: ContextOf | None
    ) -> None:
        self._database = Database(home / FILE, read_only=True)
        self._embedder = Embedder(encoder, multilingual)
        self._context_of = context_of

    def embedded(self, entry: Entry) -> Entry:
        """The entry with these vectors: storing it then costs no embedding."""
        with self._database.reading() as connection:
            prepared = prepare(connection, entry, self._embedder.encoder.fingerprint, self._context_of)
            missing = embeddings.missing_texts(connection, self._embedder.texts(prepared))
        return replace(entry, vectors=self._embedder.embedded(missing))

    def close(self) -> None:
        """Let go of the library's file."""
        self._database.close()
