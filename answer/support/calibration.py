"""The committed weights of the support check, and the probability they give."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from core.errors import ConfigError

KINDS = ("statement", "text", "japanese")
"""Which weights: for a delegation's statement, for any other text, and for Japanese, which the models that
read English have no opinion of."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """One logistic model over named features; a feature that it does not name counts nothing."""

    intercept: float
    coefficients: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability that the evidence supports the claim, in [0, 1]."""
        score = self.intercept + sum(c * features.get(name, 0.0) for name, c in self.coefficients.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, score))))


@dataclass(frozen=True, slots=True)
class Weights:
    """The logistic models by kind, and the weight of words: common ones in ``idf`` (0.2 to 1) by key,
    every other ``unseen``."""

    models: Mapping[str, Logistic]
    idf: Mapping[str, float]
    unseen: float


def load_weights() -> Weights:
    """The weights in ``weights.json`` beside this module. Raises ConfigError when it is damaged."""
    return parse_weights(files("answer.support").joinpath("weights.json").read_text(encoding="utf-8"))


def parse_weights(text: str) -> Weights:
    """Read a document as ``training.support`` writes it. Raises ConfigError when a part is missing."""
    try:
        document: dict[str, Any] = json.loads(text)
        models = {
            kind: Logistic(
                float(part["intercept"]),
                MappingProxyType({n: float(c) for n, c in part["coefficients"].items()}),
            )
            for kind, part in document["models"].items()
        }
        idf = MappingProxyType({str(k): float(v) for k, v in document["idf"].items()})
        found = Weights(
            MappingProxyType({kind: models[kind] for kind in KINDS}), idf, float(document["unseen"])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"answer/support/weights.json is damaged ({error!r}); run `python -m training.support`."
        ) from None
    return found
