"""A thing is asserted that the evidence denies, or the other way round."""

from collections.abc import Iterator

from answer.support.align import Alignment, Match
from answer.support.reading.clauses import denies
from answer.support.reading.records import Reading
from answer.support.reading.tables import ladder
from answer.support.reasons.difference import Difference
from answer.words.tokens import Token

_NEAR_VERBATIM = 0.9  # recall


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``contradicted`` for a verb, an opposite, or most of the words that are matched."""
    claim = alignment.claim
    turned = [i for i, match in alignment.matches.items() if _turned(alignment, match)]
    opposite = [i for i in turned if claim.tokens[i].sign != _there(alignment, i).sign]
    verbs = [i for i in turned if i in claim.verbs and claim.verbs[i].base not in ladder().saying]
    matched = sum(
        alignment.weights[i] for i, m in alignment.matches.items() if m.word >= 0 and not claim.actors[i]
    )
    most = sum(alignment.weights[i] for i in turned) > 0.5 * matched
    words = opposite or verbs or (turned if most else [])
    if words:
        yield Difference("contradicted", tuple(claim.tokens[i].text for i in words))
    elif alignment.recall >= _NEAR_VERBATIM:
        yield from _one_more_denial(alignment)


def _one_more_denial(alignment: Alignment) -> Iterator[Difference]:
    """Of a sentence told in its own words: a "not" that only the claim has, or only the words told."""
    ours = _denials(alignment.claim, 0, len(alignment.claim.text))
    theirs = [
        w for n, reading in enumerate(alignment.evidence) for w in _denials(reading, *alignment.span(n))
    ]
    if (len(ours) - len(theirs)) % 2:
        yield Difference("contradicted", tuple(ours or theirs))


def _denials(reading: Reading, start: int, end: int) -> list[str]:
    tokens = reading.tokens
    return [
        t.text
        for i, t in enumerate(tokens)
        if start <= t.start < end and (t.sign < 0 or denies(reading.text, tokens, i))
    ]


def _turned(alignment: Alignment, match: Match) -> bool:
    if match.word < 0 or alignment.claim.actors[match.claim]:
        return False
    return alignment.claim.signs[match.claim] != alignment.evidence[match.sentence].signs[match.word]


def _there(alignment: Alignment, i: int) -> Token:
    match = alignment.matches[i]
    return alignment.evidence[match.sentence].tokens[match.word]
