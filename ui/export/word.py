"""A table of cells as a Word file."""

import io
import re
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ui.export.lines import lead_date, spoken_by, written
from ui.state import counting
from ui.state.known import Known
from ui.state.table import Row, Table, table_of
from ui.state.turn import Turn

# Characters that XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_bytes(turn: Turn, known: Known) -> bytes:
    """The question, the count, the table, who is silent, and the references; b"" where there is no table."""
    table = table_of(turn, known.names)
    if table is None:
        return b""
    document = docx.Document()
    _plain_style(document)
    document.add_heading(_held(turn.question), level=1)
    numbers = {source.marker: number for number, source in written(turn, known).references.items()}
    document.add_paragraph(counting.count(table, known.texts))
    _grid(document, table, table.of("said", *(() if table.silent_below else ("silent",))), known, numbers)
    if maybe := table.of("uncertain"):
        document.add_paragraph(known.texts("table.may_bear"))
        _grid(document, table, maybe, known, numbers)
    if table.silent_below and (silent := table.of("silent")):
        document.add_paragraph(_held(counting.silent(silent, known.texts)))
    document.add_heading(known.texts("answer.references"), level=2)
    for number, source in written(turn, known).references.items():
        document.add_paragraph(_held(f"{number}. {known.reference(source)}"))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _grid(document: Any, table: Table, rows: tuple[Row, ...], known: Known, numbers: dict[int, int]) -> None:
    if not rows:
        return
    texts = known.texts
    heads = [texts("table.delegation")] if table.delegations else []
    heads += [texts("table.year" if table.years else "table.date"), texts("table.words")]
    grid = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    widths = [Cm(3.4)] * (len(heads) - 1) + [Cm(16.0 - 3.4 * (len(heads) - 1))]
    for at, head in enumerate(heads):
        grid.rows[0].cells[at].paragraphs[0].add_run(head).bold = True
    for row in rows:
        line = grid.add_row().cells
        lead = [row.name] if table.delegations else []
        for at, text in enumerate([*lead, lead_date(row, table, known)]):
            line[at].text = _held(text)
        _words(line[-1], row, table, known, numbers)
    for line in grid.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width


def _words(cell: Any, row: Row, table: Table, known: Known, numbers: dict[int, int]) -> None:
    if not row.quotes:
        cell.text = _held(counting.nothing(row, known.texts))
        return
    for at, (_, quote) in enumerate(row.quotes):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.add_run(_held(known.texts.quoted(quote.text)))
        cited = dict.fromkeys(numbers[c.marker] for c in quote.citations if c.marker in numbers)
        paragraph.add_run(",".join(map(str, cited))).font.superscript = True
    if by := spoken_by(row, table, known):
        cell.add_paragraph().add_run(_held(by)).font.size = Pt(9)


def _plain_style(document: Any) -> None:
    """A serif for both scripts, so that Japanese has a font that has it."""
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = "Georgia"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "Yu Mincho")
    document.styles["Normal"].font.size = Pt(10.5)


def _held(text: str) -> str:
    """``text`` without the characters that a Word file cannot hold."""
    return _FORBIDDEN.sub("", text)
