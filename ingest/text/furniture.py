"""What a page carries besides the text: page numbers, document symbols, job numbers."""

import re
from collections.abc import Sequence

_FURNITURE = re.compile(
    # UN job numbers (08-51570), document symbols, dates beside them and page counts, in any order.
    r"(?=.*(?:\b\d{2}-\d{5}|A/\d{1,2}/PV\.\d|\b\d{1,3}/\d{1,3}\s*$))"
    r"(?:(?:\d{2}-\d{5}|A/\d{1,2}/PV\.\d+|\d{2}/\d{2}/\d{4}|\d{1,3}/\d{1,3}|\d{1,4}|\(?E\)?)(?:\s+|$))+"
    r"|[-–—]\s*\d{1,4}\s*[-–—]|(?:Page|page|PAGE)\s+\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?|[（(]?(?:了|以上)[)）]?"
)
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_LONGEST = 120  # code points; a longer line is text
_LONGEST_TERM = 60
_TERMINAL = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")


def without_page_furniture(text: str) -> tuple[str, int]:
    """The text without page numbers and document symbols on lines of their own, and how many of
    them there were. Where one stood inside a sentence, the blank lines around it go too."""
    lines = text.split("\n")
    drop: set[int] = set()
    count = 0
    before = (0, -1)  # the stretch of furniture and blank lines looked at last
    for at, line in enumerate(lines):
        body = line.strip()
        if not body or len(body) > _LONGEST:
            continue
        alone = _PAGE_NUMBER.fullmatch(body) and _at_a_gap(lines, at) and not _is_value(lines, at)
        if not (alone or _FURNITURE.fullmatch(body)):
            continue
        count += 1
        first, last = at, at
        while first - 1 > before[1] and not lines[first - 1].strip():
            first -= 1
        new = first
        if first - 1 == before[1]:
            first = before[0]
        while last + 1 < len(lines) and not lines[last + 1].strip():
            last += 1
        inside = first > 0 and not _TERMINAL.search(lines[first - 1].rstrip())
        drop.update(range(new, last + 1) if inside else [at])
        before = (first, last)
    return ("\n".join(line for at, line in enumerate(lines) if at not in drop) if count else text), count


def _at_a_gap(lines: Sequence[str], at: int) -> bool:
    """True when a blank line, or the end of the text, is above or below."""
    return not (0 < at < len(lines) - 1 and lines[at - 1].strip() and lines[at + 1].strip())


def _is_value(lines: Sequence[str], at: int) -> bool:
    """True for the only number alone on its line below a few words that are no sentence: "Inspectors",
    "17". A text's pages have more numbers than one."""
    before = next((line.strip() for line in reversed(lines[:at]) if line.strip()), "")
    after = next((line.strip() for line in lines[at + 1 :] if line.strip()), "")
    if not before or len(before) > _LONGEST_TERM or (_TERMINAL.search(before) and before[-1] not in ":?："):
        return False
    if after[:1].islower() or "\f" in "".join(lines):
        return False
    return sum(bool(_PAGE_NUMBER.fullmatch(line.strip())) for line in lines) == 1
