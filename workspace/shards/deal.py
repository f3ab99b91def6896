"""Documents dealt out to other processes, and what these make of them in the order of the documents."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from core.errors import UnreadableError
from core.records import Adding
from index import Entry, Library
from ingest import Item, Refused
from workspace.shards.packing import pack, unpack
from workspace.storing import Read, step

_DOCUMENTS, _BYTES = 8, 400_000  # a shard: half a minute of embedding at most, as a rule some seconds
_PASSED = 500  # documents that need no reading, after which they are reported


class Crew(Protocol):
    """Processes that work on shards, here or elsewhere."""

    def map(self, shards: Iterable[bytes], stop: threading.Event) -> Iterator[bytes]:
        """What is made of each shard, in their order; ends early once ``stop`` is set."""
        ...

    def close(self) -> None:
        """End the processes."""
        ...


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A document's bytes as an item has them; unlike a function, they can be sent."""

    data: bytes = field(repr=False)

    def __call__(self) -> bytes:
        return self.data


@dataclass(slots=True)
class _Shard:
    """Documents in their order: with the step to report where there is nothing to read, otherwise None."""

    items: list[tuple[Item | Refused, Adding | None]] = field(default_factory=list)
    sent: list[Item] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        return len(self.sent) >= _DOCUMENTS or self.size >= _BYTES or len(self.items) >= _PASSED

    def take(self, item: Item | Refused, known: Callable[[Item], bool]) -> None:
        found: Adding | None = None
        if isinstance(item, Refused):
            found = step(item, "refused", item.sentence)
        elif known(item):
            found = step(item, "unchanged")
        else:
            try:
                data = item.contents()
            except UnreadableError as error:
                found = step(item, "refused", str(error))
            else:
                self.sent.append(replace(item, contents=_Bytes(data)))
                self.size += len(data)
        self.items.append((item, found))

    def read(self, answer: bytes) -> Iterator[Read]:
        entries: Iterator[Entry | str] = iter(unpack(answer))
        for item, passed in self.items:
            found = passed if passed is not None else next(entries)
            yield item, step(item, "refused", found) if isinstance(found, str) else found


def read_in_shards(
    items: Iterable[Item | Refused], library: Library, crew: Crew, stop: threading.Event
) -> Iterator[Read]:
    """Each document with what was made of it, in their order. What was stored from the same bytes before is
    not read."""
    under_way: deque[_Shard] = deque()

    def shards() -> Iterator[bytes]:
        shard = _Shard()
        for item in items:
            if stop.is_set():
                return
            shard.take(item, lambda item: library.known(item.origin, item.fingerprint))
            if shard.full:
                under_way.append(shard)
                yield pack(shard.sent)
                shard = _Shard()
        if shard.items:
            under_way.append(shard)
            yield pack(shard.sent)

    for answer in crew.map(shards(), stop):
        yield from under_way.popleft().read(answer)
