"""Word documents: the text as it is printed, with the numbers that Word gives its paragraphs.

The XML parts are read directly, because what matters here (numbers, tracked changes, text boxes,
hidden text) is what libraries for writing documents leave to Word. A footnote's mark stays where it
stands, and the note is below its paragraph.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import UnreadableError
from core.notes import MOST, mark, with_notes
from ingest.formats.document import Document
from ingest.formats.office.blocks import Block, BlockWriter, clean, left_out, raised, table_blocks
from ingest.formats.office.docx_numbering import Numbering
from ingest.formats.office.docx_styles import Styles, child_value, local, value_of
from ingest.formats.office.package import Package
from ingest.formats.tables import Cell
from ingest.formats.titles import is_title

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTES = ("footnote", "endnote")
_GONE = frozenset(
    {"del", "moveFrom", "sdtPr", "sdtEndPr", "pPr", "rPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr"}
)
_INSIDE = frozenset(
    {"ins", "moveTo", "customXml", "smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo"}
)
_SIGNS: Mapping[str, str] = {"tab": " ", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
# Bullets and the few letters of the Symbol and Wingdings fonts that statements use.
_SYMBOLS: Mapping[str, str] = {
    "F0B7": "•",
    "F0A7": "•",
    "F0D8": "•",
    "F0FC": "✓",
    "F02D": "–",
    "F0B0": "°",
    "F0B1": "±",
    "F0B3": "≥",
    "F0A3": "≤",
}


def read_docx(data: bytes, name: str) -> Document:
    """The text of a Word document (.docx). Raises UnreadableError for a file that is damaged, encrypted,
    too large when unpacked, or without text."""
    package = Package(data, name, "Word document", ".docx")
    main = _main_part(package)
    root = package.xml(main)
    body = None if root is None else root.find("{*}body")
    if body is None:
        raise UnreadableError(f"{name} is not a Word document; check that it is the file you meant.")
    folder = posixpath.dirname(main)
    styles = Styles.read(package.xml(posixpath.join(folder, "styles.xml")))
    numbering = Numbering.read(package.xml(posixpath.join(folder, "numbering.xml")), styles.lists())
    parts = {kind: package.xml(posixpath.join(folder, f"{kind}s.xml")) for kind in _NOTES}
    notes = {
        (kind, value_of(note, "id")): note
        for kind, part in parts.items()
        for note in (() if part is None else part.iterchildren(f"{{*}}{kind}"))
    }
    reader = _Reader(styles, numbering, notes)
    reader.blocks(body)
    reader.add_notes()
    if not reader.out:
        raise UnreadableError(f"{name} {reader.instead_of_text()}")
    title = reader.title or _core_title(package)
    properties = {"title": title} if is_title(title, name) else {}
    return reader.out.document(properties, tuple(reader.notices()))


def _main_part(package: Package) -> str:
    """The entry with the document's text, which the package's relations name."""
    relations = package.xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if (
            value_of(relation, "Type").endswith("/officeDocument")
            and value_of(relation, "TargetMode") != "External"
        ):
            target = posixpath.normpath(value_of(relation, "Target").lstrip("/"))
            if target in package.entries:
                return target
    return "word/document.xml"


def _core_title(package: Package) -> str:
    root = package.xml("docProps/core.xml")
    title = None if root is None else root.find("{*}title")
    return "" if title is None or not title.text else " ".join(title.text.split())


@dataclass(slots=True)
class _Reader:
    """Walks the body and writes its blocks."""

    styles: Styles
    numbering: Numbering
    notes: Mapping[tuple[str, str], "_Element"]
    out: BlockWriter = field(default_factory=BlockWriter)
    title: str = ""
    deleted: bool = False
    hidden: bool = False
    foreign: bool = False
    pictures: bool = False
    comments: int = 0
    note_ids: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in _NOTES})
    _apart: list[tuple[str, str]] = field(default_factory=list)
    _boxes: list["_Element"] = field(default_factory=list)

    def blocks(self, parent: "_Element") -> None:
        """Write the paragraphs and tables in ``parent``, in order."""
        for block in self._blocks(parent):
            self.out.add(block.text, heading=block.heading, row=block.row)

    def add_notes(self) -> None:
        """Write the notes that do not stand below a paragraph: those of headings, and long ones."""
        for name, text in self._apart:
            self.out.add(f"{mark(name)} {text}")

    def _with_notes(self, text: str, heading: bool, first: tuple[int, ...]) -> str:
        """A paragraph with the notes below it that it has marks of; ``first`` is how many of each kind there
        were before it."""
        below: list[tuple[str, str]] = []
        for kind, before in zip(_NOTES, first, strict=True):
            for number, key in enumerate(self.note_ids[kind][before:], before + 1):
                element = self.notes.get((kind, key))
                words = "" if element is None else " ".join(clean(b.text) for b in self._blocks(element))
                if words and (heading or len(words) > MOST):
                    self._apart.append((str(number), words))
                elif words:
                    below.append((str(number), words))
        return with_notes(text, below)

    def notices(self) -> Iterator[str]:
        """What the person should know of what was left out."""
        yield from left_out(tracked=self.deleted, hidden=self.hidden, comments=self.comments)
        if self.foreign:
            yield "A document of another format inside this one was not read; save it and add it by itself."

    def instead_of_text(self) -> str:
        """What a document without text holds, and what to do."""
        if self.foreign:
            return "holds a document of another format and no text of its own; save it again in Word."
        if self.pictures:
            return "holds pictures or drawings but no text; run text recognition (OCR) on them first."
        return "holds no text; check that it is the file you meant."

    def _blocks(self, parent: "_Element") -> Iterator[Block]:
        for element in parent:
            kind = local(element)
            if kind == "p":
                yield from self._paragraph(element)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind == "altChunk":
                self.foreign = True
            elif kind == "AlternateContent":
                yield from self._blocks(_choice(element))
            elif kind in _INSIDE:
                yield from self._blocks(element)
            elif kind in ("del", "moveFrom"):
                self.deleted = True

    def _paragraph(self, element: "_Element") -> Iterator[Block]:
        properties = element.find("{*}pPr")
        style = "" if properties is None else child_value(properties, "pStyle")
        style = style or self.styles.default
        boxes, self._boxes = self._boxes, []
        first = tuple(len(self.note_ids[kind]) for kind in _NOTES)
        text = clean("".join(self._text(element, style)))
        label = self._label(properties, style) if text or not self._is_deleted(properties) else ""
        heading = self.styles.is_heading(style, properties)
        if text and self.styles.is_title(style) and not self.title:
            self.title = " ".join(text.split())
        if text:
            yield Block(label + self._with_notes(text, heading, first), heading)
        mine, self._boxes = self._boxes, boxes
        for box in mine:
            yield from self._blocks(box)

    def _is_deleted(self, properties: "_Element | None") -> bool:
        return properties is not None and properties.find("{*}rPr/{*}del") is not None

    def _label(self, properties: "_Element | None", style: str) -> str:
        own = None if properties is None else properties.find("{*}numPr")
        list_id, level = self.styles.list_of(style)
        if own is not None:
            list_id = child_value(own, "numId") or list_id
            level = child_value(own, "ilvl") or level
        if not list_id or list_id == "0":
            return ""
        at = int(level) if level.isdecimal() else self.numbering.level_of_style(list_id, style)
        return self.numbering.label(list_id, at or 0)

    def _text(self, parent: "_Element", style: str) -> Iterator[str]:
        """The words of a paragraph, or of a part of one; text boxes are put aside."""
        for element in parent:
            kind = local(element)
            if kind == "r":
                if self.styles.is_hidden(style, element.find("{*}rPr")):
                    self.hidden = self.hidden or element.find("{*}t") is not None
                    continue
                words = self._run(element)
                # A raised number ("10⁶", a footnote typed by hand) must not become part of what is before it.
                yield from (raised(word) for word in words) if self.styles.is_raised(element) else words
            elif kind in ("del", "moveFrom"):
                self.deleted = True
            elif kind in ("oMath", "oMathPara"):
                yield from (one.text or "" for one in element.iter("{*}t"))
            elif kind == "AlternateContent":
                yield from self._text(_choice(element), style)
            elif kind == "commentRangeStart":
                self.comments += 1
            elif kind in _INSIDE:
                yield from self._text(element, style)

    def _run(self, run: "_Element") -> Iterator[str]:
        for element in run:
            kind = local(element)
            if kind == "t":
                yield element.text or ""
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind == "br":
                yield "\n" if value_of(element, "type") in ("", "textWrapping") else " "
            elif kind == "sym":
                yield _symbol(value_of(element, "char").upper())
            elif kind == "ruby":
                yield from (one.text or "" for one in element.iterfind("{*}rubyBase//{*}t"))
            elif kind in ("footnoteReference", "endnoteReference"):
                ids = self.note_ids[kind.removesuffix("Reference")]
                ids.append(value_of(element, "id"))
                if (kind.removesuffix("Reference"), ids[-1]) in self.notes:
                    yield mark(str(len(ids)))
            elif kind == "AlternateContent":
                yield from self._run(_choice(element))
            elif kind in ("drawing", "pict", "object"):
                self.pictures = True
                self._boxes.extend(_outermost_boxes(element))

    def _table(self, table: "_Element") -> Iterator[Block]:
        rows = []
        for row in _inside(table, "tr"):
            if row.find("{*}trPr/{*}del") is not None:
                continue
            header = row.find("{*}trPr/{*}tblHeader") is not None
            rows.append([self._cell(cell, header=header) for cell in _inside(row, "tc")])
        yield from table_blocks(rows)

    def _cell(self, cell: "_Element", *, header: bool) -> tuple[Cell, list[Block]]:
        merged = cell.find("{*}tcPr/{*}vMerge")
        above = merged is not None and value_of(merged) != "restart"
        blocks = [] if above else list(self._blocks(cell))
        properties = cell.find("{*}tcPr")
        span = "" if properties is None else child_value(properties, "gridSpan")
        text = "\n".join(block.text for block in blocks)
        return Cell(text, header, int(span) if span.isdecimal() else 1, above=above), blocks


def _inside(parent: "_Element", wanted: str) -> Iterator["_Element"]:
    """Children of a kind, also those in content controls and the like."""
    for element in parent:
        kind = local(element)
        if kind == wanted:
            yield element
        elif kind in _INSIDE:
            yield from _inside(element, wanted)


def _choice(alternatives: "_Element") -> "_Element":
    """Of a drawing that is given twice, for new and for old programs, the one that has text."""
    options = list(alternatives)
    return next(
        (one for one in options if next(one.iter("{*}t"), None) is not None),
        alternatives[0] if options else alternatives,
    )


def _outermost_boxes(drawing: "_Element") -> Iterator["_Element"]:
    """The contents of text boxes in a drawing, each once."""
    for element in drawing:
        if local(element) == "txbxContent":
            yield element
        elif local(element) == "AlternateContent":
            yield from _outermost_boxes(_choice(element))
        else:
            yield from _outermost_boxes(element)


def _symbol(code: str) -> str:
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= character <= "\uf8ff" else character
