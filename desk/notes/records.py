"""A note and its pieces. A brief, a comparison or a checked draft that is kept is a note, too."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from core.records import Source
from desk.records import Part
from desk.word.content import Block, Paragraph

Kind = Literal["note", "brief", "comparison", "timeline", "questions", "draft"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a note. A footnote of its runs that is the paragraph id of one of ``sources`` stands for
    the reference to it. ``own`` is true for what the person wrote or changed. ``id`` is "" until it is
    kept. ``part`` is what a block of a brief was made from."""

    block: Block
    sources: tuple[Source, ...] = ()
    own: bool = False
    id: str = ""
    part: Part | None = None

    @property
    def text(self) -> str:
        """Its words; "" for a table."""
        return self.block.text if isinstance(self.block, Paragraph) else ""


@dataclass(frozen=True, slots=True)
class Note:
    """``changed`` is an ISO 8601 time in UTC, ``language`` that of its headings ("en", "ja"). ``marking``
    stands at the head of every page of its file."""

    id: str
    kind: Kind
    title: str
    changed: str
    language: str = "en"
    marking: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """A note in a list; ``pieces`` counts them."""

    id: str
    kind: Kind
    title: str
    changed: str
    pieces: int
