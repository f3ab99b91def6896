"""What the calibrated probability is made of."""

from collections.abc import Sequence

from answer.support.align import Alignment
from answer.support.reasons import actor, names, number, polarity, quotation, scope, strength
from answer.support.reasons.difference import Difference

CHECKS = (names, actor, number, polarity, strength, scope, quotation)
REASONS = (
    *("wrong_delegation", "name", "wrong_actor", "number", "contradicted"),
    *("strengthened", "weakened", "scope", "unsupported"),
)
"""In the order in which a sentence is said to fail by one."""
FINAL = frozenset(reason for reason in REASONS if reason != "weakened")
"""What rejects a sentence about a statement regardless of its score. To say less than was said is no position
that was not held, and only says why."""
FEATURES = (
    "logit",  # the entailment model's, of the claim with the best sentences of the statement / 10
    "recall",  # share of the claim's weight that the chosen sentences hold
    "cosine",  # best encoder cosine of a chosen sentence
    *REASONS,  # 1 where the comparison found that difference
)


def differences(alignment: Alignment) -> tuple[Difference, ...]:
    """Everything in which the claim differs from its evidence, the weightiest reason first."""
    found = [difference for check in CHECKS for difference in check.compare(alignment)]
    return tuple(sorted(dict.fromkeys(found), key=lambda d: REASONS.index(d.reason)))


def features(
    alignment: Alignment, against: Sequence[Difference], cosine: float, logit: float
) -> dict[str, float]:
    """The values of ``FEATURES``."""
    reasons = {difference.reason for difference in against}
    return {
        "logit": logit,
        "recall": alignment.recall,
        "cosine": cosine,
        **{reason: float(reason in reasons) for reason in REASONS},
    }
