"""Made-up lists, changes over time and uncertain answers over the seed statement's words."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from answer.events import Event, Finished, Quoted, Surveyed
from core.records import Answer, Cell, CellState, Citation, Sentence, Source

LIST = "Which states call for stakeholders to be involved?"
CHANGE = "How has the position of Japan changed?"
UNSURE = "May it bear on the budget?"
HELLO = "Hello"
HOLDINGS = "What do you have from Japan?"

# Which paragraph stands for whose words in the list, and on which day.
_SAID = (("FRA", 3, "2019-03-05"), ("JPN", 2, "2020-12-01"), ("EU", 4, "2018-06-07"))
_MAYBE = (("ASEAN", 5, "2021-02-03"),)
_SILENT = ("AUS", "BRA", "CAN", "CHL", "CHN", "DEU", "EGY", "GBR", "IND", "KEN", "MEX", "NOR", "ZAF", "USA")

Numbered = Callable[[int], Source]
"""A paragraph of the seed statement, by its ordinal, under its number in the conversation."""


def quoting(source: Source, sentences: int = 1) -> Sentence:
    """The first sentences of a source as a quotation."""
    end = 0
    for _ in range(sentences):
        end = source.text.index(".", end) + 1
    words = source.text[:end]
    return Sentence(words, 1.0, (Citation(source.marker, source.paragraph_id, words, 0, end),), True)


def listed(base: Answer, numbered: Numbered) -> Iterator[Event]:
    """Three say it, one may, fourteen are silent."""
    cells: list[Cell] = []
    sources: list[Source] = []
    rows: tuple[tuple[CellState, tuple[tuple[str, int, str], ...]], ...] = (
        ("said", _SAID),
        ("uncertain", _MAYBE),
    )
    for state, group in rows:
        for code, ordinal, date in group:
            sources.append(
                replace(numbered(ordinal), delegation=code, date=date, date_end=date, post="Ambassador")
            )
            cells.append(Cell(code, "", "", state, 3, (quoting(sources[-1]),)))
            yield Surveyed(cells[-1], tuple(sources))
    cells += [Cell(code, "", "", "silent", 2) for code in _SILENT]
    yield Finished(_of_cells(base, "list", cells, sources, "3 of 18 delegations say so; 1 more may."))


def changed(base: Answer, numbered: Numbered) -> Iterator[Event]:
    """Said in two of three years, the year between them silent."""
    first = replace(numbered(2), date="2018-06-01", date_end="2018-06-01")
    second = numbered(6)
    cells = [
        Cell("JPN", "2018-01-01", "2018-12-31", "said", 2, (quoting(first),)),
        Cell("JPN", "2019-01-01", "2019-12-31", "silent", 4),
        Cell("JPN", "2020-01-01", "2020-12-31", "said", 5, (quoting(second, 2), quoting(second))),
    ]
    yield Surveyed(cells[0], (first,))
    yield Surveyed(cells[2], (first, second))
    note = "Said in 2 of 3 years; the others are silent."
    yield Finished(_of_cells(base, "over_time", cells, [first, second], note))


def unsure(base: Answer, numbered: Numbered) -> Iterator[Event]:
    """Two passages that may bear on the question."""
    sources = (numbered(4), numbered(2))
    quotes = tuple(quoting(source) for source in sources)
    yield Quoted(quotes, sources)
    note = "None of these passages was found to answer the question."
    yield Finished(
        replace(base, status="uncertain", mode="quoted", note=note, quotes=quotes, sources=sources)
    )


def greeted(base: Answer) -> Iterator[Event]:
    """What to do, to somebody who says hello."""
    note = "Ask what is said in the statements."
    yield Finished(replace(base, status="not_addressed", kind="help", note=note))


def counted(base: Answer) -> Iterator[Event]:
    """What the library holds, counted and not written."""
    yield Finished(replace(base, mode="quoted", kind="catalogue", note="1 statement (7 paragraphs)."))


def _of_cells(base: Answer, kind: str, cells: list[Cell], sources: list[Source], note: str) -> Answer:
    quotes = tuple(quote for cell in cells for quote in cell.quotes)
    return replace(
        base,
        mode="quoted",
        kind=kind,
        note=note,
        cells=tuple(cells),
        sentences=quotes,
        quotes=quotes,
        sources=tuple(sorted(sources, key=lambda source: source.marker)),
    )
