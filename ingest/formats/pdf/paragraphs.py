"""Lines of pages → paragraphs, each on one line, over the ends of columns and pages.

A paragraph ends where the next line stands lower than usual, is indented or numbered, or is set in
another type; or where the line is short although the next word would have had room.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from statistics import median

from core.notes import mark
from ingest.formats.hyphens import is_wide
from ingest.formats.pdf.layout import MARK_CLOSES, MARK_OPENS, Line
from ingest.text.joins import goes_on_with_a_number

_TERMINAL = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』）】]*(?:\ue000[^\ue001]*\ue001)*$")
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]」』）】]*(?:\ue000[^\ue001]*\ue001)*$")
_ITEM = re.compile(
    r"[•●○■□▪►◦‣·・][\s\u3000]*|[–—-]\s+|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s+|[IVX]{1,5}\.\s+"
    r"|\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\)\s*|[（(][\d０-９一二三四五六七八九十ア-ン]{1,2}[)）]|[①-⑳]"
    r"|[\d０-９一二三四五六七八九十]{1,2}[．、]"
)
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
_NOTE_BEGINS = re.compile(
    r"(?:\ue000(?P<raised>[^\ue001]+)\ue001|(?P<sign>[*∗†‡§]{1,3})|(?P<plain>\d{1,3}))\s*"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKED = re.compile(rf"{MARK_OPENS}([^{MARK_CLOSES}]*){MARK_CLOSES}")
_LONGEST_HEADING = 130
_ENOUGH = 8  # lines of running text that show where its edges are


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, in order."""

    lines: list[Line] = field(default_factory=list)
    heading: bool = False
    note: bool = False

    @property
    def row(self) -> str | None:
        """What the table's row is about that this is; None for other paragraphs."""
        return self.lines[0].row


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set: ``size`` of its running text, whether that is ``bold``, the distance of
    lines in sizes, and whether paragraphs begin with an indent or with a number."""

    size: float
    bold: bool
    leading: float
    indents: bool
    numbered: bool

    @classmethod
    def of(cls, pages: Iterable[Sequence[Line]]) -> "Style":
        """Read from the lines themselves, by the share of the text that is set so."""
        sizes: Counter[float] = Counter()
        weights: Counter[bool] = Counter()
        gaps: Counter[float] = Counter()
        indented = starts = numbers = full = 0
        for lines in pages:
            for at, line in enumerate(lines):
                if line.row is not None:
                    continue
                sizes[round(line.size * 2) / 2] += len(line.text)
                weights[line.bold] += len(line.text)
                before = lines[at - 1] if at else None
                if before is None or before.column != line.column:
                    continue
                gap = (before.y - line.y) / max(line.size, 0.5)
                if _is_full(before) and 0.7 < gap < 4 and abs(before.size - line.size) < 0.1 * line.size:
                    gaps[round(gap * 20) / 20] += 1
                    full += 1
                if _STOP.search(before.text):
                    starts += 1
                    offset = (line.x0 - line.left) / line.size
                    indented += 0.7 < offset < 6
                    numbers += bool(_NUMBERED.match(line.text))
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        leading = gaps.most_common(1)[0][0] if gaps else 1.2
        return cls(
            size,
            weights[True] > weights[False],
            max(leading, 0.8),
            starts > 2 and indented > 0.5 * starts,
            starts > 2 and numbers > 0.4 * starts,
        )


def paragraphs_of(pages: Sequence[Sequence[Line]], style: Style) -> list[Paragraph]:
    """The paragraphs, headings and footnotes of all pages in reading order. A footnote follows the
    paragraph in which its page ends. Every line is in exactly one of them."""
    found: list[Paragraph] = []
    waiting: list[Paragraph] = []  # notes of a page whose last paragraph goes on on the next
    current: Paragraph | None = None
    for lines in pages:
        body, notes = _without_notes(lines, style)
        for line in _with_edges(body, style):
            if current is not None and not _begins(current, line, style):
                current.lines.append(line)
                continue
            if current is not None:
                found.append(current)
                found.extend(waiting)
                waiting = []
            current = Paragraph([line])
        waiting.extend(notes)
    if current is not None:
        found.append(current)
    found.extend(waiting)
    for paragraph in found:
        paragraph.heading = _is_heading(paragraph, style)
    return found


def _with_edges(lines: Sequence[Line], style: Style) -> list[Line]:
    """The lines of running text with the edges of the running text in their column: a masthead or a footer
    may be wider than that."""
    columns: dict[int, list[Line]] = {}
    for line in lines:
        if abs(line.size - style.size) <= 0.06 * style.size:
            columns.setdefault(line.column, []).append(line)
    edges = {
        column: (min(line.x0 for line in own), max(line.x1 for line in own))
        for column, own in columns.items()
        if len(own) >= _ENOUGH
    }
    return [
        replace(
            line, left=max(line.left, edges[line.column][0]), right=min(line.right, edges[line.column][1])
        )
        if line in columns.get(line.column, ()) and line.column in edges
        else line
        for line in lines
    ]


def plain(text: str, notes: Collection[str]) -> tuple[str, list[str]]:
    """``text`` with the marks of the notes that were found written "[1]", and which they are; other raised
    numbers stay raised, so that they do not become part of the number or word before them."""
    found: list[str] = []

    def written(match: re.Match[str]) -> str:
        marks = [one for one in re.split(r"[\s,]+", match[1].strip("[]")) if one]
        if not all(one in notes for one in marks):
            return match[1].translate(_RAISED)
        found.extend(marks)
        return "".join(map(mark, marks))

    return _MARKED.sub(written, text), found


def note_mark(paragraph: Paragraph) -> str:
    """The mark that a footnote begins with, e.g. "3" or "*"."""
    found = _NOTE_BEGINS.match(paragraph.lines[0].text)
    return next((group for group in found.groups() if group), "").strip("[]") if found else ""


def _without_notes(lines: Sequence[Line], style: Style) -> tuple[list[Line], list[Paragraph]]:
    """The running lines of a page, and what stands apart from them: the footnotes at the end of each
    column, and text that is turned another way."""
    body: list[Line] = []
    notes: list[Paragraph] = []
    columns: dict[int, list[Line]] = {}
    marked: set[str] = set()
    for line in lines:
        columns.setdefault(line.column, []).append(line)
        for found in _MARKED.finditer(line.text):
            marked.update(found[1].strip("[]").split(","))
    for column in columns.values():
        if column[0].aside:
            notes.append(Paragraph(column, note=True))
            continue
        first = len(column)
        while first > 0 and column[first - 1].size < 0.93 * style.size:
            first -= 1
        while first < len(column) and not _NOTE_BEGINS.match(column[first].text):
            first += 1
        here = _notes_in(column[first:], marked)
        starts = [_NOTE_BEGINS.match(note.lines[0].text) for note in here]
        certain = any(
            start and (start["raised"] or start["plain"] in marked or (start["sign"] and first > 0))
            for start in starts
        )
        if certain and (first > 0 or len(columns) > 1):
            notes.extend(here)
            body.extend(column[:first])
        else:
            body.extend(column)
    return body, notes


def _notes_in(lines: Sequence[Line], marked: Set[str]) -> list[Paragraph]:
    """The footnotes in small lines, the first of which begins with a mark."""
    notes: list[Paragraph] = []
    for line in lines:
        begins = _NOTE_BEGINS.match(line.text)
        name = (begins["raised"] or begins["sign"] or begins["plain"] or "") if begins else ""
        if begins and (begins["raised"] or not notes or name in marked):
            notes.append(Paragraph([line], note=True))
        else:
            notes[-1].lines.append(line)
    return notes


def _is_full(line: Line) -> bool:
    return line.right - line.x1 < 0.12 * (line.right - line.left)


def _begins(current: Paragraph, line: Line, style: Style) -> bool:
    """Whether ``line`` begins a new paragraph after ``current``."""
    before = current.lines[-1]
    if line.row is not None or before.row is not None:
        return True
    ended = bool(_TERMINAL.search(before.text))
    broken = before.text[-1] in "-‐\xad" and before.text[-2:-1].isalnum()
    lower = line.text[0].islower() or (broken and line.text[0].isalnum())
    room = _had_room(before, line)
    item = bool(_ITEM.match(line.text))
    apart = abs(before.size - line.size) > 0.12 * line.size
    if before.page != line.page or before.column != line.column:
        if apart or (item and ended):
            return True
        if not ended:
            return not lower and (room or before.bold != line.bold) and not before.text.endswith(("-", ","))
        if lower:
            return False
        indented = line.x0 - line.left > 0.7 * line.size
        own_start = style.numbered or (style.indents and not indented)
        return room or not own_start or bool(_NUMBERED.match(line.text)) or not _STOP.search(before.text)
    gap = (before.y - line.y) / max(line.size, before.size)
    if goes_on_with_a_number(before.text, line.text) and 0 < gap < 1.6 * style.leading:
        return False
    if abs(gap) < 0.3:
        return False
    unfinished = not ended and lower
    if gap < -0.3:  # a table's next cell, or text placed freely
        return not unfinished
    if apart:
        return not (unfinished and abs(before.size - line.size) < 0.3 * line.size)
    if gap > 1.25 * style.leading + 0.08:
        return not unfinished or gap > 3 * style.leading
    if before.bold != line.bold and (room or ended):
        return True
    if item and (ended or room or before.text.endswith(("and", "or", ","))):
        return True
    step = (line.x0 - before.x0) / line.size
    if step > 0.6:
        hanging = len(current.lines) == 1 and bool(
            _ITEM.match(before.text) or _NOTE_BEGINS.match(before.text)
        )
        centred = abs((line.x0 + line.x1) - (before.x0 + before.x1)) < line.size
        if not hanging and not centred and (ended or room) and not lower:
            return True
    elif step < -0.6 and len(current.lines) > 1 and room and not lower:
        return True  # what was set in from the margin has ended
    return room and not lower


def _had_room(before: Line, line: Line) -> bool:
    """True when the first word of ``line`` would have fitted on the line before: it was ended on
    purpose."""
    width = (line.x1 - line.x0) / max(len(line.text), 1)
    if is_wide(line.text[0]):
        needed = 2.2 * line.size
    else:
        needed = width * (len(line.text.split(maxsplit=1)[0]) + 1) + 0.5 * line.size
    centred = (
        before.x0 - before.left > 2 * before.size
        and abs((before.x0 - before.left) - (before.right - before.x1)) < 2 * before.size
    )
    space = before.right - before.x1
    if centred:
        space += before.x0 - before.left
    return space > needed


def _is_heading(paragraph: Paragraph, style: Style) -> bool:
    """A few words, larger or bolder than the text."""
    lines = paragraph.lines
    if paragraph.row is not None:
        return False
    length = sum(len(line.text) for line in lines)
    if paragraph.note or not 3 <= length <= _LONGEST_HEADING or len(lines) > 3:
        return False
    text = lines[-1].text
    if _TERMINAL.search(text) or text.endswith((",", "、")) or not any(c.isalpha() for c in text):
        return False
    larger = median(line.size for line in lines) > 1.12 * style.size
    bolder = not style.bold and all(line.bold for line in lines)
    return larger or bolder
