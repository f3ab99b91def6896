"""What the pipeline reports while it works, in order.

``Searching`` → ``Quoted`` (the best verbatim sentences) → ``Passed`` and ``Dropped``, sentence by
sentence, while the model writes, or ``Surveyed``, cell by cell → ``Finished``, always last, whose answer is
complete by itself. ``Waiting`` may stand anywhere before the end, while others have the language model.
"""

from dataclasses import dataclass

from core.records import Answer, Cell, Filters, Rejected, Scope, Sentence, Source


@dataclass(frozen=True, slots=True)
class Searching:
    """The question is understood; ``scope`` is what is being searched under ``filters``."""

    scope: Scope
    filters: Filters


@dataclass(frozen=True, slots=True)
class Waiting:
    """Others have the language model: the question's number in the line, 1 is the next; 0 when its turn has
    come."""

    number: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """The best verbatim sentences. Every citation's marker is that of one of ``sources``."""

    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A written sentence that its sources carry; ``sources`` are all that are cited so far."""

    sentence: Sentence
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A written sentence that was not carried by the evidence."""

    rejected: Rejected


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One cell of a list, a comparison or a change over time; ``sources`` are all that are cited so far."""

    cell: Cell
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer."""

    answer: Answer


Event = Searching | Waiting | Quoted | Passed | Dropped | Surveyed | Finished
