"""Whether a written sentence tells anything that the question did not say."""

import re

from answer.question.words import AUXILIARY, any_of

_YES_OR_NO = re.compile(rf"\s*(?:{any_of(AUXILIARY)})\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:es|s|ed|ing)$")
_FUNCTION = frozenset(
    ["the", "and", "that", "this", "what", "does", "says", "say", "said", "its", "for", "are", "was"]
)


def only_repeats(question: str, sentence: str) -> bool:
    """Whether a written sentence has no word that the question hasn't: "Japan asks if all positions
    must be reflected" tells nothing. A yes-or-no question may be answered in its own words."""
    if _YES_OR_NO.match(question):
        return False
    return _stems(sentence) <= _stems(question)


def _stems(text: str) -> set[str]:
    """The words that mean something, without their endings: enough to compare "opposed" with "oppose"."""
    words = re.findall(r"[^\W_]{3,}", text.lower())
    return {_ENDING.sub("", word)[:5] for word in words if word not in _FUNCTION}
