"""Keeping a library in order: what is found on opening, what follows a change, and what is made anew."""

from collections.abc import Callable
from contextlib import suppress

from core.errors import LibraryBusyError, LibraryError
from index.embedder import Embedder
from index.lock import WriteLock
from index.models.onnx import Progress
from index.store import embeddings, lexical, storage, words
from index.store.entries import text_sha
from index.store.storage import Database
from index.vectors.store import VectorStore, VectorStoreError
from index.vectors.sync import VectorSync

_BATCH_TEXTS = 128  # texts embedded between two writes: about two seconds on two cores
_LOOKED_AT = 2000


class Upkeep:
    """Has the vector store follow the catalogue, and repairs what is found to differ. All but `settle`
    needs the library's write lock. ``notices`` collects sentences for the person."""

    def __init__(self, database: Database, store: VectorStore, embedder: Embedder, lock: WriteLock) -> None:
        self.notices: list[str] = []
        self._database = database
        self._store = store
        self._embedder = embedder
        self._encoder = embedder.encoder
        self._lock = lock
        self._sync = VectorSync(database, store, self._encoder.fingerprint)

    def settle(self, progress: Progress | None, *, read_only: bool) -> None:
        """On opening: find what disagrees, and set it right if this process may write. What was
        interrupted is gone on with; ``progress`` counts passages."""
        with self._database.reading() as connection:
            generation = storage.generation(connection)
            whole = embeddings.whole_up_to(connection, self._encoder.fingerprint)
            last = embeddings.last_key(connection)
            missing = embeddings.unembedded_count(connection, self._encoder.fingerprint, whole)
            indexed = storage.get_meta(connection, "lexical") == lexical.REVISION
            traces = storage.leaves_traces(connection)
        if read_only:
            if missing:
                self.notices.append(
                    f"{missing} passages have not been embedded with this encoder and are found by their "
                    "words only; run `rapporteur rebuild`."
                )
            return
        if not missing and last - whole > _LOOKED_AT:
            self._note_whole(last, generation)
        if not missing and indexed and not traces and self._sync.is_current():
            return
        try:
            with self._lock.held():
                if not indexed:
                    self._renew_words()
                if count := self.embed_missing(progress):
                    self.notices.append(
                        f"{count} passages had no vector of this encoder and were embedded again."
                    )
                self._repair_vectors(progress)
                self.forget()
        except LibraryBusyError:
            self.notices.append(
                "Another process is writing to this library; what it has not finished is found when the "
                "library is opened next."
            )

    def follow(self, at_least: int = 0) -> None:
        """Let the vector store follow, once more than ``at_least`` changes are waiting; 0 is for the last
        of several."""
        with self._database.reading() as connection:
            waiting = embeddings.pending_count(connection)
        if waiting > at_least or (not at_least and not self._sync.is_current()):
            self._kept(self._sync.follow)

    def leave(self) -> None:
        """On closing, when nobody else is writing: have the next start find all in order at a glance."""
        # otherwise the next start looks closer
        with suppress(LibraryError, VectorStoreError), self._lock.held(0.0):
            self._sync.leave()

    def vector_problems(self, *, distrust: bool) -> list[str]:
        """What is wrong with the vector store, one sentence each. A store that cannot be read is made anew at
        the next start if ``distrust``."""
        try:
            return self._sync.problems()
        except VectorStoreError as error:
            if distrust:
                with suppress(LibraryError), self._lock.held(0.0):
                    self._sync.distrust()
            return [f"The vector store cannot be read: {error}."]

    def forget(self) -> None:
        """Have the words of what was removed stand in no file any more: neither in segments of the
        full-text index, nor in free pages, nor in the log. Put off while another process is reading."""
        with self._database.reading() as connection:
            if not storage.leaves_traces(connection):
                return
        with self._database.writing() as connection:
            words.merge(connection)
        try:
            self._sync.vacuum()
        except VectorStoreError:
            return  # somebody is reading it, or it is damaged, which is seen on opening
        if self._database.forget():
            with self._database.writing() as connection:
                storage.set_traces(connection, left=False)

    def rebuild(self, progress: Progress | None) -> None:
        """Make everything that can be derived from the statements anew; going on where it was interrupted
        costs no embedding twice. ``progress`` counts passages, first embedded, then taken up."""
        self._refresh()
        self.embed_missing(progress)
        with self._database.writing() as connection:
            words.reindex(connection)
            embeddings.purge_other_encoders(connection, self._embedder.encoders)
            storage.set_meta(connection, "lexical", lexical.REVISION)
            storage.set_traces(connection, left=True)
            storage.advance(connection)
        self._kept(lambda: self._sync.fill(progress))
        self.forget()

    def embed_missing(self, progress: Progress | None) -> int:
        """Embed what has no vector of the current encoder, keeping each part once it is done; how many
        passages that were."""
        fingerprint = self._encoder.fingerprint
        with self._database.reading() as connection:
            total = embeddings.unembedded_count(connection, fingerprint)
        done = after = 0
        while done < total:
            with self._database.reading() as connection:
                part = embeddings.unembedded(connection, fingerprint, after, _BATCH_TEXTS)
            if not part:
                break
            texts = {(fingerprint, text_sha(passage.text)): passage.text for passage in part}
            vectors = self._embedder.embedded(texts)
            with self._database.writing() as connection:
                embeddings.assign(connection, part)
                embeddings.add_embeddings(connection, vectors)
                storage.advance(connection)
            done, after = done + len(part), part[-1].passage
            if progress is not None:
                progress(min(done, total), total)
        return total

    def _note_whole(self, last: int, generation: int) -> None:
        """Spare the next start the look at every passage: up to ``last`` all were found to have a vector."""
        with suppress(LibraryError), self._lock.held(0.0), self._database.writing() as connection:
            if storage.generation(connection) == generation:
                embeddings.set_whole(connection, self._encoder.fingerprint, last)

    def _refresh(self) -> None:
        """Have passages whose context line was corrected refer to the vector of their present line, which
        is then missing."""
        after = 0
        while True:
            with self._database.reading() as connection:
                after, found = embeddings.stale(connection, after, _LOOKED_AT)
            if not after:
                return
            if found:
                with self._database.writing() as connection:
                    embeddings.set_whole(connection, self._encoder.fingerprint, 0)
                    embeddings.assign(connection, found)
                    storage.advance(connection)

    def _renew_words(self) -> None:
        with self._database.writing() as connection:
            told = bool(embeddings.passage_count(connection))
            words.reindex(connection)
            storage.set_meta(connection, "lexical", lexical.REVISION)
        if told:
            self.notices.append("The full-text index was of an older kind; it was made anew.")

    def _repair_vectors(self, progress: Progress | None) -> None:
        if self._sync.is_current():
            return
        try:
            notice = self._sync.repair(progress)
        except VectorStoreError as error:
            notice = f"The vector store cannot be used ({error}); searches compare every passage instead."
        if notice:
            self.notices.append(notice)

    def _kept(self, change: Callable[[], None]) -> None:
        """Change the vector store; its failure is told and repaired later, as nothing is lost by it."""
        try:
            change()
        except VectorStoreError as error:
            self._store.close()
            self.notices.append(
                f"The statements are stored, but the vector store could not follow ({error}); "
                "it is repaired when the library is opened next."
            )
