"""Where the paragraphs and headings of a text are, and which numbers are printed before them.

Three layouts occur: paragraphs between blank lines, one paragraph a line, and lines broken at a
fixed width. Which one a text has is read from its lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.text.furniture import without_page_furniture
from ingest.text.lines import Line, lines_of
from ingest.text.numbering import Mark, number_lines

__all__ = ["Block", "Line", "blocks_of", "lines_of", "without_page_furniture"]

_TERMINAL = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")
_ITEM = re.compile(
    r"(?:[-–—•*‣◦・●○■□▪►]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[).](?=\s)|\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)"
    r"|[（(][\d０-９一二三四五六七八九十ア-ンｱ-ﾝ]{1,2}[)）]|[①-⑳])\s*"
)
_RULE = re.compile(r"(?:[-_*=~#․.・―─━]\s*){3,}")
_BRACKETED = re.compile(
    r"【(?P<ja>[^【】]{1,120})】|\[(?P<en>[^\[\]]{3,100})\]|［(?P<wide>[^［］]{1,100})］|〈(?P<angle>[^〈〉]{1,100})〉"
)
_REFERENCE = re.compile(r"(?:A|S|E)/|Ibid|ibid|.*\b(?:paras?|p|pp)\b[.,]|.*\d(?:st|nd|rd|th) meeting")
_MARKDOWN = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_]{2,100})(?:\*\*|__):?")
_NUMBERED_JA = re.compile(
    r"(?:第?[\d０-９一二三四五六七八九十]{1,3}(?:章|節)?[．.、，\s\u3000]|[（(][\d０-９一二三四五六七八九十]{1,2}[)）])\s*\S[^。、]{0,38}"
)
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+\S.{2,80}")
_GREETING = re.compile(
    r"(?:I|We|Thank|Mr|Mrs|Ms|Madam|Your|Excellenc|Distinguished|Dear|Ladies|Honou?rable)\b"
)
# A line that ends in one of these is not the end of anything, whatever letter the next begins with.
_DANGLES = re.compile(r"\b(?:a|an|and|at|by|for|from|in|is|its|my|of|on|or|our|that|the|their|to|with)$")
_LONGEST_TITLE = 400  # code points
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


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The headings and paragraphs that the lines make up, in order, without overlap."""
    if not lines:
        return ()
    lines, numbers = number_lines(lines)
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
        if _RULE.fullmatch(line.text):
            if not (mark and mark.certain):  # there it stands for words left out of a quotation
                close()
            continue
        if at not in numbers and (title := layout.heading(lines, at)):
            close()
            blocks.append(Block("heading", line.start, line.end, title=title))
            continue
        if open_lines and (at in numbers or not _continues(open_lines, line, layout, mark)):
            close()
        if not open_lines:
            mark = numbers.get(at)
        open_lines.append(line)
    close()
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class _Layout:
    wrapped: bool  # lines are broken at a fixed width
    width: int  # the usual length of such a line
    indents: bool  # an indented line begins a paragraph

    @classmethod
    def read(cls, lines: Sequence[Line]) -> "_Layout":
        lengths = sorted(len(line.text) for line in lines)
        typical = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
        unfinished = sum(not _TERMINAL.search(line.text) for line in lines) / len(lines)
        wrapped = len(lines) > 3 and typical <= 115 and unfinished > 0.4
        indented = sum(line.indented for line in lines) / len(lines)
        return cls(wrapped, typical, 0.02 < indented < 0.4)

    def breaks_off(self, text: str) -> bool:
        """Whether a line is full and ends inside a sentence, as the last one of a page does."""
        return text[-1].isalpha() and len(text) >= (0.85 * self.width if self.wrapped else _FULL_LINE)

    def heading(self, lines: Sequence[Line], at: int) -> str:
        """The heading's text when line ``at`` is one, else ""."""
        text = lines[at].text
        if lines[at].heading:
            if len(text) > _LONGEST_TITLE:
                return text
            found = _MARKDOWN.fullmatch(text) or _BOLD.fullmatch(text)
            return found["text"].strip() if found else text
        if len(text) > 130:
            return ""
        if found := _BRACKETED.fullmatch(text):
            inner = next(group for group in found.groups() if group is not None).strip()
            return inner if any(c.isalpha() for c in inner) and not _REFERENCE.match(inner) else ""
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
            quoted = text[0] in '"“«' and not text.endswith(('"', "”", "»"))
            return "" if quoted else text
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


def _continues(open_lines: Sequence[Line], line: Line, layout: _Layout, mark: Mark | None) -> bool:
    """Whether ``line``, which has no number, belongs to the paragraph that ``open_lines`` began."""
    if mark and mark.certain:
        return True  # the next paragraph has the next number
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
    if mark and len(open_lines) == 1 and mark.length == len(before.text):
        return True  # the number stands on a line of its own
    if line.after_blank:
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
    return not (shorter and _STOP.search(before.text) and not line.text[0].islower())


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
