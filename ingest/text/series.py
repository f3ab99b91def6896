"""Which of the figures at which lines begin are the numbers of a text's paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from core.months import MONTHS
from ingest.text.headings import above_a_number, is_marked
from ingest.text.lines import Line
from ingest.text.misread import STARTS, STRAY

_STRONG = re.compile(
    rf"[.,]?(?P<n>\d{{1,4}})(?:[.,]{{1,2}}(?:\s+|$){STRAY}|\.(?=[A-Z“\"'(\[])|[．.、](?=[\u3040-\u9fff「『])"
    rf"|[．、]\s{{0,8}}|[.,]?\s{{0,8}}[\t\u3000]{STRAY})\s{{0,40}}"
)
_WEAK = re.compile(
    rf"(?:\((?P<b>\d{{1,3}})\)(?=\s)|(?P<n>\d{{1,4}})(?:[)](?=\s)|\s?[.,:;*„»'-]{{0,3}}\s{{1,40}}{STARTS}))\s{{0,8}}"
)
# "**3.** ", "OP3 ", "§ 3 ": a number that is set off, or says that it is a paragraph's
_DRESSED = re.compile(
    r"(?:(?:\*\*|__)(?:OP\s?|[¶§]\s?)?(?P<n>\d{1,4})[.)]?(?:\*\*|__)[.:]?|(?:OP\s?|[¶§]\s?)(?P<b>\d{1,4})[.:)]?)\s+"
)
_DRESSES = ("*", "_", "O", "¶", "§")
_ALONE = re.compile(r"(?P<n>\d{1,4})[.,]?")
_WORD_AFTER = re.compile(  # a figure before one of these is part of a sentence: "22 November 1967"
    rf"(?:{'|'.join(MONTHS)})\b(?! I\b)"
)
_REACH = 10  # numbers of one series are at most so far apart
# What it costs a series, in which a number found is worth 1, to go on after so many numbers.
_COSTS = tuple((step, min(0.35 * (step - 1), 0.95)) for step in range(1, _REACH + 1))
_SKIP = 0.02  # what a figure at a line's start that isn't in the series costs it
_MOST_SERIES = 20
_MOST_WORK = 3  # how often each figure is looked at, on average, in the search for further series
FARTHEST = 60  # lost numbers between two series that are one and the same
_LONG = 150  # code points; paragraphs of a series that begins again are longer, items of a list aren't


@dataclass(frozen=True, slots=True)
class Figure:
    at: int  # index of the line
    number: int
    length: int
    weight: float


def figures_of(lines: Sequence[Line]) -> list[Figure]:
    """The figures at which lines begin, with how much each looks like a paragraph's number."""
    figures: list[Figure] = []
    listed = 0  # the item of a list that comes next, 0 outside of one
    for at, line in enumerate(lines):
        text = line.text
        if not (text[0].isdigit() or text[0] in "(.," or text[0] in _DRESSES) or line.heading or line.alone:
            continue
        if found := _STRONG.match(text) or _DRESSED.match(text):
            weight = 1.0
        elif found := _ALONE.fullmatch(text):
            weight = 0.5
        elif found := _WEAK.match(text):
            weight = 0.6
            if text[found.end() - 2 : found.end()][0].isdigit() and _WORD_AFTER.match(text, found.end()):
                continue
        else:
            continue
        number = int(next(filter(None, found.groups())))
        if number == 0:
            continue
        leads = at > 0 and lines[at - 1].text.endswith((":", "："))
        if number == listed or (number == 1 and leads):
            listed = number + 1
            weight *= 0.6
        figures.append(Figure(at, number, found.end(), weight))
    return figures


def series_of(lines: Sequence[Line], figures: Sequence[Figure]) -> list[list[Figure]]:
    """The series that are paragraphs' numbers, in the order of the text."""
    sections = _sections(lines, figures)
    if sections and _numbers_paragraphs(lines, sections):
        return sections
    main = _best_series(figures)
    if len(main) < 3:
        return []
    place = {figure.at: index for index, figure in enumerate(figures)}
    found = [main]
    todo = [(False, 0, place[main[0].at]), (True, place[main[-1].at] + 1, len(figures))]
    work = _MOST_WORK * len(figures)
    while todo and len(found) < _MOST_SERIES and work > 0:
        after, first, last = todo.pop()
        work -= last - first
        one = _best_series(figures[first:last])
        if len(one) < 2:
            continue
        bounds = (main[-1].at + 1, len(lines)) if after else (0, main[0].at)
        if _goes_on(main, one, after=after) or _begins_again(lines, one, bounds):
            found.append(one)
            todo += [(after, first, place[one[0].at]), (after, place[one[-1].at] + 1, last)]
    found.sort(key=lambda series: series[0].at)
    return _joined(found) if _numbers_paragraphs(lines, found) else []


def _sections(lines: Sequence[Line], figures: Sequence[Figure]) -> list[list[Figure]]:
    """The numberings of a text in which each section counts from 1: right below a short line that ends
    nothing stands "1.", and the numbers rise by one. Empty when not two sections have them."""
    runs: list[list[Figure]] = []
    for figure in figures:
        if figure.number == 1 and figure.at and _opens_a_section(lines, figure.at - 1):
            runs.append([figure])
        elif runs and figure.number == runs[-1][-1].number + 1:
            runs[-1].append(figure)
    several = [run for run in runs if len(run) > 1]
    return runs if len(several) > 1 else []


def _opens_a_section(lines: Sequence[Line], at: int) -> bool:
    ended = at == 0 or lines[at].after_blank or lines[at - 1].text[-1] in ".!?。！？"
    return (
        lines[at].heading or is_marked(lines[at].text) or (ended and bool(above_a_number(lines[at].text, 1)))
    )


def _joined(found: Sequence[list[Figure]]) -> list[list[Figure]]:
    """The series, those that go on from one another made one."""
    joined: list[list[Figure]] = []
    for one in found:
        if joined and 0 < one[0].number - joined[-1][-1].number <= FARTHEST:
            joined[-1] = [*joined[-1], *one]
        else:
            joined.append(one)
    return joined


def _best_series(figures: Sequence[Figure]) -> list[Figure]:
    """The rising series of greatest weight: linear, because a series is known by the number it has
    reached, and only the best that reached a number matters."""
    reached: dict[int, tuple[float, int]] = {}  # number → score, index
    before: list[int] = []
    best, best_at = 0.0, -1
    for at, figure in enumerate(figures):
        score, previous = figure.weight, -1
        number, worth = figure.number, figure.weight + _SKIP
        for step, cost in _COSTS:
            earlier = reached.get(number - step)
            if earlier is None:
                continue
            here = earlier[0] + worth - cost - _SKIP * (at - earlier[1])
            if here > score:
                score, previous = here, earlier[1]
        before.append(previous)
        known = reached.get(figure.number)
        # Of two equal numbers the earlier is the right one, unless the number before it is missing: then
        # the earlier was misread.
        rest = score - (known[0] - _SKIP * (at - known[1])) if known else 1.0
        if rest > 1e-9 or (rest > -1e-9 and previous >= 0 and figures[previous].number < figure.number - 1):
            reached[figure.number] = (score, at)
        if score > best:
            best, best_at = score, at
    series = []
    while best_at >= 0:
        series.append(figures[best_at])
        best_at = before[best_at]
    series.reverse()
    return series


def _numbers_paragraphs(lines: Sequence[Line], found: Sequence[Sequence[Figure]]) -> bool:
    """Whether these series are what the text's paragraphs are numbered with.

    The numbers are on two fifths of the lines at which a paragraph could begin (in a text broken at a
    fixed width that can't be told so well: on a tenth), from early in the text on unless they are too
    high for a list; or the text begins with them, on long paragraphs one after the other (what follows
    may be a long quotation). They aren't the items of a list, nor headings.
    """
    series = [figure for one in found for figure in one]
    first, last = series[0], series[-1]
    if _is_list(lines, first, last) or _are_headings(lines, series):
        return False
    steady = all(
        figure.weight >= 1 and figure.at == at and figure.number == first.number + at
        for at, figure in enumerate(series[:3])
    )
    if steady and min(len(lines[at].text) for at in range(3)) > _LONG / 2 and _is_long(lines, series[:4]):
        return True
    starts = sum(line.after_blank or not line.text[0].islower() for line in lines)
    wrapped = median(len(line.text) for line in lines) < 110
    share = 0.1 if wrapped else 0.2 if len(series) >= 10 else 0.4
    if first.at <= max(4, len(lines) // 8) or first.number > 9:
        return len(series) / max(starts, 1) >= share
    return _to_the_end(lines, series, share)


def _to_the_end(lines: Sequence[Line], series: Sequence[Figure], share: float) -> bool:
    """Whether a text is numbered from some place on to its end, as a resolution is below its preamble."""
    first, last = series[0], series[-1]
    clauses = lines[first.at - 1].text.endswith(",")  # a preamble: "(1)" is no item of a list then
    whole = all(
        figure.number == at and (clauses or figure.weight >= 1) for at, figure in enumerate(series, 1)
    )
    tail = len(lines) - last.at
    starts = sum(line.after_blank or not line.text[0].islower() for line in lines[first.at :])
    return whole and tail <= max(6, len(lines) // 5) and len(series) / max(starts, 1) >= share


def _is_list(lines: Sequence[Line], first: Figure, last: Figure) -> bool:
    """True for numbered items that a line ending in a colon leads in and that text follows."""
    return (
        first.at > 0
        and first.number == 1
        and lines[first.at - 1].text.endswith((":", "："))
        and last.at < 0.8 * len(lines)
    )


def _is_long(lines: Sequence[Line], series: Sequence[Figure]) -> bool:
    """Whether the stretches from number to number are as long as paragraphs."""
    lengths = [lines[after.at - 1].end - lines[figure.at].start for figure, after in pairwise(series)]
    return bool(lengths) and median(lengths) > _LONG


def _are_headings(lines: Sequence[Line], series: Sequence[Figure]) -> bool:
    """True when most of the numbered lines are short, unfinished and followed by text of their own."""
    titles = 0
    for figure in series:
        text = lines[figure.at].text
        follows = figure.at + 1 < len(lines) and len(lines[figure.at + 1].text) > len(text)
        titles += (
            figure.length < len(text) <= 80
            and follows
            and text[-1].isalnum()
            and not lines[figure.at + 1].text[0].islower()
            and (
                lines[figure.at + 1].after_blank
                or len(lines[figure.at + 1].text) > 120
                or lines[figure.at + 1].text.startswith(f"{figure.number}.1")
            )
        )
    return titles > 0.6 * len(series)


def _goes_on(main: Sequence[Figure], one: Sequence[Figure], *, after: bool) -> bool:
    """Whether ``one`` is the same numbering as ``main``, some numbers farther on or back."""
    gap = one[0].number - main[-1].number if after else main[0].number - one[-1].number
    return 0 < gap <= FARTHEST and len(one) >= 2 and all(figure.weight >= 1 for figure in one[:2])


def _begins_again(lines: Sequence[Line], one: Sequence[Figure], bounds: tuple[int, int]) -> bool:
    """Whether ``one`` is a numbering that began again, rather than a list or footnotes."""
    return (
        len(one) >= 4
        and sum(figure.weight >= 1 for figure in one[:4]) >= 3
        and one[0].at - bounds[0] <= max(4, (bounds[1] - bounds[0]) // 4)
        and _is_long(lines, one)
    )
