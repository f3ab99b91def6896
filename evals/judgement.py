"""The support check beside the language model's own judgement: ``python -m evals judgement``.

For a random part of each set of `evals.support`, the embedded model is asked whether the source states the
sentence (``prompts/judge.md``, log-odds of yes over no; the source is cut to the sentences that hold most of
the claim's words, at most 160 words in reading order). On the half that calibration saw, each of the check,
the model and the two together is given a threshold, and the two together their weights; all are measured on
the half that it did not see, with the single signals beside them. ``open`` is the check alone where it is
sure and the two together where its score lies between ``_OPEN``: what asking the model only then is worth.
Writes ``results/judgement.json``.
"""

import math
import random
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.support.check import SupportCheck
from answer.words.tokens import tokenize
from answer.writing.llm import EmbeddedLLM, LanguageModel
from core.config import load_config
from evals.support import (
    SIGNALS,
    Item,
    auroc,
    balanced_accuracy,
    default_scorer,
    judge,
    load_sets,
    signal,
)
from measure import harness
from measure.harness import DATA
from models import model_path
from models.shipped import LLM, LLM_NAME
from prompts import load_prompt

RESULT = harness.EVALS / "judgement.json"
SEED = 5
_WORDS = 160
_OPEN = (0.2, 0.8)


@dataclass(frozen=True, slots=True)
class Opinion:
    """A pair with the check's probability, the model's log-odds, the signals, and what each took."""

    label: bool
    score: float
    log_odds: float
    signals: Mapping[str, float]
    ms_check: float
    ms_model: float

    @property
    def logit(self) -> float:
        """The check's probability as log-odds."""
        bounded = min(max(self.score, 1e-4), 1 - 1e-4)
        return math.log(bounded / (1 - bounded))


def main(argv: Sequence[str]) -> int:
    """Run and write the result; 0 also where the pairs are not here, which is said."""
    parser = harness.parser("evals", "judgement", __doc__)
    parser.add_argument("--pairs", type=int, default=120, help="held-back pairs of each set")
    parser.add_argument("--tuned", type=int, default=60, help="other pairs of each set, for the thresholds")
    args = parser.parse_args(argv)
    if harness.lacks("judgement", DATA / "support"):
        return 0
    config = load_config(llm="embedded")
    llm = EmbeddedLLM(model_path(LLM, f"{LLM}.gguf", config.models_dir), name=LLM_NAME)
    check = SupportCheck(default_scorer(config.models_dir))
    chance = random.Random(SEED)  # noqa: S311
    result: dict[str, Any] = {"llm": LLM_NAME, "prompt_sha256": load_prompt("judge").sha256, "open": _OPEN}
    for name, items in load_sets(DATA).items():
        halves = []
        for held, most in ((False, args.tuned), (True, args.pairs)):
            there = [item for item in items if item.held_back == held]
            sample = chance.sample(there, min(most, len(there)))
            halves.append([_opinion(item, check, llm) for item in sample])
            sys.stderr.write(f"{name}: {len(sample)} pairs\n")
        result[name] = compared(*halves)
    harness.write(RESULT, result)
    harness.show(result)
    return 0


def compared(tuned: Sequence[Opinion], held: Sequence[Opinion]) -> dict[str, Any]:
    """AUROC and balanced accuracy of each judge on ``held``, with thresholds chosen on ``tuned``."""
    from sklearn.linear_model import LogisticRegression

    known, labels = _columns(tuned), np.array([o.label for o in tuned], dtype=bool)
    unseen, truth = _columns(held), np.array([o.label for o in held], dtype=bool)
    both = LogisticRegression(max_iter=5000, class_weight="balanced").fit(known, labels)
    judges: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = {
        "check": (known[:, 0], unseen[:, 0]),
        "model": (known[:, 1], unseen[:, 1]),
        "together": (both.decision_function(known), both.decision_function(unseen)),
    }
    judges["open"] = (_open(tuned, judges["together"][0]), _open(held, judges["together"][1]))
    for name in SIGNALS:
        judges[name] = (
            np.array([o.signals[name] for o in tuned]),
            np.array([o.signals[name] for o in held]),
        )
    asked = [o for o in held if _OPEN[0] <= o.score <= _OPEN[1]]
    return {
        "held": len(held),
        "tuned": len(tuned),
        "judges": {
            name: {
                "auroc": auroc(there, truth),
                "balanced_accuracy": balanced_accuracy(there >= _threshold(here, labels), truth),
            }
            for name, (here, there) in judges.items()
        },
        "ms_p50": {
            "check": _median([o.ms_check for o in held]),
            "model": _median([o.ms_model for o in held]),
            "open": _median([o.ms_check + (o.ms_model if o in asked else 0.0) for o in held]),
        },
        "open_share": round(len(asked) / max(1, len(held)), 4),
    }


def _columns(opinions: Sequence[Opinion]) -> NDArray[np.float64]:
    return np.array([[o.logit, o.log_odds] for o in opinions], dtype=np.float64)


def _open(opinions: Sequence[Opinion], together: NDArray[np.float64]) -> NDArray[np.float64]:
    """The check's log-odds where it is sure, those of the two where it is not."""
    return np.array(
        [
            both if _OPEN[0] <= o.score <= _OPEN[1] else o.logit
            for o, both in zip(opinions, together, strict=True)
        ]
    )


def _threshold(values: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """The value from which balanced accuracy is best."""
    return float(max(np.unique(values), key=lambda value: balanced_accuracy(values >= value, labels) or 0.0))


def _median(values: Sequence[float]) -> float:
    return round(float(np.median(values)), 1) if values else 0.0


def _opinion(item: Item, check: SupportCheck, llm: LanguageModel) -> Opinion:
    (judged,) = judge([item], check)
    messages = load_prompt("judge").render(source=source(item), claim=item.claim)
    started = time.perf_counter()
    log_odds = llm.yes_log_odds(messages, threading.Event())
    return Opinion(
        item.label,
        judged.support.score,
        log_odds,
        {name: float(signal([judged], name)[0]) for name in SIGNALS},
        judged.ms,
        (time.perf_counter() - started) * 1000,
    )


def source(item: Item) -> str:
    """The evidence as the model reads it: the sentences that share most with the claim, in reading order."""
    wanted = {token.key for token in tokenize(item.claim) if token.content}
    shared = [len(wanted & {token.key for token in tokenize(e.text)}) for e in item.evidence]
    chosen: list[int] = []
    words = 0
    for at in sorted(range(len(shared)), key=lambda at: -shared[at]):
        length = len(item.evidence[at].text.split())
        if not chosen or words + length <= _WORDS:
            chosen.append(at)
            words += length
    contexts = list(dict.fromkeys(e.context for e in item.evidence if e.context))
    said = " ".join(" ".join(item.evidence[at].text.split()) for at in sorted(chosen))
    return f"({'; '.join(contexts)}) {said}" if contexts else said
