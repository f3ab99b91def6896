"""Verbatim repetition: a text that was pasted twice says nothing new the second time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_LONG = 80  # code points: a paragraph that is no stock phrase ("I thank you, Chair.")
_VERY_LONG = 200
_TRIES = 8  # earlier places that a run is compared with; more only for lines that repeat endlessly


@dataclass(frozen=True, slots=True)
class Run:
    """Units ``[at, at + length)`` say again what units ``[of, of + length)`` say."""

    at: int
    of: int
    length: int


def repeated_runs(texts: Sequence[str]) -> tuple[Run, ...]:
    """Runs of units (paragraphs, headings) that repeat earlier ones word for word.

    A run counts when two long units in a row are repeated, or when it goes on to the end of the
    text and holds a very long one: a refrain or a closing formula is not a copy. White space and
    case do not matter.
    """
    keys = [" ".join(text.split()).casefold() for text in texts]
    earlier: defaultdict[str, list[int]] = defaultdict(list)
    runs: list[Run] = []
    at = 0
    free = 0  # the first unit that is not part of a run
    while at < len(keys):
        if len(keys[at]) < _LONG:  # a run is found by its long units, then grown over the short ones
            at += 1
            continue
        run = max(
            (Run(at, of, _shared(keys, of, at)) for of in earlier[keys[at]][:_TRIES]),
            key=lambda one: one.length,
            default=None,
        )
        if run and _is_copy(keys, run):
            runs.append(_grown(keys, run, free))
            at = free = run.at + run.length
            continue
        earlier[keys[at]].append(at)
        at += 1
    return tuple(runs)


def _grown(keys: Sequence[str], run: Run, free: int) -> Run:
    """The run with the equal units before it."""
    more = 0
    while (
        run.at - more > max(free, run.of + run.length)
        and run.of > more
        and keys[run.at - more - 1] == keys[run.of - more - 1]
    ):
        more += 1
    return Run(run.at - more, run.of - more, run.length + more)


def _shared(keys: Sequence[str], of: int, at: int) -> int:
    length = 0
    while at + length < len(keys) and of + length < at and keys[of + length] == keys[at + length]:
        length += 1
    return length


def _is_copy(keys: Sequence[str], run: Run) -> bool:
    lengths = [len(key) for key in keys[run.at : run.at + run.length]]
    to_the_end = run.at + run.length == len(keys)
    return sum(length >= _LONG for length in lengths) >= 2 or (to_the_end and max(lengths) >= _VERY_LONG)
