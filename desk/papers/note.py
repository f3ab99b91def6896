"""A note as a paper, and its tables as CSV."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

from core.records import Source
from core.spreadsheet import inert
from desk.notes.records import Note, Piece
from desk.papers.pieces import Pieces
from desk.papers.references import Footnotes, reference
from desk.word.content import Block, Paper, Paragraph, Run, Table, runs_of
from ui.texts import Texts


def note_paper(note: Note, texts: Texts, name: Callable[[str], str]) -> Paper:
    """The note with its footnotes in the order that its pieces have now, what the person wrote marked by a
    comment, and the cited paragraphs in full."""
    notes = note_footnotes(note, texts, name)
    blocks = [Paragraph.of(note.title, "title")]
    made = [*blocks, *(_commented(piece, noted_block(piece, notes), texts) for piece in note.pieces)]
    annex = Pieces(texts, name, notes).annex() if note.kind != "draft" else ()
    return Paper(note.title, (*made, *annex), note.marking, texts.language)


def note_csv(note: Note, texts: Texts, name: Callable[[str], str]) -> str:
    """The rows of the note's tables, each with the heading above it, its references and links; no field is
    computed by a spreadsheet. "" where it has no table."""
    out = io.StringIO()
    writer = csv.writer(out)
    heading, head = note.title, None
    for piece in note.pieces:
        block = piece.block
        if isinstance(block, Paragraph):
            heading = block.text if block.style == "heading" else heading
            continue
        if block.head != head:
            head = block.head
            writer.writerow(["", *head, texts("table.reference"), texts("table.link")])
        by_id = {source.paragraph_id: source for source in piece.sources}
        for row in block.rows:
            cells = ["\n".join(paragraph.text for paragraph in cell) for cell in row]
            cited = dict.fromkeys(run.footnote for cell in row for p in cell for run in runs_of(p))
            sources = [by_id[one] for one in cited if one in by_id]
            references = "; ".join(reference(source, texts, name) for source in sources)
            links = " ".join(dict.fromkeys(source.url for source in sources if source.url))
            writer.writerow([inert(field) for field in (heading, *cells, references, links)])
    return out.getvalue()


def has_table(note: Note) -> bool:
    """Whether there is anything to write as CSV."""
    return any(isinstance(piece.block, Table) for piece in note.pieces)


def note_footnotes(note: Note, texts: Texts, name: Callable[[str], str]) -> Footnotes:
    """What writes the footnotes of the note."""
    return Footnotes((source for piece in note.pieces for source in piece.sources), texts, name)


def noted_block(piece: Piece, notes: Footnotes) -> Block:
    """The block with its footnotes written."""
    sources = {source.paragraph_id: source for source in piece.sources}
    block = piece.block
    if isinstance(block, Paragraph):
        return _noted(block, sources, notes)
    rows = (tuple(tuple(_noted(p, sources, notes) for p in cell) for cell in row) for row in block.rows)
    return Table(block.head, tuple(rows), block.widths)


def _noted(paragraph: Paragraph, sources: dict[str, Source], notes: Footnotes) -> Paragraph:
    runs = (replace(run, footnote=_footnote(run, sources, notes)) for run in paragraph.runs)
    return Paragraph(tuple(runs), paragraph.style)


def _footnote(run: Run, sources: dict[str, Source], notes: Footnotes) -> str:
    return notes.note(run.footnote) if run.footnote in sources else run.footnote


def _commented(piece: Piece, block: Block, texts: Texts) -> Block:
    if not piece.own or not isinstance(block, Paragraph):
        return block
    own = texts("note.own")
    return Paragraph((replace(block.runs[0], comment=own), *block.runs[1:]), block.style)
