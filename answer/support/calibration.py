"""The committed weights of the support check, and the probability they give."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from core.errors import ConfigError

FEATURES = (
    "recall",  # share of the claim's weight that the carrying sentences hold
    "near",  # recall, with words of like meaning counted in part
    "recall_first",  # … that the first of them holds
    "recall_squared",
    "longest",  # share in the longest common run
    "in_order",  # share of the matched weight found in the same order
    "clause",  # recall of the claim's worst clause
    "gap",  # weight share of the longest stretch without a source
    "names",  # share of the claim's names that are carried (1 when it has none)
    "numbers",  # share of its numbers (1 when it has none)
    "cosine",  # best encoder cosine of a carrying sentence
    "cosine_mean",  # mean over the three most similar sentences
    "logit",  # best cross-encoder logit / 10
    "logit_low",  # the same, cut at 0 from above: strong irrelevance
    "agreement",  # share of the matched weight with equal sign
    "contradicted",
    "number",
    "name",
    "wrong_delegation",
    "wrong_actor",
    "strengthened",
    "weakened",
    "length",  # log10 of the number of words with weight
)


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model over ``FEATURES``, and what words are worth.

    ``coefficients`` and ``intercept`` are such that a probability of 0.5 is the shipped threshold.
    ``idf`` gives common words less weight; ``unseen`` is the weight of all others.
    """

    coefficients: tuple[float, ...]
    intercept: float
    idf: Mapping[str, float]
    unseen: float

    def probability(self, features: Sequence[float]) -> float:
        """The probability in [0, 1] that the evidence carries the claim, for one value a feature."""
        z = self.intercept + sum(w * x for w, x in zip(self.coefficients, features, strict=True))
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))


def load_weights() -> Weights:
    """The weights shipped with the product. Raises ConfigError when the file does not fit the code."""
    text = files("answer.support").joinpath("support.json").read_text(encoding="utf-8")
    return parse_weights(json.loads(text))


def parse_weights(data: Mapping[str, Any]) -> Weights:
    """Weights from the document that ``python -m training.support`` writes."""
    coefficients = data["coefficients"]
    if tuple(coefficients) != FEATURES:
        raise ConfigError(
            "answer/support/support.json was made for other features than this version computes; "
            "run `python -m training.support` to make it again."
        )
    return Weights(
        tuple(float(coefficients[name]) for name in FEATURES),
        float(data["intercept"]),
        MappingProxyType({word: float(value) for word, value in data["idf"].items()}),
        float(data["unseen"]),
    )
