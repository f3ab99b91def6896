"""What the pipeline reports while it works, in order.

``Searching`` → ``Quoted`` (the best verbatim sentences) → ``Passed`` and ``Dropped``, sentence by
sentence, while the model writes, or ``Surveyed``, cell by cell → ``Finished``, always last, whose answer is
complete by itself.
"""

from dataclasses import dataclass

from core.records import Answer, Cell, Filters, Rejected, Scope, Sentence, Source


@dataclass(frozen=True, slots=True)
class Searching:
    """The question is understood; ``scope`` is what is being searched under ``filters``."""

    scope: Scope
    filters: Filters


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


Event = Searching | Quoted | Passed | Dropped | Surveyed | Finished
