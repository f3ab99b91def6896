"""Statements written to the library: embedded, stored in one transaction each, then followed up."""

import sqlite3
from collections import ChainMap
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from core.errors import LibraryError
from core.records import Statement
from index.embedder import Embedder
from index.lock import WriteLock
from index.store import catalogue, corrections, embeddings, lookup
from index.store.corrections import Corrections
from index.store.embeddings import Key
from index.store.entries import ContextOf, Entry, Gone, Outcome, validate
from index.store.prepared import Prepared, prepare
from index.store.storage import Database
from index.upkeep import Upkeep

_BATCH_TEXTS = 128  # new texts embedded between two writes: about two seconds on two cores
_BATCH_ENTRIES = 200
_SYNC_PASSAGES = 2000  # changes that wait for the vector store during a long ingestion

Change = Callable[[Statement, Corrections], tuple[Statement, Corrections]]
"""From a statement with its corrections to what they become."""


@dataclass(slots=True)
class _Batch:
    """Entries to be stored, and those texts of theirs that are being embedded."""

    entries: list[Entry] = field(default_factory=list)
    texts: dict[Key, str] = field(default_factory=dict)
    ready: int = 0  # vectors that came with the entries
    embedding: "Future[dict[Key, bytes]] | None" = None

    def vectors(self) -> dict[Key, bytes]:
        """The texts' vectors, once they are there."""
        return self.embedding.result() if self.embedding is not None else {}


class Writer:
    """Changes the statements of a library. Takes the write lock itself, for one batch at a time."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        lock: WriteLock,
        upkeep: Upkeep,
        context_of: ContextOf | None,
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._lock = lock
        self._upkeep = upkeep
        self._context_of = context_of

    def put_each(
        self, entries: Iterable[Entry], gone: Gone | None
    ) -> Generator[tuple[Entry, Outcome], None, None]:
        """Store entries as they come. While one batch is written, the next is embedded, and the entries
        of the one after it are taken."""
        try:
            with ThreadPoolExecutor(1, thread_name_prefix="embed") as pool:
                ahead = _Batch()
                for batch in self._batches(entries):
                    batch.texts = {key: t for key, t in batch.texts.items() if key not in ahead.texts}
                    if batch.texts:
                        batch.embedding = pool.submit(self._embedder.embedded, batch.texts)
                    yield from self._store_batch(ahead, gone)
                    ahead = batch
                yield from self._store_batch(ahead, gone)
        except BaseException:
            with suppress(LibraryError):  # what ended it is what is to be told
                self._finish()
            raise
        self._finish()

    def correct(self, statement_id: str, change: Change) -> Statement:
        """Change the fields of a statement. Raises LibraryError when it is not there."""
        with self._lock.held():
            with self._database.writing() as connection:
                before = lookup.statement(connection, statement_id)
                if before is None:
                    raise LibraryError(no_statement(statement_id))
                key, earlier = lookup.statement_corrections(connection, statement_id)
                after, made = change(before, earlier)
                catalogue.correct(connection, key, after, made, self._context_of)
            self._upkeep.follow()
        return after

    def remove(self, statement_id: str) -> None:
        """Remove a statement from every store. Raises LibraryError when it is not there."""
        with self._lock.held():
            with self._database.writing() as connection:
                if not catalogue.remove(connection, statement_id):
                    raise LibraryError(no_statement(statement_id))
            self._upkeep.follow()
            self._upkeep.forget()

    def _batches(self, entries: Iterable[Entry]) -> Iterator[_Batch]:
        """Entries in parts of about _BATCH_TEXTS new texts, with these texts."""
        batch = _Batch()
        for entry in entries:
            validate(entry)
            with self._database.reading() as connection:
                missing = self._missing(connection, self._prepared(connection, entry))
            batch.texts |= {key: text for key, text in missing.items() if key not in entry.vectors}
            batch.ready += len(entry.vectors)
            batch.entries.append(entry)
            if len(batch.texts) + batch.ready >= _BATCH_TEXTS or len(batch.entries) >= _BATCH_ENTRIES:
                yield batch
                batch = _Batch()
        if batch.entries:
            yield batch

    def _store_batch(self, batch: _Batch, gone: Gone | None) -> Iterator[tuple[Entry, Outcome]]:
        vectors = batch.vectors()
        for entry in batch.entries:
            with self._lock.held():
                outcome = self._store_one(entry, vectors, gone)
            yield entry, outcome
        if batch.entries:
            with self._lock.held():
                self._upkeep.follow(_SYNC_PASSAGES)

    def _store_one(self, entry: Entry, vectors: dict[Key, bytes], gone: Gone | None) -> Outcome:
        with self._database.writing() as connection:
            prepared = self._prepared(connection, entry)
            missing = self._missing(connection, prepared)
            # normally all were embedded before the lock was taken; a removal meanwhile can undo that
            known = ChainMap(vectors, dict(entry.vectors))
            late = {key: text for key, text in missing.items() if key not in known}
            vectors |= self._embedder.embedded(late)
            mine = {key: known[key] for key in missing}
            embeddings.embedded_by(connection, self._embedder.encoder.fingerprint)
            return catalogue.store(connection, prepared, mine, gone)

    def _finish(self) -> None:
        with self._lock.held():
            self._upkeep.follow()
            self._upkeep.forget()

    def _prepared(self, connection: sqlite3.Connection, entry: Entry) -> Prepared:
        return prepare(connection, entry, self._embedder.encoder.fingerprint, self._context_of)

    def _missing(self, connection: sqlite3.Connection, prepared: Prepared) -> dict[Key, str]:
        return embeddings.missing_texts(connection, self._embedder.texts(prepared))


def no_statement(statement_id: str) -> str:
    """What is said when there is no statement with an id."""
    return f"There is no statement {statement_id!r} in the library; `rapporteur list` shows those there are."


def no_paragraph(paragraph_id: str) -> str:
    """What is said when there is no paragraph with an id."""
    return f"There is no paragraph {paragraph_id!r} in the library; `rapporteur show ID` lists a statement's."


def edited(changes: "dict[str, str]") -> Change:
    """The change that gives fields their values by hand."""

    def change(statement: Statement, earlier: Corrections) -> tuple[Statement, Corrections]:
        after = corrections.corrected(statement, changes)
        return after, corrections.recorded(statement, after, earlier)

    return change


def reverted(fields: Iterable[str]) -> Change:
    """The change that gives corrected fields the values that were read."""
    wanted = frozenset(fields)
    return lambda statement, earlier: corrections.reverted(statement, earlier, wanted)
