"""What an archive unpacks to, as a stream that stops at a bomb."""

import bz2
import gzip
import io
import lzma
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

_INNOCENT = 20_000_000  # bytes; what is smaller when unpacked may be packed as tightly as it likes
_BLOCK = 512


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
    """The data end before they say they do."""


class BombError(Exception):
    """Unpacking gives more than an honest archive would hold."""


class DamagedError(Exception):
    """The data are not what they say they are."""


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def _opened(file: BinaryIO, compression: str) -> _Readable:
    if compression == "gz":
        return gzip.GzipFile(fileobj=file)
    if compression == "bz2":
        return bz2.BZ2File(file)
    if compression == "xz":
        return lzma.LZMAFile(file)
    return cast(_Readable, file)


class Inflated(io.RawIOBase):
    """``file`` unpacked from its position on; ``compression`` is "gz", "bz2", "xz", or "" for none.

    Reading raises CutOffError, DamagedError, and BombError beyond the limits, or beyond ``allowance`` bytes
    where that is set: a reader that trusts sizes which a header claims is stopped by it.
    """

    def __init__(self, file: BinaryIO, compression: str, limits: Limits) -> None:
        self._file = file
        self._stream = _opened(file, compression)
        self._packed = bool(compression)
        self._limits = limits
        self._unpacked = 0
        self.allowance: int | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes, none only at the end."""
        try:
            data = self._stream.read1(size)  # what is there before a break is given
        except EOFError:
            raise CutOffError from None
        except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            raise DamagedError(str(error)) from None
        self._unpacked += len(data)
        if self.allowance is not None:
            self.allowance -= len(data)
            if self.allowance < 0:
                raise DamagedError
        if self._unpacked > self._limits.total:
            raise BombError
        tight = self._packed and self._unpacked > self._limits.ratio * max(self._file.tell(), 1)
        if tight and self._unpacked > min(_INNOCENT, self._limits.total // 2):
            raise BombError
        return data

    def drain(self) -> None:
        """Read what is left, because a checksum over everything stands at the very end. Raises CutOffError
        when the whole is no number of blocks."""
        while self.read(1 << 20):
            pass
        if self._unpacked % _BLOCK:
            raise CutOffError
