"""Fit the weights of the support check: ``python -m training.support``.

Logistic regressions over the check's features, one for each kind of evidence, on the building halves of
the pairs that readers wrote and on those halves of the other sets that `evals.support` does not measure.
Writes ``answer/support/weights.json``, and what ``python -m evals support --ablate`` finds with these
weights.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from answer.support.calibration import KINDS, Logistic, Weights
from answer.words.tokens import tokenize
from core.errors import exit_status
from core.sentences import split_sentences
from evals.support.fit import fitted, seen
from evals.support.measure import concluded, judge, shipped_check, store
from evals.support.sets import load_sets, read_speeches
from measure.harness import DATA, ROOT

WEIGHTS_FILE = ROOT / "answer" / "support" / "weights.json"
_IDF_WORDS = 1500


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the weights and write the file."""
    parser = argparse.ArgumentParser(prog="python -m training.support", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with support/ and ungdc/")
    parser.add_argument("--models-dir", type=Path, default=None)
    options = parser.parse_args(arguments)
    return exit_status(lambda: fit(options.data, options.models_dir))


def fit(data: Path, models_dir: Path | None) -> None:
    """Fit the weights, write them, and what is measured with them. Raises RapporteurError."""
    weights = blank_weights(data)
    check = shipped_check(models_dir, weights)
    judged = {name: judge(items, check) for name, items in load_sets(data).items()}
    weights = replace(weights, models={kind: fitted(kind, seen(judged)) for kind in KINDS})
    WEIGHTS_FILE.write_text(written(weights), encoding="utf-8")
    check = shipped_check(models_dir, weights)
    store({name: [concluded(j, check) for j in several] for name, several in judged.items()}, ablate=True)


def blank_weights(data: Path) -> Weights:
    """No opinion, and the weights of words, counted in speeches that no model was trained on."""
    sentences = (t[a:b] for t in read_speeches(data).values() for a, b in split_sentences(t))
    return Weights(dict.fromkeys(KINDS, Logistic(0.0, {})), *word_values(sentences))


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


def written(weights: Weights) -> str:
    """The document to be committed."""
    document = {
        "made_by": "python -m training.support",
        "models": {
            kind: {"intercept": model.intercept, "coefficients": dict(model.coefficients)}
            for kind, model in weights.models.items()
        },
        "unseen": weights.unseen,
        "idf": dict(weights.idf),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
