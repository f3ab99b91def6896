"""Is the question answered by what was found: said, uncertain, or silent? Code decides, by a probability.

A logistic regression over what the judge and the language model say of the evidence. Its weights and the two
thresholds stand in ``verdict.json``; ``python -m training.deciding.verdict`` fits them, the thresholds by the
costs that are stated there. Without a language model a second set of weights serves, and a third, which
``python -m training.deciding.cells`` fits, for the cells of a survey. Evidence that is further from the
question than all that answers one is none, whatever the rest says.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from core.records import CellState

Weights = Literal["model", "no_model", "cell", "named"]
Reason = Literal["", "nothing_found", "not_stated", "premise", "unsupported"]

# Cosine similarity of a question with the nearest passage, as questions to a library have it, and within what
# bounds it differs: what is still further off is on another topic.
_USUAL, _LEAST, _MOST = 0.69, -0.04, 0.2
_LIMIT = 30.0  # log-odds beyond which the probability no longer changes


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of the evidence for one question.

    ``sentence`` is the judge's logit of the best sentence, ``paragraph`` that of the best paragraph as a
    whole, ``margin`` how far the second best paragraph is behind it (>= 0); ``log_odds`` the language model's
    that its extracts state the answer, None where none was asked. ``nearness`` is how much nearer than usual
    the nearest passage is to the question by its vector (`nearer`): what is on the very topic, and still no
    better an answer to the judge, mostly lacks what is asked for.
    """

    sentence: float
    paragraph: float
    margin: float
    log_odds: float | None
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """``probability`` in [0, 1] is that the question is answered; ``reason`` says why it isn't."""

    state: CellState
    probability: float
    reason: Reason = ""


SILENT = Verdict("silent", 0.0, "nothing_found")


def nearer(similarity: float | None) -> float:
    """How much nearer than usual a cosine similarity is, in tenths; 0 where none is known."""
    return 0.0 if similarity is None else 10 * max(_LEAST, min(_MOST, similarity - _USUAL))


def verdict(findings: Findings) -> Verdict:
    """The verdict on one question. Raises nothing."""
    return _verdict(findings, "model" if findings.log_odds is not None else "no_model")


def cell_verdict(findings: Findings) -> Verdict:
    """The verdict on one cell of a survey: most delegations do not say what one of them is asked about."""
    return _verdict(findings, "cell")


def named_verdict(findings: Findings) -> Verdict:
    """The verdict on a cell of a delegation or year that was named: its row is read beside the others, and a
    quotation that is only near costs less there than a gap."""
    return _verdict(findings, "named")


def is_far(logit: float | None) -> bool:
    """Whether no answer is as far from its question as the judge finds a paragraph, which it has to
    have read."""
    return logit is not None and logit < float(_shipped()["floor"])


def _verdict(findings: Findings, weights: Weights) -> Verdict:
    shipped = _shipped()
    if is_far(max(findings.sentence, findings.paragraph)):
        return SILENT
    probability = probability_of(findings, shipped[weights])
    cuts = shipped["thresholds"][weights]
    if probability >= cuts["answered"]:
        return Verdict("said", probability)
    if probability >= cuts["uncertain"]:
        return Verdict("uncertain", probability, "not_stated")
    return Verdict("silent", probability, "not_stated")


def probability_of(findings: Findings, known: Mapping[str, Any]) -> float:
    """The probability under given weights, with their bias."""
    total = float(known["bias"])
    for field in fields(findings):
        value = getattr(findings, field.name)
        total += float(known["weights"].get(field.name, 0.0)) * float(value or 0.0)
    return 1 / (1 + math.exp(-max(-_LIMIT, min(_LIMIT, total))))


@cache
def _shipped() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(files(__package__).joinpath("verdict.json").read_text("utf-8"))
    return read
