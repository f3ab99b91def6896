"""OpenDocument text: the words as they are printed, with the numbers of lists and headings.

A footnote's mark stays where it stands, and the note is below its paragraph, as in Word documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import UnreadableError
from core.notes import MOST, mark, with_notes
from ingest.formats.document import Document
from ingest.formats.office.blocks import Block, BlockWriter, clean, left_out, raised, table_blocks
from ingest.formats.office.docx_styles import local, value_of
from ingest.formats.office.odt_lists import Lists, Outline
from ingest.formats.office.package import Package
from ingest.formats.tables import Cell
from ingest.formats.titles import is_title

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    (
        "tracked-changes",
        "table-of-content",
        "alphabetical-index",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "forms",
        "hidden-text",
        "ruby-text",
        "desc",
        "title",
    )
)
_MOST_REPEATS = 200  # columns that are said to repeat, and spaces


def read_odt(data: bytes, name: str) -> Document:
    """The text of an OpenDocument file (.odt). Raises UnreadableError for a file that is damaged,
    encrypted, too large when unpacked, or without text."""
    package = Package(data, name, "OpenDocument text", ".odt")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise UnreadableError(f"{name} is protected by a password; save a copy without one and add that.")
    content = package.xml("content.xml")
    body = None if content is None else content.find("{*}body/{*}text")
    if content is None or body is None:
        raise UnreadableError(f"{name} is not an OpenDocument text; check that it is the file you meant.")
    parts = [part for part in (package.xml("styles.xml"), content) if part is not None]
    reader = _Reader(Lists.read(parts), Outline.read(parts), _hidden_styles(parts), _raised_styles(parts))
    for block in reader.blocks(body):
        reader.out.add(block.text, heading=block.heading, row=block.row)
    reader.add_notes()
    if not reader.out:
        what = "holds pictures but no text; run text recognition (OCR) on them first."
        raise UnreadableError(
            f"{name} {what if reader.pictures else 'holds no text; check that it is the file you meant.'}"
        )
    meta = package.xml("meta.xml")
    element = None if meta is None else next(meta.iter("{http://purl.org/dc/elements/1.1/}title"), None)
    title = reader.title or ("" if element is None else " ".join((element.text or "").split()))
    return reader.out.document({"title": title} if is_title(title, name) else {}, tuple(reader.notices()))


def _styles_with(parts: list["_Element"], attribute: str, begins: str) -> frozenset[str]:
    """Names of the styles with a text property that begins so."""
    return frozenset(
        value_of(style, "name")
        for part in parts
        for style in part.iter("{*}style")
        for properties in style.iterchildren("{*}text-properties")
        if value_of(properties, attribute).startswith(begins)
    )


def _hidden_styles(parts: list["_Element"]) -> frozenset[str]:
    return _styles_with(parts, "display", "none")


def _raised_styles(parts: list["_Element"]) -> frozenset[str]:
    return _styles_with(parts, "text-position", "super")


@dataclass(slots=True)
class _Reader:
    """Walks the body and gives its blocks."""

    lists: Lists
    outline: Outline
    hidden_styles: frozenset[str]
    raised_styles: frozenset[str]
    out: BlockWriter = field(default_factory=BlockWriter)
    title: str = ""
    hidden: bool = False
    changed: bool = False
    pictures: bool = False
    comments: int = 0
    _notes: list["_Element"] = field(default_factory=list)
    _apart: list[tuple[str, str]] = field(default_factory=list)
    _boxes: list["_Element"] = field(default_factory=list)

    def blocks(self, parent: "_Element") -> Iterator[Block]:
        """The blocks in ``parent``, in order."""
        for element in parent:
            kind = local(element)
            if kind in ("p", "h"):
                yield from self._paragraph(element, "")
            elif kind == "list":
                yield from self._list(element)
            elif kind == "table":
                yield from self._table(element)
            elif kind == "tracked-changes":
                self.changed = self.changed or len(element) > 0
            elif kind == "section" and value_of(element, "display") == "none":
                self.hidden = True
            elif kind in ("frame", "text-box", "custom-shape", "g", "a"):
                yield from self.blocks(element)
            elif kind == "image":
                self.pictures = True
            elif kind not in _SKIPPED:
                yield from self.blocks(element)

    def add_notes(self) -> None:
        """Write the notes that do not stand below a paragraph: those of headings, and long ones."""
        for name, text in self._apart:
            self.out.add(f"{mark(name)} {text}")

    def _with_notes(self, text: str, heading: bool, notes: list["_Element"]) -> str:
        """A paragraph with the notes below it that it has marks of."""
        below: list[tuple[str, str]] = []
        for note in notes:
            body = note.find("{*}note-body")
            words = "" if body is None else " ".join(clean(block.text) for block in self.blocks(body))
            apart = heading or len(words) > MOST
            if words:
                (self._apart if apart else below).append((_citation(note, len(self._apart) + 1), words))
        return with_notes(text, below)

    def notices(self) -> Iterator[str]:
        """What the person should know of what was left out."""
        yield from left_out(tracked=self.changed, hidden=self.hidden, comments=self.comments)

    def _paragraph(self, element: "_Element", label: str) -> Iterator[Block]:
        style = value_of(element, "style-name")
        outer, self._boxes = self._boxes, []
        others, self._notes = self._notes, []
        text = "" if style in self.hidden_styles else clean("".join(self._text(element)))
        self.hidden = self.hidden or style in self.hidden_styles
        mine, self._boxes = self._boxes, outer
        notes, self._notes = self._notes, others
        heading = local(element) == "h"
        if text:
            if style == "Title" and not self.title:
                self.title = " ".join(text.split())
            number = self.outline.label(value_of(element, "outline-level")) if heading and not label else ""
            if value_of(element, "is-list-header") == "true":
                number = ""
            yield Block((label or number) + self._with_notes(text, heading, notes), heading)
        for box in mine:
            yield from self.blocks(box)

    def _list(self, element: "_Element") -> Iterator[Block]:
        with self.lists.opened(element):
            for item in element:
                kind = local(item)
                label = self.lists.label(item) if kind == "list-item" else ""
                if kind not in ("list-item", "list-header"):
                    continue
                for child in item:
                    if local(child) in ("p", "h"):
                        yield from self._paragraph(child, label)
                        label = ""
                    elif local(child) == "list":
                        yield from self._list(child)
                    else:
                        yield from self.blocks(child)

    def _table(self, element: "_Element") -> Iterator[Block]:
        yield from table_blocks(
            [
                [self._cell(cell, header) for cell in row.iterchildren("{*}table-cell")]
                for row, header in _rows(element)
            ]
        )

    def _cell(self, cell: "_Element", header: bool) -> tuple[Cell, list[Block]]:
        blocks = list(self.blocks(cell))
        text = "\n".join(block.text for block in blocks)
        spans = [value_of(cell, f"number-{what}-spanned") for what in ("columns", "rows")]
        columns, rows = (int(span) if span.isdecimal() else 1 for span in spans)
        return Cell(text, header, columns, rows), blocks

    def _text(self, element: "_Element") -> Iterator[str]:
        """The words of a paragraph, or of a part of one; notes and text boxes are put aside."""
        yield element.text or ""
        for child in element:
            kind = local(child)
            if kind == "s":
                count = value_of(child, "c")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_REPEATS)
            elif kind == "tab":
                yield " "
            elif kind == "line-break":
                yield "\n"
            elif kind == "note":
                self._notes.append(child)
                yield mark(_citation(child, len(self._notes)))
            elif kind == "annotation":
                self.comments += 1
            elif kind in ("frame", "custom-shape", "g"):
                self.pictures = self.pictures or next(child.iter("{*}image"), None) is not None
                self._boxes.append(child)
            elif kind == "span" and value_of(child, "style-name") in self.hidden_styles:
                self.hidden = True
            elif kind == "span" and value_of(child, "style-name") in self.raised_styles:
                yield from (raised(part) for part in self._text(child))
            elif kind not in _SKIPPED and kind != "annotation-end":
                yield from self._text(child)
            yield child.tail or ""


def _citation(note: "_Element", number: int) -> str:
    """How a note is marked in the text."""
    found = note.find("{*}note-citation")
    return ("" if found is None else "".join(found.itertext()).strip()) or str(number)


def _rows(table: "_Element", header: bool = False) -> Iterator[tuple["_Element", bool]]:
    """The rows of a table, each with whether it is a header, not those of tables inside it."""
    for element in table:
        kind = local(element)
        if kind == "table-row":
            yield element, header
        elif kind in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element, header or kind == "table-header-rows")
