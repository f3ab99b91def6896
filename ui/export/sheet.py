"""A table of cells as CSV that a spreadsheet reads as text, never as a formula."""

import csv
import io

from core.spreadsheet import inert
from ui.state.known import Known
from ui.state.table import Row, table_of
from ui.state.turn import Turn

_COLUMNS = (
    *("delegation", "code", "from", "to", "state", "date", "speaker", "post", "forum"),
    *("quotation", "reference", "link", "searched"),
)


def csv_text(turn: Turn, known: Known) -> str:
    """The table with a row a quotation, and one for every cell without; "" where there is no table."""
    table = table_of(turn, known.names)
    if table is None:
        return ""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([known.texts(f"table.{column}") for column in _COLUMNS])
    by_state = (*table.of("said"), *table.of("uncertain"), *table.of("silent"))
    for row in by_state if table.silent_below else table.rows:
        for line in _rows(row, turn, known):
            writer.writerow([inert(field) for field in line])
    return out.getvalue()


def _rows(row: Row, turn: Turn, known: Known) -> list[list[str]]:
    cell, state = row.cell, known.texts(f"table.{row.cell.state}")
    head = [row.name, cell.delegation, cell.since, cell.until, state]
    by_id = {source.paragraph_id: source for source in turn.sources}
    lines = []
    for _, quote in row.quotes:
        source = next((by_id[c.paragraph_id] for c in quote.citations if c.paragraph_id in by_id), None)
        facts = ["", "", "", ""]
        reference = link = ""
        if source is not None:
            facts = [source.date, known.speaker(source), source.post, source.forum]
            reference, link = known.reference(source, address=False), source.url
        lines.append([*head, *facts, quote.text, reference, link, str(cell.searched)])
    return lines or [[*head, *[""] * 7, str(cell.searched)]]
