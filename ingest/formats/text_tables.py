"""Tables in plain text and Markdown: columns between bars, between tabs, or one below the other.

A line is in a table only with its neighbours: at least two with as many cells, and three where nothing
but white space parts them and they must stand in columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.tables import Cell, rows_of
from ingest.formats.two_columns import columns_at, is_parted

_BAR_RULE = re.compile(r"[ \t|+:=-]*[-=]{2,}[ \t|+:=-]*")
_BOLD = re.compile(r"\*\*([^*|]+)\*\*|__([^_|]+)__")
_BAR = re.compile(r"(?<!\\)\|")
_TABS = re.compile(r"[ ]*\t+[ ]*")
_GAP = re.compile(r"[ \u3000]{2,}|\u3000|[ \u3000]*\t[ \u3000\t]*")
_NUMBER = re.compile(
    r"(?:\(?\d{1,4}[.)]?|[•*–-])(?:\s|$)"
)  # the first cell of a numbered paragraph or an item
_LONGEST_CELL = 120  # code points of a cell between tabs or spaces
_LEAST_ALIGNED = 3  # rows
_OFF = 2  # code points by which what is aligned may differ


@dataclass(frozen=True, slots=True)
class Tabled:
    """The text with each table written row by row, and what each row is about by its offset."""

    text: str
    rows: Mapping[int, str]


def with_tables(text: str) -> Tabled:
    """``text`` with the tables in it written as one paragraph a row, headers with their values."""
    lines = text.split("\n")
    parts: list[str] = []
    rows: dict[int, str] = {}
    length = 0
    at = tried = 0
    while at < len(lines):
        if at >= tried and is_parted(lines[at]):
            columns = columns_at(lines, at)
            if columns.left:
                sides = [*columns.left, "", *columns.right, ""]
                parts += sides
                length += sum(len(line) + 1 for line in sides)
                at = columns.end
                continue
            tried = columns.end
        end, table = _table_at(lines, at)
        found = rows_of(table) if table else None
        if not found:
            parts.append(lines[at])
            length += len(lines[at]) + 1
            at += 1
            continue
        if parts and parts[-1].strip():
            parts.append("")
            length += 1
        for row in found:
            for line in row.lines:
                if not row.title:
                    rows[length] = row.label
                parts += [line, ""]
                length += len(line) + 2
        at = end
        if at < len(lines) and not lines[at].strip():
            at += 1
    return Tabled("\n".join(parts), rows)


def _table_at(lines: Sequence[str], at: int) -> tuple[int, list[list[Cell]]]:
    """Where a table that begins at line ``at`` ends, and its cells; empty when none does."""
    if _BAR.search(lines[at]):
        return _barred(lines, at)
    if "\t" in lines[at].strip() or _GAP.search(lines[at].strip()):
        end, table = _aligned(lines, at, _TABS, least=2)
        return (end, table) if table else _aligned(lines, at, _GAP, least=_LEAST_ALIGNED)
    return at, []


def _barred(lines: Sequence[str], at: int) -> tuple[int, list[list[Cell]]]:
    rows: list[list[str]] = []
    header = 0  # rows above the first rule between rows
    end = at
    while end < len(lines) and (_BAR.search(lines[end]) or _BAR_RULE.fullmatch(lines[end].strip() or " ")):
        line = lines[end].strip()
        if _BAR_RULE.fullmatch(line):
            header = header or len(rows)
        else:
            inside = _BOLD.sub(r"\1\2", line.removeprefix("|").removesuffix("|"))
            cells = [cell.replace("\\|", "|").strip() for cell in _BAR.split(inside)]
            if rows and abs(len(cells) - len(rows[0])) > 1:
                break
            rows.append(cells)
        end += 1
    if len(rows) < 2 or len(rows[0]) < 2 or header == len(rows):
        return at, []
    return end, [[Cell(text, number < header) for text in cells] for number, cells in enumerate(rows)]


def _aligned(
    lines: Sequence[str], at: int, between: re.Pattern[str], *, least: int
) -> tuple[int, list[list[Cell]]]:
    """A table whose columns tabs or spaces part."""
    spans: list[list[tuple[int, int]]] = []
    end = at
    while end < len(lines) and lines[end].strip():
        found = _cells(lines[end], between)
        if len(found) < 2 or (spans and len(found) != len(spans[0])):
            break
        if any(stop - start > _LONGEST_CELL for start, stop in found):
            break
        spans.append(found)
        end += 1
    whole = end == len(lines) or not lines[end].strip()
    if len(spans) < least or not whole:
        return at, []
    first = [lines[at + number][found[0][0] : found[0][1]] for number, found in enumerate(spans)]
    if all(map(_NUMBER.match, first[1:])) and len(spans[0]) == 2:
        return at, []  # numbered paragraphs
    columns = list(zip(*spans, strict=True))
    if between is _GAP and not (
        all(map(_is_column, columns)) and _are_apart(columns, 1 if "\u3000" in lines[at] else 2)
    ):
        return at, []
    return end, [
        [Cell(lines[at + number][start:stop].strip()) for start, stop in found]
        for number, found in enumerate(spans)
    ]


def _cells(line: str, between: re.Pattern[str]) -> list[tuple[int, int]]:
    begin, stop = len(line) - len(line.lstrip()), len(line.rstrip())
    found = []
    for gap in between.finditer(line, begin, stop):
        found.append((begin, gap.start()))
        begin = gap.end()
    return [*found, (begin, stop)]


def _is_column(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether cells begin, or end, below one another; the header's may stand over the middle."""
    starts, ends = [start for start, _ in spans[1:]], [stop for _, stop in spans[1:]]
    left, right = max(starts) - min(starts) <= _OFF, max(ends) - min(ends) <= _OFF
    over = spans[0][0] <= max(ends) and spans[0][1] >= min(starts)
    return (left or right) and over


def _are_apart(columns: Sequence[Sequence[tuple[int, int]]], least: int) -> bool:
    """Whether more than ``least`` spaces part any two columns in some row: running text may have two."""
    return all(
        any(after[0] - before[1] > least for before, after in zip(left, right, strict=True))
        for left, right in pairwise(columns)
    )
