"""Vectors by which a question in Japanese finds passages in English.

Embedding every passage twice would halve the rate of ingestion for the sake of questions that many never ask.
So the second vector of a passage in English is made when it is wanted: those that a question's filters admit
before it is answered, as far as they are few, the rest by and by (`complete`).
"""

import threading
from collections.abc import Sequence

from core.errors import LibraryError
from core.records import Filters
from index.embedder import Embedder
from index.lock import WriteLock
from index.models.encoder import Encoder
from index.models.onnx import Progress
from index.search import matching
from index.search.search import CANDIDATES, Searcher
from index.store import embeddings, storage
from index.store.embeddings import Unembedded
from index.store.lexical import parse_query
from index.store.storage import Database

AT_ONCE = 2_000  # passages embedded before a question is answered: some twenty seconds on two cores, once
_FIRST = 100  # of more than that; with them `complete` begins
_LOOKED_AT = 5_000  # admitted passages of which it is looked up whether they have a vector
_BATCH = 32  # passages embedded between two writes


class Languages:
    """The vectors of a library that are ``encoder``'s, one of those of ``embedder``. Thread-safe."""

    def __init__(self, database: Database, embedder: Embedder, encoder: Encoder, lock: WriteLock) -> None:
        self._database = database
        self._embedder = embedder
        self._fingerprint = encoder.fingerprint
        self._lock = lock
        self._complete_at = -1  # the generation of the library at which nothing was missing

    def missing(self) -> int:
        """How many passages have no second vector."""
        with self._database.reading() as connection:
            return embeddings.unembedded_count(connection, self._fingerprint)

    def wanted(self) -> bool:
        """Whether there is use for them: a question in Japanese was asked, or a statement in Japanese
        stored."""
        with self._database.reading() as connection:
            return embeddings.has_any(connection, self._fingerprint)

    def complete(self, stop: threading.Event, progress: Progress | None = None) -> None:
        """Embed what is missing until ``stop`` is set, keeping each part once it is done; what was
        interrupted is gone on with. Raises LibraryBusyError while another process writes."""
        with self._database.reading() as connection:
            generation = storage.generation(connection)
            if generation == self._complete_at:
                return
            total = embeddings.unembedded_count(connection, self._fingerprint)
        done = after = 0
        while not stop.is_set():
            with self._database.reading() as connection:
                part = embeddings.unembedded(connection, self._fingerprint, after, _BATCH)
            if not part:
                self._complete_at = generation
                return
            self._embed(part)
            done, after = done + len(part), part[-1].passage
            if progress is not None:
                progress(min(done, total), total)

    def prepare(self, query: str, filters: Filters, searcher: Searcher) -> None:
        """Embed before a question is answered what it may be about: all that is admitted, or, where more than
        AT_ONCE is missing, the passages that its words and their English names find and the first of the
        rest. What cannot be kept, because another process is writing, is left out."""
        words = parse_query(query)
        with self._database.reading() as connection:
            if storage.generation(connection) == self._complete_at:
                return
            admitted = matching.admitted(connection, filters, words.required)
            if admitted is None:
                part = embeddings.unembedded(connection, self._fingerprint, 0, AT_ONCE + 1)
            else:
                looked_at = admitted[: _LOOKED_AT + 1].tolist()
                part = embeddings.unembedded_of(connection, self._fingerprint, looked_at, AT_ONCE + 1)
            if len(part) > AT_ONCE or (admitted is not None and len(admitted) > _LOOKED_AT):
                names = searcher.glossary.find(query)
                found = matching.lexical_matches(
                    connection, words.any_term, filters, words.required, CANDIDATES, names
                )
                keys = [key for key, _ in found]
                named = embeddings.unembedded_of(connection, self._fingerprint, keys, CANDIDATES)
                part = list({passage.passage: passage for passage in (*named, *part[:_FIRST])}.values())
        try:
            for at in range(0, len(part), _BATCH):
                self._embed(part[at : at + _BATCH], wait=0.0)
        except LibraryError:
            return

    def _embed(self, part: Sequence[Unembedded], wait: float | None = None) -> None:
        texts = {(self._fingerprint, passage.sha): passage.text for passage in part}
        vectors = self._embedder.embedded(texts)
        with self._lock.held(wait), self._database.writing() as connection:
            embeddings.add_embeddings(connection, vectors)
