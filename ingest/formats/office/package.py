"""A word processor's file as a ZIP archive: checked before anything in it is unpacked or parsed."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from core.errors import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 10_000
MAX_UNPACKED = 200_000_000  # bytes, of all entries together
MAX_PART = 50_000_000  # bytes of one XML part
_MAX_RATIO = 400  # XML of a real document shrinks to a tenth or a thirtieth
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Package:
    """The entries of a checked archive."""

    def __init__(self, data: bytes, name: str, kind: str, suffix: str) -> None:
        """``kind`` is the format in words, ``suffix`` the ending of its files.

        Raises UnreadableError when ``data`` is not such a file, is encrypted, damaged, or would unpack
        to more than is allowed.
        """
        self.name = name
        self._kind = kind
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                raise UnreadableError(
                    f"{name} is protected by a password; save a copy without one and add that."
                )
            raise UnreadableError(
                f"{name} is an old Office document, not a {kind}; save it as {suffix} or PDF."
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise UnreadableError(
                f"{name} is not a readable {kind}; it is damaged or cut off, get it again from its source."
            ) from None
        size = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or size > MAX_UNPACKED:
            raise UnreadableError(
                f"{name} would unpack to {size:,} bytes in {len(entries):,} parts, more than is allowed"
                f" ({MAX_UNPACKED:,} in {MAX_ENTRIES:,}); it was not opened."
            )
        for entry in entries:
            if entry.file_size > 5_000_000 and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
                raise UnreadableError(
                    f"{name} has a part that would unpack to {entry.file_size:,} bytes from"
                    f" {entry.compress_size:,}; it was not opened."
                )
        self.entries = frozenset(entry.filename for entry in entries)

    def read(self, entry: str) -> bytes:
        """The bytes of an entry, b"" when there is none. Raises UnreadableError."""
        if entry not in self.entries:
            return b""
        info = self._archive.getinfo(entry)
        if info.flag_bits & 1:
            raise UnreadableError(
                f"{self.name} is protected by a password; save a copy without one and add that."
            )
        if info.file_size > MAX_PART:
            raise UnreadableError(
                f"{self.name} has a part of {info.file_size:,} bytes, more than the"
                f" {MAX_PART:,} allowed; split it."
            )
        try:
            return self._archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
            raise self._damaged() from None

    def xml(self, entry: str) -> "_Element | None":
        """The root of an XML entry, None when there is none. Entities are not resolved and nothing
        outside is loaded. Raises UnreadableError."""
        from lxml import etree

        data = self.read(entry)
        if not data:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged() from None

    def _damaged(self) -> UnreadableError:
        return UnreadableError(
            f"{self.name} is not a readable {self._kind}; it is damaged, get it again from its source."
        )
