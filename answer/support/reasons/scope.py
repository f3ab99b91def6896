"""A condition, an exception, a topic or a source of the evidence that the claim has lost; or a limit that
the claim puts where the evidence has none."""

from collections.abc import Iterator, Sequence

from answer.support.align import Alignment
from answer.support.reading.records import Limit, Reading
from answer.support.reading.tables import limiting
from answer.support.reasons.difference import Difference

_KEPT = 0.34  # share of a limit's words that make it named
_NEAR = 3  # words that a single limiting word stands before what it limits
_RIVAL = frozenset(("partial", "exclusive"))  # kinds that a claim may neither lose nor add


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``scope`` for each phrase over a matched verb, and each limiting word beside a matched word, that
    only one of the two has."""
    for n, reading in enumerate(alignment.evidence):
        held = frozenset(m.word for m in alignment.matches.values() if m.sentence == n)
        for limit in reading.limits:
            if _is_over(reading, limit, held) and not _is_named(alignment, limit, held):
                text = reading.text[reading.tokens[limit.first].start : reading.tokens[limit.last - 1].end]
                yield Difference("scope", (text,))
        yield from _words(alignment, reading, held)
    yield from _added(alignment)


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


def _words(alignment: Alignment, reading: Reading, held: frozenset[int]) -> Iterator[Difference]:
    """ "The only solution", "almost all": the word is lost, and no other of its kind is in the claim."""
    claimed = {_kind(alignment.claim, k) for k in range(len(alignment.claim.tokens))}
    for k, token in enumerate(reading.tokens):
        kind = _kind(reading, k)
        if kind in _RIVAL and kind not in claimed and k not in held:
            following = [
                j for j in range(k + 1, min(k + 1 + _NEAR, len(reading.tokens))) if reading.tokens[j].content
            ]
            if following and following[0] in held:
                yield Difference("scope", (token.text,))


def _added(alignment: Alignment) -> Iterator[Difference]:
    """ "Only", "all", "always" where the evidence has no word of the kind."""
    given = {_kind(r, k) for r in alignment.evidence for k in range(len(r.tokens))}
    for k, token in enumerate(alignment.claim.tokens):
        kind = _kind(alignment.claim, k)
        if kind in ("exclusive", "total") and kind not in given:
            yield Difference("scope", (token.text,))


def _kind(reading: Reading, k: int) -> str:
    """The kind of limiting word at ``k``; "" where it is none, or part of an idiom: "first of all"."""
    kind = limiting().words.get(reading.lower(k), "")
    if kind and any(_within(reading, k, idiom) for idiom in limiting().idioms):
        return ""
    return kind


def _within(reading: Reading, k: int, idiom: Sequence[str]) -> bool:
    return any(
        tuple(reading.lower(j) for j in range(first, first + len(idiom))) == idiom
        for first in range(k - len(idiom) + 1, k + 1)
    )
