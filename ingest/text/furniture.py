"""What a page carries besides the text: page numbers, document symbols, job numbers."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from core.japanese import is_japanese
from ingest.text.headings import is_unit

_FURNITURE = re.compile(
    # UN job numbers (08-51570), document symbols, dates beside them and page counts, in any order.
    r"(?=.*(?:\b\d{2}-\d{5}|A/\d{1,2}/PV\.\d|\b\d{1,3}/\d{1,3}\s*$))"
    r"(?:(?:\d{2}-\d{5}|A/\d{1,2}/PV\.\d+|\d{2}/\d{2}/\d{4}|\d{1,3}/\d{1,3}|\d{1,4}|\(?E\)?)(?:\s+|$))+"
    r"|[-–—]\s*\d{1,4}\s*[-–—]|(?:Page|page|PAGE)\s+\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?|[（(]?(?:了|以上)[)）]?"
)
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_FIGURES = re.compile(r"[0-9０-９]+")
_FEWEST = 2  # pages
_LONGEST = 120  # code points; a longer line is text
_LONGEST_TERM = 60
_FULL = 30  # code points; a shorter line is an item, or an end
_ITEM = re.compile(r"[^\w\s\"“‘'「『(（]|[(（]?\w{1,3}[.)．）]")  # what an item of a list begins with
_TERMINAL = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』）】]*(?:\s?\[\d+\])?$")


def without_page_furniture(text: str) -> tuple[str, int]:
    """The text without page numbers and document symbols on lines of their own, and how many of
    them there were. Where one stood inside a sentence, the blank lines around it go too."""
    lines = text.split("\n")
    drop: set[int] = set()
    count = 0
    running = _running(lines)
    before = (0, -1)  # the stretch of furniture and blank lines looked at last
    for at, line in enumerate(lines):
        body = line.strip()
        if not body or len(body) > _LONGEST:
            continue
        alone = _PAGE_NUMBER.fullmatch(body) and _at_a_gap(lines, at) and not _is_value(lines, at)
        if not (alone or at in running or _FURNITURE.fullmatch(body)):
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
    return (_joined(lines, drop) if count else text), count


def _joined(lines: Sequence[str], drop: Collection[int]) -> str:
    """The lines that are kept, a Japanese sentence that a page cut put together again."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        if at in drop:
            continue
        cut = at - 1 in drop and kept and is_japanese(kept[-1][-1:]) and is_japanese(line[:1])
        if cut and not _TERMINAL.search(kept[-1]) and not line[0].isspace():
            kept[-1] += line
        else:
            kept.append(line)
    return "\n".join(kept)


def _running(lines: Sequence[str]) -> frozenset[int]:
    """The lines that are printed on every page: the same but for a number that rises from one to the next,
    with a sign that a page ends there, or the same beside a page number. The first stays where it has no
    number: it may say who speaks."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        body = " ".join(line.split())
        if 3 < len(body) <= _LONGEST and not _TERMINAL.search(body) and not body.startswith(("|", "#")):
            alike[_FIGURES.sub("#", body)].append(at)
    found: set[int] = set()
    for key, places in alike.items():
        if len(places) < _FEWEST or not any(map(str.isalpha, key)):
            continue
        if key.count("#") == 1 and len(places) > _FEWEST:
            numbers = [int(figure[0]) for at in places if (figure := _FIGURES.search(lines[at]))]
            rising = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            if rising and _apart(places) and not _is_title(key) and _at_pages(lines, places):
                found.update(places)
        elif "#" not in key and all(_beside_a_page_number(lines, at) for at in places[1:]):
            found.update(places[1:])
    return frozenset(found)


def _apart(places: Sequence[int]) -> bool:
    """Whether text stands between lines, not one below the other as in a list."""
    return all(after - before > _FEWEST for before, after in pairwise(places))


def _is_title(key: str) -> bool:
    """Whether a line that is alike but for its number heads a section: "Article #", "Question #"."""
    words = [word for word in key.split() if any(map(str.isalpha, word))]
    return len(words) == 1 or is_unit(key.replace("#", "1"))


def _at_pages(lines: Sequence[str], places: Sequence[int]) -> bool:
    """Whether lines stand where pages end: one inside a sentence, or each beside a page number."""
    return any(_cuts_a_sentence(lines, at) for at in places) or all(
        _beside_a_page_number(lines, at) for at in places[1:]
    )


def _cuts_a_sentence(lines: Sequence[str], at: int) -> bool:
    above = next((line.strip() for line in reversed(lines[:at]) if line.strip()), "")
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    if len(above) < _FULL or _TERMINAL.search(above) or _ITEM.match(above) or above[-1] in ",、":
        return False
    # In Japanese a paragraph is indented, and a heading mostly ends in kanji or katakana.
    return below[:1].islower() or ("\u3041" <= above[-1] <= "\u309f" and is_japanese(below[:1]))


def _beside_a_page_number(lines: Sequence[str], at: int) -> bool:
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    return "\f" in lines[at] or any(
        _FURNITURE.fullmatch(line.strip()) or _PAGE_NUMBER.fullmatch(line.strip()) for line in (above, below)
    )


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
