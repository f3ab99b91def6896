"""A condition, an exception, a topic or a source of the evidence that the claim has lost."""

from collections.abc import Iterator

from answer.support.align import Alignment
from answer.support.reading.records import Limit, Reading
from answer.support.reasons.difference import Difference

_KEPT = 0.34  # share of a limit's words that make it named


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``scope`` for each phrase over a matched verb that the claim does not have."""
    for n, reading in enumerate(alignment.evidence):
        held = frozenset(m.word for m in alignment.matches.values() if m.sentence == n)
        for limit in reading.limits:
            if _is_over(reading, limit, held) and not _is_named(alignment, limit, held):
                text = reading.text[reading.tokens[limit.first].start : reading.tokens[limit.last - 1].end]
                yield Difference("scope", (text,))


def _is_over(reading: Reading, limit: Limit, held: frozenset[int]) -> bool:
    """Whether the verb that the phrase limits is told: the nearest before it, or after one that opens."""
    before = [k for k in reading.verbs if k < limit.first]
    after = [k for k in reading.verbs if k >= limit.last]
    opens = limit.kind == "topic" or not before
    verb = min(after, default=None) if opens else max(before)
    if verb is None:
        return sum(k in held for k in range(len(reading.tokens)) if not limit.first <= k < limit.last) >= 2
    around = range(max(0, verb - 3), min(len(reading.tokens), verb + 6))
    outside = [k for k in around if not limit.first <= k < limit.last]
    return verb in held or sum(k in held for k in outside) >= 2


def _is_named(alignment: Alignment, limit: Limit, held: frozenset[int]) -> bool:
    if not limit.words or any(other.kind == limit.kind for other in alignment.claim.limits):
        return True
    return sum(k in held for k in limit.words) >= _KEPT * len(limit.words)
