"""Elements of a page → text, as a browser would lay it out: blocks, lines, list marks, table rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.formats.web.markup import HEADINGS, INLINE, Element, walk

_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_WIDE = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
# A line break between two of these is not a space: they are written without any.
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width spaces
_CELL = " | "
_LONG_CELL = 400  # code points; beyond this a table is there for its layout


@dataclass(slots=True)
class _Blocks:
    """The text so far: finished blocks and the one being written."""

    blocks: list[tuple[str, bool]] = field(default_factory=list)  # text, whether a heading
    open_parts: list[str] = field(default_factory=list)
    mark: str = ""
    pre: int = 0

    def write(self, text: str | None) -> None:
        if not text:
            return
        text = _UNSEEN.sub("", text)
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
            self.blocks.append((text, heading))


def rendered(elements: Sequence[Element]) -> tuple[str, frozenset[int]]:
    """The text, blocks separated by an empty line, and the offsets at which its headings begin."""
    out = _Blocks()
    for element in elements:
        _render(element, out)
        out.close()
    parts: list[str] = []
    headings: set[int] = set()
    at = 0
    for text, heading in out.blocks:
        if heading:
            text = text.replace("\n", " ")
            headings.add(at)
        parts.append(text)
        at += len(text) + 2
    return "\n\n".join(parts), frozenset(headings)


def _render(root: Element, out: _Blocks) -> None:
    grid: Element | None = None  # the table of short cells that this is inside of
    for event, element in walk(root):
        tag = element.tag
        block = tag not in INLINE
        if event == "start":
            if grid is not None:
                if tag in ("td", "th"):
                    out.write(_CELL if element.getprevious() is not None else "")
                elif block:
                    out.write(" ")
            elif block:
                out.close()
                if tag == "table" and _is_grid(element):
                    grid = element
                elif tag == "li":
                    out.mark = _list_mark(element)
            if tag == "br":
                out.line()
            elif tag == "pre":
                out.pre += 1
            elif tag == "q":
                out.write("“")
            out.write(element.text)
        else:
            if tag == "q":
                out.write("”")
            elif tag == "pre":
                out.pre -= 1
            if element is grid:
                grid = None
            if grid is not None:
                if tag in ("tr", "caption"):
                    out.line()
            elif block:
                out.close(heading=tag in HEADINGS)
                if tag == "li":
                    out.mark = ""
            if element is not root:
                out.write(element.tail)


def _is_grid(table: Element) -> bool:
    """True for a table of short cells, several to a row; others are there for their layout."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iter("td", "th"))
    several = any(len(row) > 1 for row in table.iter("tr"))
    return several and all(len("".join(cell.itertext())) <= _LONG_CELL for cell in cells)


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
