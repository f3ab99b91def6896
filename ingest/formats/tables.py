"""Tables → one line a row, in which every value stands with its column's header.

"Finland · 2022 · Paid: 0": a row that is read or cited by itself must say what its figures are. Cells
that span several rows or columns are repeated in each of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.japanese import count_japanese, has_japanese
from ingest.text.tongues import are_two

LONG_CELL = 300  # code points: a cell with so much text is read as text
_ALIKE = 4  # times that a translation is longer at most
_LONG_COLUMN = 100  # code points
_MOST_COLUMNS = 200
_BETWEEN = " · "
_LONGEST_HEADER = 80
_FIGURE = re.compile(r"[^\w\s]*\s*[\d０-９][\d０-９.,:/\s–-]*(?:%|％|[A-Za-z]{1,3})?[^\w\s]*")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?年?度?")
# What the columns of tables in statements are mostly headed with.
_HEADER_WORD = re.compile(
    r"(?:member\s+)?(?:states?|countr(?:y|ies)|delegations?|part(?:y|ies)|groups?|regions?)|years?|dates?|items?|no\.?|#"
    r"|names?|subjects?|topics?|issues?|questions?|answers?|articles?|paragraphs?|categor(?:y|ies)|indicators?|targets?"
    r"|votes?|positions?|views?|comments?|remarks?|amounts?|totals?|status|action|speakers?|title|organi[sz]ations?"
    r"|国名?|年度?|項目|議題|日付|地域|番号|立場|投票|金額|備考|発言者|氏名|内容|質問|回答",
    re.IGNORECASE,
)
_LABEL_ENDS = " :：・"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, its paragraphs separated by line breaks; whether the format says that it is a header;
    how many columns and rows it spans. ``above`` is true for the rest of a cell that began in the row
    above (Word has it so), whose text is that of the cell there."""

    text: str
    header: bool = False
    columns: int = 1
    rows: int = 1
    above: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be written. ``label`` is what its first cell names (a state in a compilation), ``lines``
    its text: one line, or, where cells are long, one for each paragraph. ``title`` is true for what the
    table is called."""

    label: str
    lines: tuple[str, ...]
    title: bool = False


def rows_of(table: Sequence[Sequence[Cell]]) -> tuple[Row, ...] | None:
    """The rows below the headers, each complete by itself. None for a table that is there for its layout:
    a single column, or nothing but a few long cells."""
    grid = _grid(table)
    width = max((sum(bool(cell.text) for cell in row) for row in grid), default=0)
    if width < 2:
        return None
    titles = 0  # rows at the top of one cell: what the table is called
    while titles < len(grid) - 1 and len({id(cell) for cell in grid[titles] if cell.text}) == 1:
        titles += 1
    called = [
        Row("", (next(_flat(cell.text) for cell in row if cell.text),), title=True) for row in grid[:titles]
    ]
    grid = grid[titles:]
    top = _header_rows(grid)
    headers = [_joined(cell.text for cell in column) for column in zip(*grid[:top], strict=True)]
    body = grid[top:]
    if not body:
        rows = (Row("", (_BETWEEN.join(_flat(cell.text) for cell in row if cell.text),)) for row in grid)
        return (*called, *rows)
    long = any(len(cell.text) > LONG_CELL for row in body for cell in row)
    if long and not _names_its_rows(body):
        return None
    pairs = not headers and _is_pairs(body)
    found = (_row(row, headers, pairs=pairs) for row in body)
    return (*called, *(row for row in found if row.lines))


def columns_of(table: Sequence[Sequence[Cell]]) -> tuple[str, ...] | None:
    """The texts of the columns, for two columns of the same text in two languages; None for others."""
    rows = [row for row in table if any(cell.text for cell in row)]
    if not rows or any(len(row) != 2 for row in rows):
        return None
    sides = tuple("\n".join(row[at].text for row in rows) for at in (0, 1))
    enough = all(len(side) * (3 if has_japanese(side) else 1) > _LONG_COLUMN for side in sides)
    return sides if enough and _alike(rows) and are_two(*sides) else None


def _alike(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the cells of most rows are about as long as one another, as translations are."""
    cells = [(_length(row[0].text), _length(row[1].text)) for row in rows]
    return sum(min(pair) * _ALIKE >= max(pair) for pair in cells) * 2 > len(cells)


def _length(text: str) -> int:
    """The length of a text in alphabetical writing: kanji and kana count more than double."""
    return len(text) + count_japanese(text) * 3 // 2


def _grid(table: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells at their places, spanning ones repeated, all rows of one length."""
    grid: list[list[Cell]] = []
    going_on: dict[int, tuple[Cell, int]] = {}  # column → cell that spans further rows, how many
    for row in table:
        placed: list[Cell] = []
        waiting = list(row)
        while len(placed) < _MOST_COLUMNS and (waiting or len(placed) in going_on):
            at = len(placed)
            if at in going_on:
                cell, more = going_on.pop(at)
                placed.append(cell)
                if more > 1:
                    going_on[at] = (cell, more - 1)
                continue
            cell = waiting.pop(0)
            if cell.above and grid and at < len(grid[-1]):
                cell = Cell(grid[-1][at].text, grid[-1][at].header, cell.columns)
            for _ in range(min(max(cell.columns, 1), _MOST_COLUMNS - at)):
                if cell.rows > 1:
                    going_on[len(placed)] = (cell, cell.rows - 1)
                placed.append(cell)
        if any(cell.text for cell in placed):
            grid.append(placed)
    width = max(map(len, grid), default=0)
    return [[*row, *[Cell("")] * (width - len(row))] for row in grid]


def _header_rows(grid: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top are headers: those that the format says, or a first row of short words
    over rows that hold figures or longer text."""
    marked = 0
    while marked < len(grid) - 1 and all(cell.header or not cell.text for cell in grid[marked]):
        marked += 1
    if marked:
        return marked
    first, rest = grid[0], grid[1:]
    if not rest or len(first) < 2 or not all(_may_be_header(cell.text) for cell in first[1:] if cell.text):
        return 0
    if (first[0].text and not _may_be_header(first[0].text)) or all(row[0].header for row in grid):
        return 0
    words = [cell.text for cell in first if cell.text]
    if not words or any(_FIGURE.fullmatch(text) and not _YEAR.fullmatch(text) for text in words):
        return 0
    if not first[0].text or any(_HEADER_WORD.fullmatch(text) for text in words):
        return 1
    return int(any(_differs(first[at].text, [row[at].text for row in rest]) for at in range(len(first))))


def _differs(first: str, rest: Sequence[str]) -> bool:
    """Whether most of a column is figures under a word, or much longer than what stands above it."""
    figures = sum(bool(_FIGURE.fullmatch(text)) for text in rest)
    longer = sum(len(text) > 2 * len(first) + 20 for text in rest)
    return (not _FIGURE.fullmatch(first) and figures * 2 > len(rest)) or longer * 2 > len(rest)


def _may_be_header(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_HEADER and "\n" not in text and text[-1] not in ".。"


def _is_pairs(body: Sequence[Sequence[Cell]]) -> bool:
    """Whether the rows are labels with their values."""
    filled = [[cell for cell in row if cell.text] for row in body]
    return all(len(row) == 2 and _may_be_header(row[0].text) for row in filled)


def _names_its_rows(body: Sequence[Sequence[Cell]]) -> bool:
    """Whether each row begins with a short cell, different from the others': a compilation."""
    names = [row[0].text for row in body]
    return len(body) > 1 and all(_may_be_header(name) for name in names) and len(set(names)) > len(names) / 2


def _row(row: Sequence[Cell], headers: Sequence[str], *, pairs: bool) -> Row:
    label = row[0].text if _may_be_header(row[0].text) else ""
    if len({id(cell) for cell in row if cell.text}) == 1:
        return Row("", (_flat(next(cell.text for cell in row if cell.text)),))
    if pairs:
        key, value = [cell.text for cell in row if cell.text]
        return Row(label, (f"{key.rstrip(_LABEL_ENDS)}: {_flat(value)}",))
    parts: list[str] = []
    seen: set[int] = set()
    for at, cell in enumerate(row):
        if not cell.text or id(cell) in seen:
            continue
        seen.add(id(cell))
        header = headers[at] if at < len(headers) else ""
        names_itself = header.casefold() in ("", cell.text.casefold())
        parts.append(_flat(cell.text) if names_itself else f"{header}: {_flat(cell.text)}")
    if any(len(cell.text) > LONG_CELL for cell in row):
        lead, *rest = parts
        return Row(label, tuple(f"{lead}{_BETWEEN}{part}" for part in rest) or (lead,))
    return Row(label, (_BETWEEN.join(parts),) if parts else ())


def _flat(text: str) -> str:
    return " ".join(text.split())


def _joined(texts: Iterator[str]) -> str:
    """The headers above a column, from the top: "2022 – Paid"."""
    return " – ".join(dict.fromkeys(flat.rstrip(_LABEL_ENDS) for text in texts if (flat := _flat(text))))
