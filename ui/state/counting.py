"""What a table says in words: its count, its silent ones, its empty cells."""

from collections.abc import Sequence

from ui.state.table import Row, Table
from ui.texts import Texts


def count(table: Table, texts: Texts) -> str:
    """ "11 of 15 delegations say so; 2 more may." """
    cells, said, maybe = len(table.rows), len(table.of("said")), len(table.of("uncertain"))
    if table.delegations and table.years:
        line = texts.count("table.in_cells", said, all=texts.count("count.cell", cells))
    elif table.years:
        line = texts.count("table.in_years", said, all=texts.count("count.year", cells))
    else:
        verb = "table.say_so" if table.silent_below else "table.address"
        line = texts.count(verb, said, all=texts.count("count.delegation", cells))
    more = texts.count("table.more_may", maybe) if maybe else ""
    return texts("mark.stop", line=line + more)


def nothing(row: Row, texts: Texts) -> str:
    """What an empty cell says."""
    if not row.cell.searched:
        return texts("table.no_statement")
    return texts("table.empty", statements=searched(row.cell.searched, texts))


def silent(rows: Sequence[Row], texts: Texts) -> str:
    """The silent ones by name, each with how many statements were searched."""
    each = (
        texts("table.one_silent", who=row.name or row.year, statements=searched(row.cell.searched, texts))
        for row in rows
    )
    return texts("table.none_from", who=texts.listed(each))


def searched(statements: int, texts: Texts) -> str:
    """ "3 statements"."""
    return texts.count("count.statement", statements)
