"""Tar archives as a stream of members.

The standard library's reader trusts the sizes that a header declares for long names, extended headers
and sparse maps, and reads them into memory; so headers are taken apart by it, one block at a time, and
the stream is walked here, where every size is checked first.
"""

import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from core.errors import UnreadableError
from ingest.sources.inflate import BombError, CrowdedError, CutOffError, DamagedError, Inflated, Limits
from ingest.sources.members import Member, member_name

_BLOCK = 512
_DRAIN = 1 << 20
_LONGEST_HEADER = 1 << 16  # bytes of a long name or of extended fields


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
        for name, info, size in _headers(stream, limits.members):
            path, problem = member_name(name)
            read = 0
            data = None
            if info.isdir():
                path = ""
            elif not problem and (info.issym() or info.islnk()):
                problem = "is a link, which is not followed; add the file that it stands for"
            elif not problem and (not info.isreg() or info.type == tarfile.GNUTYPE_SPARSE):
                problem = "is not an ordinary file; it was left out, unpack the archive and add what is meant"
            elif not problem and wanted(path):
                if size > limits.member:
                    problem = f"has {size:,} bytes, more than the {limits.member:,} allowed; split it"
                else:
                    data = stream.exactly(size)
                    read = size
            if path:
                yield Member(path, data, problem)
            stream.skip(size + -size % _BLOCK - read)
    except CrowdedError:
        raise UnreadableError(
            f"{archive} holds more than {limits.members:,} members; what follows was left out,"
            " divide it into smaller archives."
        ) from None
    except CutOffError:
        raise UnreadableError(
            f"{archive} is cut off; what stands before the break was read, get the archive again."
        ) from None
    except DamagedError:
        raise UnreadableError(
            f"{archive} is damaged or no tar archive; what stands before the damage was read, get it again."
        ) from None
    except BombError:
        raise UnreadableError(
            f"{archive} unpacks to far more than an archive of statements would; reading it was stopped,"
            " unpack it yourself and add the files."
        ) from None


def _headers(stream: Inflated, most: int) -> Iterator[tuple[bytes, tarfile.TarInfo, int]]:
    """Name, header and size of each member; the stream must stand behind its bytes when resumed."""
    name = b""
    size: int | None = None
    sparse = False
    count = 0
    while len(block := stream.read(_BLOCK)) == _BLOCK and any(block):
        try:
            info = tarfile.TarInfo.frombuf(block, "latin-1", "strict")
        except tarfile.HeaderError:
            raise DamagedError from None
        if info.size < 0:
            raise DamagedError
        if info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK):
            value = _extension(stream, info.size).split(b"\0")[0]
            name = value if info.type == tarfile.GNUTYPE_LONGNAME else name
        elif info.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            fields = _extended(_extension(stream, info.size))
            name = fields.get(b"path", name)
            if fields.get(b"size", b"").isdigit():
                size = int(fields[b"size"][:20])
            name = fields.get(b"GNU.sparse.name", name)
            sparse = any(key.startswith(b"GNU.sparse") for key in fields)
        elif info.type == tarfile.XGLTYPE:
            _extension(stream, info.size)
        else:
            if info.type == tarfile.GNUTYPE_SPARSE and block[482]:
                while (more := stream.read(_BLOCK)) and more[-8]:
                    pass
            if sparse:
                info.type = tarfile.GNUTYPE_SPARSE
            no_data = info.issym() or info.islnk() or info.ischr() or info.isblk() or info.isfifo()
            stored = 0 if no_data or info.isdir() else info.size if size is None else size
            count += 1
            if count > most:
                raise CrowdedError
            yield name or info.name.encode("latin-1"), info, stored
            name, size, sparse = b"", None, False
    if block and len(block) < _BLOCK:
        raise CutOffError
    while stream.read(_DRAIN):  # the checksum over everything stands at the very end
        pass


def _extension(stream: Inflated, size: int) -> bytes:
    if size > _LONGEST_HEADER:
        raise DamagedError
    return stream.exactly(size + -size % _BLOCK)[:size]


def _extended(data: bytes) -> dict[bytes, bytes]:
    """The fields of a pax header: lines of ``LENGTH KEY=VALUE``, the length counting the whole line."""
    fields: dict[bytes, bytes] = {}
    while data:
        length, space, _ = data.partition(b" ")
        if not space or not length.isdigit() or not 0 < (size := int(length[:9])) <= len(data):
            raise DamagedError
        key, _, value = data[len(length) + 1 : size].rstrip(b"\n").partition(b"=")
        fields[key] = value
        data = data[size:]
    return fields
