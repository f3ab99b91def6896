"""How likely is it that a paragraph answers the question?

A logistic regression over what the search and the judge say of it. Its weights stand in ``relevance.json``,
which ``python -m training.deciding.relevance`` makes. The language model's own opinion of a paragraph by
itself adds next to nothing to them, and is not asked.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FIELDS = ("best", "below", "behind")
_LIMIT = 30.0  # log-odds beyond which the probability no longer changes


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a paragraph among those found for one question.

    ``best`` is the judge's logit of its best sentence; ``below`` how far that is below the best
    sentence of all (<= 0); ``behind`` how far its score in the search is behind the first hit's (<= 0).
    """

    best: float
    below: float = 0.0
    behind: float = 0.0

    @property
    def logit(self) -> float:
        """The natural log-odds of `likelihood`."""
        shipped = _shipped()
        return float(
            shipped["bias"] + sum(shipped["weights"][field] * getattr(self, field) for field in FIELDS)
        )

    @property
    def likelihood(self) -> float:
        """The probability that it answers, in [0, 1]."""
        return 1 / (1 + math.exp(-max(-_LIMIT, min(_LIMIT, self.logit))))


@cache
def _shipped() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(files(__package__).joinpath("relevance.json").read_text("utf-8"))
    return read
