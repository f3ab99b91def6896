"""How well the support check tells supported sentences from others: ``python -m evals support``.

It measures the pairs that fresh readers wrote, the public sets and sentences changed by rule. With
``--ablate`` it fits the weights again without each model's signal and without each difference that rejects
(``support-ablation.json``).
"""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.support.calibration import Weights
from answer.support.check import THRESHOLD, Comparison, Support, SupportCheck
from evals.support.sets import FAULTS, FRESH, MADE, Item, load_gold, load_sets, read_pairs
from index import OnnxEncoder, OnnxReranker, SentenceScorer
from measure import harness
from measure.figures import auroc
from models.shipped import ENCODER, SUPPORT_MODEL, model_folder

SIGNALS = ("logit", "recall", "cosine")


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with what the check found, and the milliseconds it took. ``features`` are those of the
    worst sentence of the claim; None when no comparison was needed."""

    item: Item
    parts: tuple[Comparison | Support, ...]
    support: Support
    features: Mapping[str, float] | None
    ms: float


def shipped_check(models_dir: Path | None = None, weights: Weights | None = None) -> SupportCheck:
    """The check with the models that ship. Raises ModelError when a file is missing or wrong."""
    encoder, reader = (model_folder(name, models_dir) for name in (ENCODER, SUPPORT_MODEL))
    return SupportCheck(SentenceScorer(OnnxEncoder(encoder), OnnxReranker(reader)), weights)


def evaluate(pairs_path: Path, check: SupportCheck) -> dict[str, Any]:
    """Measure a check on a file of pairs; the result is that of ``summary``."""
    return summary(judge(read_pairs(Path(pairs_path)), check))


def judge(items: Sequence[Item], check: SupportCheck) -> list[Judged]:
    """Check every item."""
    judged: list[Judged] = []
    for item in items:
        started = time.perf_counter()
        parts = check.examine(item.claim, item.evidence)
        ms = (time.perf_counter() - started) * 1000
        judged.append(concluded(Judged(item, parts, Support(0.0, "unsupported"), None, ms), check))
    return judged


def concluded(judged: Judged, check: SupportCheck) -> Judged:
    """The same comparison with the verdict of ``check``."""
    compared = [part for part in judged.parts if isinstance(part, Comparison)]
    worst = min(compared, key=lambda part: check.conclude((part,)).score, default=None)
    return replace(judged, support=check.conclude(judged.parts), features=worst.features if worst else None)


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """``n``, ``labels``, ``auroc``, ``balanced_accuracy`` at the shipped threshold, the rates of supported
    sentences kept and of others rejected, ``reasons``, each single signal's AUROC, and milliseconds a
    claim. Values that one label alone does not define are None."""
    labels = np.array([j.item.label for j in judged], dtype=bool)
    scores = np.array([j.support.score for j in judged])
    kept = np.array([j.support.supported for j in judged], dtype=bool)
    spent = [j.ms for j in judged]
    return {
        "n": len(judged),
        "labels": {"supported": int(labels.sum()), "not_supported": int((~labels).sum())},
        "auroc": auroc(scores, labels),
        "balanced_accuracy": balanced_accuracy(kept, labels),
        "threshold": THRESHOLD,
        "kept_when_supported": _rate(kept[labels]),
        "rejected_when_not": _rate(~kept[~labels]),
        "reasons": dict(Counter(j.support.reason or "supported" for j in judged).most_common()),
        "single_signal_auroc": {name: auroc(signal(judged, name), labels) for name in SIGNALS},
        "ms_p50": round(float(np.percentile(spent, 50)), 2) if spent else None,
        "ms_p95": round(float(np.percentile(spent, 95)), 2) if spent else None,
    }


def balanced_accuracy(kept: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float | None:
    """Mean of the rates at which supported sentences are kept and others rejected."""
    if not labels.any() or labels.all():
        return None
    return round(float((kept[labels].mean() + (~kept[~labels]).mean()) / 2), 4)


def _rate(values: NDArray[np.bool_]) -> float | None:
    return round(float(values.mean()), 4) if len(values) else None


def signal(judged: Sequence[Judged], name: str) -> NDArray[np.float64]:
    """One feature alone; what stands there word for word counts highest."""
    values = [j.features[name] if j.features else np.nan for j in judged]
    highest = max((v for v in values if v == v), default=1.0)
    return np.array(
        [
            highest if v != v and j.support.supported else -highest if v != v else v
            for v, j in zip(values, judged, strict=True)
        ]
    )


def report(judged: Mapping[str, Sequence[Judged]]) -> dict[str, Any]:
    """Every set: the pairs of readers and the faults whole, of the others the half that fitting has not
    seen; and the share that is right by kind."""
    results: dict[str, Any] = {}
    for name, several in judged.items():
        shown = several if name in (*FRESH, FAULTS) else [j for j in several if j.item.held_back]
        results[name] = summary(shown)
        if name in (*FRESH, FAULTS, MADE):
            kinds: defaultdict[str, list[bool]] = defaultdict(list)
            for j in shown:
                kinds[j.item.kind].append(j.support.supported == j.item.label)
            results[name]["right_by_kind"] = {
                kind: f"{sum(right)} of {len(right)}" for kind, right in sorted(kinds.items())
            }
    return results


def store(judged: Mapping[str, Sequence[Judged]], *, ablate: bool) -> dict[str, Any]:
    """Write the results, and give them back."""
    from evals.support.fit import ablated, seen

    results = report(judged)
    harness.write(harness.EVALS / "support.json", results)
    if ablate:
        harness.write(harness.EVALS / "support-ablation.json", ablated(seen(judged)))
    return results


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; 0 also where the pairs are not here, which is said."""
    parser = harness.parser("evals", "support", __doc__)
    parser.add_argument("--data", type=Path, default=harness.DATA, help="folder with support/ and ungdc/")
    parser.add_argument("--models-dir", type=Path, default=None)
    parser.add_argument(
        "--ablate", action="store_true", help="fit again without each signal and each difference"
    )
    parser.add_argument("--only", choices=FRESH, action="append", help="a half; stored only where --out says")
    parser.add_argument("--out", type=Path, metavar="FILE", help="with --only: where the result is stored")
    options = parser.parse_args(arguments)
    if options.out and not options.only:
        parser.error("--out needs --only: of all sets, the results are in evals/results.")
    if options.only:
        check = shipped_check(options.models_dir)
        found = report({name: judge(items, check) for name, items in load_gold(options.only).items()})
        if options.out:
            harness.write(options.out, found)
        harness.show(found)
        return 0
    if harness.lacks("support", options.data / "support"):
        return 0
    check = shipped_check(options.models_dir)
    judged = {name: judge(items, check) for name, items in load_sets(options.data).items()}
    harness.show(store(judged, ablate=options.ablate))
    return 0
