"""Figures that several measurements report, and the halves of a set of questions."""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


def half(name: str) -> str:
    """``tuned`` or ``held``: the half of a set's questions that one belongs to. What is chosen is chosen on
    the first and reported on the second."""
    return ("tuned", "held")[hashlib.sha256(name.encode()).digest()[-1] % 2]


def percentiles(values: Iterable[float | None], digits: int = 2) -> dict[str, float] | None:
    """``p50``, ``p95`` and ``n``, how many there were, of what happened; None when nothing did."""
    found = [value for value in values if value is not None]
    if not found:
        return None
    p50, p95 = np.percentile(found, [50, 95])
    return {"p50": round(float(p50), digits), "p95": round(float(p95), digits), "n": len(found)}


def auroc(
    ratings: Sequence[float] | NDArray[np.float64], right: Sequence[bool] | NDArray[np.bool_]
) -> float | None:
    """Area under the ROC curve, ties counted half; None where all are right, or none is."""
    from sklearn.metrics import roc_auc_score

    return round(float(roc_auc_score(right, ratings)), 4) if 0 < sum(right) < len(right) else None
