"""The library: statements in, ranked and citable paragraphs out.

SQLite (`index.store.catalogue`) is the source of truth and changes in one transaction a statement. Chroma
(`index.vectors.vectors`) follows after the commit; whenever the two are found to disagree, Chroma is brought
to the catalogue's state, from embeddings that the catalogue keeps, so nothing is embedded twice.
"""

import threading
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from core.config import VectorsConfig
from core.errors import LibraryError, NotThereError, UsageError
from core.japanese import is_japanese
from core.records import (
    Filters,
    Mentions,
    Passage,
    Scope,
    SearchResult,
    Source,
    Speaker,
    Statement,
    StatementSummary,
)
from index.embedder import Embedder
from index.languages import Languages
from index.lock import WAIT_SECONDS, WriteLock
from index.models.encoder import Encoder
from index.models.onnx import Progress
from index.models.reranker import Reranker
from index.search.dense import DenseIndex
from index.search.fusion import Scores
from index.search.search import Searcher
from index.store import checks, corrections, embeddings, lookup, storage
from index.store.entries import ContextOf, Entry, Gone, Outcome
from index.store.storage import Database
from index.store.words import count_mentions, paragraphs_with
from index.upkeep import Upkeep
from index.vectors.opened import vector_store
from index.vectors.store import VectorStore
from index.writer import Writer, edited, no_paragraph, no_statement, reverted

FILE = "library.sqlite3"


class Library:
    """A home folder's statements. Thread-safe; use `open`, and `close` or a ``with`` block.

    ``notices`` are sentences for the person about what was found and repaired.
    """

    def __init__(
        self,
        home: Path,
        database: Database,
        store: VectorStore,
        encoder: Encoder,
        reranker: Reranker | None,
        lock: WriteLock,
        *,
        multilingual: Encoder | None = None,
        read_only: bool,
        context_of: ContextOf | None = None,
    ) -> None:
        self.home = home
        self.read_only = read_only
        self._database = database
        self._store = store
        self._encoder = encoder
        self._lock = lock
        embedder = Embedder(encoder, multilingual)
        self._upkeep = Upkeep(database, store, embedder, lock)
        self._writer = Writer(database, embedder, lock, self._upkeep, context_of)
        self._languages = Languages(database, embedder, multilingual, lock) if multilingual else None
        second = DenseIndex(None, multilingual) if multilingual else None
        self._searcher = Searcher(database, DenseIndex(store, encoder), reranker, second)

    @classmethod
    def open(
        cls,
        home: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        *,
        multilingual: Encoder | None = None,
        vectors: VectorsConfig = VectorsConfig(),
        read_only: bool = False,
        progress: Progress | None = None,
        lock_wait: float = WAIT_SECONDS,
        context_of: ContextOf | None = None,
    ) -> Self:
        """Open the library in ``home``, making the folder when there is none.

        Unless ``read_only``, disagreements between catalogue, embeddings and vector store are repaired,
        which after a change of encoder means embedding everything again (``progress`` counts passages).
        ``multilingual`` is a second encoder, by which Japanese questions and passages are compared;
        ``vectors`` says where the vector store is. ``context_of`` makes the context lines of statements that
        a person has corrected; without it they stay as they were read. A library of an earlier version is
        brought to the present one.
        Raises StorageError for a damaged catalogue or a folder that cannot be used.
        """
        parts = (vector_store(home, vectors, encoder), encoder, reranker, WriteLock(home, lock_wait))
        library = cls(
            *(home, Database(home / FILE, read_only=read_only), *parts),
            multilingual=multilingual,
            read_only=read_only,
            context_of=context_of,
        )
        try:
            library._upkeep.settle(progress, read_only=read_only)
        except BaseException:
            library.close()
            raise
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. Using the library afterwards raises LibraryError."""
        if not self.read_only:
            self._upkeep.leave()
        self._store.close()
        self._database.close()

    @property
    def notices(self) -> tuple[str, ...]:
        """What was found and repaired, one sentence each, oldest first."""
        return tuple(self._upkeep.notices)

    def put(
        self,
        statement: Statement,
        passages: Sequence[Passage],
        file_sha256: str = "",
        *,
        gone: Gone | None = None,
    ) -> Outcome:
        """Store one statement with its passages.

        The same content again is ``unchanged``; from another place it is ``origin added``, or ``moved``
        when ``gone`` says that there is nothing any more where it was (the statement then has the new
        origin instead); new content from a known origin has ``replaced`` the old. What a person has
        corrected in the same statement, or in the one that is replaced, stays corrected. Once this
        returns the statement is on disk. Raises LibraryBusyError while another process writes,
        StorageError when the disk refuses (nothing of the statement is then stored), ValueError when
        offsets do not agree.
        """
        return self.put_many([Entry(statement, tuple(passages), file_sha256)], gone=gone)[0]

    def put_many(
        self, entries: Iterable[Entry], progress: Progress | None = None, *, gone: Gone | None = None
    ) -> tuple[Outcome, ...]:
        """Store many entries, each as by `put`, embedding what is new in larger batches. ``progress``
        gets (entries stored, entries seen). Stops at the first error; what was stored before stays."""
        outcomes: list[Outcome] = []
        for _, outcome in self.put_each(entries, gone=gone):
            outcomes.append(outcome)
            if progress is not None:
                progress(len(outcomes), len(outcomes))
        return tuple(outcomes)

    def put_each(
        self, entries: Iterable[Entry], *, gone: Gone | None = None
    ) -> Generator[tuple[Entry, Outcome], None, None]:
        """Store entries as they come, each as by `put`, and give back each with its outcome once it is on
        disk, in the same order. Entries are taken up to two batches ahead, and embedded while those before
        them are written; memory does not grow with their number. Closing the iterator ends it in order."""
        self._require_writable()
        return self._writer.put_each(entries, gone)

    def edit(self, statement_id: str, changes: Mapping[str, str]) -> Statement:
        """Correct fields of a statement by hand (``core.records.CORRECTABLE``, and ``speaker_latin``); an
        empty value clears one. Nothing is embedded: context lines and filters follow at once, the vectors
        at the next `rebuild`. Corrections stay when the file is read again, changed or moved.

        A single day stays one when only ``date`` is given, and ``speaker_latin`` is cleared with a new
        ``speaker``. Whether a delegation is known is for the caller to see to. Raises UsageError for a
        field or value that cannot be, LibraryError when there is no such statement.
        """
        self._require_writable()
        return self._writer.correct(statement_id, edited(corrections.validated(changes)))

    def revert(self, statement_id: str, fields: Collection[str]) -> Statement:
        """Give corrected fields the values that were read. Raises UsageError for a field that was not
        corrected, LibraryError when there is no such statement."""
        self._require_writable()
        return self._writer.correct(statement_id, reverted(fields))

    def remove(self, statement_id: str) -> None:
        """Remove a statement from every store, with all traces of its words. Raises LibraryError when
        there is none with that id."""
        self._require_writable()
        self._writer.remove(statement_id)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything that can be derived from the statements anew: full-text index, embeddings of
        the current encoder where they are missing or of a corrected context line, vector store. Drops
        other encoders' embeddings. Interrupted, it is gone on with by the next start or `rebuild`."""
        self._require_writable()
        with self._lock.held():
            self._upkeep.rebuild(progress)
            self.catch_up(threading.Event(), progress)

    def catch_up(self, stop: threading.Event, progress: Progress | None = None) -> None:
        """Do what was put off: embed a second time, where questions in Japanese are asked or statements in
        Japanese are here, what they cannot find yet. ``progress`` counts passages. Ends when all is done or
        ``stop`` is set, and is gone on with the next time. Raises LibraryBusyError while another process
        writes."""
        self._require_writable()
        if self._languages is not None and self._languages.wanted():
            self._languages.complete(stop, progress)

    def remember(self, key: str, value: str) -> None:
        """Keep a note of the caller's beside the statements."""
        self._require_writable()
        with self._lock.held(), self._database.writing() as connection:
            storage.set_meta(connection, f"note {key}", value)

    def recall(self, key: str) -> str:
        """The note kept under ``key``, "" when there is none."""
        with self._database.reading() as connection:
            return storage.get_meta(connection, f"note {key}")

    def search(
        self, query: str, filters: Filters = Filters(), k: int = 10, *, rerank: bool = True
    ) -> SearchResult:
        """The ``k`` paragraphs that answer ``query`` best among those that ``filters`` admit; in the order of
        the first stages where ``rerank`` is false. Phrases in quotation marks must occur. Raises UsageError
        when ``k`` < 1 or a filter's date is none."""
        if k < 1:
            raise UsageError(f"{k} hits cannot be shown; ask for at least 1 with -k.")
        if self._languages is not None and not self.read_only and is_japanese(query):
            self._languages.prepare(query, filters, self._searcher)
        return self._searcher.search(query, filters, k, rerank=rerank)

    def warm(self) -> None:
        """Make ready for many questions: load what takes longer than one question is worth."""
        self._searcher.dense.warm()

    def rank_sentences(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> Scores:
        """How well each sentence, read with its context line, answers ``question``: shape (n,), higher
        is better. Cross-encoder logits; cosine similarities when there is no cross-encoder."""
        return self._searcher.rank_sentences(question, sentences, contexts)

    def statements(self, filters: Filters = Filters()) -> tuple[StatementSummary, ...]:
        """The statements that ``filters`` admit: by delegation, then date, then title."""
        with self._database.reading() as connection:
            return lookup.summaries(connection, filters)

    def statement(self, statement_id: str) -> Statement:
        """A statement exactly as it was stored. Raises NotThereError when it is not there."""
        with self._database.reading() as connection:
            found = lookup.statement(connection, statement_id)
        if found is None:
            raise NotThereError(no_statement(statement_id))
        return found

    def source(self, paragraph_id: str) -> Source:
        """A paragraph with what is needed to cite it. Raises NotThereError when it is not there."""
        with self._database.reading() as connection:
            found = lookup.source(connection, paragraph_id)
        if found is None:
            raise NotThereError(no_paragraph(paragraph_id))
        return found

    def neighbours(self, paragraph_id: str, before: int = 1, after: int = 1) -> tuple[Source, ...]:
        """A paragraph and those around it, itself included, in order. Raises NotThereError if unknown."""
        with self._database.reading() as connection:
            found = lookup.neighbours(connection, paragraph_id, before, after)
        if not found:
            raise NotThereError(no_paragraph(paragraph_id))
        return found

    def scope(self, filters: Filters = Filters()) -> Scope:
        """How much of the library ``filters`` admit."""
        with self._database.reading() as connection:
            return lookup.scope(connection, filters)

    def passage_count(self) -> int:
        """How many passages there are: what is embedded."""
        with self._database.reading() as connection:
            return embeddings.passage_count(connection)

    def delegations(self) -> tuple[str, ...]:
        """Codes of the delegations that have statements here, sorted."""
        with self._database.reading() as connection:
            return lookup.delegations(connection)

    def mentions(self, words: str, filters: Filters = Filters()) -> Mentions:
        """How often a word or phrase occurs in the statements that ``filters`` admit, exactly."""
        with self._database.reading() as connection:
            return count_mentions(connection, words, filters)

    def paragraphs_with(self, words: str, most: int) -> tuple[str, ...]:
        """The texts of at most ``most`` paragraphs that have a word or phrase."""
        with self._database.reading() as connection:
            return paragraphs_with(connection, words, most)

    def years(self, filters: Filters = Filters()) -> tuple[str, ...]:
        """The years of the statements that ``filters`` admit, ascending."""
        with self._database.reading() as connection:
            return lookup.years(connection, filters)

    def forums(self) -> tuple[str, ...]:
        """Forums in which the statements were made, sorted."""
        with self._database.reading() as connection:
            return lookup.forums(connection)

    def speakers(self) -> tuple[Speaker, ...]:
        """Those who speak for the delegations, with the years in which they do."""
        with self._database.reading() as connection:
            return lookup.speakers(connection)

    def known(self, origin: str, file_sha256: str) -> bool:
        """True when ``origin`` was last stored from a file with these bytes, so that reading it again
        would change nothing."""
        with self._database.reading() as connection:
            return lookup.known(connection, origin, file_sha256)

    @property
    def sha256(self) -> str:
        """Hash of the stored statements' ids and the encoder: what an answer was drawn from."""
        with self._database.reading() as connection:
            return lookup.library_sha256(connection, self._encoder.fingerprint)

    @property
    def changes(self) -> int:
        """How often anything here has changed; where a statement lies counts, too."""
        with self._database.reading() as connection:
            return storage.changes(connection)

    def check(self) -> tuple[str, ...]:
        """Compare every store with the others; what is wrong, one sentence each, () when nothing is."""
        with self._database.reading() as connection:
            found = list(checks.problems(connection, self._encoder.fingerprint, self._encoder.dimension))
        return (*found, *self._upkeep.vector_problems(distrust=not self.read_only))

    def _require_writable(self) -> None:
        if self.read_only:
            raise LibraryError(
                f"The library in {str(self.home)!r} was opened for reading only; "
                "open it for writing to change it."
            )
