"""Pieces made of what a person chose or wrote, and of a paper that is to be kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from core.errors import UsageError
from core.records import Source
from desk.notes.records import Piece
from desk.records import Part
from desk.word.content import Block, Paragraph, Run, runs_of

MOST_CHARACTERS = 20_000  # of one piece that a person writes


def quotation(source: Source, start: int, end: int, quoted: Callable[[str], str]) -> Piece:
    """The words ``source.text[start:end]`` in quotation marks, with their footnote; the whole paragraph where
    these are no words of it."""
    words = source.text[start:end] if 0 <= start < end <= len(source.text) else source.text
    return Piece(Paragraph((Run(quoted(words), footnote=source.paragraph_id),), "quote"), (source,))


def written(text: str) -> Piece:
    """What a person wrote. Raises UsageError where it is empty or too long."""
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    if not text:
        raise UsageError("There is nothing to add; write something first.")
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"The text has {len(text):,} characters and one piece takes {MOST_CHARACTERS:,}; split it."
        )
    return Piece(Paragraph.of(text), own=True)


def rewritten(piece: Piece, text: str) -> Piece:
    """The piece in a person's words, with the footnotes that it had at its end."""
    new = written(text)
    if not isinstance(piece.block, Paragraph) or not isinstance(new.block, Paragraph):
        raise UsageError("A table cannot be rewritten; drop it, or write beside it.")
    cited = dict.fromkeys(run.footnote for run in piece.block.runs if run.footnote)
    runs = (*new.block.runs, *(Run("", footnote=one) for one in cited))
    return replace(piece, block=Paragraph(runs, piece.block.style), own=True)


def pieces_of(
    blocks: Iterable[Block], sources: dict[str, Source], parts: Sequence[Part | None] = ()
) -> Iterator[Piece]:
    """The blocks of a paper, without its title, each with the sources of its own footnotes. ``sources`` by
    paragraph id, which its footnotes are; ``parts``, one a block, for a brief."""
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.style == "title":
            continue
        cited = dict.fromkeys(run.footnote for run in runs_of(block) if run.footnote in sources)
        yield Piece(block, tuple(sources[one] for one in cited), part=parts[at] if parts else None)
