"""The child's side of ingest/sandbox/bounded.py: reads what it is handed, and can do nothing else.

Before the first file it gives up what reading does not need: memory beyond its limit, writing, other
processes, the network, and every file but those that Python itself is made of. An audit hook refuses
what goes through Python; on Linux, Landlock refuses the same to libraries written in C.
"""

import json
import os
import signal
import struct
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

from core.errors import UnreadableError
from ingest.formats.document import Document
from ingest.sandbox.landlock import restrict_files_and_network

OUT_OF_MEMORY = 77  # exit status
_LENGTH = struct.Struct(">Q")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = (
    *(
        "socket.",
        "subprocess.",
        "shutil.",
        "tempfile.",
        "sqlite3.",
        "pty.",
        "webbrowser.",
        "urllib.",
        "http.",
    ),
    *("ftplib.", "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib.", "syslog.", "os."),
)
_HARMLESS = frozenset(["os.putenv", "os.unsetenv", "os.walk", "os.fwalk"])


def main() -> None:
    """Answer requests until the parent is gone."""
    requests, replies = _own_pipes()
    config = json.loads(_receive(requests))
    _limit(int(config["megabytes"]))
    _guard(config["readable"])
    characters = int(config["characters"])
    while True:
        try:
            request = json.loads(_receive(requests))
            replies.write(b"+")  # whatever happens from here on is the file's doing
            replies.flush()
            data = _receive(requests)
        except EOFError:
            return
        _limit_processor(int(request["cpu_seconds"]))
        try:
            reply = _reply(request["reader"], data, request["name"], characters)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        del data
        _send(replies, reply)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, moved to where no library writes to or reads from by accident."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    return requests, replies


def _reply(reader: str, data: bytes, name: str, characters: int) -> bytes:
    module, _, function = reader.partition(":")
    read: Callable[[bytes, str], Document] = getattr(import_module(module), function)
    try:
        document = read(data, name)
    except UnreadableError as error:
        return _json({"error": str(error)})
    if len(document.text) > characters:
        most = f"{characters:,} characters of text"
        return _json({"error": f"{name} holds more than {most}; split it and add the parts."})
    return _json(
        {
            "text": document.text,
            "body": document.body,
            "fields": dict(document.fields),
            "properties": dict(document.properties),
            "headings": sorted(document.headings),
            "rows": list(document.rows.items()),
            "pages": list(document.pages),
            "notices": list(document.notices),
        }
    )


def _json(value: object) -> bytes:
    """UTF-8; a lone surrogate, which no text may have, becomes "?", so that offsets hold."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _limit(megabytes: int) -> None:
    """Bound memory, and forbid core dumps and growing files. Where the system does not know address
    space limits (macOS), memory is watched instead."""
    try:
        import resource
    except ImportError:  # Windows: time is bounded by the parent, memory is not
        return
    size = megabytes * 1_000_000
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, size)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    if sys.platform == "darwin":
        _watch_memory(size)


def _watch_memory(size: int) -> None:
    import resource
    import threading

    def watch() -> None:
        while True:
            if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > size:  # bytes on macOS
                os._exit(OUT_OF_MEMORY)
            time.sleep(0.05)

    threading.Thread(target=watch, daemon=True).start()


def _limit_processor(seconds: int) -> None:
    """``seconds`` more of processor time than were used so far, then SIGXCPU: for when the parent is
    not there to stop it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))


def _guard(readable: Sequence[str]) -> None:
    """Refuse everything but reading below ``readable``, from here on and for good."""
    # An environment may be a link; some libraries look their files up by the real path.
    paths = {path for folder in readable for path in (os.path.abspath(folder), os.path.realpath(folder))}
    folders = tuple(os.path.join(path, "") for path in paths)
    searched = frozenset(os.path.abspath(entry) for entry in sys.path)

    def inside(path: object) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return isinstance(path, int)  # a file that is open already
        whole = os.path.abspath(os.fsdecode(path))
        return whole in searched or os.path.join(whole, "").startswith(folders)

    def refuse(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
                isinstance(flags, int) and flags & _WRITING
            )
            if not writes and inside(path):
                return
        elif event in ("os.listdir", "os.scandir"):
            if inside(args[0]):
                return
        elif event == "ctypes.dlopen":
            if args[0] is None or inside(args[0]):
                return
        elif event in _HARMLESS or not event.startswith(_REFUSED):
            return
        raise PermissionError(f"{event} is refused while a file is read")

    restrict_files_and_network(readable, searched)
    sys.addaudithook(refuse)


def _send(pipe: BinaryIO, data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes:
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError
    return pipe.read(_LENGTH.unpack(header)[0])
