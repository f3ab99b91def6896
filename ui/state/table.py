"""A list, a comparison or a change over time as a table: a row a cell, in a reader's order."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.records import Cell, CellState, Source
from ui.state.reading import Keyed
from ui.state.turn import Turn

_LISTS = ("list", "count", "who_else")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell. ``name`` is its delegation's, ``""`` for anyone; ``year`` is ``""`` where the cell is not of
    one year. ``source`` is that of the first quotation; ``key`` names the row."""

    cell: Cell
    key: str
    name: str
    year: str
    source: Source | None
    quotes: tuple[Keyed, ...]

    @property
    def date(self) -> str:
        """The day of the first quotation, or the year of an empty cell."""
        return self.source.date if self.source else self.year


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` in order; ``delegations`` and ``years`` say which columns differ between them. Where
    ``silent_below`` the silent rows are named below the table, otherwise they keep their place in it."""

    rows: tuple[Row, ...]
    delegations: bool
    years: bool
    silent_below: bool

    def of(self, *states: CellState) -> tuple[Row, ...]:
        """The rows in one of these states, in order."""
        return tuple(row for row in self.rows if row.cell.state in states)


def table_of(turn: Turn, names: Mapping[str, str]) -> Table | None:
    """The turn's cells as a table, by name and year; None where it has none. ``names`` are those of
    delegation codes."""
    if not turn.cells:
        return None
    by_id = {source.paragraph_id: source for source in turn.sources}
    rows = [_row(index, cell, names, by_id) for index, cell in enumerate(turn.cells)]
    rows.sort(key=lambda row: (row.name.casefold(), row.cell.since))
    kind = turn.answer.kind if turn.answer else ""
    years = len({row.cell.since for row in rows}) > 1
    delegations = len({row.name for row in rows}) > 1 or not years
    # While a list is made its kind is not known yet; a list has no years side by side.
    listed = kind in _LISTS or (turn.answer is None and not years)
    return Table(tuple(rows), delegations, years, listed)


def _row(index: int, cell: Cell, names: Mapping[str, str], by_id: Mapping[str, Source]) -> Row:
    quotes = tuple((f"c{index}-{at}", quote) for at, quote in enumerate(cell.quotes))
    cited = (c.paragraph_id for quote in cell.quotes for c in quote.citations)
    source = next((by_id[one] for one in cited if one in by_id), None)
    whole_year = cell.since[5:] == "01-01" and cell.until == f"{cell.since[:4]}-12-31"
    name = names.get(cell.delegation) or cell.delegation
    return Row(cell, f"c{index}", name, cell.since[:4] if whole_year else "", source, quotes)
