"""Stand-ins for the models."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class OverlapScorer:
    """Cosine and logit rise with the share of words in common; ``read`` records what the cross-encoder
    was given."""

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def similarities(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return 0.55 + 0.4 * _shares(claim, texts)

    def relevance(self, claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += [(claim, text) for text in texts]
        return 20 * _shares(claim, texts) - 10


def _shares(claim: str, texts: Sequence[str]) -> NDArray[np.float32]:
    words = set(re.findall(r"\w+", claim.casefold())) or {""}
    found = [len(words & set(re.findall(r"\w+", t.casefold()))) / len(words) for t in texts]
    return np.array(found, dtype=np.float32)
