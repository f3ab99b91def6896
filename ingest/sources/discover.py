"""Which documents a person means who names files, folders and archives."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath

from core.errors import UnreadableError
from ingest.sources.archives import archive_items, count_members, is_archive, is_passed_over
from ingest.sources.inflate import LIMITS, Limits
from ingest.sources.items import (
    MAX_BYTES,
    Item,
    Refused,
    file_contents,
    file_item,
    shown_name,
    shown_path,
    side_car_of,
)
from ingest.sources.records_file import is_records, record_items
from ingest.sources.speakers import SPEAKERS, SpeakerTable, known_speaker

_CHEAP_TO_COUNT = 64_000_000  # bytes of a compressed tar, which has to be unpacked to be counted
_MOST_TABLE = 20_000_000


def discover(paths: Iterable[Path], limits: Limits = LIMITS) -> Iterator[Item | Refused]:
    """The documents, in the order given; those of folders in the order of their names, those of
    archives and JSONL files in theirs.

    Lazily: one document is held in memory at a time. In folders and archives, hidden files, notes about
    the folder (README.md, SOURCES.md) and side-cars are passed over; a folder that links back to one
    above it is entered once. A ``speakers.csv`` tells the speakers of General Debate files
    (``ISO_SESSION_YEAR.txt``) in its folder and below, in an archive beside it, or, when it is named
    among ``paths``, in all of them. What can't be had is yielded as Refused and the rest goes on.
    """
    listed = [path.absolute() for path in paths]
    given: list[SpeakerTable] = []
    for path in listed:
        if _is_table(path):
            try:
                given.append(_table(path, PurePosixPath()))
            except UnreadableError as error:
                yield _refused(path, error)
    tables = _Tables(tuple(given))
    for path in listed:
        if os.path.isdir(path):
            for found in _files(path):
                yield from _items(found, tables, limits)
        elif not _is_table(path):
            yield from _items(path, tables, limits)


def expand(item: Item, limits: Limits = LIMITS) -> Iterator[Item | Refused]:
    """The documents in one that was uploaded or fetched: itself, unless it is an archive or a JSONL file."""
    try:
        if is_archive(item.name):
            data = item.contents()
            yield from archive_items(lambda: BytesIO(data), item.origin, item.name, (), limits)
        elif is_records(item.name) and not item.record:
            lines = BytesIO(item.contents())
            yield from record_items(lines, item.origin, item.name, item.folder, item.side_car)
        else:
            yield item
    except UnreadableError as error:
        yield Refused(item.origin, item.name, str(error))


def count(paths: Iterable[Path]) -> int | None:
    """About how many documents ``discover`` will yield; None where finding out would take long."""
    total = 0
    for path in paths:
        for found in _files(path) if os.path.isdir(path) else [path]:
            inside = _count_in(found)
            if inside is None:
                return None
            total += inside
    return total


class _Tables:
    """The tables of speakers that hold for a place, each read when it is first needed."""

    def __init__(self, given: tuple[SpeakerTable, ...]) -> None:
        self._given = given
        self._at: dict[Path, SpeakerTable | UnreadableError | None] = {}

    def beside(self, path: Path) -> tuple[SpeakerTable, ...]:
        """Those beside the file and in the two folders above it, the nearest first, then those given."""
        folders = [path.parent, *path.parent.parents][:3]
        found = [table for folder in folders if isinstance(table := self.of(folder), SpeakerTable)]
        return (*found, *self._given)

    def of(self, folder: Path) -> SpeakerTable | UnreadableError | None:
        """The table in ``folder``, or what is wrong with it."""
        if folder not in self._at:
            path = folder / SPEAKERS
            try:
                self._at[folder] = _table(path, folder) if os.path.isfile(path) else None
            except UnreadableError as error:
                self._at[folder] = error
        return self._at[folder]


def _is_table(path: Path) -> bool:
    return path.name.lower() == SPEAKERS and os.path.isfile(path)


def _table(path: Path, folder: PurePath) -> SpeakerTable:
    return SpeakerTable.read(file_contents(path, _MOST_TABLE), str(path), folder)


def _refused(path: Path, error: UnreadableError) -> Refused:
    return Refused(shown_path(path), shown_name(path.name), str(error))


def _files(folder: Path, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[Path]:
    """The files below ``folder`` that may be documents, and folders that can't be opened, as they are,
    so that reading them says why."""
    try:
        status = folder.stat()
        names = sorted(os.listdir(folder))
    except OSError:
        yield folder
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    among = frozenset(names)
    for name in names:
        path = folder / name
        if is_passed_over(PurePosixPath(name)):
            continue
        if os.path.isdir(path):
            yield from _files(path, above | {here})
        elif not (name.endswith(".toml") and name.removesuffix(".toml") in among):
            yield path


def _items(path: Path, tables: _Tables, limits: Limits) -> Iterator[Item | Refused]:
    try:
        if _is_table(path):
            if isinstance(error := tables.of(path.parent), UnreadableError):
                raise error
        elif os.path.isfile(path) and is_archive(path.name):
            # Members have relative paths: what holds for the archive holds for all of them.
            beside = tuple(replace(table, folder=PurePosixPath()) for table in tables.beside(path))
            yield from archive_items(
                lambda: path.open("rb"), shown_path(path), shown_name(path.name), beside, limits
            )
        elif os.path.isfile(path) and is_records(path.name):
            with path.open("rb") as file:
                lines = iter(lambda: file.readline(MAX_BYTES + 1), b"")
                origin, name, folder = shown_path(path), shown_name(path.name), shown_name(path.parent.name)
                yield from record_items(lines, origin, name, folder, side_car_of(path))
        else:
            yield file_item(path, known_speaker(path, tables.beside(path)))
    except UnreadableError as error:
        yield _refused(path, error)
    except OSError as error:
        said = f"{path} cannot be read ({error.strerror}); check its permissions."
        yield Refused(shown_path(path), shown_name(path.name), said)


def _count_in(path: Path) -> int | None:
    try:
        if path.name.lower() == SPEAKERS:
            return 0
        if is_archive(path.name) and os.path.isfile(path):
            zipped = path.suffix.lower() == ".zip"
            if not zipped and path.stat().st_size > _CHEAP_TO_COUNT:
                return None
            return count_members(lambda: path.open("rb"), path.name)
        if is_records(path.name) and os.path.isfile(path):
            with path.open("rb") as file:
                return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        pass
    return 1
