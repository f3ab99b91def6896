"""Where the paragraphs and headings of a text are, and which numbers are printed before them.

Three layouts occur: paragraphs between blank lines, one paragraph a line, and lines broken at a
fixed width. Which one a text has is read from its lines.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.text.clauses import clauses
from ingest.text.furniture import without_page_furniture
from ingest.text.headings import STOP, TERMINAL, heading, is_marked, is_value
from ingest.text.joins import goes_on_with_a_number
from ingest.text.lines import Line, lines_of
from ingest.text.numbering import Mark, number_lines
from ingest.text.tongues import changes, in_two

__all__ = ["Block", "Line", "blocks_of", "lines_of", "without_page_furniture"]

_ITEM = re.compile(
    r"(?:[-–—•*‣◦・●○■□▪►]|\d{1,2}(?:\.\d{1,2}){2}\.?(?=\s)|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[).](?=\s)|\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)"
    r"|[（(][\d０-９一二三四五六七八九十ア-ンｱ-ﾝ]{1,2}[)）]|[①-⑳])\s*"
)
_RULE = re.compile(r"(?:[-_*=~#․.・―─━]\s*){3,}")
# A line that ends in one of these is not the end of anything, whatever letter the next begins with.
_DANGLES = re.compile(r"\b(?:a|an|and|at|by|for|from|in|is|its|my|of|on|or|our|that|the|their|to|with)$")
# Below a resolution: "46th plenary meeting", perhaps with the day.
_CLOSING = re.compile(
    r"\d{1,4}(?:st|nd|rd|th)\s+(?:plenary\s+)?meeting\b.{0,40}|第\d{1,4}回(?:本会議|会合).{0,30}",
    re.IGNORECASE,
)
_STARRED = re.compile(r"[*†‡]{1,3}(?=[A-Z“\"])[^*†‡]*$")  # a footnote below the text
_NOTE = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[*†‡§]{1,3}|\[[\w*†‡§]{1,4}\])\s")
_MOSTLY = 0.7  # share of lines after an empty one with which none is broken at a width
_LONGEST_TERM = 120  # code points of what a value belongs to: a question, a label
_FULL_LINE = 200  # code points; where lines are paragraphs, one so long that ends in a letter was cut
_ITEM_LINES = 8  # an item of a list has at most so many lines
_LONG_LIST = 4000  # code points; beyond this the items of a list are paragraphs of their own


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading: ``text[start:end]``. ``number`` is the printed one, not part of the
    span; ``title`` is a heading's text without its marks."""

    kind: Literal["heading", "paragraph"]
    start: int
    end: int
    number: int | None = None
    title: str = ""


def blocks_of(
    lines: Sequence[Line], breaks: Collection[int] = (), headings: Collection[int] = ()
) -> tuple[Block, ...]:
    """The headings and paragraphs that the lines make up, in order, without overlap. A paragraph begins with
    each line that begins at one of ``breaks``, and each at one of ``headings`` is a heading, whatever they
    look like."""
    if not lines:
        return ()
    lines, tongues = in_two(lines)
    parted = changes(lines, tongues) | clauses(lines)
    lines, numbers = _numbered(lines, tongues)
    layout = _Layout.read(lines)
    blocks: list[Block] = []
    open_lines: list[Line] = []
    mark: Mark | None = None

    def close() -> None:
        nonlocal mark
        if open_lines and (block := _paragraph(open_lines, mark)):
            blocks.append(block)
        open_lines.clear()
        mark = None

    for at, line in enumerate(lines):
        if line.alone:
            close()
            blocks.append(Block("paragraph", line.start, line.end))
            continue
        if _RULE.fullmatch(line.text):
            if not (mark and mark.certain):  # there it stands for words left out of a quotation
                close()
            continue
        forced = line.start in breaks
        if line.start in headings:
            close()
            blocks.append(Block("heading", line.start, line.end, title=line.text))
            continue
        numbered = numbers[at + 1].number if at + 1 in numbers else 0
        title = heading(lines, at, wrapped=layout.wrapped, numbered=numbered)
        if at not in numbers and title and (not forced or is_marked(line.text)):
            close()
            blocks.append(Block("heading", line.start, line.end, title=title))
            continue
        opens = forced or at in numbers or line.start in parted
        if open_lines and (opens or not _continues(open_lines, line, layout, mark)):
            close()
        if not open_lines:
            mark = numbers.get(at)
        open_lines.append(line)
    close()
    return tuple(blocks)


def _numbered(lines: Sequence[Line], tongues: Sequence[str]) -> tuple[tuple[Line, ...], dict[int, Mark]]:
    """The lines and their printed numbers; those of each language, which has the same numbers, by itself."""
    if not tongues:
        return number_lines(lines)
    found: list[tuple[Line, Mark | None]] = []
    for tongue in dict.fromkeys(tongues):
        cut, marks = number_lines([line for line, of in zip(lines, tongues, strict=True) if of == tongue])
        found += [(line, marks.get(at)) for at, line in enumerate(cut)]
    found.sort(key=lambda one: one[0].start)
    return tuple(line for line, _ in found), {at: mark for at, (_, mark) in enumerate(found) if mark}


@dataclass(frozen=True, slots=True)
class _Layout:
    wrapped: bool  # lines are broken at a fixed width
    width: int  # the usual length of such a line
    indents: bool  # an indented line begins a paragraph

    @classmethod
    def read(cls, lines: Sequence[Line]) -> "_Layout":
        lengths = sorted(len(line.text) for line in lines)
        typical = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
        unfinished = sum(not TERMINAL.search(line.text) for line in lines) / len(lines)
        apart = sum(line.after_blank for line in lines) / len(lines)
        wrapped = len(lines) > 3 and typical <= 115 and unfinished > 0.4 and apart < _MOSTLY
        indented = sum(line.indented for line in lines) / len(lines)
        return cls(wrapped, typical, 0.02 < indented < 0.4)

    def breaks_off(self, text: str) -> bool:
        """Whether a line is full and ends inside a sentence, as the last one of a page does."""
        return text[-1].isalpha() and len(text) >= (0.85 * self.width if self.wrapped else _FULL_LINE)


def _continues(open_lines: Sequence[Line], line: Line, layout: _Layout, mark: Mark | None) -> bool:
    """Whether ``line``, which has no number, belongs to the paragraph that ``open_lines`` began."""
    before = open_lines[-1]
    ended = bool(TERMINAL.search(before.text))
    if (line.after_blank or ended) and _CLOSING.fullmatch(line.text):
        return False
    if mark and mark.certain:  # the next paragraph has the next number
        return not ((line.after_blank or ended) and _STARRED.match(line.text))
    if goes_on_with_a_number(before.text, line.text):
        return True
    if not line.after_blank and _NOTE.match(line.text):
        return True  # a footnote stands with what it belongs to
    if is_value(line.text) and (
        _CLOSING.fullmatch(before.text) or (not layout.wrapped and _is_term(before.text))
    ):
        return True
    if _ITEM.match(line.text) and line.end - open_lines[0].start < _LONG_LIST:
        leads = before.text.endswith((":", "：")) or any(
            _ITEM.match(one.text) for one in open_lines[max(1, len(open_lines) - _ITEM_LINES) :]
        )
        if leads and not (
            before.text.endswith((".", "。")) and line.text[0].isdigit() and len(line.text) > 400
        ):
            return True
    if mark and len(open_lines) == 1 and mark.length == len(before.text):
        return True  # the number stands on a line of its own
    if line.after_blank:
        if before.text.endswith((":", "：")) and line.text[0].islower():
            return True
        if _DANGLES.search(before.text) or (not ended and line.text[0].islower()):
            return True
        return layout.breaks_off(before.text) and line.text[0].isupper()
    if not layout.wrapped:
        broken = len(before.text) > 100 and not before.text.endswith(",")
        return not ended and (line.text[0].islower() or broken)
    if layout.indents and line.indented:
        return not ended and line.text[0].islower()
    if layout.indents:
        return True
    shorter = len(before.text) < 0.7 * layout.width
    return not (shorter and STOP.search(before.text) and not line.text[0].islower())


def _is_term(text: str) -> bool:
    """Whether a value on the next line answers or fills in this one: a question, or a label."""
    if text.endswith(("?", "？", ":", "：")):
        return True
    return len(text) <= _LONGEST_TERM and not TERMINAL.search(text) and not is_value(text)


def _paragraph(lines: Sequence[Line], mark: Mark | None) -> Block | None:
    """The paragraph of these lines, its printed number taken off; None when only the number is there."""
    number, length = (mark.number, mark.length) if mark else (None, 0)
    words = lines[0].text[length:].lstrip()
    start, end = lines[0].start + len(lines[0].text) - len(words), lines[-1].end
    if not words:
        if len(lines) == 1:
            return None
        start = lines[1].start
    return Block("paragraph", start, end, number)
