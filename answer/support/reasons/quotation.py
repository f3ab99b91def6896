"""A quotation that is not one: its words are not in one sentence, in that order."""

from collections.abc import Iterator

from answer.support.align import Alignment
from answer.support.reasons.difference import Difference

_FROM = 3  # words within quotation marks that make a quotation


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``unsupported`` for a quotation that is not verbatim in one sentence."""
    claim = alignment.claim
    quoted = [i for i, inside in enumerate(claim.quoted) if inside and claim.tokens[i].kind != "mark"]
    if len(quoted) < _FROM:
        return
    words = [claim.tokens[i].text.casefold() for i in quoted]
    for reading in alignment.evidence:
        plain = [t.text.casefold() for t in reading.tokens if t.kind != "mark"]
        if any(plain[k : k + len(words)] == words for k in range(len(plain) - len(words) + 1)):
            return
    yield Difference("unsupported", tuple(claim.tokens[i].text for i in quoted))
