"""A block of a kept brief made anew, in its place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from core.errors import UsageError
from desk.notes.gather import pieces_of
from desk.notes.records import Piece
from desk.notes.store import Notes
from desk.papers.brief import asked, brief_parts, checked
from desk.papers.pieces import Pieces
from desk.papers.references import Keys
from desk.records import Brief, Part
from desk.word.content import Paragraph
from ui.texts import Texts, texts_in
from ui.texts.dates import day

Outcome = Literal["refilled", "refill_stopped", "refill_nothing"]


def refill(
    notes: Notes,
    note_id: str,
    piece_id: str,
    question: str,
    make: Callable[[Part, str], Brief],
    name: Callable[[str, str], str],
    owner: str = "",
) -> Outcome:
    """Put what ``make`` finds for the piece's part, on a narrower ``question`` ("" for the same), in the
    place of the part's pieces. Those that the owner wrote stay, and all of them where nothing is found or it
    was stopped. ``make`` gets the part and the note's language, ``name`` a delegation's code and that
    language. Raises UsageError for a piece that is not there, or is no block of a brief."""
    note = notes.load(note_id, owner)
    part = next((piece.part for piece in note.pieces if piece.id == piece_id), None)
    if part is None:
        raise UsageError("This piece is no block of a brief, or is no longer there; it cannot be made anew.")
    texts = texts_in(note.language)

    def named(code: str) -> str:
        return name(code, note.language)

    made = make(_narrowed(part, question, texts, named), note.language)
    pieces = _pieces(made, part, texts, named)
    if made.stopped or not pieces:
        return "refill_stopped" if made.stopped else "refill_nothing"
    # As the note is by now: what was written meanwhile is the owner's.
    now = notes.load(note_id, owner).pieces
    notes.refill(note_id, {piece.id for piece in now if piece.part == part and not piece.own}, pieces, owner)
    return "refilled"


def _narrowed(part: Part, typed: str, texts: Texts, name: Callable[[str], str]) -> Part:
    """The part on the question that a person typed; as it is, where that is nothing new."""
    question = " ".join(typed.split())
    return part if question in ("", asked(part, texts, name)) else replace(part, topic=question, kind="")


def _pieces(made: Brief, part: Part, texts: Texts, name: Callable[[str], str]) -> list[Piece]:
    """The blocks of the one ``part`` that was made anew, with when, on what, and how they were checked; none
    where there is nothing to show."""
    pieces = Pieces(texts, name, Keys(made.sources, texts, name))
    blocks = [
        (found, block) for found, block in brief_parts(made, pieces) if found and found.name == part.name
    ]
    if not blocks:
        return []
    new = blocks[0][0]
    told = texts("desk.anew", day=day(made.made, texts.language), topic=asked(new, texts, name))
    blocks.append((new, Paragraph.of(f"{told} {checked(made, texts)}", "small")))
    sources = {source.paragraph_id: source for source in made.sources}
    return list(pieces_of([block for _, block in blocks], sources, [new] * len(blocks)))
