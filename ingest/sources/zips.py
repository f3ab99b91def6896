"""ZIP archives as a stream of members, read without unpacking to disk."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from core.errors import UnreadableError
from ingest.sources.inflate import Limits
from ingest.sources.members import Member, checked_path, decoded_name, member_name

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP keeps a name as UTF-8
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_INNOCENT = 1_000_000  # bytes; a member that is smaller when unpacked may be packed as tightly as it likes
_MOST_DIRECTORY = 40_000_000  # bytes of an archive's list of members; each takes 46 and its name
_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MARK = b"PK\x03\x04"


def zip_members(
    file: BinaryIO, archive: str, limits: Limits, wanted: Callable[[str], bool]
) -> Iterator[Member]:
    """The members of ``file``, in their order; those whose names are ``wanted`` with their bytes.

    An archive without its list of members (cut off) is read from the front. Raises UnreadableError,
    after what could be read, when the archive is damaged, cut off or a bomb.
    """
    if not _has_directory(file, archive):
        yield from _salvaged(file, limits, wanted)
        raise UnreadableError(
            f"{archive} is cut off; what stands before the break was read, get the archive again."
        )
    try:
        with zipfile.ZipFile(file) as opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
            if len(infos) > limits.members:
                raise UnreadableError(
                    f"{archive} holds more than {limits.members:,} members; divide it into smaller archives."
                )
            total = 0
            for info in infos:
                member = _member(opened, info, limits, wanted)
                total += len(member.data or b"")
                if total > limits.total:
                    raise UnreadableError(
                        f"{archive} unpacks to more than {limits.total:,} bytes; what follows was left out,"
                        " divide it into smaller archives."
                    )
                yield member
    except (zipfile.BadZipFile, NotImplementedError, struct.error, EOFError, ValueError, OverflowError):
        raise UnreadableError(f"{archive} is a damaged ZIP archive; get it again.") from None


def member_names(path: Path) -> frozenset[str]:
    """The paths of the members, without reading them. Raises OSError, BadZipFile, UnreadableError."""
    with path.open("rb") as file:
        if not _has_directory(file, path.name):
            raise UnreadableError(f"{path.name} is cut off; get the archive again.")
        with zipfile.ZipFile(file) as opened:
            return frozenset(_name(info)[0] for info in opened.infolist() if not info.is_dir())


def _member(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, wanted: Callable[[str], bool]
) -> Member:
    path, problem = _name(info)
    if problem or not wanted(path):
        return Member(path, None, problem)
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        problem = "is a link, which is not followed; add the file that it stands for"
    elif stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        problem = "is not an ordinary file; it was left out, unpack the archive and add what is meant"
    elif info.flag_bits & _ENCRYPTED:
        problem = "is encrypted; unpack the archive with its password and add the file"
    elif info.compress_type not in _METHODS:
        problem = "is packed in a way that is not read; unpack the archive and add the file"
    elif info.file_size > limits.member:
        problem = f"has {info.file_size:,} bytes, more than the {limits.member:,} allowed; split it"
    elif info.file_size > max(_INNOCENT, limits.ratio * info.compress_size):
        problem = f"unpacks to more than {limits.ratio} times its size; unpack it yourself and add the file"
    if problem:
        return Member(path, None, problem)
    try:
        with opened.open(info) as member:
            data = member.read(limits.member + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        return Member(path, None, "is damaged in the archive; get the archive again")
    return Member(path, data)


def _name(info: zipfile.ZipInfo) -> tuple[str, str]:
    """The member's path and what is wrong with it. Where the archive doesn't mark a name as UTF-8,
    the library has read it in the encoding of DOS, from which its bytes can be had again."""
    if info.flag_bits & _UTF8_NAME:
        return checked_path(info.orig_filename.split("\0")[0])
    try:
        raw = info.orig_filename.encode("cp437").split(b"\0")[0]
    except UnicodeEncodeError:
        return checked_path(info.orig_filename.split("\0")[0])
    return member_name(_unicode_path(info.extra, raw) or raw)


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        value = extra[4 : 4 + size]
        if kind == _UNICODE_PATH and len(value) > 5 and value[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return value[5:]
        extra = extra[4 + size :]
    return b""


def _has_directory(file: BinaryIO, archive: str) -> bool:
    """Whether the list of members stands at the end; it is read into memory, so its size is checked."""
    length = file.seek(0, 2)
    file.seek(max(0, length - (1 << 16) - 22))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    (size,) = struct.unpack_from("<I", tail, at + 12)
    if size == 0xFFFFFFFF and (wide := tail.rfind(b"PK\x06\x06", 0, at)) >= 0 and at - wide >= 48:
        (size,) = struct.unpack_from("<Q", tail, wide + 40)
    if size > _MOST_DIRECTORY:
        raise UnreadableError(f"{archive} lists too many members; divide it into smaller archives.")
    return True


def _salvaged(file: BinaryIO, limits: Limits, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """The members that stand whole before the break, by the headers in front of each."""
    total = 0
    for _ in range(limits.members):
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(_LOCAL_MARK):
            return
        _, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _LOCAL.unpack(header)
        raw = file.read(name_length)
        file.read(extra_length)
        path, problem = (
            checked_path(raw.decode("utf-8", "replace"))
            if flags & _UTF8_NAME
            else checked_path(decoded_name(raw))
        )
        streamed = bool(flags & 0x8)  # sizes stand behind the data
        if (
            flags & _ENCRYPTED
            or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            or (streamed and method == zipfile.ZIP_STORED)
        ):
            if streamed or packed == 0xFFFFFFFF:
                return
            file.seek(packed, 1)
            problem = problem or "could not be had from a damaged archive; get the archive again"
            if not path.endswith("/"):
                yield Member(path, None, problem)
            continue
        start = file.tell()
        data, used = _unpacked(file, method, packed, limits.member)
        if data is None:
            return
        total += len(data)
        if total > limits.total or len(data) > max(_INNOCENT, limits.ratio * used):
            return
        file.seek(start + used)
        if streamed:
            descriptor = file.read(16)
            if not descriptor.startswith(b"PK\x07\x08"):
                file.seek(-4, 1)
            crc = zlib.crc32(data)
        if raw.endswith(b"/"):
            continue
        if zlib.crc32(data) != crc:
            yield Member(path, None, "is damaged in the archive; get the archive again")
        elif problem or not wanted(path):
            yield Member(path, None, problem)
        else:
            yield Member(path, data)


def _unpacked(file: BinaryIO, method: int, packed: int, most: int) -> tuple[bytes | None, int]:
    """The bytes of a member and how many packed ones they took; None when they are cut off."""
    if method == zipfile.ZIP_STORED:
        if packed > most:
            return None, 0
        data = file.read(packed)
        return (data if len(data) == packed else None), packed
    inflate = zlib.decompressobj(-15)
    parts: list[bytes] = []
    length = used = 0
    while not inflate.eof:
        chunk = file.read(1 << 16)
        if not chunk:
            return None, 0
        try:
            part = inflate.decompress(chunk, most + 1 - length)
        except zlib.error:
            return None, 0
        used += len(chunk) - len(inflate.unused_data)
        parts.append(part)
        length += len(part)
        if length > most or inflate.unconsumed_tail:
            return None, 0
    return b"".join(parts), used
