"""The library: statements in, ranked and citable paragraphs out.

SQLite (`index.catalogue`) is the source of truth and changes in one transaction a statement. Chroma
(`index.vectors`) follows after the commit; whenever the two are found to disagree, Chroma is brought
to the catalogue's state, from embeddings that the catalogue keeps, so nothing is embedded twice.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.errors import LibraryBusyError, LibraryError, UsageError
from core.records import Filters, Passage, Scope, SearchResult, Source, Statement, StatementSummary
from index import catalogue, lexical, lookup
from index.catalogue import Entry, Outcome
from index.dense import DenseIndex
from index.encoder import Encoder, embedded_text
from index.lock import WAIT_SECONDS, WriteLock
from index.onnx import Progress
from index.reranker import Reranker
from index.search import Searcher
from index.storage import Database
from index.sync import VectorSync
from index.vectors import VectorStore, VectorStoreError

FILE = "library.sqlite3"
VECTOR_FOLDER = "chroma"
_BATCH_TEXTS = 128  # new texts embedded between two writes: about two seconds on two cores
_BATCH_ENTRIES = 200
_SYNC_PASSAGES = 2000  # changes that wait for the vector store during a long ingestion


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
        read_only: bool,
    ) -> None:
        self.home = home
        self.read_only = read_only
        self._database = database
        self._store = store
        self._encoder = encoder
        self._reranker = reranker
        self._lock = lock
        self._notices: list[str] = []
        self._sync = VectorSync(database, store, encoder.fingerprint)
        self._searcher = Searcher(database, DenseIndex(store, encoder.fingerprint), encoder, reranker)

    @classmethod
    def open(
        cls,
        home: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        *,
        read_only: bool = False,
        progress: Progress | None = None,
        lock_wait: float = WAIT_SECONDS,
    ) -> Self:
        """Open the library in ``home``, making the folder when there is none.

        Unless ``read_only``, disagreements between catalogue, embeddings and vector store are repaired,
        which after a change of encoder means embedding everything again (``progress`` counts passages).
        Raises StorageError for a damaged catalogue or a folder that cannot be used.
        """
        database = Database(home / FILE, read_only=read_only)
        store = VectorStore(home / VECTOR_FOLDER)
        lock = WriteLock(home, lock_wait)
        library = cls(home, database, store, encoder, reranker, lock, read_only=read_only)
        try:
            library._settle(progress)
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
        self._store.close()
        self._database.close()

    @property
    def notices(self) -> tuple[str, ...]:
        """What was found and repaired, one sentence each, oldest first."""
        return tuple(self._notices)

    # Changing

    def put(self, statement: Statement, passages: Sequence[Passage], file_sha256: str = "") -> Outcome:
        """Store one statement with its passages.

        The same content again is ``unchanged``, or ``origin added`` when it comes from another place;
        new content from a known origin has ``replaced`` the old. Once this returns the statement is
        on disk. Raises LibraryBusyError while another process writes, StorageError when the disk
        refuses (nothing of the statement is then stored), ValueError when offsets do not agree.
        """
        return self.put_many([Entry(statement, tuple(passages), file_sha256)])[0]

    def put_many(self, entries: Iterable[Entry], progress: Progress | None = None) -> tuple[Outcome, ...]:
        """Store many entries, each as by `put`, embedding what is new in larger batches. ``progress``
        gets (entries stored, entries seen). Stops at the first error; what was stored before stays."""
        self._require_writable()
        outcomes: list[Outcome] = []
        batch: list[Entry] = []
        texts: dict[bytes, str] = {}
        for entry in entries:
            catalogue.validate(entry)
            with self._database.reading() as connection:
                texts |= catalogue.missing_texts(connection, self._encoder.fingerprint, _texts(entry))
            batch.append(entry)
            if len(texts) >= _BATCH_TEXTS or len(batch) >= _BATCH_ENTRIES:
                outcomes += self._store_batch(batch, texts, more=True)
                batch, texts = [], {}
                if progress is not None:
                    progress(len(outcomes), len(outcomes))
        outcomes += self._store_batch(batch, texts, more=False)
        if progress is not None:
            progress(len(outcomes), len(outcomes))
        return tuple(outcomes)

    def remove(self, statement_id: str) -> None:
        """Remove a statement from every store. Raises LibraryError when there is none with that id."""
        self._require_writable()
        with self._lock.held():
            with self._database.writing() as connection:
                if not catalogue.remove(connection, statement_id):
                    raise LibraryError(
                        f"There is no statement {statement_id!r} in the library; "
                        "`rapporteur list` shows those there are."
                    )
                catalogue.advance(connection)
            self._follow()
            self._database.forget()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything that can be derived from the statements anew: full-text index, embeddings of
        the current encoder where they are missing, vector store. Drops other encoders' embeddings."""
        self._require_writable()
        with self._lock.held():
            self._embed_missing(progress)
            with self._database.writing() as connection:
                catalogue.reindex(connection)
                catalogue.purge_other_encoders(connection, self._encoder.fingerprint)
                catalogue.set_meta(connection, "lexical", lexical.REVISION)
                catalogue.advance(connection)
            self._kept(self._sync.fill)
            self._database.forget()

    # Asking

    def search(self, query: str, filters: Filters = Filters(), k: int = 10) -> SearchResult:
        """The ``k`` paragraphs that answer ``query`` best among those that ``filters`` admit. Phrases in
        quotation marks must occur. Raises UsageError when ``k`` < 1 or a filter's date is none."""
        if k < 1:
            raise UsageError(f"{k} hits cannot be shown; ask for at least 1 with -k.")
        return self._searcher.search(query, filters, k)

    def rank_sentences(
        self, question: str, sentences: Sequence[str], contexts: Sequence[str]
    ) -> NDArray[np.float32]:
        """How well each sentence, read with its context line, answers ``question``: shape (n,), higher
        is better. Cross-encoder logits; cosine similarities when there is no cross-encoder."""
        texts = [embedded_text(*pair) for pair in zip(contexts, sentences, strict=True)]
        if not texts:
            return np.empty(0, dtype=np.float32)
        if self._reranker is not None:
            return self._reranker.score(question, texts)
        return self._encoder.encode_passages(texts) @ self._encoder.encode_query(question)

    def statements(self, filters: Filters = Filters()) -> tuple[StatementSummary, ...]:
        """The statements that ``filters`` admit: by delegation, then date, then title."""
        with self._database.reading() as connection:
            return lookup.summaries(connection, filters)

    def statement(self, statement_id: str) -> Statement:
        """A statement exactly as it was stored. Raises LibraryError when it is not there."""
        with self._database.reading() as connection:
            found = lookup.statement(connection, statement_id)
        if found is None:
            raise LibraryError(
                f"There is no statement {statement_id!r} in the library; "
                "`rapporteur list` shows those there are."
            )
        return found

    def source(self, paragraph_id: str) -> Source:
        """A paragraph with what is needed to cite it. Raises LibraryError when it is not there."""
        with self._database.reading() as connection:
            found = lookup.source(connection, paragraph_id)
        if found is None:
            raise LibraryError(_no_paragraph(paragraph_id))
        return found

    def neighbours(self, paragraph_id: str, before: int = 1, after: int = 1) -> tuple[Source, ...]:
        """A paragraph and those around it, in the statement's order, the paragraph itself included.
        Raises LibraryError when it is not there."""
        with self._database.reading() as connection:
            found = lookup.neighbours(connection, paragraph_id, before, after)
        if not found:
            raise LibraryError(_no_paragraph(paragraph_id))
        return found

    def scope(self, filters: Filters = Filters()) -> Scope:
        """How much of the library ``filters`` admit."""
        with self._database.reading() as connection:
            return lookup.scope(connection, filters)

    def delegations(self) -> tuple[str, ...]:
        """Codes of the delegations that have statements here, sorted."""
        with self._database.reading() as connection:
            return lookup.distinct(connection, "delegation")

    def forums(self) -> tuple[str, ...]:
        """Forums in which the statements were made, sorted."""
        with self._database.reading() as connection:
            return lookup.distinct(connection, "forum")

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

    def check(self) -> tuple[str, ...]:
        """Compare every store with the others; what is wrong, one sentence each, () when nothing is."""
        with self._database.reading() as connection:
            found = catalogue.problems(connection, self._encoder.fingerprint)
            expected = catalogue.vector_ids(connection)
        if not expected and not self._store.exists():
            return tuple(found)
        try:
            if self._store.encoder() != self._encoder.fingerprint:
                found.append("The vector store holds vectors of another encoder.")
            stored = self._store.ids()
        except VectorStoreError as error:
            return (*found, f"The vector store cannot be read: {error}.")
        if missing := len(expected - stored):
            found.append(f"{missing} passages are not in the vector store.")
        if extra := len(stored - expected):
            found.append(f"{extra} vectors in the vector store belong to no passage.")
        return tuple(found)

    # Keeping the stores together

    def _store_batch(self, batch: Sequence[Entry], texts: dict[bytes, str], *, more: bool) -> list[Outcome]:
        vectors = self._embedded(texts)
        outcomes: list[Outcome] = []
        with self._lock.held():
            for entry in batch:
                outcomes.append(self._store_one(entry, vectors))
            self._follow(_SYNC_PASSAGES if more else 0)
        return outcomes

    def _store_one(self, entry: Entry, vectors: dict[bytes, bytes]) -> Outcome:
        fingerprint = self._encoder.fingerprint
        with self._database.writing() as connection:
            missing = catalogue.missing_texts(connection, fingerprint, _texts(entry))
            # normally all were embedded before the lock was taken; a removal meanwhile can undo that
            late = {sha: text for sha, text in missing.items() if sha not in vectors}
            vectors |= self._embedded(late)
            mine = {sha: vectors[sha] for sha in missing}
            outcome = catalogue.store(connection, entry, fingerprint, mine)
            if outcome in ("added", "replaced"):
                catalogue.advance(connection)
        return outcome

    def _follow(self, at_least: int = 0) -> None:
        """Let the vector store follow, once ``at_least`` changes are waiting."""
        with self._database.reading() as connection:
            waiting = len(catalogue.pending(connection))
        if waiting > at_least:
            self._kept(self._sync.follow)

    def _kept(self, change: Callable[[], None]) -> None:
        """Change the vector store; its failure is told and repaired later, as nothing is lost by it."""
        try:
            change()
        except VectorStoreError as error:
            self._store.close()
            self._notices.append(
                f"The statements are stored, but the vector store could not follow ({error}); "
                "it is repaired when the library is opened next."
            )

    def _settle(self, progress: Progress | None) -> None:
        """On opening: find what disagrees, and set it right if this process may write."""
        fingerprint = self._encoder.fingerprint
        with self._database.reading() as connection:
            missing = len(catalogue.unembedded(connection, fingerprint))
            words = catalogue.get_meta(connection, "lexical") == lexical.REVISION
            empty = not catalogue.passage_count(connection)
        if self.read_only:
            if missing:
                self._notices.append(
                    f"{missing} passages have not been embedded with this encoder and are found by their "
                    "words only; run `rapporteur rebuild`."
                )
            return
        if not missing and words and self._sync.is_current():
            return
        try:
            with self._lock.held():
                if not words:
                    self._renew_words(tell=not empty)
                if count := self._embed_missing(progress):
                    self._notices.append(f"{count} passages were embedded again, as the encoder has changed.")
                try:
                    notice = self._sync.repair()
                except VectorStoreError as error:
                    notice = (
                        f"The vector store cannot be used ({error}); searches compare every passage instead."
                    )
                if notice:
                    self._notices.append(notice)
        except LibraryBusyError:
            self._notices.append(
                "Another process is writing to this library; what it has not finished is found when the "
                "library is opened next."
            )

    def _renew_words(self, *, tell: bool) -> None:
        with self._database.writing() as connection:
            catalogue.reindex(connection)
            catalogue.set_meta(connection, "lexical", lexical.REVISION)
        if tell:
            self._notices.append("The full-text index was of an older kind; it was made anew.")

    def _embed_missing(self, progress: Progress | None) -> int:
        """Embed what has no vector of the current encoder, keeping each part once it is done."""
        fingerprint = self._encoder.fingerprint
        with self._database.reading() as connection:
            texts = list(catalogue.unembedded(connection, fingerprint).items())
        for at in range(0, len(texts), _BATCH_TEXTS):
            vectors = self._embedded(dict(texts[at : at + _BATCH_TEXTS]))
            with self._database.writing() as connection:
                catalogue.add_embeddings(connection, fingerprint, vectors)
                catalogue.advance(connection)
            if progress is not None:
                progress(at + len(vectors), len(texts))
        return len(texts)

    def _require_writable(self) -> None:
        if self.read_only:
            raise LibraryError(
                f"The library in {str(self.home)!r} was opened for reading only; "
                "open it for writing to change it."
            )

    def _embedded(self, texts: dict[bytes, str]) -> dict[bytes, bytes]:
        if not texts:
            return {}
        vectors = self._encoder.encode_passages(list(texts.values()))
        return {sha: row.astype(np.float16).tobytes() for sha, row in zip(texts, vectors, strict=True)}


def _texts(entry: Entry) -> list[str]:
    return [embedded_text(passage.context, passage.text) for passage in entry.passages]


def _no_paragraph(paragraph_id: str) -> str:
    return f"There is no paragraph {paragraph_id!r} in the library; `rapporteur show ID` lists a statement's."
