"""Elements of a page → text, as a browser would lay it out: blocks, lines, list marks, rows of tables."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.notes import MOST, mark, with_notes
from ingest.formats.tables import LONG_CELL, Cell, columns_of, rows_of
from ingest.formats.web.footnotes import NONE, Footnotes, footnotes_of
from ingest.formats.web.markup import HEADINGS, INLINE, Element, text_of, walk

_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_WIDE = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
# A line break between two of these is not a space: they are written without any.
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE = re.compile(r"(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s?(?P<words>\S.*)", re.DOTALL)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width spaces


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    heading: bool = False
    row: str | None = None  # what a table's row is about


@dataclass(slots=True)
class _Blocks:
    """The text so far: finished blocks and the one being written."""

    blocks: list["_Block"] = field(default_factory=list)
    open_parts: list[str] = field(default_factory=list)
    mark: str = ""
    pre: int = 0
    sup: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)  # of the block that is being written

    def mark_note(self, name: str, words: str) -> None:
        """Write a footnote's mark; the note comes below the block."""
        self.write(mark(name))
        if words:
            self.notes.append((name, words))

    def write(self, text: str | None) -> None:
        if not text:
            return
        text = _UNSEEN.sub("", text)
        if self.sup:  # "m²" is not "m2"
            text = text.translate(_RAISED)
        self.open_parts.append(
            text.replace("\n", "\v") if self.pre else _SPACE.sub(" ", _WIDE_BREAK.sub("", text))
        )

    def line(self) -> None:
        self.open_parts.append("\v")

    def close(self, heading: bool = False) -> None:
        written = "".join(self.open_parts)
        self.open_parts.clear()
        for part in re.split(r"\v *\v[ \v]*", written):
            lines = [re.sub(" {2,}", " ", line).strip() for line in part.split("\v")]
            text = "\n".join(line for line in lines if line.strip(" |"))
            if not text.strip(" |\n"):  # nothing, or the row of a table with nothing in it
                continue
            if self.mark:
                text = text if text.startswith(self.mark.strip()) else self.mark + text
                self.mark = ""
            self.blocks.append(_Block(text, heading))
        if self.notes and self.blocks and not heading:
            self.blocks[-1] = replace(self.blocks[-1], text=with_notes(self.blocks[-1].text, self.notes))
            self.notes = []

    def block(self, text: str, *, row: str | None = None) -> None:
        """Add a block that is finished."""
        if text:
            self.blocks.append(_Block(text, row=row))


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text, blocks separated by an empty line; the offsets at which headings begin, and those at which
    rows of tables do, with what each row is about."""

    text: str
    headings: frozenset[int]
    rows: Mapping[int, str]


def rendered(elements: Sequence[Element]) -> Rendered:
    """The text of the elements, as a browser would lay it out."""
    out = _Blocks()
    notes = footnotes_of(elements)
    for element in elements:
        _render(element, out, notes)
        out.close()
    _put_notes_below(out.blocks)
    parts: list[str] = []
    headings: set[int] = set()
    rows: dict[int, str] = {}
    at = 0
    for block in out.blocks:
        text = block.text
        if block.heading:
            text = text.replace("\n", " ")
            headings.add(at)
        if block.row is not None:
            rows[at] = block.row
        parts.append(text)
        at += len(text) + 2
    return Rendered("\n\n".join(parts), frozenset(headings), rows)


def _put_notes_below(blocks: list[_Block]) -> None:
    """Put notes with a raised number at the end of a page, "¹ …", below the block that has their mark."""
    for at in range(len(blocks) - 1, 0, -1):
        note = _NOTE.fullmatch(blocks[at].text)
        if note is None or blocks[at].heading or len(note["words"]) > MOST:
            continue
        marked = re.compile(rf"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){note['mark']}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
        holders = [n for n in range(at) if marked.search(blocks[n].text) and not blocks[n].heading]
        if len(holders) == 1 and len(marked.findall(blocks[holders[0]].text)) == 1:
            name = note["mark"].translate(_PLAIN)
            body = marked.sub(mark(name), blocks[holders[0]].text)
            blocks[holders[0]] = replace(blocks[holders[0]], text=with_notes(body, [(name, note["words"])]))
            del blocks[at]


def _render(root: Element, out: _Blocks, notes: Footnotes = NONE) -> None:
    inside: Element | None = None  # the table, list of definitions or note that is written already
    for event, element in walk(root):
        if inside is not None:
            if event == "end" and element is inside:
                inside = None
                if element is not root:
                    out.write(element.tail)
            continue
        if event == "start":
            if element in notes.below and element is not root:
                out.close()
                inside = element
            elif element in notes.marks:
                out.mark_note(*notes.marks[element])
                inside = element
            elif _opened(element, out, notes):
                inside = element
        else:
            _closed(element, out)
            if element is not root:
                out.write(element.tail)


def _opened(element: Element, out: _Blocks, notes: Footnotes) -> bool:
    """Write what an element begins with; true when all of it is written."""
    tag = element.tag
    if tag not in INLINE:
        out.close()
        if (tag == "table" and _write_table(element, out, notes)) or (
            tag == "dl" and _write_definitions(element, out)
        ):
            return True
        if tag == "li":
            out.mark = _list_mark(element)
    if tag == "br":
        out.line()
    elif tag == "pre":
        out.pre += 1
    elif tag == "sup":
        out.sup += 1
    elif tag == "q":
        out.write("“")
    out.write(element.text)
    return False


def _closed(element: Element, out: _Blocks) -> None:
    tag = element.tag
    if tag == "q":
        out.write("”")
    elif tag == "pre":
        out.pre -= 1
    elif tag == "sup":
        out.sup -= 1
    if tag not in INLINE:
        out.close(heading=tag in HEADINGS)
        if tag == "li":
            out.mark = ""


def _write_table(table: Element, out: _Blocks, notes: Footnotes) -> bool:
    """Write a table of data row by row; false for one that is the layout of the page."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    cells = [[_cell(one, notes) for one in row if one.tag in ("td", "th")] for row in table.iter("tr")]
    if (columns := columns_of(cells)) is not None:
        for column in columns:
            for line in column.split("\n"):
                out.block(line)
        return True
    rows = rows_of(cells)
    if rows is None:
        return False
    for caption in table.iter("caption"):
        out.block(text_of(caption))
    for row in rows:
        for line in row.lines:
            out.block(line, row=None if row.title else row.label)
    return True


def _write_definitions(listed: Element, out: _Blocks) -> bool:
    """Write each term with what is said of it; false for a list that is something else."""
    parts = list(listed.iterdescendants("dt", "dd"))
    if {part.tag for part in parts} != {"dt", "dd"} or next(listed.iterdescendants("dl"), None) is not None:
        return False
    terms: list[str] = []
    said: list[str] = []
    for part in (*parts, None):
        if part is None or (part.tag == "dt" and said):
            _write_definition(", ".join(terms), said, out)
            terms, said = [], []
        if part is not None:
            own = _own_blocks(part)
            (terms if part.tag == "dt" else said).extend(own)
    return True


def _write_definition(term: str, said: Sequence[str], out: _Blocks) -> None:
    term = term.rstrip(" :：")
    if sum(map(len, said)) <= LONG_CELL:
        said = ["; ".join(said)] if said else []
    for number, text in enumerate(said or [""]):
        out.block(f"{term}: {text}" if term and text and not number else text or term, row=term)


def _own_blocks(part: Element) -> list[str]:
    """The blocks of a term or of what is said of it; where end tags are missing, the next one is inside."""
    inner = _Blocks()
    inner.write(part.text)
    for child in part:
        if child.tag in ("dt", "dd"):
            break
        _render(child, inner)
        inner.write(child.tail)
    inner.close()
    return [" ".join(block.text.split()) for block in inner.blocks]


def _cell(element: Element, notes: Footnotes) -> Cell:
    inner = _Blocks()
    _render(element, inner, notes)
    inner.close()
    in_head = element.tag == "th" or next(element.iterancestors("thead"), None) is not None
    return Cell(
        "\n".join(block.text for block in inner.blocks),
        in_head,
        _span(element.get("colspan", "")),
        _span(element.get("rowspan", "")),
    )


def _span(given: str) -> int:
    return max(1, int(given[:4])) if given.isdecimal() else 1


def _list_mark(item: Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    if (given := item.get("value", "")).isdecimal():
        number = int(given[:6])
    else:
        start = parent.get("start", "1")
        number = int(start[:6]) if start.isdecimal() else 1
        before = item.getprevious()
        while before is not None:
            if before.tag == "li":
                if (earlier := before.get("value", "")).isdecimal():
                    number += int(earlier[:6]) + 1 - (int(start[:6]) if start.isdecimal() else 1)
                    break
                number += 1
            before = before.getprevious()
    return f"{_numeral(number, parent.get('type', '1'))}. "


def _numeral(number: int, kind: str) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if kind == "a" else letter.upper()
    if kind in ("i", "I") and 1 <= number < 40:
        roman = (
            "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        )
        return roman if kind == "i" else roman.upper()
    return str(number)
