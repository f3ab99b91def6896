"""Decompression as a stream that never gives more than was asked for, and stops at a bomb."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, Protocol

_CHUNK = 1 << 16
_LZMA_MEMORY = 256 << 20  # bytes; xz -9 needs 65 MB
_INNOCENT = 20_000_000  # bytes; what is smaller when unpacked may be packed as tightly as it likes


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold: how many members, how many bytes when unpacked (``total``, and of one
    ``member``), and how many times its packed size that may be (``ratio``)."""

    members: int = 100_000
    member: int = 50_000_000
    total: int = 4_000_000_000
    ratio: int = 200


LIMITS = Limits()


class CutOffError(Exception):
    """The compressed data end before they say they do."""


class BombError(Exception):
    """Unpacking gives more than an honest archive would hold."""


class CrowdedError(Exception):
    """There are more members than are read."""


class DamagedError(Exception):
    """The compressed data are not what they say they are."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the manners of bz2's and lzma's."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)
        self._tail = b""
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        out = self._inner.decompress(self._tail + data, max_length)
        self._tail = self._inner.unconsumed_tail
        self.needs_input = not self._tail and len(out) < max_length
        return out


COMPRESSIONS: MappingProxyType[str, Callable[[], _Decompressor]] = MappingProxyType(
    {
        "gz": _Gzip,
        "bz2": bz2.BZ2Decompressor,
        "xz": lambda: lzma.LZMADecompressor(memlimit=_LZMA_MEMORY),
    }
)


class Inflated:
    """``file`` unpacked from its position on; ``compression`` is "gz", "bz2", "xz", or "" for none."""

    def __init__(self, file: BinaryIO, compression: str, limits: Limits) -> None:
        self._file = file
        self._new = COMPRESSIONS.get(compression)
        self._inner = self._new() if self._new else None
        self._limits = limits
        self._spare = b""  # packed bytes after the end of one of several streams
        self._packed = 0
        self._unpacked = 0

    def read(self, size: int) -> bytes:
        """``size`` bytes, fewer only at the end. Raises CutOffError, DamagedError, BombError."""
        parts: list[bytes] = []
        missing = size
        while missing > 0 and (part := self._some(missing)):
            parts.append(part)
            missing -= len(part)
            self._unpacked += len(part)
            if self._unpacked > self._limits.total:
                raise BombError
            tight = self._new and self._unpacked > self._limits.ratio * max(self._packed, 1)
            if tight and self._unpacked > min(_INNOCENT, self._limits.total // 2):
                raise BombError
        return b"".join(parts)

    def exactly(self, size: int) -> bytes:
        """``size`` bytes; raises CutOffError when there are fewer."""
        data = self.read(size)
        if len(data) < size:
            raise CutOffError
        return data

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes; raises CutOffError when there are fewer."""
        while size > 0:
            part = self.read(min(size, _CHUNK * 16))
            if not part:
                raise CutOffError
            size -= len(part)

    def _some(self, most: int) -> bytes:
        """Some bytes, at least one unless the end is reached."""
        if self._new is None:
            return self._take(min(most, _CHUNK))
        while self._inner is not None:
            if self._inner.eof:
                self._next_stream(self._inner, self._new)
                continue
            data = self._take(_CHUNK) if self._inner.needs_input else b""
            if self._inner.needs_input and not data:
                raise CutOffError
            try:
                out = self._inner.decompress(data, most)
            except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
                raise DamagedError(str(error)) from None
            if out:
                return out
        return b""

    def _next_stream(self, inner: _Decompressor, new: Callable[[], _Decompressor]) -> None:
        """Several compressed streams may follow one another; zero bytes between them are padding."""
        self._spare = inner.unused_data.lstrip(b"\0")
        while not self._spare and (more := self._file.read(_CHUNK)):
            self._packed += len(more)
            self._spare = more.lstrip(b"\0")
        self._inner = new() if self._spare else None

    def _take(self, most: int) -> bytes:
        if self._spare:
            data, self._spare = self._spare, b""
            return data
        data = self._file.read(most)
        self._packed += len(data)
        return data
