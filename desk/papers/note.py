"""A note as a paper."""

from collections.abc import Callable
from dataclasses import replace

from core.records import Source
from desk.notes.records import Note, Piece
from desk.papers.pieces import Pieces
from desk.papers.references import Footnotes
from desk.word.content import Block, Paper, Paragraph, Run, Table
from ui.texts import Texts


def note_paper(note: Note, texts: Texts, name: Callable[[str], str]) -> Paper:
    """The note with its footnotes in the order that its pieces have now, what the person wrote marked by a
    comment, and the cited paragraphs in full."""
    notes = note_footnotes(note, texts, name)
    blocks = [Paragraph.of(note.title, "title")]
    made = [*blocks, *(_commented(piece, noted_block(piece, notes), texts) for piece in note.pieces)]
    annex = Pieces(texts, name, notes).annex() if note.kind != "draft" else ()
    return Paper(note.title, (*made, *annex), note.marking, texts.language)


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
