"""Where the paragraphs and headings of a text are, and which numbers are printed before them.

Three layouts occur: paragraphs between blank lines, one paragraph a line, and lines broken at a
fixed width. Which one a text has is read from its lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

_LINE = re.compile(r"[^\n]*\n?")
_TERMINAL = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")
_ITEM = re.compile(
    r"(?:[-–—•*‣◦・●○■□▪►]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[).](?=\s)|\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)"
    r"|[（(][\d０-９一二三四五六七八九十ア-ンｱ-ﾝ]{1,2}[)）]|[①-⑳])\s*"
)
_NUMBER = re.compile(
    r"(?:\((?P<bracketed>\d{1,3})\)(?=\s)"
    r"|(?P<plain>\d{1,4})(?:\.(?=[ \t\u3000A-Z“\"'(\[]|$)|(?=[\t\u3000])|\)(?=\s)|(?=\s+[A-Z])))\s*"
)
_FURNITURE = re.compile(
    # UN job numbers (08-51570), document symbols, dates beside them and page counts, in any order.
    r"(?=.*(?:\b\d{2}-\d{5}|A/\d{1,2}/PV\.\d|\b\d{1,3}/\d{1,3}\s*$))"
    r"(?:(?:\d{2}-\d{5}|A/\d{1,2}/PV\.\d+|\d{2}/\d{2}/\d{4}|\d{1,3}/\d{1,3}|\d{1,4}|\(?E\)?)(?:\s+|$))+"
    r"|[-–—]\s*\d{1,4}\s*[-–—]|(?:Page|page|PAGE)\s+\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?|[（(]?(?:了|以上)[)）]?"
)
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_RULE = re.compile(r"(?:[-_*=~#․.・―─━]\s*){3,}")
_BRACKETED = re.compile(
    r"【(?P<ja>[^【】]{1,120})】|\[(?P<en>[^\[\]]{3,100})\]|［(?P<wide>[^［］]{1,100})］|〈(?P<angle>[^〈〉]{1,100})〉"
)
_MARKDOWN = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_]{2,100})(?:\*\*|__):?")
_NUMBERED_JA = re.compile(
    r"(?:第?[\d０-９一二三四五六七八九十]{1,3}(?:章|節)?[．.、\s\u3000]|[（(][\d０-９一二三四五六七八九十]{1,2}[)）])\s*\S[^。、]{0,38}"
)
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+\S.{2,80}")
_GREETING = re.compile(
    r"(?:I|We|Thank|Mr|Mrs|Ms|Madam|Your|Excellenc|Distinguished|Dear|Ladies|Honou?rable)\b"
)
# A line that ends in one of these is not the end of anything, whatever letter the next begins with.
_DANGLES = re.compile(r"\b(?:a|an|and|at|by|for|from|in|is|its|my|of|on|or|our|that|the|their|to|with)$")
_ITEM_LINES = 8  # an item of a list has at most so many lines
_LONG_LIST = 4000  # code points; beyond this the items of a list are paragraphs of their own


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``text[start:end]``, trimmed."""

    start: int
    end: int
    text: str
    after_blank: bool
    indented: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading: ``text[start:end]``. ``number`` is the printed one, not part of the
    span; ``title`` is a heading's text without its marks."""

    kind: Literal["heading", "paragraph"]
    start: int
    end: int
    number: int | None = None
    title: str = ""


def lines_of(text: str, start: int = 0) -> tuple[Line, ...]:
    """The lines from ``start`` on that are not blank."""
    lines = []
    after_blank = True
    for found in _LINE.finditer(text, start):
        raw = found[0]
        body = raw.strip()
        if body:
            begin = found.start() + len(raw) - len(raw.lstrip())
            lines.append(Line(begin, begin + len(body), body, after_blank, raw[0].isspace()))
        after_blank = not body
    return tuple(lines)


def without_page_furniture(text: str) -> tuple[str, int]:
    """The text without page numbers and document symbols on lines of their own, and how many of
    them there were. Where one stood inside a sentence, the blank lines around it go too."""
    lines = text.split("\n")
    drop: set[int] = set()
    count = 0
    for at, line in enumerate(lines):
        body = line.strip()
        alone = _PAGE_NUMBER.fullmatch(body) and _at_a_gap(lines, at)
        if not body or not (alone or _FURNITURE.fullmatch(body)):
            continue
        count += 1
        first, last = at, at
        while first > 0 and (first - 1 in drop or not lines[first - 1].strip()):
            first -= 1
        while last + 1 < len(lines) and not lines[last + 1].strip():
            last += 1
        inside = first > 0 and not _TERMINAL.search(lines[first - 1].rstrip())
        drop.update(range(first, last + 1) if inside else [at])
    return ("\n".join(line for at, line in enumerate(lines) if at not in drop) if count else text), count


def _at_a_gap(lines: Sequence[str], at: int) -> bool:
    """True when a blank line, or the end of the text, is above or below."""
    return not (0 < at < len(lines) - 1 and lines[at - 1].strip() and lines[at + 1].strip())


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The headings and paragraphs that the lines make up, in order, without overlap."""
    if not lines:
        return ()
    layout = _Layout.read(lines)
    numbers = printed_numbers(lines)
    blocks: list[Block] = []
    open_lines: list[Line] = []
    mark: tuple[int, int] | None = None

    def close() -> None:
        if open_lines and (block := _paragraph(open_lines, mark)):
            blocks.append(block)
        open_lines.clear()

    for at, line in enumerate(lines):
        if _RULE.fullmatch(line.text):
            close()
            continue
        if at not in numbers and (title := layout.heading(lines, at)):
            close()
            blocks.append(Block("heading", line.start, line.end, title=title))
            continue
        if open_lines and not _continues(open_lines, line, at, layout, numbers):
            close()
        if not open_lines:
            mark = numbers.get(at)
        open_lines.append(line)
    close()
    return tuple(blocks)


def printed_numbers(lines: Sequence[Line]) -> dict[int, tuple[int, int]]:
    """Which lines begin with a printed paragraph number: line index → (number, length of the mark).

    A number counts when it belongs to a rising run that spans the text: each at most three more than
    the one before, three or more of them, on two fifths of the lines that could have had one. A lone
    "2020." or the items of a list are not such a run.
    """
    candidates = []
    for at, line in enumerate(lines):
        if found := _NUMBER.match(line.text):
            candidates.append((at, int(found["bracketed"] or found["plain"]), found.end()))
    best: list[tuple[int, int, int]] = []
    lengths: list[tuple[int, int]] = []  # longest run ending here, and its previous candidate
    for here, (_, number, _) in enumerate(candidates):
        longest, previous = 1, -1
        for back in range(max(0, here - 12), here):
            if 0 < number - candidates[back][1] <= 3 and lengths[back][0] + 1 >= longest:
                longest, previous = lengths[back][0] + 1, back
        lengths.append((longest, previous))
    if lengths:
        at = max(range(len(lengths)), key=lambda index: lengths[index][0])
        while at >= 0:
            best.append(candidates[at])
            at = lengths[at][1]
        best.reverse()
    starts = sum(line.after_blank or not line.text[0].islower() for line in lines)
    wrapped = median(len(line.text) for line in lines) < 110
    early = bool(best) and best[0][0] <= max(4, len(lines) // 8)
    share = len(best) / max(starts, 1)
    if (
        len(best) < 3
        or not early
        or _is_list(lines, best[0][0], best[-1][0])
        or share < (0.1 if wrapped else 0.4)
    ):
        return {}
    return {at: (number, length) for at, number, length in best}


def _is_list(lines: Sequence[Line], first: int, last: int) -> bool:
    """True for numbered items that a line ending in a colon leads in and that text follows."""
    return first > 0 and lines[first - 1].text.endswith((":", "：")) and last < 0.8 * len(lines)


@dataclass(frozen=True, slots=True)
class _Layout:
    wrapped: bool  # lines are broken at a fixed width
    width: int  # the usual length of such a line
    indents: bool  # an indented line begins a paragraph
    numbered: bool

    @classmethod
    def read(cls, lines: Sequence[Line]) -> "_Layout":
        lengths = sorted(len(line.text) for line in lines)
        typical = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
        unfinished = sum(not _TERMINAL.search(line.text) for line in lines) / len(lines)
        wrapped = len(lines) > 3 and typical <= 115 and unfinished > 0.4
        indented = sum(line.indented for line in lines) / len(lines)
        return cls(wrapped, typical, 0.02 < indented < 0.4, bool(printed_numbers(lines)))

    def heading(self, lines: Sequence[Line], at: int) -> str:
        """The heading's text when line ``at`` is one, else ""."""
        text = lines[at].text
        if len(text) > 130:
            return ""
        if found := _BRACKETED.fullmatch(text):
            inner = next(group for group in found.groups() if group is not None).strip()
            return inner if any(c.isalpha() for c in inner) else ""
        for pattern in (_MARKDOWN, _BOLD):
            if found := pattern.fullmatch(text):
                return found["text"].strip()
        if len(text) > 100 or _TERMINAL.search(text) or text.endswith((",", "、")):
            return ""
        last = at + 1 == len(lines)
        ended = at == 0 or lines[at].after_blank or bool(_STOP.search(lines[at - 1].text))
        apart = lines[at].after_blank and (last or lines[at + 1].after_blank)
        if not ended:
            return ""
        letters = [character for character in text if character.isalpha()]
        cased = [character for character in letters if character.isupper() or character.islower()]
        if len(cased) >= 6 and all(character.isupper() for character in cased):
            return text
        if last:
            return ""
        if (apart or not self.wrapped) and (_ROMAN.fullmatch(text) or _NUMBERED_JA.fullmatch(text)):
            return text
        follows = (
            len(lines[at + 1].text) > (40 if self.wrapped else 120) and not lines[at + 1].text[0].islower()
        )
        short = len(text) <= 80 and len(text.split()) <= 10
        follows = follows and lines[at + 1].text[0].isupper()
        if apart and follows and short and text[0].isupper() and not _GREETING.match(text):
            return text
        return ""


def _continues(
    open_lines: Sequence[Line], line: Line, at: int, layout: _Layout, numbers: dict[int, tuple[int, int]]
) -> bool:
    """Whether ``line`` belongs to the paragraph that ``open_lines`` began."""
    if at in numbers:
        return False
    before = open_lines[-1]
    ended = bool(_TERMINAL.search(before.text))
    if _ITEM.match(line.text) and line.end - open_lines[0].start < _LONG_LIST:
        leads = before.text.endswith((":", "：")) or any(
            _ITEM.match(one.text) for one in open_lines[max(1, len(open_lines) - _ITEM_LINES) :]
        )
        if leads and not (
            before.text.endswith((".", "。")) and line.text[0].isdigit() and len(line.text) > 400
        ):
            return True
    if before.text == open_lines[0].text and _NUMBER.fullmatch(before.text):
        return True  # the number stands on a line of its own
    if line.after_blank:
        return bool(_DANGLES.search(before.text)) or (not ended and line.text[0].islower())
    if layout.numbered and numbers and min(numbers) < at:
        return True  # the next paragraph would have its own number
    if not layout.wrapped:
        broken = len(before.text) > 100 and not before.text.endswith(",")
        return not ended and (line.text[0].islower() or broken)
    if layout.indents and line.indented:
        return not ended and line.text[0].islower()
    if layout.indents:
        return True
    shorter = len(before.text) < 0.7 * layout.width
    return not (shorter and _STOP.search(before.text) and not line.text[0].islower())


def _paragraph(lines: Sequence[Line], mark: tuple[int, int] | None) -> Block | None:
    """The paragraph of these lines, its printed number taken off; None when only the number is there."""
    number, length = mark or (None, 0)
    start, end = lines[0].start + length, lines[-1].end
    if length == len(lines[0].text):
        if len(lines) == 1:
            return None
        start = lines[1].start
    return Block("paragraph", start, end, number)
