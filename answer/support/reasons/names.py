"""A state, an office, a body or another name that the evidence does not name."""

from collections.abc import Iterator

from answer.support.align import Alignment
from answer.support.reading.records import name_key
from answer.support.reasons.difference import Difference
from answer.words.lexicon import MONTHS, TITLES


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``wrong_delegation`` for a state, ``name`` for anything else written with capitals."""
    claim = alignment.claim
    known, absent = alignment.named, set(alignment.missing())
    for i, token in enumerate(claim.tokens):
        actor = claim.actors[i]
        if actor and token.key.startswith(("@", "%")):
            if actor not in known and i not in alignment.matches:
                yield Difference("wrong_delegation" if actor.startswith("@") else "name", (token.text,))
        elif i in absent and _is_name(alignment, i) and name_key(token.text) not in known:
            yield Difference("name", (token.text,))


def _is_name(alignment: Alignment, i: int) -> bool:
    token = alignment.claim.tokens[i]
    if token.kind != "word" or token.lower in MONTHS or token.lower in TITLES:
        return False
    opens = i > 0 and alignment.claim.tokens[i - 1].text in ('"', "“", ":", "(")
    return token.acronym or (token.capital and not token.first and not opens)
