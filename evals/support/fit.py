"""The weights of the support check, fitted to pairs; and what each signal and each difference adds."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.support.calibration import Logistic
from answer.support.check import FINAL_SHARE, THRESHOLD
from answer.support.features import FEATURES, FINAL, REASONS
from evals.support.measure import Judged
from evals.support.sets import BUILT, FRESH, REPORTED
from measure.figures import auroc

RIDGE = 0.05
MODELS = ("logit", "cosine")
SHARES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "statement": MappingProxyType({"build": 3.0, "second_build": 3.0, "statements": 1.0}),
        "japanese": MappingProxyType({"build": 3.0, "second_build": 3.0, "statements": 1.0}),
        "text": MappingProxyType({"wice_dev": 1.0, "summedits_open": 1.0, "climate_fever": 1.0}),
    }
)
"""The sets that each kind of weights is fitted to, and how much each counts."""


_LEFT_OUT: Mapping[str, Sequence[str]] = MappingProxyType(
    {"statement": ("recall", *REASONS), "japanese": MODELS, "text": REASONS}
)
"""What does not weigh. Weights of the words held and of differences that were fitted to the first writers'
pairs told the second one's apart worse than the models alone: there, differences only reject. The models
read English; the comparisons assume that a delegation speaks."""


_ODDS = THRESHOLD / (1 - THRESHOLD)
_CAUTION: Mapping[str, float] = MappingProxyType({"text": 3 / _ODDS, "japanese": 1.5 / _ODDS})
"""How much more an unsupported pair counts, so that THRESHOLD is what odds of 3 or 1.5 would be. For texts
without a speaker no difference rejects a sentence, and odds of 3 are the cheapest of a calibrated score at
costs of 3 to 1."""


def seen(judged: Mapping[str, Sequence[Judged]]) -> dict[str, list[Judged]]:
    """What the weights may be fitted to: the building halves, and the other sets' halves that are not
    measured. Of a claim of several sentences it is not known which one is not supported."""
    return {
        name: [j for j in several if (name in FRESH or not j.item.held_back) and len(j.parts) < 2]
        for name, several in judged.items()
    }


def fit(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    weights: NDArray[np.float64],
    names: Sequence[str] = FEATURES,
    *,
    ridge: float = RIDGE,
) -> Logistic:
    """Logistic regression whose coefficients may not point the wrong way: what speaks for support never
    lowers the probability, a difference never raises it.

    ``x`` has shape (n, len(names)), ``y`` is 0 or 1, ``weights`` are per row; ``ridge`` is the penalty on
    squared standardised coefficients. Coefficients that come to nothing are left out.
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

    bounds = [_bound(name) for name in names] + [(None, None)]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    kept = {n: round(float(c), 4) for n, c in zip(names, found.x[:-1] / scale, strict=True) if abs(c) > 1e-3}
    return Logistic(round(float(found.x[-1]), 4), MappingProxyType(kept))


def _bound(name: str) -> tuple[float | None, float | None]:
    return (None, 0.0) if name in REASONS else (0.0, None)


def fitted(
    kind: str, sets: Mapping[str, Sequence[Judged]], without: frozenset[str] = frozenset()
) -> Logistic:
    """The weights of one kind, fitted to the sets of ``SHARES``. Within a set both labels count alike but for
    ``_CAUTION``, whatever its size."""
    names = [f for f in FEATURES if f not in without and f not in _LEFT_OUT.get(kind, ())]
    rows: list[list[float]] = []
    labels: list[float] = []
    shares: list[float] = []
    for name, share in SHARES[kind].items():
        judged = [j for j in sets[name] if j.features is not None]
        count = Counter(j.item.label for j in judged)
        for j in judged:
            rows.append([(j.features or {})[f] for f in names])
            labels.append(float(j.item.label))
            shares.append(share / count[j.item.label] * (1.0 if j.item.label else _CAUTION.get(kind, 1.0)))
    return fit(np.array(rows), np.array(labels), np.array(shares), names)


def across_folds(
    kind: str, sets: Mapping[str, Sequence[Judged]], own: str, without: frozenset[str], folds: int = 5
) -> NDArray[np.float64]:
    """The probability of each pair of the set ``own`` by weights that were fitted without the pairs of
    its source, in the order of the set."""
    found = np.zeros(len(sets[own]))
    places = np.array([hashlib.sha256(j.item.source.encode()).digest()[1] % folds for j in sets[own]])
    for fold in range(folds):
        rest = {**sets, own: [j for j, place in zip(sets[own], places, strict=True) if place != fold]}
        model = fitted(kind, rest, without)
        for n in np.flatnonzero(places == fold).tolist():
            found[n] = probability(sets[own][n], model, without)
    return found


def probability(judged: Judged, model: Logistic, without: frozenset[str] = frozenset()) -> float:
    """The score under ``model``, as the check gives it but for the checks that are switched off; a verdict
    that needs none (word for word, or nothing to compare) keeps its own."""
    if judged.features is None:
        return judged.support.score
    final = any(judged.features[reason] for reason in FINAL - without)
    return model.probability(judged.features) * (FINAL_SHARE if final else 1.0)


def ablated(sets: Mapping[str, Sequence[Judged]], *, rounds: int = 2000) -> dict[str, Any]:
    """What is lost without the entailment model, without nearness and without each difference that rejects,
    on the first writers' and the second one's pairs: AUROC and accuracy on the building halves (across folds)
    and the reporting halves, and the 95 % interval of the paired difference."""
    halves = {"building": BUILT, "reporting": REPORTED}
    labels = {
        half: np.array([j.item.label for name in names for j in sets[name]], dtype=bool)
        for half, names in halves.items()
    }
    whole = _scores(sets, frozenset())
    result: dict[str, Any] = {"all": {half: _quality(whole[half], labels[half]) for half in labels}}
    switched = {name: frozenset({name}) for name in FEATURES if name in FINAL.union(MODELS)}
    switched |= {"every comparison": frozenset(REASONS)}
    for name, without in switched.items():
        scores = _scores(sets, without)
        result[f"without {name}"] = {
            half: {
                **_quality(scores[half], labels[half]),
                "accuracy_lost": _interval(whole[half], scores[half], labels[half], rounds),
            }
            for half in labels
        }
    return result


def _scores(sets: Mapping[str, Sequence[Judged]], without: frozenset[str]) -> dict[str, NDArray[np.float64]]:
    model = fitted("statement", sets, without)
    reported = [probability(j, model, without) for name in REPORTED for j in sets[name]]
    built = [across_folds("statement", sets, name, without) for name in BUILT]
    return {"building": np.concatenate(built), "reporting": np.array(reported)}


def _quality(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> dict[str, Any]:
    return {
        "auroc": auroc(scores, labels),
        "kept": round(float((scores[labels] >= THRESHOLD).mean()), 4),
        "rejected": round(float((scores[~labels] < THRESHOLD).mean()), 4),
    }


def _interval(
    whole: NDArray[np.float64], less: NDArray[np.float64], labels: NDArray[np.bool_], rounds: int
) -> list[float]:
    """The loss of accuracy at the threshold and the bounds of its 95 % bootstrap interval."""
    gain = ((whole >= THRESHOLD) == labels).astype(float) - ((less >= THRESHOLD) == labels).astype(float)
    chance = np.random.default_rng(7)
    means = [gain[chance.integers(0, len(gain), len(gain))].mean() for _ in range(rounds)]
    return [round(float(v), 4) for v in (gain.mean(), *np.percentile(means, [2.5, 97.5]))]
