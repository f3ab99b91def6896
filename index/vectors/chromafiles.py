"""What the files of a Chroma folder hold, without loading Chroma: so that damage is told from use.

Chroma rewrites some bytes whenever it opens a folder (a counter, the unused room of an empty index).
The digest covers what matters: the rows of its SQLite file and the used part of its HNSW files.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

DATABASE = "chroma.sqlite3"
_JOURNALS = ("-journal", "-wal", "-shm")
_VOLATILE = frozenset({"acquire_write", "maintenance_log"})  # tables that Chroma writes to whenever it likes
# of its log of changes all but the metadata, which `vacuum` clears
_QUERIES: Mapping[str, str] = {
    "embeddings_queue": "SELECT seq_id, operation, topic, id, vector FROM embeddings_queue"
}
# of SQLite's header what is not counted up: sizes, versions and encoding (https://sqlite.org/fileformat.html)
_HEADER = (slice(16, 24), slice(44, 92))
# header.bin of hnswlib: int32 version, then uint64 each: offset, capacity, elements, bytes an element
_ELEMENTS, _ELEMENT_BYTES, _LENGTH_BYTES = 20, 28, 4
_HNSW = ("data_level0.bin", "length.bin")
_CHUNK = 1 << 20


def signature(folder: Path) -> str:
    """Names, sizes and times of change of the files: equal means untouched since."""
    stats = [(path, path.stat()) for path in _files(folder)]
    return json.dumps([(_name(folder, path), stat.st_size, stat.st_mtime_ns) for path, stat in stats])


def only_opened(folder: Path, before: str) -> bool:
    """Whether the files differ from an earlier signature at most as opening them changes them: when the
    SQLite file was written to, and the files of an HNSW index without elements."""
    if not before:
        return False
    earlier, later = (
        {name: rest for name, *rest in json.loads(text)} for text in (before, signature(folder))
    )
    for name, (size, changed) in later.items():
        if name in earlier and earlier[name] != [size, changed]:
            header = (folder / name).with_name("header.bin")
            rewritten = name == DATABASE or (header.is_file() and not _elements(header)[0])
            if not rewritten or earlier[name][0] != size:
                return False
    return earlier.keys() == later.keys()


def digest(folder: Path) -> str:
    """Hash of what the files hold: equal means that nothing of it has changed. ``""`` when they cannot be
    read, as after damage."""
    found = hashlib.blake2b(digest_size=16)
    try:
        for path in _files(folder):
            found.update(f"\x1e{_name(folder, path)}\x1f".encode())
            if path == folder / DATABASE:
                _add_rows(found, path)
            else:
                for part in _used(path):
                    found.update(part)
    except (OSError, sqlite3.Error, ValueError):
        return ""
    return found.hexdigest()


def scrub(folder: Path) -> None:
    """Clear the unused room of the HNSW files: Chroma writes there what its process's memory happens to
    hold, which may be anybody's words. Nobody else may be writing to the folder."""
    for path in _files(folder):
        if path.name in _HNSW and path.with_name("header.bin").is_file():
            used = _used_bytes(path)
            with path.open("r+b") as file:
                file.seek(used)
                rest = file.read()
                if any(rest):
                    file.seek(used)
                    file.write(bytes(len(rest)))


def vacuum(folder: Path) -> None:
    """Have SQLite write its file anew, without what was deleted; Chroma must have let go of it. Of deleted
    vectors, Chroma's log of changes still holds the metadata, which it has long applied."""
    path = folder / DATABASE
    if path.is_file():
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(
                "UPDATE embeddings_queue SET metadata = NULL"
                " WHERE id NOT IN (SELECT embedding_id FROM embeddings)"
            )
            connection.commit()
            connection.execute("VACUUM")


def _add_rows(found: "hashlib.blake2b", path: Path) -> None:
    """Add every row of an SQLite file. Raises sqlite3.Error or ValueError when it is damaged."""
    with path.open("rb") as file:
        header = file.read(100)
    for part in _HEADER:
        found.update(header[part])
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for (line,) in connection.execute("PRAGMA integrity_check(1)"):
            if line != "ok":
                raise ValueError(line)
        tables = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        for name, sql in tables:
            found.update(f"\x1d{name}\x1f{sql}".encode())
            if name in _VOLATILE or not (sql or "").startswith("CREATE TABLE"):
                continue
            for row in connection.execute(_QUERIES.get(name, f'SELECT * FROM "{name}"')):  # noqa: S608
                found.update(repr(row).encode())


def _used(path: Path) -> Iterator[bytes]:
    """A file's bytes, of an HNSW file only those of elements."""
    limit = _used_bytes(path)
    with path.open("rb") as file:
        while limit > 0 and (part := file.read(min(limit, _CHUNK))):
            limit -= len(part)
            yield part


def _used_bytes(path: Path) -> int:
    """Length of the part of a file that means something."""
    size = path.stat().st_size
    if path.name not in _HNSW:
        return size
    elements, each = _elements(path.with_name("header.bin"))
    used = elements * (each if path.name == "data_level0.bin" else _LENGTH_BYTES)
    return min(used, size)


def _elements(header: Path) -> tuple[int, int]:
    """Number of an HNSW index's elements, and the bytes of each."""
    content = header.read_bytes()
    elements, each = (content[at : at + 8] for at in (_ELEMENTS, _ELEMENT_BYTES))
    return int.from_bytes(elements, "little"), int.from_bytes(each, "little")


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.name.endswith(_JOURNALS))


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
