"""Storing documents one after the other: each is read, stored and reported, and one that can't be read stops
no other."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Adding, AddingOutcome
from index import Entry, Library
from ingest import Item, Refused, exists, passages, read_item

Read = tuple[Item | Refused, Adding | Entry]
"""A document, with what is to be stored of it, or with the step to report where that is nothing."""
Reading = Callable[[Iterable[Item | Refused], threading.Event], Iterator[Read]]
"""Reads documents in their order, until the event is set."""

_QUIET_S = 0.5  # for which nothing may be reported while documents that need no storing go by
_SMOOTHING = 0.05  # share of the newest document in the estimate of how long one takes


def store(
    library: Library,
    gazetteer: Gazetteer,
    items: Iterable[Item | Refused],
    *,
    total: int | None = None,
    stop: threading.Event | None = None,
    reading: Reading | None = None,
) -> Iterator[Adding]:
    """Read and store ``items``, reporting each once it is on disk or was refused.

    What was stored from the same bytes before is not read again; what is stored already and gone
    from where it was has moved. Once ``stop`` is set, what has not been reported is left out. ``reading``
    takes the place of reading one after the other in this process. Raises LibraryError when nothing can be
    stored.
    """
    clock = _Clock(total)
    stop = stop or threading.Event()
    feed = _Feed(reading(items, stop) if reading else _each(items, library, gazetteer, stop), stop)
    while not feed.over:
        # Documents that need no storing are reported between two rounds of storing.
        for step in feed.steps():
            yield clock.report(step)
        with closing(library.put_each(feed.entries(), gone=_gone)) as stored:
            for entry, outcome in stored:
                yield from map(clock.report, feed.passed_over())
                yield clock.report(_stored(feed.taken.popleft(), entry, outcome), _embedded(entry, outcome))
                if feed.stop.is_set():
                    return
        yield from map(clock.report, feed.passed_over())


def _each(
    items: Iterable[Item | Refused], library: Library, gazetteer: Gazetteer, stop: threading.Event
) -> Iterator[Read]:
    for item in items:
        if stop.is_set():
            return
        yield item, _read(item, library, gazetteer)


def _read(item: Item | Refused, library: Library, gazetteer: Gazetteer) -> Adding | Entry:
    if isinstance(item, Refused):
        return step(item, "refused", item.sentence)
    if library.known(item.origin, item.fingerprint):
        return step(item, "unchanged")
    try:
        statement = read_item(item, gazetteer)
    except UnreadableError as error:
        return step(item, "refused", str(error))
    return Entry(statement, passages(statement, gazetteer), item.fingerprint)


@dataclass(slots=True)
class _Feed:
    """The items as entries to be stored, and as steps where there is nothing to store. ``taken`` are the
    items of the entries that were handed out, the oldest first."""

    items: Iterator[Read]
    stop: threading.Event
    over: bool = False
    taken: deque[Item | Refused] = field(default_factory=deque)
    _next: Entry | None = None
    _next_item: Item | Refused | None = None
    _passed: deque[Adding] = field(default_factory=deque)

    def steps(self) -> Iterator[Adding]:
        """What needs no storing, up to the next item that does."""
        for item, found in self.items:
            if self.stop.is_set():
                break
            if isinstance(found, Entry):
                self._next, self._next_item = found, item
                return
            yield found
        self.over = True

    def entries(self) -> Iterator[Entry]:
        """What is to be stored, until nothing was for a while."""
        if self._next is None or self._next_item is None:
            return
        self.taken.append(self._next_item)
        yield self._next
        self._next = None
        latest = time.monotonic()
        for item, found in self.items:
            if self.stop.is_set():
                break
            if isinstance(found, Entry):
                self.taken.append(item)
                yield found
                latest = time.monotonic()
                continue
            self._passed.append(found)
            if time.monotonic() - latest > _QUIET_S:
                return
        else:
            self.over = True
        if self.stop.is_set():
            self.over = True

    def passed_over(self) -> Iterator[Adding]:
        """What needed no storing since it was last asked for."""
        while self._passed:
            yield self._passed.popleft()


@dataclass(slots=True)
class _Clock:
    """How fast it goes."""

    total: int | None
    done: int = 0
    embedded: int = 0
    began: float = field(default_factory=time.monotonic)
    latest: float = field(default_factory=time.monotonic)
    each: float | None = None  # seconds a document, the newest ones counting most

    def report(self, step: Adding, embedded: int = 0) -> Adding:
        """``step`` with the figures, one document further."""
        now = time.monotonic()
        took, self.latest = now - self.latest, now
        self.each = took if self.each is None else (1 - _SMOOTHING) * self.each + _SMOOTHING * took
        self.done += 1
        self.embedded += embedded
        return replace(
            step,
            done=self.done,
            total=None if self.total is None else max(self.total, self.done),
            per_second=self.embedded / max(now - self.began, 1e-6),
            seconds_left=None if self.total is None else max(self.total - self.done, 0) * self.each,
        )


def _gone(origin: str) -> bool:
    return not exists(origin)


def _embedded(entry: Entry, outcome: AddingOutcome) -> int:
    return len(entry.passages) if outcome in ("added", "replaced") else 0


def _stored(item: Item | Refused, entry: Entry, outcome: AddingOutcome) -> Adding:
    statement = entry.statement
    told = step(item, outcome, " ".join(statement.notices))
    return replace(told, statement_id=statement.id, paragraphs=len(statement.paragraphs))


def step(item: Item | Refused, outcome: AddingOutcome, detail: str = "") -> Adding:
    """What is reported of one document, before it is known how far everything is."""
    return Adding(0, None, item.name, outcome, detail, origin=item.origin)
