"""The paragraph numbers that a speech of 1950–1979 prints, by a rule that shares no code with the reader.

**The rule for the truth.** It looks at the raw file and shares no code with what it measures.

1. A *plain mark* is a line's beginning ``N.`` or ``N,`` (N of one to three digits, the stop once or
   twice) before a space, a tab, a capital, a quotation mark or the line's end, or ``N`` before a tab.
   The truth begins with the longest chain of plain marks whose numbers rise by at most 10 each time;
   of equally long chains, the one that takes up the fewest code points between its numbers' steps of
   one. Further chains before it and after it count when they have four marks or more that rise by one
   (a numbering that begins again), or two or more that go on where the chain ends.
2. Between two marks of a chain whose numbers are not neighbours, a missing number *n* counts as printed
   a. when it stands as ``n.``, ``n,``, ``n:`` or ``n;`` inside a line (or at its start), before a
      capital or an opening quotation mark, and after the end of a sentence or the start of the line; or
   b. when it stands at the start of a line, one speck before it at most, with another stop, or none,
      before a capital; or
   c. damaged: a line begins with a token of one to six characters that has a figure in it, or a
      character that scanning takes for one (``l I O S B Z L ] $ %``), and is no word and no year (four
      figures), before a capital and after a line that ends a sentence, and there are exactly as many
      such lines between the two marks as numbers missing. Counting, not shape, tells which number it
      is. A damaged number counts as printed, and what must be found is the number that was printed,
      not the misreading.
   Any other missing number is *lost*: it isn't in the file, and nobody is asked to find it. How many
   are lost is reported.
3. The numbers before a chain's first and after its last count, one by one, by 2a after the end of a
   sentence, or by 2b. A number with no words before the next one has no paragraph and isn't asked for;
   a paragraph that repeats an earlier one word for word is asked for once.
4. A paragraph's text goes from its mark to the next mark of the truth; that of the last one to the end
   of the file; lines of nothing but a page number or document symbol left out. It is right when the
   first eight and the last eight words agree (runs of letters and digits, in lower case, so that white
   space and specks don't matter). Where numbers were lost after it, and for a chain's last number,
   nothing says where the paragraph ends: its first words must agree and its last words must occur, in
   that order, before the next mark.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_PLAIN = re.compile(r"(?m)^[ \t\ufeff]*(\d{1,3})(?:[.,]{1,2}(?=[ \t]|[A-Z“\"']|$)|(?=\t))")
_TOKEN_LINE = re.compile(r"(?m)^[ \t]*(\S{1,6})[ \t]+(?=[\"'“‘(\[]?[A-Z])")
_FIGURE = re.compile(r"[\dlIOSBZL\]$%]")
_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[A-Za-z][a-z’']*[,;:]?|[A-Z]{2,}[,;:]?|[IVX]+[.)]|[A-Za-z][.)]|[A-Z]\.[A-Z]\.?")
_PAGE = re.compile(r"(?m)^[ \t]*(?:(?:\d{1,3}|A/(?:\d\d/)?PV\.?\w+)\s*)+$")
_MOST_RISE = 10


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that is printed in a file: ``text`` follows it, from ``start``, up to the next one.
    ``exact`` is true when the text's end is known. ``how`` is plain, inside, other stop or damaged."""

    number: int
    start: int
    text: str
    exact: bool
    how: str


def printed_in(text: str) -> tuple[Printed, ...]:
    """The numbers that are printed in ``text``, by the rule above, in their order."""
    plain = [(found.start(1), found.end(), int(found[1])) for found in _PLAIN.finditer(text)]
    chains = _chains(plain)
    marks: list[tuple[int, int, int, str]] = []
    for chain in chains:
        marks += [(start, end, number, "plain") for start, end, number in chain]
        for (_, begin, low), (stop, _, high) in pairwise(chain):
            marks += _between(text, begin, stop, low, high)
        begin, low = chain[0][0], chain[0][2]
        while low > 1 and (before := _next_to(text, 0, begin, low - 1)):
            marks.append(before[-1])
            begin, low = before[-1][0], low - 1
        stop, high = chain[-1][1], chain[-1][2]
        while after := _next_to(text, stop, len(text), high + 1):
            marks.append(after[0])
            stop, high = after[0][1], high + 1
    marks = sorted(set(marks))
    printed = []
    seen: set[tuple[str, ...]] = set()
    for at, (_, end, number, how) in enumerate(marks):
        following = marks[at + 1] if at + 1 < len(marks) else None
        stop = following[0] if following else len(text)
        exact = bool(following and following[2] == number + 1)
        words = tuple(words_of(text[end:stop]))
        if words and not (len(words) > 20 and words in seen):
            printed.append(Printed(number, end, text[end:stop], exact, how))
        seen.add(words)
    return tuple(printed)


def lost_in(printed: Sequence[Printed]) -> int:
    """How many numbers of the series aren't in the file: gaps of up to a hundred."""
    rises = (after.number - before.number for before, after in pairwise(printed))
    return sum(rise - 1 for rise in rises if 1 < rise <= 100)


def _chains(plain: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    main = _longest(plain)
    if len(main) < 3:
        return []
    chains = [main]
    before = _longest([mark for mark in plain if mark[0] < main[0][0]])
    after = _longest([mark for mark in plain if mark[0] > main[-1][0]])
    for more, goes_on in (
        (before, bool(before) and 0 < main[0][2] - before[-1][2] < 100),
        (after, bool(after) and 0 < after[0][2] - main[-1][2] < 100),
    ):
        rises = {b[2] - a[2] for a, b in pairwise(more)}
        if (
            rises
            and rises <= ({1, 2, 3} if goes_on or len(more) > 9 else {1})
            and (goes_on or len(more) >= 4)
        ):
            chains.append(more)
    return sorted(chains)


def _longest(plain: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest rising chain, by comparing each mark with all before it."""
    length: list[tuple[int, int]] = []  # marks in the best chain that ends here; less what it spans
    previous: list[int] = []
    for here, (place, _, number) in enumerate(plain):
        best, back = (1, 0), -1
        for other in range(here):
            if not 0 < number - plain[other][2] <= _MOST_RISE:
                continue
            spanned = 0 if number - plain[other][2] > 1 else place - plain[other][0]
            candidate = (length[other][0] + 1, length[other][1] - spanned)
            if candidate > best:
                best, back = candidate, other
        length.append(best)
        previous.append(back)
    if not length:
        return []
    at = max(range(len(length)), key=lambda index: length[index])
    chain = []
    while at >= 0:
        chain.append(plain[at])
        at = previous[at]
    return chain[::-1]


def _between(text: str, begin: int, stop: int, low: int, high: int) -> list[tuple[int, int, int, str]]:
    """What is printed of the numbers between two neighbours of a chain (rule 2)."""
    if high - low < 2:
        return []
    found: list[tuple[int, int, int, str]] = []
    place = begin
    missing = []
    for number in range(low + 1, high):
        inside = re.compile(
            rf"(?:(?<=[.!?:;”\"’)] )|(?m:^)[ \t.,]*)({number})"
            rf"[.,:;]{{1,2}}[ \t]*(?=[.'\" ]{{0,2}}[\"“‘'(]?[A-Z])"
        ).search(text, place, stop)
        other = re.compile(
            rf"(?m)^[ \t.,]*(?:[^\sA-Z\d] )?({number})[ \t]?[^\w\s]{{0,3}}[ \t]*(?=[\"“‘'(]?[A-Z])"
        ).search(text, place, stop)
        for match, how in ((inside, "inside"), (other, "other stop")):
            if match:
                line_start = not text[text.rfind("\n", 0, match.start(1)) + 1 : match.start(1)].strip(" \t.,")
                how = "other stop" if line_start else how
                found.append((match.start(1), match.end(), number, how))
                place = match.end()
                break
        else:
            missing.append(number)
    taken = [mark[0] for mark in found]
    damaged = [
        match
        for match in _TOKEN_LINE.finditer(text, begin, stop)
        if match.start(1) > begin
        and _FIGURE.search(match[1])
        and not _PLAIN_WORD.fullmatch(match[1])
        and (not (above := text[: match.start(1)].rstrip()) or above[-1] in ".!?:;\"”’')]")
        and not any(abs(start - match.start(1)) < 4 for start in taken)
        and not re.fullmatch(r"\(?\d{1,2}\)|\d{4}[.,]?", match[1])
    ]
    if missing and len(damaged) == len(missing):
        found += [
            (match.start(1), match.end(), number, "damaged")
            for match, number in zip(damaged, missing, strict=True)
        ]
    return found


def _next_to(text: str, begin: int, stop: int, number: int) -> list[tuple[int, int, int, str]]:
    """Where ``number`` stands in ``text[begin:stop]`` inside a line after the end of a sentence, or at the
    start of a line, before a capital."""
    mark = re.compile(
        rf"(?:(?<=[.!?”\"] )({number})\.[ \t]+"
        rf"|(?m:^)[ \t]*({number})[ \t]?[^\w\s]{{0,3}}[ \t]+)(?=[\"“]?[A-Z])"
    )
    return [
        (match.start(match.lastindex or 1), match.end(), number, "inside" if match[1] else "other stop")
        for match in mark.finditer(text, begin, stop)
    ]


def words_of(text: str) -> list[str]:
    """Runs of letters and digits in lower case, without the lines that hold a page number only."""
    return [found[0].lower() for found in _WORD.finditer(_PAGE.sub("", text))]
