"""Tables of a PDF page that lines are drawn around: their cells, by the places of lines and text.

Two kinds: a grid of horizontal and vertical lines, and a table with horizontal lines only (above, below
its headers, and at its end), whose columns are parted by white space.
"""

import ctypes
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium_c

from ingest.formats.pdf.chars import Run
from ingest.formats.pdf.layout import Line, lines_of_page
from ingest.formats.tables import Cell, Row, rows_of

_MOST_OBJECTS = 1_500  # of a page; one with more is a drawing
_MOST_LINES = 600
_NEAR = 3.0  # points within which two lines are at the same place
_SHORTEST_ACROSS, _SHORTEST_DOWN = 15.0, 6.0
_LEAST_HEIGHT = 6.0
_TEXT = 25  # code points of a line of running text in a column
_GAP = 9.0  # points of white space that part two columns


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: where it is on the one axis, and from where to where on the other."""

    at: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table and where it stands, and the height of its letters."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    rows: tuple[Row, ...]


def ruled_tables(page: Any, runs: Sequence[Run], number: int) -> tuple[list[Ruled], list[Run]]:
    """The tables of a pypdfium2 page, and the runs that are in none of them."""
    across, down = _rules(page)
    if len(across) < 3:
        return [], list(runs)
    upright = [run for run in runs if run.angle == 0]
    tables: list[Ruled] = []
    for group_across, group_down in _groups(across, down):
        found = _grid(group_across, group_down, upright, number) if len(group_down) > 1 else None
        tables += [found] if found else []
    tables += _open_tables(across, upright, number, tables)
    rest = [run for run in runs if run.angle != 0 or not any(_holds(table, run) for table in tables)]
    return tables, rest


def with_tables(lines: Sequence[Line], tables: Sequence[Ruled], number: int) -> list[Line]:
    """The lines of a page with the tables' rows at their places, each row a line."""
    placed = list(lines)
    for table in tables:
        at = next((n for n, line in enumerate(placed) if _is_below(line, table)), len(placed))
        near = placed[at - 1] if at else placed[0] if placed else None
        column = near.column if near else 0
        # A title of the table is a line as others are, larger than none.
        rows = [(line, None if row.title else row.label) for row in table.rows for line in row.lines]
        step = (table.top - table.bottom) / (len(rows) + 1)
        placed[at:at] = [
            Line(
                " ".join(words.split()),
                *(table.left, table.right, table.top - (n + 1) * step, table.size),
                bold=False,
                page=number,
                column=column,
                left=table.left,
                right=table.right,
                row=label,
            )
            for n, (words, label) in enumerate(rows)
        ]
    return placed


def _is_below(line: Line, table: Ruled) -> bool:
    """Whether a line comes after the table in its column."""
    return line.y < table.bottom and line.x0 < table.right and line.x1 > table.left and not line.aside


def _rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical lines that are drawn on the page."""
    across: list[Rule] = []
    down: list[Rule] = []
    paths = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=2)
    found = list(itertools.islice(paths, _MOST_OBJECTS + 1))
    if len(found) > _MOST_OBJECTS:
        return [], []  # a drawing
    for path in found:
        for (x0, y0), (x1, y1) in _segments(path):
            if abs(y0 - y1) < 1 and abs(x0 - x1) >= _SHORTEST_ACROSS:
                across.append(Rule(y0, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < 1 and abs(y0 - y1) >= _SHORTEST_DOWN:
                down.append(Rule(x0, min(y0, y1), max(y0, y1)))
    return _joined(across)[:_MOST_LINES], _joined(down)[:_MOST_LINES]


def _segments(path: Any) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(path.raw, ctypes.byref(matrix)):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = before = (0.0, 0.0)
    for at in range(min(pdfium_c.FPDFPath_CountSegments(path.raw), _MOST_OBJECTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path.raw, at)
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            begin = here
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield before, here
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield here, begin
        before = here


def _joined(rules: list[Rule]) -> list[Rule]:
    """Lines on one another, or one after the other, made one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _NEAR), rule.first)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) <= _NEAR and rule.first <= last.last + _NEAR:
            joined[-1] = Rule(last.at, last.first, max(last.last, rule.last))
        else:
            joined.append(rule)
    return joined


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another."""
    left = set(range(len(across)))
    while left:
        mine, others = {left.pop()}, set[int]()
        grown = True
        while grown:
            found = {
                at
                for at, rule in enumerate(down)
                if at not in others and any(_cross(across[n], rule) for n in mine)
            }
            more = {n for n in left if any(_cross(across[n], down[at]) for at in found)}
            others |= found
            mine |= more
            left -= more
            grown = bool(more)
        yield [across[n] for n in mine], [down[at] for at in others]


def _cross(across: Rule, down: Rule) -> bool:
    return (
        across.first - _NEAR <= down.at <= across.last + _NEAR
        and down.first - _NEAR <= across.at <= down.last + _NEAR
    )


def _grid(across: Sequence[Rule], down: Sequence[Rule], runs: Sequence[Run], number: int) -> Ruled | None:
    ys = _places((rule.at for rule in across), descending=True)
    xs = _places(rule.at for rule in down)
    if len(ys) < 3 or len(xs) < 3:
        return None
    inside = [
        piece
        for run in runs
        if xs[0] - _NEAR <= run.x0 < xs[-1] and ys[-1] <= _middle(run)[1] <= ys[0]
        for piece in _cut(run, [x for x in xs[1:-1] if _covers(down, x, _middle(run)[1])])
    ]
    table: list[list[Cell]] = []
    for top, bottom in itertools.pairwise(ys):
        row: list[Cell] = []
        at = 0
        while at < len(xs) - 1:
            end = at + 1
            while end < len(xs) - 1 and not _covers(down, xs[end], (top + bottom) / 2):
                end += 1
            words = _words(inside, xs[at], bottom, xs[end], top, number)
            joins = bool(table) and not _covers(across, top, (xs[at] + xs[end]) / 2)
            row.append(Cell(words, columns=end - at, above=joins and not words))
            at = end
        table.append(row)
    return _table(table, (xs[0], ys[-1], xs[-1], ys[0]), inside)


def _cut(run: Run, xs: Sequence[float]) -> Iterable[Run]:
    """A run in pieces where lines go through it: cells may stand close together."""
    words = run.text.split(" ")
    starts = (run.x0, *run.starts)
    if len(words) != len(starts) or not any(run.x0 + 1 < x < run.x1 - 1 for x in xs):
        return [run]
    pieces: list[Run] = []
    for word, start in zip(words, starts, strict=True):
        side = sum(x <= start + 1 for x in xs)
        if pieces and side == sum(x <= pieces[-1].x0 + 1 for x in xs):
            last = pieces[-1]
            pieces[-1] = replace(last, text=f"{last.text} {word}", starts=(*last.starts, start))
        else:
            pieces = [*pieces[:-1], *(replace(last, x1=start - 1) for last in pieces[-1:])]
            pieces.append(replace(run, text=word, x0=start, starts=()))
    return pieces


def _open_tables(
    across: Sequence[Rule], runs: Sequence[Run], number: int, known: Sequence[Ruled]
) -> Iterable[Ruled]:
    """Tables with horizontal lines only: three or more of one length above one another."""
    left = sorted(across, key=lambda rule: -rule.at)
    while left:
        first = left.pop(0)
        same = [
            rule for rule in left if abs(rule.first - first.first) < 6 and abs(rule.last - first.last) < 6
        ]
        left = [rule for rule in left if rule not in same]
        if len(same) < 2:
            continue
        top, head, bottom = first.at, same[0].at, same[-1].at
        if any(table.bottom <= top and bottom <= table.top for table in known):
            continue
        inside = [
            run
            for run in runs
            if bottom <= _middle(run)[1] <= top
            and first.first - _NEAR <= _middle(run)[0] <= first.last + _NEAR
        ]
        xs = _columns(inside, first)
        if len(xs) < 3:
            continue
        table = [
            [Cell(words, middle > head) for words in cells]
            for middle, cells in _open_rows(inside, xs, number)
        ]
        found = None if _is_text(table) else _table(table, (first.first, bottom, first.last, top), inside)
        if found:
            yield found


def _is_text(table: Sequence[Sequence[Cell]]) -> bool:
    """Whether what stands between the lines is columns of running text, each line taken for a row."""
    lengths = [median(len(row[at].text) for row in table) for at in range(len(table[0]))] if table else []
    going_on = sum(row[0].text[:1].islower() for row in table)
    return sum(length > _TEXT for length in lengths) > 1 or going_on * 4 > len(table)


def _columns(runs: Sequence[Run], rule: Rule) -> list[float]:
    """The edges of the columns that white space parts from top to bottom."""
    edges = [rule.first]
    reached = rule.first
    for run in sorted(runs, key=lambda run: run.x0):
        if run.x0 - reached > _GAP and reached > rule.first:
            edges.append((run.x0 + reached) / 2)
        reached = max(reached, run.x1)
    return [*edges, rule.last] if runs else []


def _open_rows(runs: Sequence[Run], xs: Sequence[float], number: int) -> list[tuple[float, list[str]]]:
    """The rows of a table without lines between them: each begins where its first cell has text."""
    lines: dict[int, list[Run]] = {}
    for run in runs:
        lines.setdefault(round(run.y / 3), []).append(run)
    starts: list[list[Run]] = []
    for key in sorted(lines, reverse=True):
        if not starts or any(run.x0 < xs[1] for run in lines[key]):
            starts.append([])
        starts[-1] += lines[key]
    return [
        (
            median(_middle(run)[1] for run in row),
            [_words(row, x0, -1e9, x1, 1e9, number) for x0, x1 in itertools.pairwise(xs)],
        )
        for row in starts
    ]


def _table(
    table: Sequence[Sequence[Cell]], place: tuple[float, float, float, float], runs: Sequence[Run]
) -> Ruled | None:
    filled = [row for row in table if any(cell.text for cell in row)]
    if len(filled) < 2 or not runs or max(sum(bool(cell.text) for cell in row) for row in filled) < 2:
        return None
    rows = rows_of(table)
    return Ruled(*place, median(run.size for run in runs), rows) if rows else None


def _words(runs: Sequence[Run], left: float, bottom: float, right: float, top: float, number: int) -> str:
    inside = [run for run in runs if left <= _middle(run)[0] < right and bottom <= _middle(run)[1] < top]
    return "\n".join(line.text for line in lines_of_page(inside, number)) if inside else ""


def _places(values: Iterable[float], *, descending: bool = False) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _LEAST_HEIGHT:
            places.append(value)
    return places[::-1] if descending else places


def _covers(rules: Iterable[Rule], at: float, along: float) -> bool:
    return any(
        abs(rule.at - at) <= _LEAST_HEIGHT and rule.first - _NEAR <= along <= rule.last + _NEAR
        for rule in rules
    )


def _holds(table: Ruled, run: Run) -> bool:
    x, y = _middle(run)
    return table.left <= x <= table.right and table.bottom <= y <= table.top


def _middle(run: Run) -> tuple[float, float]:
    return (run.x0 + run.x1) / 2, run.y + 0.25 * run.size
