"""How likely is it that a paragraph answers the question?

A logistic regression over what the search and the cross-encoder say of it, and, where the model was asked
about it alone, the model's log-odds. ``evals/relevance.py`` fits the weights and measures them.
"""

import math
from dataclasses import dataclass

ANSWERS = 0.6
"""Likelihood, with the model's log-odds, from which a paragraph is cited."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a paragraph among those found for one question.

    ``best`` is the cross-encoder's logit of its best sentence; ``below`` how far that is below the best
    sentence of all (<= 0); ``behind`` how far its score in the search is behind the first hit's (<= 0).
    """

    best: float
    below: float = 0.0
    behind: float = 0.0

    def logit(self, log_odds: float | None = None) -> float:
        """The natural log-odds of `likelihood`."""
        if log_odds is None:
            bias, *weights = _BY_ITSELF
            known: tuple[float, ...] = (self.best, self.below, self.behind)
        else:
            bias, *weights = _WITH_MODEL
            known = (self.best, self.below, self.behind, log_odds)
        return bias + sum(weight * value for weight, value in zip(weights, known, strict=True))

    def likelihood(self, log_odds: float | None = None) -> float:
        """The probability that it answers, in [0, 1]; ``log_odds`` are the model's, asked about it alone."""
        logit = self.logit(log_odds)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    @property
    def is_open(self) -> bool:
        """Whether the model is worth asking: neither sure to answer nor sure not to."""
        return _OPEN[0] <= self.likelihood() <= _OPEN[1]


_OPEN = (0.1, 0.95)
# bias, best, below, behind; and log-odds
_BY_ITSELF = (0.778, 0.23, 0.205, 1.723)
_WITH_MODEL = (1.262, 0.058, 0.218, 1.5, 1.149)
