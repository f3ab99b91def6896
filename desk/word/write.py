"""Writing a paper as a Word file."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.shared import Cm
from docx.text.run import Run as DocxRun

from desk.word.content import Paper, Paragraph, Run, Table
from desk.word.fonts import NAMES, set_styles
from desk.word.footnotes import add_footnotes, add_styles
from desk.word.xml import as_change, held, reference_run, shaded

_AUTHOR = "Rapporteur"
_WIDTH_CM = 16.4  # of the text, between the margins


def word_bytes(paper: Paper, made: datetime | None = None) -> bytes:
    """The file. ``made`` is the time in its properties and on its changes and comments: now where None. A
    character that a Word file cannot hold is left out."""
    return _Writer(paper, made or datetime.now(UTC)).written()


class _Writer:
    """One file while it is written: footnotes and changes are numbered as they come."""

    def __init__(self, paper: Paper, made: datetime) -> None:
        self._paper, self._made = paper, made
        self._document: Document = docx.Document()
        self._footnotes: list[str] = []
        self._changes = 0
        set_styles(self._document, paper.language)
        add_styles(self._document)
        # Looked up once: python-docx goes through all styles of its template for each paragraph.
        self._styles = {style: self._document.styles[name].style_id for style, name in NAMES.items()}

    def written(self) -> bytes:
        document, paper = self._document, self._paper
        self._set_properties()
        if paper.marking:
            document.sections[0].header.paragraphs[0].text = held(paper.marking)
        for block in paper.blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._fill(document.add_paragraph(), block)
        if self._footnotes:
            add_footnotes(document, self._footnotes)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def _set_properties(self) -> None:
        properties = self._document.core_properties
        properties.title = held(self._paper.title)[:255]
        properties.author = properties.last_modified_by = _AUTHOR
        properties.comments = ""
        properties.created = properties.modified = self._made.astimezone(UTC).replace(tzinfo=None)

    def _table(self, table: Table) -> None:
        grid = self._document.add_table(rows=1, cols=len(table.head), style="Table Grid")
        for cell, head in zip(grid.rows[0].cells, table.head, strict=True):
            cell.paragraphs[0].add_run(held(head)).bold = True
        for row in table.rows:
            for cell, paragraphs in zip(grid.add_row().cells, row, strict=True):
                self._fill_cell(cell, paragraphs)
        grid.autofit = False
        widths = table.widths or (_WIDTH_CM / len(table.head),) * len(table.head)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        self._document.add_paragraph()  # two tables that touch are one to Word

    def _fill_cell(self, cell: Any, paragraphs: Sequence[Paragraph]) -> None:
        for number, paragraph in enumerate(paragraphs):
            self._fill(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), paragraph)

    def _fill(self, made: Any, paragraph: Paragraph) -> None:
        if paragraph.style != "body":  # whose style is that of every paragraph that has none
            made._p.style = self._styles[paragraph.style]
        for run in paragraph.runs:
            self._run(made, run)

    def _run(self, made: Any, run: Run) -> None:
        written: DocxRun = made.add_run(held(run.text))
        written.bold, written.italic = run.bold or None, run.italic or None
        if run.shade:
            shaded(written, run.shade)
        if run.comment:
            self._document.add_comment(written, held(run.comment), author=_AUTHOR, initials="R")
        if run.change:
            self._changes += 1
            when = self._made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            as_change(written, run.change == "added", self._changes, _AUTHOR, when)
        if run.footnote:
            self._footnotes.append(run.footnote)
            made._p.append(reference_run(len(self._footnotes)))
