"""Processes that work on shards, and are replaced when they die."""

import multiprocessing
import queue
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from core.errors import LibraryError, RapporteurError
from workspace.shards.packing import pack, unpack
from workspace.shards.reader import Recipe

_TRIES = 2  # for a shard whose process dies
_LOOK_S = 0.2  # how often a waiting run looks whether it was stopped


class _DiedError(Exception):
    """The process has ended before it answered."""


class Processes:
    """``count`` processes, each with a reader of its own. Close it when done."""

    def __init__(self, recipe: Recipe, count: int) -> None:
        self._recipe = recipe
        self._count = count
        self._closed = threading.Event()
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="shard")
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all = [_Process(recipe) for _ in range(count)]
        for process in self._all:
            self._idle.put(process)

    def map(self, shards: Iterable[bytes], stop: threading.Event) -> Iterator[bytes]:
        """What the readers make of each shard, in order; two shards a process are taken ahead. Ends early
        once ``stop`` is set. Raises what a reader raises."""
        ahead: deque[Future[bytes]] = deque()
        for shard in shards:
            ahead.append(self._threads.submit(self._worked, shard))
            while len(ahead) > 2 * self._count or (ahead and ahead[0].done()):
                if not _awaited(ahead[0], stop):
                    return
                yield ahead.popleft().result()
        while ahead and _awaited(ahead[0], stop):
            yield ahead.popleft().result()

    def close(self) -> None:
        """End the processes, whatever they are doing: nothing of it is stored yet."""
        self._closed.set()
        for process in self._all:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.end()

    def _worked(self, shard: bytes) -> bytes:
        try:
            return self._answer(shard)
        except _DiedError:
            # The document whose fault it is is left out; those beside it are not.
            return pack([self._alone(item) for item in unpack(shard)])

    def _alone(self, item: Any) -> object:
        try:
            (found,) = unpack(self._answer(pack([item])))
        except _DiedError:
            return (
                f"{item.name} ended the process that read it, {_TRIES} times; there may be too little "
                "memory: add it by itself, or with fewer --processes."
            )
        return found

    def _answer(self, shard: bytes) -> bytes:
        for _ in range(_TRIES):
            process = self._idle.get()
            try:
                if self._closed.is_set():
                    raise LibraryError("The ingestion was stopped.")
                return process.answer(shard)
            except _DiedError:
                continue  # with a new process: this one's next answer starts it
            finally:
                self._idle.put(process)
        raise _DiedError


class _Process:
    """One process, started when it is first asked and again when it has died."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def answer(self, shard: bytes) -> bytes:
        """What the reader makes of a shard. Raises what it raises, and _DiedError."""
        connection = self._connection or self._start()
        try:
            connection.send_bytes(shard)
            answer = connection.recv_bytes()
        except (EOFError, OSError):
            self.end()
            raise _DiedError from None
        if answer[:1] == _FAILED:
            raise unpack(answer[1:])
        return answer[1:]

    def kill(self) -> None:
        """End what it is doing, from any thread."""
        if (process := self._process) is not None:
            process.kill()

    def end(self) -> None:
        """Let go of it, dead or alive."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is not None:
            process.kill()
            process.join()
        if connection is not None:
            connection.close()

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")  # nothing of this process's threads and locks
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(self._recipe, theirs), daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        return ours


_READ, _FAILED = b"+", b"-"


def serve(recipe: Recipe, connection: Connection) -> None:
    """Work on shards until nobody sends any, as when the process that sent them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that stores
    reader = None
    with suppress(EOFError, OSError):
        while True:
            shard = connection.recv_bytes()
            try:
                reader = reader or recipe()
                answer = _READ + reader(shard)
            except RapporteurError as error:
                answer = _FAILED + pack(error)
            connection.send_bytes(answer)


def _awaited(future: "Future[bytes]", stop: threading.Event) -> bool:
    """Wait for a future; False when it was not done before ``stop`` was set."""
    while not stop.is_set():
        if wait([future], _LOOK_S).done:
            return True
    return False
