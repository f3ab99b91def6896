"""How likely is it that a paragraph answers the question?

A logistic regression over what the search and the cross-encoder say of it. ``evals/relevance.py`` fits the
weights and measures them; the model's own opinion of a paragraph by itself adds next to nothing to them, and
is not asked.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a paragraph among those found for one question.

    ``best`` is the cross-encoder's logit of its best sentence; ``below`` how far that is below the best
    sentence of all (<= 0); ``behind`` how far its score in the search is behind the first hit's (<= 0).
    """

    best: float
    below: float = 0.0
    behind: float = 0.0

    @property
    def logit(self) -> float:
        """The natural log-odds of `likelihood`."""
        bias, best, below, behind = _WEIGHTS
        return bias + best * self.best + below * self.below + behind * self.behind

    @property
    def likelihood(self) -> float:
        """The probability that it answers, in [0, 1]."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit))))


# "by itself" in evals/results/relevance.json: bias, best, below, behind
_WEIGHTS = (1.262, 0.083, 0.515, 1.303)
