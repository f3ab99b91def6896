"""Reading untrusted files where the reading can be stopped: in a child process, bounded in time,
memory and output, without network, and without sight of any other file.

A worker is started once (about 0.2 s) and reads file after file. One that runs out of time or memory, or
crashes, costs the file it was reading; the next file gets a new one.
"""

import atexit
import json
import math
import os
import struct
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Literal

from core.errors import UnreadableError
from ingest.formats.document import Document

OUT_OF_MEMORY = 77  # the child's exit status
_START_SECONDS = 60.0  # for the child to begin, on a machine that is busy
_ROOT = Path(__file__).resolve().parents[2]
_LENGTH = struct.Struct(">Q")
_START = "import sys; sys.path[:] = {path!r}; from ingest.sandbox.confined import main; main()"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: ``seconds`` by the clock, ``megabytes`` of address space for the whole
    child, ``characters`` of text that come back."""

    seconds: float = 15.0
    megabytes: int = 800
    characters: int = 20_000_000


class _DiedError(Exception):
    """The child ended before it answered: before it began (not the file's doing), for want of memory,
    or in the middle of reading."""

    def __init__(self, when: Literal["idle", "memory", "reading"]) -> None:
        super().__init__(when)
        self.when = when


class Readers:
    """A small pool of worker processes; safe to use from several threads, each gets its own worker."""

    def __init__(self, limits: Limits = Limits(), *, most: int = 2, trusted: Sequence[Path] = ()) -> None:
        """At most ``most`` workers at a time. ``trusted`` are further folders from which readers may be
        imported."""
        self._limits = limits
        self._trusted = tuple(trusted)
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._closed = False

    def read(self, reader: str, data: bytes, name: str) -> Document:
        """What the function ``reader`` ("package.module:function") makes of ``data`` and ``name``.

        Raises UnreadableError: the reader's own, or that it took too long, needed too much memory,
        gave too much text, or crashed.
        """
        with self._places:
            worker = self._take()
            try:
                return self._read(worker, reader, data, name)
            except _DiedError as death:
                if death.when == "reading" or worker.files == 1:
                    raise UnreadableError(_reason(death, name, self._limits)) from None
            # It was gone already, or had not enough memory left after the files before.
            try:
                return self._read(self._start(), reader, data, name)
            except _DiedError as death:
                raise UnreadableError(_reason(death, name, self._limits)) from None

    def _read(self, worker: "_Worker", reader: str, data: bytes, name: str) -> Document:
        healthy = False
        try:
            reply = worker.ask(reader, data, name)
            healthy = True
        finally:
            self._give_back(worker, healthy)
        if "error" in reply:
            raise UnreadableError(str(reply["error"]))
        return _document(reply)

    def close(self) -> None:
        """End the workers. Whoever reads afterwards starts a new one, which ends with its file."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> "_Worker":
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return self._start()
            if worker.is_usable():
                return worker
            worker.end()

    def _start(self) -> "_Worker":
        return _Worker(self._limits, self._trusted)

    def _give_back(self, worker: "_Worker", healthy: bool) -> None:
        if healthy:
            with self._lock:
                if not self._closed:
                    self._idle.append(worker)
                    return
        worker.end()


class _Worker:
    """One child process. Not safe to share between threads."""

    def __init__(self, limits: Limits, trusted: tuple[Path, ...]) -> None:
        self.files = 0
        self._stopped = False
        self._limits = limits
        self._owner = os.getpid()
        path = [str(_ROOT), *map(str, trusted), *(entry for entry in sys.path if entry)]
        flags = ["-I", "-S", "-B"]  # nothing from the environment, no site hooks, nothing written
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, *flags, "-c", _START.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            close_fds=True,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("a child that was given pipes has them")
        self._requests, self._replies = self._process.stdin, self._process.stdout
        installed = {
            value
            for key, value in sysconfig.get_paths().items()
            if key in ("stdlib", "platstdlib", "purelib", "platlib")
        }
        config = {
            "megabytes": limits.megabytes,
            "characters": limits.characters,
            "readable": [*installed, str(_ROOT / "ingest"), str(_ROOT / "core"), *map(str, trusted)],
        }
        with suppress(OSError):  # a child that is dead already is found out when it is asked
            _send(self._requests, json.dumps(config).encode())

    def is_usable(self) -> bool:
        """False when the child has ended, or belongs to the process that this one was forked from."""
        return not self._stopped and self._owner == os.getpid() and self._process.poll() is None

    def ask(self, reader: str, data: bytes, name: str) -> dict[str, object]:
        """The child's reply. Raises UnreadableError when it takes too long, _DiedError when it ends."""
        self.files += 1
        request = {"reader": reader, "name": name, "cpu_seconds": math.ceil(self._limits.seconds) + 2}
        begun = False
        try:
            with self._stopped_after(_START_SECONDS):
                _send(self._requests, json.dumps(request).encode())
                begun = bool(self._replies.read(1))
            with self._stopped_after(self._limits.seconds):
                _send(self._requests, data)
                # A character is at most six bytes of JSON ("\u0000").
                reply = _receive(self._replies, 6 * self._limits.characters + 10_000_000)
        except (OSError, EOFError):
            if begun and self._stopped:
                raise UnreadableError(
                    f"{name} took more than {self._limits.seconds:g} seconds to read and was left out; "
                    "save its text as plain text and add that."
                ) from None
            self._process.kill()
            memory = self._process.wait() == OUT_OF_MEMORY
            raise _DiedError("memory" if memory else "reading" if begun else "idle") from None
        answer = json.loads(reply)
        if not isinstance(answer, dict):
            raise _DiedError("reading")
        return answer

    @contextmanager
    def _stopped_after(self, seconds: float) -> Iterator[None]:
        """Kill the child if what is done meanwhile takes longer: a blocked pipe then ends."""

        def stop() -> None:
            self._stopped = True
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def end(self) -> None:
        """Stop the child and collect it."""
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        for pipe in (self._requests, self._replies):
            with suppress(OSError):  # what was not yet written has nobody to read it
                pipe.close()


@cache
def readers() -> Readers:
    """The readers of this process, started when first used and ended with it."""
    pool = Readers()
    atexit.register(pool.close)
    return pool


def _environment() -> dict[str, str]:
    """As little as the interpreter needs to start."""
    return {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}


def _reason(death: _DiedError, name: str, limits: Limits) -> str:
    if death.when == "idle":
        return f"{name} was left out because its reader could not be started; add it again."
    if death.when == "memory":
        return (
            f"{name} needed more than {limits.megabytes} MB of memory to read and was left out; "
            "save its text as plain text and add that."
        )
    return f"The reader of {name} crashed, and it was left out; the file may be damaged, get it again."


def _document(reply: dict[str, object]) -> Document:
    """The Document that the child describes. Nothing that it sends is trusted to be of the right kind."""

    def pairs(key: str) -> MappingProxyType[str, str]:
        value = reply.get(key)
        return MappingProxyType({str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {})

    def offsets(key: str) -> tuple[int, ...]:
        value = reply.get(key)
        return tuple(int(one) for one in value if isinstance(one, int)) if isinstance(value, list) else ()

    rows: dict[int, str] = {}
    listed = reply.get("rows")
    for one in listed if isinstance(listed, list) else ():
        match one:
            case [int(at), str(label)]:
                rows[at] = label
    notices = reply.get("notices")
    body = reply.get("body")
    return Document(
        text=str(reply.get("text", "")),
        body=body if isinstance(body, int) else 0,
        fields=pairs("fields"),
        properties=pairs("properties"),
        headings=frozenset(offsets("headings")),
        rows=MappingProxyType(rows),
        pages=offsets("pages"),
        notices=tuple(str(one) for one in notices) if isinstance(notices, list) else (),
    )


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes], most: int) -> bytes:
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(header)
    if length > most:
        raise EOFError
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
