"""Steps of a long piece of work that end soon after Stop, whatever a model or a parser is doing."""

import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

POLL_S = 0.05


def stoppable(events: Iterator[T], stop: threading.Event, *, grace_s: float = 0.6) -> Iterator[T]:
    """The same events, read in a thread of their own.

    A model that is reading its prompt, or a parser a PDF, cannot be interrupted for seconds. So once
    ``stop`` is set the work has ``grace_s`` seconds to finish by itself; after that this iterator ends,
    and whatever comes later is dropped. An error in ``events`` is raised here. ``stop`` is set when this
    iterator ends, however it ends, so that nothing goes on working for a reader who left.
    """
    arrived: queue.SimpleQueue[T | Future[None]] = queue.SimpleQueue()

    def read() -> None:
        for event in events:
            arrived.put(event)

    reader = ThreadPoolExecutor(1, thread_name_prefix="work")
    reader.submit(read).add_done_callback(arrived.put)
    reader.shutdown(wait=False)
    deadline = float("inf")
    try:
        while True:
            if stop.is_set() and deadline == float("inf"):
                deadline = time.monotonic() + grace_s
            try:
                item = arrived.get(timeout=POLL_S)
            except queue.Empty:
                if time.monotonic() >= deadline:
                    return
                continue
            if isinstance(item, Future):
                item.result()
                return
            yield item
    finally:
        stop.set()
