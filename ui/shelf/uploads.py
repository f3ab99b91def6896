"""What the browser says it sent, checked before any of it is opened."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.records import Adding
from ui.texts import Texts

MAX_FILE_BYTES = 64 * 1024 * 1024
_NAME_KEPT = 1000
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Uploads:
    """``files`` are (name as the person knows it, where it lies); ``refused`` never arrived."""

    files: tuple[tuple[str, Path], ...] = ()
    refused: tuple[Adding, ...] = ()


def received(wanted: object, uploaded: Container[str], texts: Texts) -> Uploads:
    """The uploads that the page's message ``wanted`` names. ``uploaded`` are the paths that were given
    out to this page's uploads: any other path is somebody asking for a file of this machine."""
    files: list[tuple[str, Path]] = []
    refused: list[Adding] = []
    for item in _entries(wanted, "files"):
        name, path = known_as(str(item.get("name", ""))), str(item.get("at", ""))
        if path in uploaded:
            files.append((name, Path(path)))
        else:
            refused.append(_refused(name, texts("upload.not_whole", name=repr(name))))
    for item in _entries(wanted, "refused"):
        name = known_as(str(item.get("name", "")))
        refused.append(_refused(name, _sentence(name, item, texts)))
    return Uploads(tuple(files), tuple(refused))


def known_as(name: str) -> str:
    """A file's name, with its folders where it came in one, as a relative path of plain parts, in
    composed characters (macOS hands over が in two)."""
    plain = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", unicodedata.normalize("NFC", name)).replace(
        "\\", "/"
    )
    parts = [part for part in plain.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_NAME_KEPT:] or "a file without a name"


def discard(paths: Iterable[Path]) -> None:
    """Delete uploads with the folder that each was given; what is gone already is no matter."""
    for path in paths:
        path.unlink(missing_ok=True)
        try:
            path.parent.rmdir()
        except OSError:
            continue  # not empty: it holds somebody else's upload as well


def _entries(wanted: object, key: str) -> Sequence[Mapping[str, object]]:
    listed = wanted.get(key) if isinstance(wanted, dict) else None
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _refused(name: str, sentence: str) -> Adding:
    return Adding(0, None, name, "refused", sentence)


def _sentence(name: str, item: Mapping[str, object], texts: Texts) -> str:
    size = item.get("bytes")
    if isinstance(size, int) and size > MAX_FILE_BYTES:
        return texts(
            "upload.too_big", name=repr(name), size=_megabytes(size), limit=_megabytes(MAX_FILE_BYTES)
        )
    return texts("upload.folder" if item.get("why") == "folder" else "upload.sending", name=repr(name))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f}"
