"""Blocks of text put one after the other: what word processors' files are turned into."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ingest.formats.document import Document
from ingest.formats.tables import Cell, columns_of, rows_of

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
        self._rows: dict[int, str] = {}
        self._length = 0

    def __bool__(self) -> bool:
        return bool(self._blocks)

    def add(self, text: str, *, heading: bool = False, row: str | None = None) -> None:
        """Add a block, cleaned; nothing when no text is in it. ``row`` is what a table's row is about."""
        text = clean(text)
        if not text:
            return
        if self._blocks:
            self._length += 2
        if heading:
            self._headings.append(self._length)
        if row is not None:
            self._rows[self._length] = row
        self._blocks.append(text)
        self._length += len(text)

    def document(self, properties: Mapping[str, str], notices: Sequence[str]) -> Document:
        """The document of all blocks."""
        return Document(
            "\n\n".join(self._blocks),
            properties=MappingProxyType(dict(properties)),
            headings=frozenset(self._headings),
            rows=MappingProxyType(self._rows),
            notices=tuple(notices),
        )


def clean(text: str) -> str:
    """One space between words, no space at the ends of lines, nothing unseen, composed (NFC)."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def left_out(*, tracked: bool, hidden: bool, comments: int) -> Iterator[str]:
    """What the person should know of what is in the file and not in the text."""
    if tracked:
        yield "Changes were tracked in the document; insertions are in the text, deletions are not."
    if hidden:
        yield "Hidden text was left out."
    if comments:
        yield "1 comment was left out." if comments == 1 else f"{comments} comments were left out."


def raised(mark: str) -> str:
    """A footnote's number as it is printed, raised: it is not taken for a paragraph's then."""
    return mark.translate(_RAISED)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document; ``row`` is what a table's row is about."""

    text: str
    heading: bool = False
    row: str | None = None


def table_blocks(cells: Sequence[Sequence[tuple[Cell, Sequence[Block]]]]) -> Iterator[Block]:
    """The blocks of a table: its rows with their headers, or, of one that is there for the layout, what its
    cells hold, one after the other. Each cell comes with the blocks that are in it."""
    table = [[cell for cell, _ in row] for row in cells]
    if (columns := columns_of(table)) is not None:
        yield from (Block(line) for column in columns for line in column.split("\n") if line)
    elif (rows := rows_of(table)) is not None:
        yield from (Block(line, row=None if row.title else row.label) for row in rows for line in row.lines)
    else:
        yield from (block for row in cells for cell, inside in row if not cell.above for block in inside)
