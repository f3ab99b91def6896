"""A timeline as a plot: a dot for each statement on its day, in a line for each speaker.

Gradio's own plots draw numbers: a click tells a stretch of the axis and not a dot, and nothing in them can be
reached by keyboard. These dots are buttons, placed in hundredths of the width, so that they fit any screen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from json import dumps

from core.records import Cell, Source
from desk.records import Moment, Timeline
from ui.texts import Texts
from ui.texts.dates import day

_CLOSE = 3.2  # hundredths of the width within which two dots of one line stand above each other
_LEVELS = 4
_YEARS = 7  # as many fit under the narrowest screen
_SHOWN = 160  # characters of a quotation in a dot's name
_SIGNS = ("said", "uncertain", "silent", "none")


@dataclass(frozen=True, slots=True)
class _Span:
    """The whole years that are drawn."""

    first: int
    last: int

    def at(self, when: date) -> float:
        """Where a day stands, in hundredths."""
        begin, end = date(self.first, 1, 1).toordinal(), date(self.last, 12, 31).toordinal()
        return 100 * (when.toordinal() - begin) / (end - begin)

    def year(self, year: int) -> tuple[float, float]:
        """Where a year begins, and how wide it is."""
        begin = self.at(date(year, 1, 1))
        return begin, self.at(date(year, 12, 31)) - begin


def plot(made: Timeline, texts: Texts, name: Callable[[str], str]) -> str:
    """The statements that are read so far: the delegation's own line, then one for each group. ``""`` before
    the first."""
    years = [int(moment.cell.since[:4]) for moment in made.moments]
    if not years:
        return ""
    span = _Span(min(years), max(years))
    sources = {source.paragraph_id: source for source in made.sources}
    lines = "".join(
        _line(code, [m for m in made.moments if m.cell.delegation == code], span, sources, texts, name)
        for code in dict.fromkeys((made.delegation, *(m.cell.delegation for m in made.moments)))
    )
    used = {_sign(moment.cell) for moment in made.moments}
    legend = "".join(
        f'<li><span class="rp-at rp-at-{sign}" aria-hidden="true"></span> '
        f"{escape(texts(f'desk.plot_{sign}'))}</li>"
        for sign in _SIGNS
        if sign in used
    )
    label = texts("desk.plot", topic=made.question, who=name(made.delegation))
    return (
        f'<figure class="rp-plot" aria-label="{escape(label)}">{lines}'
        f'<div class="rp-plot-years" aria-hidden="true">{_axis(span)}</div>'
        f'<figcaption><ul class="rp-plot-legend">{legend}</ul></figcaption></figure>'
    )


def _line(
    code: str,
    moments: Sequence[Moment],
    span: _Span,
    sources: dict[str, Source],
    texts: Texts,
    name: Callable[[str], str],
) -> str:
    who = texts("desk.group", who=name(code)) if any(m.group for m in moments) else name(code)
    marks, levels = [], 1
    for moment, at, level in _placed(moments, span):
        levels = max(levels, level + 1)
        marks.append(_mark(moment.cell, at, level, span, sources, texts, name))
    return (
        f'<div class="rp-plot-line" role="group" aria-label="{escape(who)}"><p>{escape(who)}</p>'
        f'<div class="rp-plot-track" style="--levels: {levels}">{"".join(marks)}</div></div>'
    )


def _placed(moments: Sequence[Moment], span: _Span) -> Iterator[tuple[Moment, float, int]]:
    """Each with its place along the line, and how far above it: on the lowest level that has room."""
    last = [-100.0] * _LEVELS
    for moment in moments:
        at = span.at(_day(moment.cell.since))
        level = next((n for n, before in enumerate(last) if at - before >= _CLOSE), _LEVELS - 1)
        if moment.cell.searched:
            last[level] = at
        yield moment, at, level


def _mark(
    cell: Cell,
    at: float,
    level: int,
    span: _Span,
    sources: dict[str, Source],
    texts: Texts,
    name: Callable[[str], str],
) -> str:
    """A dot that opens its paragraph, or what says that there is none."""
    sign = _sign(cell)
    if sign == "none":
        begin, wide = span.year(int(cell.since[:4]))
        told = escape(texts("desk.silent_year", year=cell.since[:4]))
        style = f"left: {begin:.2f}%; width: {wide:.2f}%"
        return f'<span class="rp-gap" role="img" style="{style}" aria-label="{told}" title="{told}"></span>'
    style = f"left: {at:.2f}%; --level: {level}"
    when, quote = day(cell.since, texts.language), next(iter(cell.quotes), None)
    state = texts(f"desk.plot_{sign}")
    cited = next((c for c in quote.citations if c.paragraph_id in sources), None) if quote else None
    if quote is None or cited is None:
        told = escape(texts.listed((when, name(cell.delegation), state)))
        return (
            f'<span class="rp-at rp-at-{sign}" role="img" style="{style}" aria-label="{told}" '
            f'title="{told}"></span>'
        )
    source = sources[cited.paragraph_id]
    words = quote.text if len(quote.text) <= _SHOWN else f"{quote.text[:_SHOWN].rstrip()}…"
    told = escape(f"{texts.listed((when, state))}: {texts.quoted(words)}")
    marks = escape(dumps([["", cited.start, cited.end]]))
    return (
        f'<button type="button" class="rp-at rp-at-{sign}" style="{style}" data-act="statement" '
        f'data-statement="{escape(source.statement_id)}" data-paragraph="{escape(source.paragraph_id)}" '
        f'data-ordinal="{source.ordinal}" data-marks="{marks}" aria-label="{told}" title="{told}"></button>'
    )


def _day(iso: str) -> date:
    """A day; the first of January, or of the month, where only that much is known."""
    return date.fromisoformat(iso + "-01-01"[len(iso) - 4 :])


def _sign(cell: Cell) -> str:
    return cell.state if cell.searched else "none"


def _axis(span: _Span) -> str:
    """The years below, as many as fit."""
    step = -(-(span.last - span.first + 1) // _YEARS)
    marks = []
    for year in range(span.first, span.last + 1, step):
        begin, wide = span.year(year)
        marks.append(f'<span style="left: {begin + wide / 2:.2f}%">{year}</span>')
    return "".join(marks)
