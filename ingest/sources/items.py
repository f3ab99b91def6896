"""Items: documents to be read, with a fingerprint of all that their reading depends on.

An item is made without parsing, so that a library that knows its fingerprint can skip it.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from core.errors import UnreadableError

READER_REVISION = "3"  # part of every fingerprint: raised when reading changes, so that all is read again
MAX_BYTES = 50_000_000
MAX_SIDE_CAR_BYTES = 1_000_000

_NOTHING: Mapping[str, str] = MappingProxyType({})
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:(?!\\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be read as a statement.

    ``origin`` is an absolute path, ``/abs/archive.zip!/inner/name.txt``, ``/abs/file.jsonl#12``, an
    address, or ``upload:…/name``. The ending of ``name`` tells the format; ``folder`` is the name of
    the folder it lies in, "" when there is none. ``fingerprint`` is the SHA-256 (hex) over all that its
    reading depends on. ``contents`` gives the bytes when called, or raises UnreadableError.
    ``side_car`` is the TOML beside the document, ``known`` its row of a table of speakers, ``url``
    where it was fetched from. A ``record`` is one line of a JSONL file.
    """

    origin: str
    name: str
    folder: str
    fingerprint: str
    contents: Callable[[], bytes] = field(repr=False, compare=False)
    side_car: bytes = field(default=b"", repr=False)
    known: Mapping[str, str] = field(default_factory=lambda: _NOTHING, hash=False)
    url: str = ""
    record: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that was named or found and can't be read; ``sentence`` says what, why and what to do."""

    origin: str
    name: str
    sentence: str


def item_of(
    data: bytes,
    *,
    origin: str,
    name: str,
    folder: str = "",
    contents: Callable[[], bytes] | None = None,
    side_car: bytes = b"",
    known: Mapping[str, str] = _NOTHING,
    url: str = "",
    record: bool = False,
) -> Item:
    """An item over ``data``, which it keeps unless ``contents`` can give it again."""
    digest = hashlib.sha256(f"{READER_REVISION}\0{record}\0".encode())
    # The name, the folder and the address tell things about the statement, too.
    parts = (name, folder, url, *(f"{key}={value}" for key, value in sorted(known.items())))
    for part in (data, side_car, *(text.encode("utf-8", "surrogatepass") for text in parts)):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return Item(
        origin, name, folder, digest.hexdigest(), contents or (lambda: data), side_car, known, url, record
    )


def file_item(path: Path, known: Mapping[str, str] = _NOTHING) -> Item:
    """The file ``path`` with its side-car ``<name>.toml``. Raises UnreadableError when it can't be had."""
    path = path.absolute()
    return item_of(
        file_contents(path),
        origin=shown_path(path),
        name=shown_name(path.name),
        folder=shown_name(path.parent.name),
        contents=lambda: file_contents(path),
        side_car=side_car_of(path),
        known=known,
    )


def uploaded(data: bytes, name: str) -> Item:
    """A document that was handed over in the page; only the last part of ``name`` counts."""
    base = _base_name(name)
    sha = hashlib.sha256(data).hexdigest()
    return item_of(data, origin=f"upload:{sha[:12]}/{base}", name=base)


def fetched(data: bytes, url: str, name: str) -> Item:
    """A document that was fetched from ``url``, which becomes the statement's address."""
    return item_of(data, origin=url, name=_base_name(name), url=url)


def side_car_of(path: Path) -> bytes:
    """The bytes of ``<name>.toml`` beside the file, b"" when there is none."""
    beside = path.with_name(path.name + ".toml")
    return file_contents(beside, MAX_SIDE_CAR_BYTES) if os.path.isfile(beside) else b""


def exists(origin: str) -> bool:
    """Whether the document is still where it was. An address or an upload counts as still there, and
    so does what lies inside a file that is still there, except a member gone from a ZIP archive."""
    if _ADDRESS.match(origin) and not Path(origin).is_absolute():
        return True
    if "\\x" in origin or os.path.exists(origin):  # a name that is not UTF-8 can't be looked up again
        return True
    archive, inside, member = origin.rpartition("!/")
    while inside:
        if os.path.isfile(archive):
            return not archive.lower().endswith(".zip") or _in_zip(Path(archive), member)
        archive, inside, more = archive.rpartition("!/")
        member = f"{more}!/{member}"
    # An id may hold any of the marks, so every way of taking the origin apart is tried.
    parts = origin.split("#")
    return any(os.path.isfile("#".join(parts[:at])) for at in range(1, len(parts)))


def file_contents(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file. Raises UnreadableError when it is missing, a folder, no ordinary file, larger
    than ``most``, or not permitted."""
    try:
        if path.is_dir():
            raise UnreadableError(f"{path} is a folder that cannot be opened; check its permissions.")
        if not path.exists():
            raise UnreadableError(f"{path} does not exist; check the path.")
        if not path.is_file():
            raise UnreadableError(f"{path} is not an ordinary file; only files and folders can be added.")
        size = path.stat().st_size
        if size > most:
            raise UnreadableError(
                f"{path.name} has {size:,} bytes, more than the {most:,} allowed; split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read ({error.strerror}); check its permissions.") from None


def shown_path(path: Path) -> str:
    """The absolute path as text that can be stored, also when its bytes are not UTF-8."""
    return shown_name(str(path.absolute()))


def shown_name(name: str) -> str:
    """A file name as text that can be stored."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def _base_name(name: str) -> str:
    base = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(character if character.isprintable() else "_" for character in base)
    return shown_name(printable) or "document"


def _in_zip(archive: Path, member: str) -> bool:
    """False only when the archive can be read and surely lacks the member."""
    from ingest.sources.zips import member_names

    try:
        names = member_names(archive)
    except (OSError, ValueError, NotImplementedError, UnreadableError, zipfile.BadZipFile):
        return True
    parts = member.split("#")
    return any("#".join(parts[:at]) in names for at in range(1, len(parts) + 1))
