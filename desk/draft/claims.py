"""Whether a sentence of a draft claims something of a delegation.

One that cites or quotes does. Of the others, those claim something that name a delegation or give somebody's
words; one that does neither goes on about the delegation before it where the statements speak of the same
thing, and is left alone where they do not. A name in an indirect question ("This note sets out what Palau
said") tells nothing of what was said.
"""

from typing import Literal

from answer.words.lexicon import words
from answer.words.tokens import tokenize
from core.delegations import Gazetteer
from desk.draft.subject import goes_on

Claim = Literal["claims", "goes_on", "nothing"]

_ASKS = words("what how where when why who whom which")  # not "whether": "Chad asked whether …" tells what


def claim_of(sentence: str, gazetteer: Gazetteer) -> Claim:
    """Whether the words of a sentence, its citations left out, claim something by themselves."""
    tokens = tokenize(sentence)
    if goes_on(tokens):
        return "claims"
    mentions = gazetteer.find(sentence)
    if not mentions:
        return "goes_on"
    asks = next((token.start for token in tokens[1:] if token.lower in _ASKS), len(sentence))
    relative = asks > 0 and sentence[:asks].rstrip().endswith(",")
    return "claims" if relative or mentions[0].start < asks else "nothing"
