"""Keeping the vector store at the catalogue's state."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from index.models.onnx import Progress
from index.store import embeddings, storage
from index.store.storage import Database
from index.vectors.store import VectorStore, VectorStoreError

_STAMP = "vector_store"
_SAMPLE = 20  # vectors by which a store that cannot list what it holds is tried
_CHUNK = 2000  # vectors in memory at a time: 3 MB of 384 floats


@dataclass(frozen=True, slots=True)
class _Stamp:
    """How the vector store was left: whose vectors, and the state of its files. ``digest`` is ``""`` from
    a change until the library is closed; ``filling`` is true until a store made anew has everything."""

    encoder: str
    signature: str
    digest: str
    filling: bool = False


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
        self._left = ""  # the signature with which this process last left the store

    def is_current(self) -> bool:
        """True when nothing is pending and nobody has touched the store since it was last left in
        order. Reads no vectors and does not load Chroma."""
        with self._database.reading() as connection:
            if embeddings.pending(connection, 1):
                return False
            stamp = _stamp(connection)
            if stamp is None:
                return not embeddings.passage_count(connection) and not self._store.exists()
        return (
            stamp.encoder == self._encoder
            and not stamp.filling
            and stamp.signature == self._store.signature()
        )

    def follow(self) -> None:
        """Apply what is pending. Raises VectorStoreError, with the list kept, when Chroma fails."""
        with self._database.reading() as connection:
            stamp = _stamp(connection)
        if stamp is None or stamp.encoder != self._encoder or stamp.filling or not self._untouched(stamp):
            self.repair()
            return
        if stamp.signature != self._left:
            self._store.close()  # another process has changed it: what is in memory here is old
        self._set_stamp(replace(stamp, digest=""))
        self._apply_pending()
        self._leave_in_order()

    def leave(self) -> None:
        """On closing: take down what the store's files hold, so that the next start can tell damage from
        use. Closes the store."""
        with self._database.reading() as connection:
            stamp = _stamp(connection)
        used = self._store.is_open
        self._store.close()
        if stamp is None or stamp.filling or stamp.encoder != self._encoder:
            return
        signature = self._store.signature()
        if stamp.digest and (stamp.signature == signature or not used):
            return
        if self._store.only_opened(stamp.signature):
            self._set_stamp(_Stamp(self._encoder, signature, stamp.digest or self._store.digest()))

    def distrust(self) -> None:
        """Take back that the store is in order: `repair` then makes it anew."""
        with self._database.writing() as connection:
            storage.set_meta(connection, _STAMP, "")

    def fill(self, progress: Progress | None = None) -> None:
        """Make the store anew from the catalogue's embeddings. A fill that was interrupted is gone on with
        by `repair`."""
        self._set_stamp(_Stamp(self._encoder, "", "", filling=True))
        self._store.create(self._encoder)
        with self._database.reading() as connection:
            total = embeddings.passage_count(connection)
        done = after = 0
        while True:
            with self._database.reading() as connection:
                vectors = embeddings.vectors_after(connection, self._encoder, after, _CHUNK)
            if not vectors:
                break
            self._store.add(vectors)
            done, after = done + len(vectors), vectors[-1].passage
            if progress is not None:
                progress(done, total)
        with self._database.writing() as connection:
            embeddings.settled(connection, None)
        self._leave_in_order()

    def vacuum(self) -> None:
        """Write what was deleted out of the store's files, as far as these are SQLite's."""
        with self._database.reading() as connection:
            stamp = _stamp(connection)
        if stamp is not None and self._untouched(stamp):
            self._store.vacuum()
            self._leave_in_order()

    def repair(self, progress: Progress | None = None) -> str:
        """Find out in what state the store is and set right what differs from the catalogue; a sentence
        about what was done, ``""`` when nothing had to be. ``progress`` counts vectors."""
        with self._database.reading() as connection:
            stamp = _stamp(connection)
            waiting = bool(embeddings.pending(connection, 1))
            empty = not embeddings.passage_count(connection) and not waiting
        if empty and not self._store.exists():
            return ""
        if not self._store.exists():
            self.fill(progress)
            return "The vector store was missing; it was made anew from the catalogue." if stamp else ""
        if stamp is not None and stamp.encoder != self._encoder:
            self.fill(progress)
            return "The vector store held another encoder's vectors; it was made anew from the catalogue."
        trusted = stamp is not None and self._verified(stamp)
        if stamp is None or not (trusted or (not stamp.digest and self._store.loads())):
            self.fill(progress)
            return "The vector store was damaged or incomplete; it was made anew from the catalogue."
        if trusted and not stamp.filling and not waiting:  # it was only opened, by which files change
            self._set_stamp(replace(stamp, signature=self._store.signature()))
            return ""
        try:
            if trusted and not stamp.filling:  # what is waiting is all that it lacks
                self._set_stamp(replace(stamp, digest=""))
                self._apply_pending()
                self._leave_in_order()
                return ""
            told = None
            if self._store.encoder() == self._encoder:
                told = self._reconcile(progress, trusted=trusted, filling=stamp.filling)
            if told is not None:
                return told
        except VectorStoreError:
            pass  # unreadable although it seemed to be in order
        self.fill(progress)
        return "The vector store was damaged; it was made anew from the catalogue."

    def _reconcile(self, progress: Progress | None, *, trusted: bool, filling: bool) -> str | None:
        """Add what is missing and delete what is too much; None when vectors differ, which no change of
        ours explains. Nothing is said of what a killed process had not come to."""
        with self._database.reading() as connection:
            listed = set(embeddings.pending(connection))
            expected = embeddings.vector_ids(connection)
        stored = self._store.ids()
        if stored is None:
            # it cannot tell what it lacks: what was asked of it is asked again
            if not trusted or filling:
                return None
            self._apply_pending()
            self._leave_in_order()
            return ""
        if not trusted and not self._holds(sorted(expected & stored)):
            return None
        missing, extra = sorted(expected - stored), sorted(stored - expected)
        unexplained = len(set(missing) - listed), len(set(extra) - listed)
        total = len(missing) + len(extra)
        if total:
            self._set_stamp(_Stamp(self._encoder, "", "", filling=filling))
        done = 0
        for change, ids in ((self._add, missing), (self._store.delete, extra)):
            for part in _parts(ids):
                change(part)
                done += len(part)
                if progress is not None:
                    progress(done, total)
        with self._database.writing() as connection:
            embeddings.settled(connection, None)
        self._leave_in_order()
        if filling:
            return f"Filling the vector store was interrupted; the {len(missing)} passages left were added."
        if not any(unexplained):
            return ""
        return "The vector store lacked {} passages and held {} too many; it was repaired.".format(
            *unexplained
        )

    def problems(self) -> list[str]:
        """What the store lacks or holds too much, one sentence each. Raises VectorStoreError when it cannot
        be read."""
        with self._database.reading() as connection:
            expected = embeddings.vector_ids(connection)
        if not expected and not self._store.exists():
            return []
        found: list[str] = []
        if self._store.encoder() != self._encoder:
            found.append("The vector store holds vectors of another encoder.")
        stored = self._store.ids()
        if stored is None:
            if not self._holds(sorted(expected)[:_SAMPLE]):
                raise VectorStoreError("it does not find what it should hold")
            return found
        if missing := len(expected - stored):
            found.append(f"{missing} passages are not in the vector store.")
        if extra := len(stored - expected):
            found.append(f"{extra} vectors in the vector store belong to no passage.")
        return found

    def _holds(self, ids: Sequence[str]) -> bool:
        """Whether the store has of these ids what the catalogue has."""
        for part in _parts(ids):
            with self._database.reading() as connection:
                vectors = list(embeddings.vectors(connection, self._encoder, part))
            if not self._store.holds(vectors):
                return False
        return True

    def _apply_pending(self) -> None:
        while True:
            with self._database.reading() as connection:
                pending = embeddings.pending(connection, _CHUNK)
                vectors = list(embeddings.vectors(connection, self._encoder, pending))
            if not pending:
                return
            if vectors:
                self._store.add(vectors)
            if gone := sorted(set(pending) - {vector.id for vector in vectors}):
                self._store.delete(gone)
            with self._database.writing() as connection:
                embeddings.settled(connection, pending)

    def _add(self, ids: Sequence[str]) -> None:
        with self._database.reading() as connection:
            vectors = list(embeddings.vectors(connection, self._encoder, ids))
        self._store.add(vectors)

    def _verified(self, stamp: _Stamp) -> bool:
        """True when the store's files hold what they were left with; lets go of a view of them that has
        become old."""
        if stamp.signature and stamp.signature == self._store.signature():
            return True
        self._store.close()
        return bool(stamp.digest) and stamp.digest == self._store.digest()

    def _untouched(self, stamp: _Stamp) -> bool:
        """`_verified`, but for a store in use, which opening alone has changed."""
        return bool(stamp.signature and self._store.only_opened(stamp.signature)) or self._verified(stamp)

    def _leave_in_order(self) -> None:
        self._store.scrub()
        self._left = self._store.signature()
        self._set_stamp(_Stamp(self._encoder, self._left, ""))

    def _set_stamp(self, stamp: _Stamp) -> None:
        with self._database.writing() as connection:
            storage.set_meta(connection, _STAMP, json.dumps(asdict(stamp)))


def _stamp(connection: sqlite3.Connection) -> _Stamp | None:
    text = storage.get_meta(connection, _STAMP)
    if not text:
        return None
    fields = json.loads(text)
    if "filling" not in fields:  # left by version 1, whose digest was another
        fields["digest"] = ""
    return _Stamp(**fields)


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]
