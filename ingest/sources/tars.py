"""Tar archives as a stream of members, read by the standard library and never unpacked to disk."""

import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from core.errors import UnreadableError
from ingest.sources.inflate import BombError, CutOffError, DamagedError, Inflated, Limits
from ingest.sources.members import Member, member_name

_HEADERS = 4_000_000  # bytes between two members: long names, extended fields, maps of sparse files


def tar_members(
    file: BinaryIO,
    archive: str,
    compression: str,
    limits: Limits,
    wanted: Callable[[str], bool],
) -> Iterator[Member]:
    """The members of ``file``, in their order; those whose names are ``wanted`` with their bytes.

    Raises UnreadableError, after what could be read, when the archive is damaged, cut off or a bomb.
    """
    stream = Inflated(file, compression, limits)
    try:
        yield from _members(stream, archive, limits, wanted)
        stream.drain()
    except CutOffError:
        raise UnreadableError(_cut_off(archive)) from None
    except (DamagedError, tarfile.TarError, ValueError, OverflowError) as error:
        if "unexpected end" in str(error):
            raise UnreadableError(_cut_off(archive)) from None
        raise UnreadableError(
            f"{archive} is damaged or no tar archive; what stands before the damage was read, get it again."
        ) from None
    except BombError:
        raise UnreadableError(
            f"{archive} unpacks to far more than an archive of statements would; reading it was stopped,"
            " unpack it yourself and add the files."
        ) from None


def _members(
    stream: Inflated, archive: str, limits: Limits, wanted: Callable[[str], bool]
) -> Iterator[Member]:
    stream.allowance = _HEADERS
    with tarfile.open(
        fileobj=cast(BinaryIO, stream), mode="r|", encoding="utf-8", errors="surrogateescape"
    ) as opened:
        count = 0
        while info := opened.next():
            stream.allowance = None
            count += 1
            if count > limits.members:
                raise UnreadableError(
                    f"{archive} holds more than {limits.members:,} members; what follows was left out,"
                    " divide it into smaller archives."
                )
            path, problem = member_name(info.name.encode("utf-8", "surrogateescape"))
            data = None
            if info.issym() or info.islnk():
                problem = problem or "is a link, which is not followed; add the file that it stands for"
            elif info.isdir():
                path = ""
            elif not info.isreg() or info.issparse():
                problem = problem or (
                    "is not an ordinary file; it was left out, unpack the archive and add what is meant"
                )
            elif not problem and wanted(path):
                if info.size > limits.member:
                    problem = f"has {info.size:,} bytes, more than the {limits.member:,} allowed; split it"
                else:
                    data = _contents(opened, info)
            if path:
                yield Member(path, data, problem)
            stream.allowance = _HEADERS + (0 if data is not None else info.size)
        stream.allowance = None
        _only_zeros(opened)


def _contents(opened: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    """Raises CutOffError when there are fewer bytes than the header says."""
    member = opened.extractfile(info)
    data = member.read() if member else b""
    if len(data) < info.size:
        raise CutOffError
    return data


def _only_zeros(opened: tarfile.TarFile) -> None:
    """Raises DamagedError when something follows: the library takes a broken header for the end."""
    rest = cast(BinaryIO, opened.fileobj)
    while block := rest.read(1 << 16):
        if block.strip(b"\0"):
            raise DamagedError


def _cut_off(archive: str) -> str:
    return f"{archive} is cut off; what stands before the break was read, get the archive again."
