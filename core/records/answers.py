"""An answer: its sentences, quotations and cells, each with what it cites."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from core.records.search import Filters, Scope, Source

Status = Literal["answered", "uncertain", "not_addressed", "empty_library"]
CellState = Literal["said", "uncertain", "silent"]
Mode = Literal["written", "quoted"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of one source that carry a sentence: ``source.text[start:end] == quote``."""

    marker: int
    paragraph_id: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer. ``support`` in [0, 1] is the probability that the cited words carry
    it; a verbatim quotation has 1. ``verbatim`` is true when ``text`` is a quotation."""

    text: str
    support: float
    citations: tuple[Citation, ...]
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that the model wrote and the reader is not shown as part of the answer. ``differing`` are
    the words of it that its sources do not support."""

    text: str
    reason: str
    support: float = 0.0
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one delegation (``""``: anyone) said on a question in a span of time: the unit of lists,
    comparisons and changes over time.

    ``state`` is "said" when ``quotes`` answer, "uncertain" when they may, "silent" when nothing does;
    ``searched`` is how many statements were looked through.
    """

    delegation: str
    since: str
    until: str
    state: CellState
    searched: int
    quotes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Cells without a bottom line: what delegations said on a question, in years. ``sources`` are those that
    the cells cite; ``stopped`` says that the rest of the cells was not judged."""

    question: str
    filters: Filters
    cells: tuple[Cell, ...]
    sources: tuple[Source, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with everything needed to trace it.

    Every citation's marker is that of one of ``sources``. ``sentences`` is the bottom line: written sentences
    that passed the check (with mode "quoted", the quotations again). ``quotes`` are their words, verbatim.
    ``cells`` hold them by delegation and time for a list, a comparison or a change over time; ``kind`` names
    that kind of question, ``""`` for an ordinary one.

    With status "uncertain" there are no sentences and ``quotes`` may bear on the question. With
    "not_addressed" ``nearest`` holds the closest paragraphs (not an answer), ``elsewhere`` paragraphs that
    answer the question but are another delegation's or of another time, ``quotes`` the verbatim sentences
    that contradict what the question takes for granted, and ``note`` says in one sentence what was searched.
    ``asked_as`` is the question that was answered, where it was completed from the conversation. ``evidence``
    are the ids of the paragraphs that were read for it, ``settings`` what else it depends on.
    """

    question: str
    status: Status
    mode: Mode
    language: str
    filters: Filters
    sentences: tuple[Sentence, ...] = ()
    sources: tuple[Source, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    nearest: tuple[Source, ...] = ()
    elsewhere: tuple[Source, ...] = ()
    quotes: tuple[Sentence, ...] = ()
    asked_as: str = ""
    scope: Scope = field(default_factory=lambda: Scope(0, 0))
    note: str = ""
    model: str = ""
    prompt_sha256: str = ""
    library_sha256: str = ""
    raw_text: str = ""
    evidence: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    stopped: bool = False
    timings_ms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    cells: tuple[Cell, ...] = ()
    kind: str = ""
