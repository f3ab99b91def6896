"""A note that a file was hashed, so that a gigabyte is not hashed again at every start.

The note holds until the file's size, modification time or change time differs. The last of the
three is set by the system and not by ``cp -p`` or ``touch``, so a copied or handed-over folder is
hashed once on the machine it arrives on, whatever note came with it. Notes lie beside the file;
when that folder cannot be written, in the user's cache.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from core.records import content_id


def sha256_of(path: Path) -> str:
    """The file's digest, from the note if that still holds, else by reading the file."""
    facts = _facts(path)
    for note in _notes(path):
        entry = _read(note).get(path.name)
        if isinstance(entry, dict) and {**facts, "sha256": entry.get("sha256")} == entry:
            return str(entry["sha256"])
    return rehash(path)


def rehash(path: Path) -> str:
    """The file's digest by reading it, noted for the next time."""
    facts = _facts(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if _facts(path) == facts:
        _note(path, {**facts, "sha256": digest})
    return digest


def note(path: Path, sha256: str) -> None:
    """Note the digest of a file that was hashed just now under another name."""
    _note(path, {**_facts(path), "sha256": sha256})


def _facts(path: Path) -> dict[str, int]:
    stat = path.stat()
    return {"bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns, "ctime_ns": stat.st_ctime_ns}


def _notes(path: Path) -> tuple[Path, Path]:
    folder = path.parent.resolve()
    elsewhere = user_cache_path("rapporteur") / "verified" / f"{content_id(str(folder))}.json"
    return folder / ".verified.json", elsewhere


def _note(path: Path, entry: dict[str, Any]) -> None:
    for where in _notes(path):
        try:
            _write(where, {**_read(where), path.name: entry})
        except OSError:
            continue  # a folder handed over read-only; if the cache is too, the file is hashed each time
        return


def _read(where: Path) -> dict[str, Any]:
    try:
        data = json.loads(where.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write(where: Path, data: dict[str, Any]) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=where.parent, prefix=".verified-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream, indent=1)
        os.chmod(name, 0o644)
        os.replace(name, where)
    except OSError:
        os.unlink(name)
        raise
