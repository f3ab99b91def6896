"""Fit the weights of the support check: ``python -m training.support``.

A logistic regression over the features of the check, on the calibration half of the sets that `evals.support`
measures on their other half. Writes ``answer/support/support.json``.
"""

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.support.calibration import FEATURES, Weights, parse_weights
from answer.support.check import Scorer, SupportCheck
from answer.words.tokens import tokenize
from core.errors import RapporteurError
from core.sentences import split_sentences
from evals.support import Item, default_scorer, load_sets, read_speeches, report
from measure.harness import DATA, ROOT

WEIGHTS_FILE = ROOT / "answer" / "support" / "support.json"
_IDF_WORDS = 1500
# The made pairs are about the failures that matter here; SummEdits and Climate-FEVER call supported
# what a reader of quotations would not (a looser rewording, a related finding).
_SHARES: Mapping[str, float] = MappingProxyType(
    {"wice_dev": 1.0, "summedits_open": 0.5, "climate_fever": 0.3, "statements": 3.0}
)
_FOR = (0.0, None)
_BOUNDS: Mapping[str, tuple[float | None, float | None]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("recall", "near", "recall_first", "recall_squared", "longest", "in_order", "clause"), _FOR
        ),
        **dict.fromkeys(("names", "numbers", "cosine", "cosine_mean", "logit", "logit_low"), _FOR),
        "agreement": _FOR,
        "length": (None, None),
    }
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the weights, measure them on the held-back halves, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m training.support", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with support/ and ungdc/")
    parser.add_argument("--models-dir", type=Path, default=None)
    options = parser.parse_args(arguments)
    try:
        sets, scorer = load_sets(options.data), default_scorer(options.models_dir)
    except RapporteurError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    document = train(sets, options.data, scorer)
    results = report(sets, SupportCheck(scorer, parse_weights(document)))
    document["held_back"] = {
        name: {k: r[k] for k in ("n", "auroc", "balanced_accuracy")} if "auroc" in r else r
        for name, r in results.items()
    }
    WEIGHTS_FILE.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def word_values(texts: Iterable[str]) -> tuple[dict[str, float], float]:
    """Weights of the most common word keys in [0.2, 1] by inverse document frequency, and that of
    every other word (1)."""
    counts: Counter[str] = Counter()
    n = 0
    for text in texts:
        n += 1
        counts.update({t.key for t in tokenize(text) if t.kind == "word" and t.content})
    top = math.log(max(n, 2))
    common = counts.most_common(_IDF_WORDS)
    return {
        k: round(max(0.2, min(1.0, 0.2 + 0.8 * math.log(n / c) / top)), 2) for k, c in sorted(common)
    }, 1.0


def train(sets: Mapping[str, Sequence[Item]], data: Path, scorer: Scorer) -> dict[str, Any]:
    """Fit the weights on the calibration half of every set; returns the document to be committed.

    Within a set both labels count alike, whatever its size; sets count by ``_SHARES``.
    """
    sentences = (t[a:b] for t in read_speeches(data).values() for a, b in split_sentences(t))
    idf, unseen = word_values(sentences)
    blank = Weights((0.0,) * len(FEATURES), 0.0, idf, unseen)
    check = SupportCheck(scorer, blank)
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    shares: list[float] = []
    for name, items in sets.items():
        # Of a claim of several sentences it is not known which one is not carried.
        half = [i for i in items if not i.held_back and len(split_sentences(i.claim)) < 2]
        count = Counter(i.label for i in half)
        for item in half:
            (compared,) = check.examine(item.claim, item.evidence)
            if compared is None or compared.verbatim:
                continue
            rows.append(compared.features)
            labels.append(item.label)
            shares.append(_SHARES[name] / count[item.label])
    x = np.array(rows)
    weights = np.array(shares) * len(shares) / sum(shares)
    coefficients, intercept = fit(x, np.array(labels, dtype=float), weights)
    return {
        "made_by": "python -m training.support",
        "data_sha256": {n: _digest(items) for n, items in sets.items()},
        "halves": "by the first byte of the SHA-256 of the first evidence sentence: even calibrates",
        "intercept": round(intercept, 4),
        "coefficients": {f: round(float(c), 4) for f, c in zip(FEATURES, coefficients, strict=True)},
        "unseen": unseen,
        "idf": idf,
    }


def fit(
    x: NDArray[np.float64], y: NDArray[np.float64], weights: NDArray[np.float64], *, ridge: float = 0.02
) -> tuple[NDArray[np.float64], float]:
    """Logistic regression whose coefficients may not point the wrong way: what speaks for support
    never lowers the probability, an objection never raises it. Returns coefficients and intercept.

    ``x`` has shape (n, len(FEATURES)), ``y`` is 0 or 1, ``weights`` are per row; ``ridge`` is the
    penalty on squared standardised coefficients.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    scale = x.std(axis=0) + 1e-9
    z = np.hstack([x / scale, np.ones((len(x), 1))])
    share = weights / weights.sum()

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = z @ w
        p = 1 / (1 + np.exp(-score))
        penalty = ridge * w * np.append(np.ones(len(w) - 1), 0)
        value = float((share * (np.logaddexp(0, score) - y * score)).sum() + (penalty * w).sum() / 2)
        return value, z.T @ (share * (p - y)) + penalty

    bounds = [_BOUNDS.get(name, (None, 0.0)) for name in FEATURES] + [(None, None)]
    found = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return found.x[:-1] / scale, float(found.x[-1])


def _digest(items: Sequence[Item]) -> str:
    digest = hashlib.sha256()
    for item in items:
        digest.update(f"{item.claim}\x1f{[e.text for e in item.evidence]}\x1f{item.label}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
