"""The runs of a page → its lines in the order in which a person reads them, columns one by one."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.formats.hyphens import is_wide
from ingest.formats.pdf.chars import Placed, Run

# Around a raised number or sign in a line's text; private characters of the source never get here.
MARK_OPENS, MARK_CLOSES = "\ue000", "\ue001"
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[*∗†‡§]{1,3})(?:\s?[,–-]\s?\d{1,3})*\]?")
_WIDE_GAP = 0.9  # em: less is a space between words
_LEAST_ROWS = 4  # a column has at least so many lines
_LEAST_WORDS = 16  # characters: lines of a column are this long on average, cells of a table often aren't


@dataclass(frozen=True, slots=True)
class Line(Placed):
    """A line of one column. ``left`` and ``right`` are the column's edges, ``column`` tells columns of
    a page apart, ``page`` is 0-based; ``bold`` when (nearly) all of it is; ``aside`` when it is turned
    another way than most of its page. ``row`` is what it is about when it is a table's row."""

    page: int
    column: int = 0
    left: float = 0.0
    right: float = 0.0
    aside: bool = False
    row: str | None = None


@dataclass(slots=True)
class _Piece:
    """Runs side by side without a wide gap."""

    runs: list[Run]
    x0: float
    x1: float
    y: float
    size: float
    order: int

    @property
    def length(self) -> int:
        return sum(2 if is_wide(character) else 1 for run in self.runs for character in run.text)


def lines_of_page(runs: Sequence[Run], page: int) -> list[Line]:
    """The lines of a page in reading order: those in the usual direction first, then text that is
    turned another way (a note in the margin, a stamp). Every run is in exactly one line."""
    by_angle: dict[int, list[Run]] = {}
    for run in runs:
        by_angle.setdefault(run.angle, []).append(run)
    groups = sorted(by_angle.values(), key=lambda group: -sum(len(run.text) for run in group))
    lines: list[Line] = []
    column = 0
    for aside, group in enumerate(groups):
        if group[0].angle == 4:  # askew: the places of its characters say nothing about lines
            regions = [[_piece([run]) for run in group]]
        else:
            regions = _regions(_pieces(_rows(_with_marks(group))))
        for region in regions:
            lines.extend(_lines_of_region(region, page, column, aside > 0))
            column += 1
    return lines


def _with_marks(runs: Sequence[Run]) -> list[Run]:
    """The runs with raised and lowered small ones put on the baseline of the word that they stand at,
    numbers and signs among them between MARK_OPENS and MARK_CLOSES."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text)
    usual = sizes.most_common(1)[0][0]
    hosts = sorted(runs, key=lambda run: -run.y)
    heights = [-run.y for run in hosts]
    placed: dict[int, Run] = {run.order: run for run in runs}
    for run in runs:
        host = _host(run, hosts, heights) if run.size < 0.85 * usual and len(run.text) <= 12 else None
        if host is None:
            continue
        text = run.text.strip()
        if run.y - host.y > 0.12 * host.size and _NOTE_MARK.fullmatch(text):
            text = f"{MARK_OPENS}{text}{MARK_CLOSES}"
        if host.x0 < run.x0 and run.x1 < host.x1:  # drawn into a line that goes on behind it
            placed[host.order] = _with_inserted(placed[host.order], text, run.x0)
            del placed[run.order]
        else:
            placed[run.order] = replace(run, text=text, y=host.y, size=host.size)
    return list(placed.values())


def _with_inserted(host: Run, text: str, x: float) -> Run:
    """``host`` with ``text`` after the word that ends before ``x``."""
    words = host.text.split(" ")
    at = min(bisect_right(host.starts, x), len(words) - 1)
    words[at] += text
    return replace(host, text=" ".join(words))


def _host(small: Run, hosts: Sequence[Run], heights: Sequence[float]) -> Run | None:
    """The larger run that ``small`` is raised or lowered beside, if there is one."""
    best: Run | None = None
    nearest = 0.6
    for at in range(bisect_left(heights, -small.y - small.size), len(hosts)):
        host = hosts[at]
        if host.y < small.y - 1.5 * small.size:
            break
        rise = (small.y - host.y) / host.size
        if small.size > 0.85 * host.size or not (0.1 < rise < 0.65 or -0.35 < rise < -0.05):
            continue
        after, before = (small.x0 - host.x1) / host.size, (host.x0 - small.x1) / host.size
        if after < 0 and before < 0:
            apart = 0.0 if host.starts else min(-after, -before)
        else:  # a mark follows its word; before a footnote's first word there may be more room
            apart = abs(after) if after >= 0 else 0.2 * before
        if apart < nearest:
            best, nearest = host, apart
    return best


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs on one baseline, from the top of the page down."""
    rows: list[list[Run]] = []
    y = size = 0.0
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        if rows and y - run.y < 0.3 * min(size, run.size):
            rows[-1].append(run)
            continue
        rows.append([run])
        y, size = run.y, run.size
    return [sorted(row, key=lambda run: (run.x0, run.order)) for row in rows]


def _pieces(rows: Iterable[Sequence[Run]]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for row in rows:
        piece = _piece([row[0]])
        for run in row[1:]:
            if run.x0 - piece.x1 < _WIDE_GAP * max(piece.size, run.size):
                piece.runs.append(run)
                piece.x1 = max(piece.x1, run.x1)
                piece.size = max(piece.size, run.size)
                piece.order = min(piece.order, run.order)
            else:
                pieces.append(piece)
                piece = _piece([run])
        pieces.append(piece)
    return pieces


def _piece(runs: list[Run]) -> _Piece:
    first = runs[0]
    return _Piece(runs, first.x0, first.x1, first.y, first.size, first.order)


def _regions(pieces: list[_Piece], depth: int = 0) -> list[list[_Piece]]:
    """Pieces in groups to be read one after the other: what spans the page, then left, then right."""
    if len(pieces) < 2 * _LEAST_ROWS or depth > 3:
        return [pieces]
    gutter = _gutter(pieces)
    if gutter is None:
        return [pieces]
    regions: list[list[_Piece]] = []
    band: list[_Piece] = []
    full: list[_Piece] = []

    def close() -> None:
        if full:
            regions.append(list(full))
            full.clear()
        if band:
            regions.extend(_columns(list(band), gutter, depth))
            band.clear()

    for piece in pieces:  # from the top down
        if piece.x0 < gutter - 1 and piece.x1 > gutter + 1:
            if band:
                close()
            full.append(piece)
        else:
            band.append(piece)
    close()
    return regions


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Where a blank strip parts two columns of text, if one does."""
    starts = Counter(round(piece.x0 / 2) for piece in pieces)
    left_edge = min(piece.x0 for piece in pieces)
    right_edge = max(piece.x1 for piece in pieces)
    width = right_edge - left_edge
    best: tuple[float, float] | None = None
    for start, count in starts.items():
        if count + starts[start - 1] + starts[start + 1] < _LEAST_ROWS:
            continue
        x = start * 2 - 3.0
        if not left_edge + 0.15 * width < x < right_edge - 0.15 * width:
            continue
        left = [piece for piece in pieces if piece.x1 <= x + 1]
        right = [piece for piece in pieces if piece.x0 >= x - 1]
        if not (_is_column(left) and _is_column(right)):
            continue
        top = min(max(piece.y for piece in left), max(piece.y for piece in right))
        bottom = max(min(piece.y for piece in left), min(piece.y for piece in right))
        if top - bottom < 3 * median(piece.size for piece in right):
            continue
        crossing = sum(
            1 for piece in pieces if piece.x0 < x - 1 and piece.x1 > x + 1 and bottom <= piece.y <= top
        )
        beside = sum(1 for piece in (*left, *right) if bottom - 1 <= piece.y <= top + 1)
        if crossing > 0.2 * beside:
            continue
        score = beside - 3 * crossing
        if best is None or score > best[0]:
            best = (score, x)
    return best[1] if best else None


def _is_column(pieces: Sequence[_Piece]) -> bool:
    rows = len({round(piece.y) for piece in pieces})
    if rows < _LEAST_ROWS or len(pieces) > 2 * rows:
        return False
    return sum(piece.length for piece in pieces) / rows >= _LEAST_WORDS


def _columns(band: list[_Piece], gutter: float, depth: int) -> list[list[_Piece]]:
    left = [piece for piece in band if piece.x1 <= gutter + 1]
    right = [piece for piece in band if piece.x1 > gutter + 1]
    if not left or not right:
        return [band]
    in_order = sorted(band, key=lambda piece: piece.order)
    sides = [piece.x1 > gutter + 1 for piece in in_order]
    changes = sum(a != b for a, b in pairwise(sides))
    rows = min(len({round(piece.y) for piece in side}) for side in (left, right))
    if 2 < changes < 0.5 * rows and min(len(left), len(right)) >= _LEAST_ROWS:
        return _cells(in_order, sides)
    if min(len(left), len(right)) < 2 and _same_rows(left, right):
        return [band]
    return [*_regions(left, depth + 1), *_regions(right, depth + 1)]


def _same_rows(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    """True when every piece of the smaller side stands on the line of one of the other."""
    few, many = sorted((left, right), key=len)
    return all(any(abs(one.y - other.y) < 0.3 * one.size for other in many) for one in few)


def _cells(in_order: Sequence[_Piece], sides: Sequence[bool]) -> list[list[_Piece]]:
    """A table with cells of several lines: the page's own order keeps each cell together."""
    cells: list[list[_Piece]] = []
    for at, piece in enumerate(in_order):
        if at and sides[at] == sides[at - 1]:
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return cells


def _lines_of_region(pieces: Sequence[_Piece], page: int, column: int, aside: bool) -> list[Line]:
    rows: list[list[Run]] = []
    if pieces and pieces[0].runs[0].angle == 4:
        rows = [piece.runs for piece in pieces]
    else:
        rows = _rows(run for piece in pieces for run in piece.runs)
    lines = []
    for row in rows:
        text = _joined(row)
        if not text.strip():
            continue
        letters = sum(len(run.text) for run in row)
        bold = sum(len(run.text) for run in row if run.bold) > 0.9 * letters
        size = max(row, key=lambda run: len(run.text)).size
        lines.append(
            Line(
                text,
                min(run.x0 for run in row),
                max(run.x1 for run in row),
                row[0].y,
                size,
                bold,
                page,
                column,
            )
        )
    if not lines:
        return []
    left = min(line.x0 for line in lines)
    ends = sorted(line.x1 for line in lines)
    right = ends[-1] if len(ends) < 8 else ends[-1 - len(ends) // 20]
    return [replace(line, left=left, right=right, aside=aside) for line in lines]


def _joined(row: Sequence[Run]) -> str:
    """The text of the runs side by side, with a space where there is a gap."""
    rightward = sum(len(run.text) for run in row if not _is_rtl(run.text))
    total = sum(len(run.text) for run in row)
    if rightward < total / 2:
        row = sorted(row, key=lambda run: -run.x1)
    text = ""
    before: Run | None = None
    for run in row:
        if before is not None:
            gap = max(run.x0 - before.x1, before.x0 - run.x1)
            least = 0.12 if not (is_wide(text[-1]) and is_wide(run.text[0])) else 0.9
            if gap > least * max(run.size, before.size):
                text += " "
        text += run.text
        before = run
    return text


def _is_rtl(text: str) -> bool:
    return sum("\u0590" <= character <= "\u08ff" for character in text) > len(text) / 2
