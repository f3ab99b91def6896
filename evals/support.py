"""How well the support check tells carried sentences from others; and its calibration.

``evaluate`` measures a file of pairs; ``python -m evals.support`` measures the public sets and the
made falsifications on the half that calibration has not seen; with ``--train`` it first fits the
weights on the other half and writes ``answer/support/support.json``.
"""

import argparse
import hashlib
import json
import math
import re
import sys
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.support.calibration import FEATURES, Weights, parse_weights
from answer.support.check import THRESHOLD, Comparison, Evidence, Scorer, Support, SupportCheck
from answer.words.tokens import tokenize
from core.delegations import Gazetteer
from core.errors import UsageError
from core.sentences import split_sentences
from evals.perturbations import Pair, originals, pairs
from measure import harness
from measure.harness import DATA, ROOT

WEIGHTS_FILE = ROOT / "answer" / "support" / "support.json"
RESULTS_FILE = harness.EVALS / "support.json"
SETS = ("wice_dev", "summedits_open", "climate_fever")
SPEECHES = 300  # speeches that falsifications are made from
SIGNALS = ("recall", "longest", "cosine", "logit", "agreement")
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


@dataclass(frozen=True, slots=True)
class Item:
    """A pair of a data set, its evidence cut into sentences."""

    claim: str
    evidence: tuple[Evidence, ...]
    label: bool
    kind: str

    @property
    def held_back(self) -> bool:
        """True for the half that calibration does not see: by a hash of the evidence, so that all
        the claims made from one text fall into the same half."""
        text = self.evidence[0].text if self.evidence else self.claim
        return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


def default_scorer(models_dir: Path | None = None) -> Scorer:
    """The shipped models. Raises ModelError when a file is missing or wrong."""
    from index.models.encoder import OnnxEncoder
    from index.models.reranker import OnnxReranker
    from index.models.scorer import SentenceScorer
    from models import model_path

    folders = []
    for artefact in ("bge-small-en-v1.5-int8", "ms-marco-MiniLM-L-12-v2-int8"):
        model_path(artefact, "tokenizer.json", models_dir)
        folders.append(model_path(artefact, "model.onnx", models_dir).parent)
    return SentenceScorer(OnnxEncoder(folders[0]), OnnxReranker(folders[1]))


def read_pairs(path: Path) -> tuple[Item, ...]:
    """Lines of ``{"claim", "evidence", "label"}``; ``evidence`` is a text or a list of texts, and
    ``context`` its context line, if any. Raises UsageError naming the line that is not such."""
    items: list[Item] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The pairs file {str(path)!r} could not be read ({error}); name a JSONL file."
        ) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            texts = row["evidence"] if isinstance(row["evidence"], list) else [row["evidence"]]
            context = str(row.get("context", ""))
            evidence = tuple(Evidence(text[a:b], context) for text in texts for a, b in split_sentences(text))
            kind = str(row.get("detail", ""))
            item = Item(str(row["claim"]), evidence, bool(int(row["label"])), kind)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UsageError(
                f'{path}, line {number}: expected {{"claim": text, "evidence": text, "label": 0 or 1}}; '
                "correct the line."
            ) from None
        items.append(item)
    return tuple(items)


def evaluate(
    pairs_path: Path, scorer: Scorer | None = None, *, check: SupportCheck | None = None
) -> dict[str, Any]:
    """Measure the shipped check on a file of pairs.

    The result holds ``n``, ``labels``, ``auroc``, ``balanced_accuracy`` at the shipped threshold,
    the rates of carried sentences kept and of others rejected, ``reasons``, each single signal's
    AUROC, and milliseconds a claim (``ms_p50``, ``ms_p95``). Values that one label alone does not
    define are None.
    """
    items = read_pairs(Path(pairs_path))
    return summary(judge(items, check or SupportCheck(scorer or default_scorer())))


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with what the check found, and the milliseconds it took."""

    item: Item
    parts: tuple[Comparison | None, ...]
    support: Support
    ms: float


def judge(items: Sequence[Item], check: SupportCheck) -> list[Judged]:
    """Check every item."""
    judged: list[Judged] = []
    for item in items:
        started = time.perf_counter()
        parts = check.examine(item.claim, item.evidence)
        support = check.conclude(parts)
        judged.append(Judged(item, parts, support, (time.perf_counter() - started) * 1000))
    return judged


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures that ``evaluate`` describes."""
    labels = np.array([j.item.label for j in judged], dtype=bool)
    found = [j.support for j in judged]
    spent = [j.ms for j in judged]
    scores = np.array([s.score for s in found])
    kept = np.array([s.supported for s in found], dtype=bool)
    signals = {name: auroc(signal(judged, name), labels) for name in SIGNALS}
    return {
        "n": len(judged),
        "labels": {"supported": int(labels.sum()), "not_supported": int((~labels).sum())},
        "auroc": auroc(scores, labels),
        "balanced_accuracy": balanced_accuracy(kept, labels),
        "threshold": THRESHOLD,
        "kept_when_supported": _rate(kept[labels]),
        "rejected_when_not": _rate(~kept[~labels]),
        "reasons": dict(Counter(s.reason or "supported" for s in found).most_common()),
        "single_signal_auroc": signals,
        "ms_p50": round(float(np.percentile(spent, 50)), 2) if spent else None,
        "ms_p95": round(float(np.percentile(spent, 95)), 2) if spent else None,
    }


def auroc(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float | None:
    """Area under the ROC curve with ties counted half; None when only one label is there."""
    positive, negative = int(labels.sum()), int((~labels).sum())
    if not positive or not negative:
        return None
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):
        tied = scores == value
        if tied.sum() > 1:
            ranks[tied] = ranks[tied].mean()
    return round(float((ranks[labels].sum() - positive * (positive + 1) / 2) / (positive * negative)), 4)


def balanced_accuracy(kept: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float | None:
    """Mean of the rates at which carried sentences are kept and others rejected."""
    if not labels.any() or labels.all():
        return None
    return round(float((kept[labels].mean() + (~kept[~labels]).mean()) / 2), 4)


def _rate(values: NDArray[np.bool_]) -> float | None:
    return round(float(values.mean()), 4) if len(values) else None


def signal(judged: Sequence[Judged], name: str) -> NDArray[np.float64]:
    """One feature alone, at the sentence of the claim where it is lowest."""
    place = FEATURES.index(name)

    def value(part: Comparison | None) -> float:
        return 0.0 if part is None else 1.0 if part.verbatim else part.features[place]

    return np.array([min(value(part) for part in j.parts) for j in judged], dtype=np.float64)


# Calibration -----------------------------------------------------------------------------------


def load_sets(data: Path) -> dict[str, tuple[Item, ...]]:
    """The public sets and the made pairs, by name. Raises UsageError when ``data`` lacks them."""
    sets = {}
    for name in SETS:
        path = data / "support" / f"{name}.jsonl"
        if not path.is_file():
            raise UsageError(f"The data set {str(path)!r} is not there; name the data folder with --data.")
        sets[name] = read_pairs(path)
    gazetteer = Gazetteer.load()
    made = pairs(list(originals(read_speeches(data), gazetteer)), gazetteer)
    sets["statements"] = tuple(map(_item, made))
    return sets


def _item(pair: Pair) -> Item:
    evidence = tuple(Evidence(text, pair.context) for text in pair.evidence)
    return Item(pair.claim, evidence, pair.supported, pair.kind)


def read_speeches(data: Path, limit: int = SPEECHES) -> dict[str, str]:
    """Speeches of the UN General Debate by ``JPN_65_2010``, the first ``limit`` by hash of name."""
    path = data / "ungdc" / "ungdc_open.tar.xz"
    if not path.is_file():
        raise UsageError(f"The speeches {str(path)!r} are not there; name the data folder with --data.")
    speeches: dict[str, str] = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stem = Path(member.name).stem
            if member.isfile() and re.fullmatch(r"[A-Z]{3}_\d+_\d{4}", stem):
                file = archive.extractfile(member)
                if file is not None:
                    speeches[stem] = file.read().decode("utf-8-sig", errors="replace")
    chosen = sorted(speeches, key=lambda stem: hashlib.sha256(stem.encode()).hexdigest())[:limit]
    return {stem: speeches[stem] for stem in sorted(chosen)}


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
        "made_by": "python -m evals.support --train",
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


def report(sets: Mapping[str, Sequence[Item]], check: SupportCheck) -> dict[str, Any]:
    """Every set's held-back half, and the made pairs by kind."""
    results: dict[str, Any] = {}
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for name, items in sets.items():
        judged = judge([i for i in items if i.held_back], check)
        results[name] = summary(judged)
        if name == "statements":
            for j in judged:
                kinds[j.item.kind].append(j.support.supported == j.item.label)
    results["statements_by_kind"] = {
        kind: {"n": len(right), "right": round(sum(right) / len(right), 4)}
        for kind, right in sorted(kinds.items())
    }
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; prints the results as JSON and stores them."""
    parser = argparse.ArgumentParser(prog="python -m evals.support", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with support/ and ungdc/")
    parser.add_argument("--models-dir", type=Path, default=None)
    parser.add_argument("--train", action="store_true", help="fit the weights first")
    options = parser.parse_args(arguments)
    if harness.lacks("support", options.data / "support"):
        return 0
    try:
        sets = load_sets(options.data)
    except UsageError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    scorer = default_scorer(options.models_dir)
    document: dict[str, Any] = {}
    if options.train:
        document = train(sets, options.data, scorer)
        weights = parse_weights(document)
    else:
        weights = parse_weights(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))
    results = report(sets, SupportCheck(scorer, weights))
    if options.train:
        document = {**document, "held_back": _headline(results)}
        WEIGHTS_FILE.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    harness.write(RESULTS_FILE, results)
    harness.show(results)
    return 0


def _headline(results: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {k: r[k] for k in ("n", "auroc", "balanced_accuracy")} if "auroc" in r else r
        for name, r in results.items()
    }


if __name__ == "__main__":
    sys.exit(main())
