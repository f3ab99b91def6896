"""ZIP and tar archives of documents: which files are archives, and the items in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import BinaryIO

from core.errors import UnreadableError
from ingest.sources.inflate import LIMITS, Limits
from ingest.sources.items import MAX_SIDE_CAR_BYTES, Item, Refused, item_of
from ingest.sources.members import Member
from ingest.sources.records_file import is_records, record_items
from ingest.sources.speakers import SPEAKERS, SpeakerTable, known_speaker
from ingest.sources.tars import tar_members
from ingest.sources.zips import zip_members

_ENDINGS: Mapping[str, str] = {
    ".zip": "zip",
    ".tar": "",
    ".tar.gz": "gz",
    ".tgz": "gz",
    ".tar.bz2": "bz2",
    ".tbz2": "bz2",
    ".tbz": "bz2",
    ".tar.xz": "xz",
    ".txz": "xz",
}
_OTHER_ARCHIVES = (".7z", ".rar", ".gz", ".bz2", ".xz", ".zst", ".lzh", ".cab", ".iso")
_ABOUT = frozenset(["sources.md", "readme.md", "license", "license.md", "licence.md"])
_MOST_BESIDE = 100_000_000  # bytes of all the side-cars of an archive

Opened = Callable[[], AbstractContextManager[BinaryIO]]


def is_archive(name: str) -> bool:
    """True for the name of an archive that is read."""
    return name.lower().endswith(tuple(_ENDINGS))


def is_passed_over(path: PurePosixPath) -> bool:
    """True for what is no document in a folder or archive: hidden files, notes about the folder, and
    what macOS puts into archives."""
    hidden = any((part[0] == "." and part != "..") or part == "__MACOSX" for part in path.parts)
    return hidden or path.name.lower() in _ABOUT


def archive_items(
    opened: Opened, origin: str, name: str, tables: tuple[SpeakerTable, ...] = (), limits: Limits = LIMITS
) -> Iterator[Item | Refused]:
    """The documents in an archive, in its order, with their side-cars and tables of speakers.

    The archive is gone through twice, as a side-car may stand behind its document. Of members of the
    same name the last one counts, as it would when unpacking.
    """
    beside = _Beside()
    last: dict[str, int] = {}
    try:
        for at, member in enumerate(_members(opened, name, limits, beside.wants)):
            last[member.path] = at
            beside.take(member)
    except UnreadableError:
        pass  # said at the end of the second time, after what can be read
    tables = (*beside.tables(), *tables)
    empty = True

    def is_document(path: str) -> bool:
        pure = PurePosixPath(path)
        return not (
            is_passed_over(pure)
            or is_nested(pure.name)
            or pure.name.lower() == SPEAKERS
            or (path.endswith(".toml") and path.removesuffix(".toml") in last)
        )

    try:
        for at, member in enumerate(_members(opened, name, limits, is_document)):
            path = PurePosixPath(member.path)
            inside = f"{origin}!/{member.path}"
            if is_passed_over(path):
                continue
            empty = False
            problem = member.problem
            if not problem and is_nested(path.name):
                problem = "is an archive inside an archive; unpack it and add it by itself"
            elif not problem and last.get(member.path) != at:
                problem = "stands there more than once; only the last one was taken"
            if problem:
                yield Refused(inside, path.name, f"{member.path} in {name} {problem}.")
            elif member.data is None:
                continue
            elif is_records(path.name):
                yield from record_items(member.data.splitlines(keepends=True), inside, path.name)
            else:
                known = known_speaker(path, tables)
                side_car = beside.side_car(member.path)
                folder = path.parent.name or PurePosixPath(name).name.split(".")[0]
                yield item_of(
                    member.data, origin=inside, name=path.name, folder=folder, side_car=side_car, known=known
                )
        if empty:
            yield Refused(origin, name, f"{name} holds no documents; check that it is the file you meant.")
    except UnreadableError as error:
        yield Refused(origin, name, str(error))
    except OSError as error:
        yield Refused(origin, name, f"{name} cannot be read ({error.strerror}); check its permissions.")


def count_members(opened: Opened, name: str, limits: Limits = LIMITS) -> int:
    """About how many documents an archive holds; 0 when it can't be read."""
    count = 0
    try:
        for member in _members(opened, name, limits, lambda _: False):
            path = PurePosixPath(member.path)
            count += not is_passed_over(path) and path.name.lower() != SPEAKERS
    except (UnreadableError, OSError):
        pass
    return count


def is_nested(name: str) -> bool:
    """True for archives of any kind, also those that are not read."""
    return is_archive(name) or name.lower().endswith(_OTHER_ARCHIVES)


class _Beside:
    """What stands in an archive beside its documents."""

    def __init__(self) -> None:
        self._side_cars: dict[str, bytes] = {}
        self._tables: list[SpeakerTable] = []
        self._size = 0

    def wants(self, path: str) -> bool:
        """True for side-cars and tables of speakers."""
        return path.endswith(".toml") or PurePosixPath(path).name.lower() == SPEAKERS

    def take(self, member: Member) -> None:
        """Keep a member that is wanted."""
        if member.data is None or self._size + len(member.data) > _MOST_BESIDE:
            return
        path = PurePosixPath(member.path)
        if path.name.lower() == SPEAKERS:
            try:
                self._tables.append(SpeakerTable.read(member.data, str(path), path.parent))
            except UnreadableError:
                return
        elif len(member.data) <= MAX_SIDE_CAR_BYTES:
            self._side_cars[member.path] = member.data
        self._size += len(member.data)

    def side_car(self, path: str) -> bytes:
        """The bytes of the side-car of ``path``."""
        return self._side_cars.get(f"{path}.toml", b"")

    def tables(self) -> Iterable[SpeakerTable]:
        """The tables, the deepest first."""
        return sorted(self._tables, key=lambda table: -len(table.folder.parts))


def _members(opened: Opened, name: str, limits: Limits, wanted: Callable[[str], bool]) -> Iterator[Member]:
    ending = next(ending for ending in _ENDINGS if name.lower().endswith(ending))
    with opened() as file:
        if _ENDINGS[ending] == "zip":
            yield from zip_members(file, name, limits, wanted)
        else:
            yield from tar_members(file, name, _ENDINGS[ending], limits, wanted)
