"""An answer line by line, as every text form of it has it: the clipboard, Markdown, the command line.

Numbers are those of the references below, counted from 1 in order of appearance: within a conversation the
page's own markers have gaps.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from core.records import Sentence, Source
from ui.state import counting
from ui.state.known import Known
from ui.state.reading import Keyed, bottom_line, their_words
from ui.state.table import Row, Table, table_of
from ui.state.turn import Turn
from ui.texts.dates import day

Kind = Literal["written", "note", "heading", "who", "quote", "row"]


@dataclass(frozen=True, slots=True)
class Line:
    """``numbers`` are those of its references. A row has its ``lead`` ("Japan", "1 December 2020") before
    the quotation and who spoke in ``by``."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()
    lead: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """``lines`` in reading order; ``references`` by number: the sources that they cite."""

    lines: tuple[Line, ...]
    references: Mapping[int, Source]


def written(turn: Turn, known: Known) -> Written:
    """The whole answer."""
    table = table_of(turn, known.names)
    numbers = _numbers(turn, table)
    lines = tuple(_lines(turn, table, known, numbers))
    by_marker = {source.marker: source for source in turn.sources}
    return Written(lines, {n: by_marker[m] for m, n in numbers.items() if m in by_marker})


def _numbers(turn: Turn, table: Table | None) -> dict[int, int]:
    rows = table.of("said", "uncertain") if table else ()
    quoted = [keyed for said in their_words(turn) for keyed in said.quotes]
    keyed = [*bottom_line(turn), *(one for row in rows for one in row.quotes), *quoted]
    markers = dict.fromkeys(c.marker for _, sentence in keyed for c in sentence.citations)
    return {marker: number for number, marker in enumerate(markers, 1)}


def _lines(turn: Turn, table: Table | None, known: Known, numbers: Mapping[int, int]) -> Iterator[Line]:
    texts, answer = known.texts, turn.answer
    for _, sentence in bottom_line(turn):
        yield Line("written", sentence.text, _of(sentence, numbers))
    uncertain = answer is not None and answer.status == "uncertain"
    # A table says its count itself, in place of the note; uncertain passages stand under their heading.
    counted = table is not None and not bottom_line(turn) and (uncertain or bool(table.of("said")))
    if answer is not None and answer.note and not counted and not uncertain:
        yield Line("note", answer.note)
    if answer is not None and answer.elsewhere:
        yield from _elsewhere(turn, known)
    if table is not None:
        yield from _table(table, known, numbers)
    said = their_words(turn)
    if said and uncertain:
        yield Line("heading", texts("answer.uncertain"))
        if answer is not None and answer.note:
            yield Line("note", answer.note)
    elif said:
        instead = answer is not None and answer.status == "not_addressed"
        yield Line("heading", texts("answer.instead" if instead else "answer.in_their_words"))
    for group in said:
        if group.source:
            yield Line("who", texts.listed(known.attribution(group.source)))
        yield from _quotes(group.quotes, known, numbers)


def _elsewhere(turn: Turn, known: Known) -> Iterator[Line]:
    asked = set(turn.filters.delegations)
    sources = turn.answer.elsewhere if turn.answer else ()
    named = [s for s in sources if s.delegation and s.delegation not in asked]
    who = (f"{known.name(s.delegation)}{f' ({s.date[:4]})' if s.date else ''}" for s in named)
    years = (s.date[:4] for s in sources if s not in named and s.date)
    for key, value, found in (("elsewhere", "who", who), ("elsewhere_when", "years", years)):
        if listed := known.texts.listed(dict.fromkeys(found)):
            yield Line("note", known.texts(f"answer.{key}", **{value: listed}))


def _table(table: Table, known: Known, numbers: Mapping[int, int]) -> Iterator[Line]:
    texts = known.texts
    yield Line("note", counting.count(table, texts))
    for row in table.of("said", *(() if table.silent_below else ("silent",))):
        yield _row(row, table, known, numbers)
    if maybe := table.of("uncertain"):
        yield Line("heading", texts("table.may_bear"))
        for row in maybe:
            yield _row(row, table, known, numbers)
    if table.silent_below and (silent := table.of("silent")):
        yield Line("note", counting.silent(silent, texts))


def _row(row: Row, table: Table, known: Known, numbers: Mapping[int, int]) -> Line:
    lead = tuple(
        part for part in (row.name if table.delegations else "", lead_date(row, table, known)) if part
    )
    if row.cell.state == "silent":
        return Line("row", counting.nothing(row, known.texts), (), lead)
    quoted = " ".join(known.texts.quoted(quote.text) for _, quote in row.quotes)
    cited = tuple(dict.fromkeys(n for _, quote in row.quotes for n in _of(quote, numbers)))
    return Line("row", quoted, cited, lead, spoken_by(row, table, known))


def lead_date(row: Row, table: Table, known: Known) -> str:
    """What stands in the table's second column: the year of the cell, or the day of the quotation."""
    return day(row.year if table.years else row.date, known.texts.language)


def spoken_by(row: Row, table: Table, known: Known) -> str:
    """Who spoke in which post and where; and when, where the row has only the year."""
    source = row.source
    if source is None:
        return ""
    when = day(source.date, known.texts.language) if table.years else ""
    parts = (known.speaker(source), source.post, source.forum, when)
    return known.texts.listed(" ".join(part.split()) for part in parts if part)


def _quotes(quotes: Iterable[Keyed], known: Known, numbers: Mapping[int, int]) -> Iterator[Line]:
    for _, sentence in quotes:
        yield Line("quote", known.texts.quoted(sentence.text), _of(sentence, numbers))


def _of(sentence: Sentence, numbers: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers[c.marker] for c in sentence.citations))
