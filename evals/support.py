"""How well the support check tells supported sentences from others: ``python -m evals support``.

``evaluate`` measures a file of pairs; the command measures the public sets and made falsifications, each on
the half that calibration (`training.support`) has not seen.
"""

import hashlib
import json
import re
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.support.calibration import FEATURES
from answer.support.check import THRESHOLD, Comparison, Evidence, Scorer, Support, SupportCheck
from core.delegations import Gazetteer
from core.errors import UsageError
from core.sentences import split_sentences
from evals.perturbations import Pair, originals, pairs
from measure import harness
from measure.figures import auroc
from measure.harness import DATA

RESULTS_FILE = harness.EVALS / "support.json"
SETS = ("wice_dev", "summedits_open", "climate_fever")
SPEECHES = 300  # speeches that falsifications are made from
SIGNALS = ("recall", "longest", "cosine", "logit", "agreement")


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


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; 0 also where the pairs are not here, which is said."""
    parser = harness.parser("evals", "support", __doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with support/ and ungdc/")
    parser.add_argument("--models-dir", type=Path, default=None)
    options = parser.parse_args(arguments)
    if harness.lacks("support", options.data / "support"):
        return 0
    results = report(load_sets(options.data), SupportCheck(default_scorer(options.models_dir)))
    harness.write(RESULTS_FILE, results)
    harness.show(results)
    return 0
