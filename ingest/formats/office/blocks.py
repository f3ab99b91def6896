"""Blocks of text put one after the other: what word processors' files are turned into."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ingest.formats.document import Document

_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Soft hyphens, marks of direction and of width zero, controls: nothing that is printed.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class BlockWriter:
    """Collects blocks; ``document`` gives the Document with an empty line between two of them."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._headings: list[int] = []
        self._length = 0

    def __bool__(self) -> bool:
        return bool(self._blocks)

    def add(self, text: str, *, heading: bool = False) -> None:
        """Add a block, cleaned; nothing when no text is in it."""
        text = clean(text)
        if not text:
            return
        if self._blocks:
            self._length += 2
        if heading:
            self._headings.append(self._length)
        self._blocks.append(text)
        self._length += len(text)

    def document(self, properties: Mapping[str, str], notices: Sequence[str]) -> Document:
        """The document of all blocks."""
        return Document(
            "\n\n".join(self._blocks),
            properties=MappingProxyType(dict(properties)),
            headings=frozenset(self._headings),
            notices=tuple(notices),
        )


def clean(text: str) -> str:
    """One space between words, no space at the ends of lines, nothing unseen, composed (NFC)."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def raised(mark: str) -> str:
    """A footnote's number as it is printed, raised: it is not taken for a paragraph's then."""
    return mark.translate(_RAISED)


def row_text(cells: Sequence[str]) -> str:
    """The row of a table on one line."""
    return " | ".join(flat for cell in cells if (flat := " ".join(cell.split())))
