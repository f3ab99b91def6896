"""Running headers, footers and page numbers: what is printed on a page because it is a page."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from ingest.formats.pdf.layout import Line

_ROWS = 4  # headers and footers have at most so many rows
_SYMBOL = (
    r"(?:[AESTC]|ST|CD|NPT|CCW|TD|HRI|DP)(?:/[A-Z0-9.()-]{1,14}){1,5}"  # A/75/PV.4, CD/PV.1500, S/2023/1
)
_JOB = r"(?:\([EFSCAR]\)|\d{2}-\d{5}(?:\s*\(?[A-Z]\)?)?|\*\s?\d{6,9}\s?\*|\d{2}/\d{2}/\d{2,4})"
_NUMBER = r"(?:\d{1,4}\s?(?:/|of)\s?\d{1,4}|\d{1,4})"
_PAGE_MARK = re.compile(
    rf"(?:[-–—•|]\s*)?(?:Page|PAGE|page|p\.|P\.)?\s*{_NUMBER}(?:\s*[-–—•|])?"
    rf"|(?=.*(?:{_SYMBOL}|{_JOB}))(?:{_SYMBOL}|{_JOB}|{_NUMBER})(?:\s+(?:{_SYMBOL}|{_JOB}|{_NUMBER}))*"
    r"|[-–—]\s*[ivxlc]{1,6}\s*[-–—]"
    r"|(?:[-–—]\s*)?第?\s?[\d０-９]{1,4}\s?(?:ページ|頁)(?:\s*[-–—])?"
)
_ROMAN = re.compile(r"x{0,2}(?:ix|iv|v?i{1,3}|v|x)")
_BARE = re.compile(r"[-–—]?\s*(\d{1,4})\s*[-–—]?")
# A header that names a mission or ministry is the letterhead, and says who speaks: it stays once.
_LETTERHEAD = re.compile(
    r"\b(?:Mission|Embassy|Delegation|Ministry|Government|Republic|Kingdom|Statement|Remarks|Address)\b"
    r"|代表部|大使館|外務省|政府|ステートメント|演説|声明",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines that are text, page by page, and how many pages had something taken away."""

    pages: tuple[tuple[Line, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines that stand side by side: their places among the page's lines, their words and type."""

    at: tuple[int, ...]
    words: str
    y: float
    size: float
    bold: bool

    @property
    def key(self) -> str:
        return re.sub(r"\d+", "#", self.words).casefold() + ("*" if self.bold else "")


def without_furniture(pages: Sequence[Sequence[Line]]) -> Furniture:
    """Take away the rows at the top and bottom of pages that repeat, or that are page numbers or
    document symbols. Rows are taken from the edge inwards."""
    rows = [_rows(lines) for lines in pages]
    repeated = _repeated(rows)
    offsets = _number_offsets(rows)
    kept_pages = []
    count = 0
    for page, (lines, page_rows) in enumerate(zip(pages, rows, strict=True)):
        gone: set[int] = set()
        for top in (True, False):
            from_edge = page_rows if top else page_rows[::-1]
            gone.update(_furniture_at(from_edge, top, page, repeated, offsets, len(pages)))
        count += bool(gone)
        kept_pages.append(tuple(line for at, line in enumerate(lines) if at not in gone))
    if not any(kept_pages):  # nothing else is printed, so it is what there is to read
        return Furniture(tuple(tuple(lines) for lines in pages), 0)
    return Furniture(tuple(kept_pages), count)


def _furniture_at(
    from_edge: Sequence[_Row],
    top: bool,
    page: int,
    repeated: Mapping[tuple[bool, str], frozenset[int]],
    offsets: frozenset[int],
    page_count: int,
) -> Iterator[int]:
    """Places of the lines that are furniture at one edge of a page."""
    marks = [_is_page_mark(row.words, page, offsets) for row in from_edge]
    on_pages = [repeated.get((top, row.key), frozenset()) for row in from_edge]
    length = 0
    while length < len(from_edge) and (marks[length] or page in on_pages[length]):
        length += 1
    while (
        0 < length < len(from_edge)
        and not marks[length - 1]
        and len(on_pages[length - 1]) < max(3, page_count / 2)
        and abs(from_edge[length - 1].y - from_edge[length].y) < 1.6 * from_edge[length].size
    ):
        length -= 1  # no space before the text: it may be text that occurs twice
    # Where more than a header repeats, a page or a form was copied.
    copied = length > _ROWS or (length == len(from_edge) > 2)
    for row, is_mark, pages in zip(from_edge[: min(length, _ROWS)], marks, on_pages, strict=False):
        repeats = page in pages and not copied
        if top and page == 0 and "/" in row.words and not repeats:
            continue  # the document's own symbol, in the masthead
        letterhead = top and repeats and page == min(pages) and bool(_LETTERHEAD.search(row.words))
        if is_mark or (repeats and not letterhead):
            yield from row.at


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """The rows of a page, from the top down."""
    rows: list[list[int]] = []
    y = 0.0
    for at in sorted(range(len(lines)), key=lambda at: (-lines[at].y, lines[at].x0)):
        if rows and y - lines[at].y < 0.3 * lines[at].size:
            rows[-1].append(at)
        else:
            rows.append([at])
            y = lines[at].y
    return [
        _Row(
            tuple(row),
            " ".join(" ".join(lines[at].text for at in row).split()),
            lines[row[0]].y,
            lines[row[0]].size,
            lines[row[0]].bold,
        )
        for row in rows
    ]


def _repeated(pages: Sequence[Sequence[_Row]]) -> dict[tuple[bool, str], frozenset[int]]:
    """(at the top?, words) → the pages on which those words stand in the same place."""
    places: defaultdict[tuple[bool, str], list[tuple[int, float, float]]] = defaultdict(list)
    for page, rows in enumerate(pages):
        for row in rows[: _ROWS + 1]:
            places[True, row.key].append((page, row.y, row.size))
        for row in rows[-_ROWS - 1 :]:
            places[False, row.key].append((page, row.y, row.size))
    least = max(2, math.ceil(0.25 * len(pages)))  # odd and even pages may differ, chapters too
    found = {}
    for key, where in places.items():
        middle = median_low(y for _, y, _ in where)
        usual = median_low(size for _, _, size in where)
        on = frozenset(
            page for page, y, size in where if abs(y - middle) < 9 and abs(size - usual) < 0.12 * usual
        )
        if len(on) >= least:
            found[key] = on
    return found


def _number_offsets(pages: Sequence[Sequence[_Row]]) -> frozenset[int]:
    """Printed number minus place, where numbers at the edges of pages count the pages."""
    offsets = Counter({1: 1})  # a lone "1" on a first page counts it
    for page, rows in enumerate(pages):
        ends = {row.words for row in (*rows[:2], *rows[-2:])}
        offsets.update({int(found[1]) - page for words in ends if (found := _BARE.fullmatch(words))})
    return frozenset(offset for offset, count in offsets.items() if count >= 2 or offset == 1)


def _is_page_mark(words: str, page: int, offsets: frozenset[int]) -> bool:
    if found := _BARE.fullmatch(words):
        return int(found[1]) - page in offsets
    return bool(_PAGE_MARK.fullmatch(words)) or (page > 0 and bool(_ROMAN.fullmatch(words)))
