"""What the desk makes, before it is shown in any form. Every citation's marker is that of one of the record's
``sources``."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from core.records import Answer, Cell, Filters, Scope, Sentence, Source
from desk.wording import Step

Agreement = Literal["", "same", "opposite"]
PartName = Literal["bottom_line", "said", "others", "raised"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells of one or more questions. ``cells[i]`` answers ``asked[i]``; ``total`` is how many there will
    be; fewer with ``stopped``."""

    questions: tuple[str, ...]
    filters: Filters
    language: str
    total: int
    cells: tuple[Cell, ...] = ()
    asked: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    stopped: bool = False
    by_year: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell of a timeline. ``diff`` leads from the last words before it to its own, () for the first.
    ``group`` is true where a group that the delegation belongs to speaks."""

    cell: Cell
    diff: tuple[Step, ...] = ()
    group: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """One delegation on one topic, in order of time. A year without a statement has a silent cell in which 0
    were searched. ``undated`` counts statements that have no place in it; ``first_use`` and ``last_use`` are
    the years in which the topic's own words occur, "" where they never do."""

    question: str
    delegation: str
    filters: Filters
    language: str
    total: int
    moments: tuple[Moment, ...] = ()
    sources: tuple[Source, ...] = ()
    undated: int = 0
    first_use: str = ""
    last_use: str = ""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The words of one cell beside those of the one before."""

    before: Cell
    after: Cell
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """What one delegation ("" for anyone) has said. ``bottom_line`` are sentences that passed the check, or
    quotations; ``compared`` says whether two quotations could be compared at all."""

    delegation: str
    status: str
    bottom_line: tuple[Sentence, ...] = ()
    said: tuple[Cell, ...] = ()
    in_groups: tuple[Cell, ...] = ()
    may_bear: tuple[Cell, ...] = ()
    changes: tuple[Change, ...] = ()
    compared: int = 0
    searched: int = 0


@dataclass(frozen=True, slots=True)
class Other:
    """Another delegation's cell. ``agreement`` is how the check read its words against the bottom line."""

    cell: Cell
    agreement: Agreement = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """A question that may come up. ``kind`` names one of the common ones, "" for a person's own."""

    question: str
    delegation: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """A question that may come up, and their own words on it."""

    expected: Expected
    cell: Cell


@dataclass(frozen=True, slots=True)
class Part:
    """What a block of a brief was made from, so that it can be made anew. ``topic`` is the brief's, or the
    expected question itself with ``name`` "raised" and no ``kind``; ``filters`` name all of the brief's
    delegations, ``delegation`` the one that the block is about."""

    name: PartName
    topic: str
    filters: Filters = Filters()
    delegation: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What a brief is to be about. ``questions`` are expected ones, beside the common ones; ``marking``
    stands at its head; ``language`` is that of its headings, "" for that of the topic."""

    topic: str
    filters: Filters = Filters()
    questions: tuple[str, ...] = ()
    marking: str = ""
    language: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A briefing note. ``done`` of ``total`` steps are made. ``more_others`` may speak to it as well as
    ``others``; ``silent_others`` are not among the nearest paragraphs, which is not silence: each would have
    to be read. ``written`` and ``dropped`` count the sentences that a model wrote and that passed the check
    or did not."""

    topic: str
    language: str
    filters: Filters
    made: str
    marking: str = ""
    scope: Scope = field(default_factory=lambda: Scope(0, 0))
    positions: tuple[Position, ...] = ()
    others: tuple[Other, ...] = ()
    more_others: tuple[str, ...] = ()
    silent_others: tuple[str, ...] = ()
    raised: tuple[Raised, ...] = ()
    not_addressed: tuple[Expected, ...] = ()
    sources: tuple[Source, ...] = ()
    written: int = 0
    dropped: int = 0
    model: str = ""
    library_sha256: str = ""
    done: int = 0
    total: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Expected questions with an answer each, in their order: ``answers[i]`` is that to ``questions[i]``;
    fewer with ``stopped``. A paragraph has the same marker in all of them."""

    questions: tuple[str, ...]
    filters: Filters
    language: str
    answers: tuple[Answer, ...] = ()
    sources: tuple[Source, ...] = ()
    stopped: bool = False


Made = Brief | Comparison | Timeline | QuestionList
"""Whatever a paper can be composed of."""
