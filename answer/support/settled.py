"""Whether their words settle a yes-or-no question with yes.

What the question asks is put to the support check as if it were a written sentence; only a supported yes is
told. A no is left to their words: what the check finds contradicted is in half of the cases not denied.
"""

import re
from collections.abc import Sequence

from answer.support.check import Evidence, SupportCheck

# Where something is denied or measured, that is for the reader to see ("zero tolerance of …", "too much").
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|zero|only|cannot|refus\w*|reject\w*|oppos\w*|unless|instead|"
    r"rather|against|too|enough|less|fewer)\b|n['’]t\b",
    re.IGNORECASE,
)


def says_yes(claim: str, evidence: Sequence[Evidence], check: SupportCheck) -> tuple[int, ...]:
    """Indices of the sentences that say yes to what a question asks ("Japan support a treaty"); none where
    they don't, or not clearly."""
    if not claim:
        return ()
    support = check.check(claim, evidence)
    if not support.supported:
        return ()
    stated = [evidence[i].text for i in support.carrying]
    denied = any(_DENIES.search(text) for text in (claim, *stated))
    return () if denied else tuple(support.carrying)
