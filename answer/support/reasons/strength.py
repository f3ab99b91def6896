"""A thing is told more, or less, surely or strongly than the evidence has it."""

from collections.abc import Iterator

from answer.support.align import Alignment
from answer.support.reading.tables import ladder
from answer.support.reasons.difference import Difference


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``strengthened`` or ``weakened``."""
    claim = alignment.claim
    for said, meant, _ in alignment.verb_pairs():
        word = (claim.tokens[said.word].text,)
        told = {said.status}
        if said.base != meant.base:  # "wanted a treaty" for "is eager to have a treaty"
            told.add(ladder().governors.get(said.base, said.status))
        if told.isdisjoint(ladder().allowed.get(meant.status, frozenset())):
            stronger = ladder().order.index(said.status) > ladder().order.index(meant.status)
            yield Difference("strengthened" if stronger else "weakened", word)
