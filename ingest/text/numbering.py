"""Which paragraph numbers are printed in a text, and where.

A number at the start of a line proves nothing by itself: it may be a list's item, a footnote, a year
or a page. Numbers that rise through the text prove one another. So a series is looked for first,
among the numbers at which lines begin; then what it lacks, between two of its members: a number that
scanning damaged ("l7.", "6$.") or left in the middle of a line. Nothing is made up for a number that
isn't there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.text.lines import Line
from ingest.text.misread import STARTS, STRAY, misread
from ingest.text.series import FARTHEST, Figure, figures_of, series_of

_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]{0,3}$")
_INSIDE = re.compile(
    rf"(?P<before>^|[.!?:;,][\"'”’)\]]{{0,2}}|\w)\s(?P<mark>[.,]?(?P<n>\d{{1,4}})[.,:]{{1,2}}\s{STRAY}\s{{0,8}}){STARTS}"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]{0,2}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed number and how many code points of its line it takes, with what is between it and the
    text. ``certain`` is false when the next number of the series is missing or there is none, so that
    where the paragraph ends isn't told by the numbers."""

    number: int
    length: int
    certain: bool = False


def number_lines(lines: Sequence[Line]) -> tuple[tuple[Line, ...], dict[int, Mark]]:
    """The lines, those with a printed number inside cut before it, and the marks by line index."""
    figures = figures_of(lines)
    series = series_of(lines, figures)
    if not series:
        return tuple(lines), {}
    marks: dict[int, Mark] = {}
    cuts: dict[int, list[tuple[int, Mark]]] = {}
    for one in series:
        for figure in one:
            marks[figure.at] = Mark(figure.number, figure.length)
        _fill(lines, one, marks, cuts)
    return _cut(lines, marks, cuts)


def printed_numbers(lines: Sequence[Line]) -> dict[int, Mark]:
    """The marks of ``number_lines`` alone, by index of the lines as it cuts them."""
    return number_lines(lines)[1]


def _fill(
    lines: Sequence[Line],
    series: Sequence[Figure],
    marks: dict[int, Mark],
    cuts: dict[int, list[tuple[int, Mark]]],
) -> None:
    """Add to ``marks`` and ``cuts`` the numbers between the series' members, and next to its ends."""
    for figure, following in pairwise(series):
        if following.number - figure.number > 1:
            low, high = figure.number, following.number
            for at in range(figure.at, following.at + 1):
                if low + 1 >= high:
                    break
                # The line of the first begins with its number, that of the last too.
                if figure.at < at < following.at:
                    ended = bool(_ENDED.search(lines[at - 1].text))
                    if read := misread(lines[at].text, low, high, ended=ended):
                        marks[at] = Mark(*read)
                        low = read[0]
                if at < following.at:
                    low = _inside(lines, at, low, high, marks, cuts, strict=False)
    last = series[-1]
    number = last.number
    for at in range(last.at, min(last.at + 200, len(lines))):
        if at > last.at and at in marks:
            break
        number = _inside(lines, at, number, number + 2, marks, cuts, strict=True)
    first = series[0]
    for at in range(first.at - 1, max(-1, first.at - 60), -1):
        if at in marks:
            break
        if first.number > 1 and _inside(
            lines, at, first.number - 2, first.number, marks, cuts, strict=True
        ) == (first.number - 1):
            break


def _inside(
    lines: Sequence[Line],
    at: int,
    low: int,
    high: int,
    marks: dict[int, Mark],
    cuts: dict[int, list[tuple[int, Mark]]],
    *,
    strict: bool,
) -> int:
    """Cut line ``at`` before the numbers in it that lie between ``low`` and ``high``; the last of them,
    or ``low``. ``strict``: only the number that comes next, after the end of a sentence."""
    text = lines[at].text
    begin = marks[at].length if at in marks else 0
    for found in _INSIDE.finditer(text, begin):
        number = int(found["n"])
        if not low < number < high:
            continue
        if not _SENTENCE_END.fullmatch(found["before"]) and (strict or number != low + 1):
            continue
        mark = Mark(number, found.end() - found.start("mark"))
        cuts.setdefault(at, []).append((found.start("mark"), mark))
        low = number
        if strict:
            high = low + 2
    return low


def _cut(
    lines: Sequence[Line], marks: dict[int, Mark], cuts: dict[int, list[tuple[int, Mark]]]
) -> tuple[tuple[Line, ...], dict[int, Mark]]:
    cut_lines: list[Line] = []
    numbered: dict[int, Mark] = {}
    for at, line in enumerate(lines):
        if at in marks:
            numbered[len(cut_lines)] = marks[at]
        start = 0
        rest = line
        for place, mark in sorted(dict(cuts.get(at, ())).items()):
            head = line.text[start:place].rstrip()
            if head:
                cut_lines.append(
                    replace(rest, start=line.start + start, end=line.start + start + len(head), text=head)
                )
            start = place
            rest = Line(line.start + place, line.end, line.text[place:], False, False)
            numbered[len(cut_lines)] = mark
        cut_lines.append(rest)
    return tuple(cut_lines), _with_ends(cut_lines, numbered)


def _with_ends(lines: Sequence[Line], marks: dict[int, Mark]) -> dict[int, Mark]:
    """The marks, each with whether all up to the next belongs to it. It does when that has the next
    number; and at the end of a series, when it is no longer than what stands elsewhere between two."""
    places = [*sorted(marks), len(lines)]
    longest = 0
    for here, there in pairwise(places[:-1]):
        if marks[there].number - marks[here].number == 1:
            longest = max(longest, lines[there - 1].end - lines[here].start)
    ended = dict(marks)
    for here, there in pairwise(places):
        rise = marks[there].number - marks[here].number if there in marks else 0
        certain = rise == 1 or (
            not 0 < rise <= FARTHEST and lines[there - 1].end - lines[here].start <= longest
        )
        ended[here] = replace(marks[here], certain=certain)
    return ended
