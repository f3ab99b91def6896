"""Fit the verdict of ``answer/evidence/verdict.py``: is the question answered, perhaps, or not?

    python -m training.deciding.verdict --seen FILE [--home HOME --questions FILE.jsonl … [--limit N]]

Every question of the files is searched in the library under HOME, as the product would, and the language
model is asked whether its extracts state the answer. A logistic regression over these findings is fitted,
with its log-odds and without, and the two thresholds are chosen that cost least on the cross-validated
probabilities of the questions that people asked, under the costs below; the "floor" is a little below the
judge's logit of every question that is answered. Writes ``answer/evidence/verdict.json``; ``--seen``
keeps the findings, so that the fit can be repeated without asking again.
"""

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from answer.evidence.verdict import Findings
from answer.pipeline import Pipeline
from core.config import load_config
from training.deciding.seen import drawn, seen_by
from workspace.workspace import Workspace

RESULT: Final = Path(__file__).parents[2] / "answer" / "evidence" / "verdict.json"
# Not "margin": how far the next paragraph is behind tells how much the library has on the matter. Where that
# is one statement, it is always large, and its weight refused what the statement says.
_FIELDS: Final = ("sentence", "paragraph", "nearness", "log_odds")
# Of a delegation that was named: its other paragraphs say how much it has on the matter.
_NAMED: Final = ("sentence", "paragraph", "margin")
# The questions that people wrote who wanted to know; the others were made to be near what is there, and teach
# what the weights are, but not how often that happens.
_ASKED: Final = frozenset(["group1", "officers", "officers_second"])
# What an outcome costs a reader, against the right one: an answer to what is not there costs most (its
# quotation is real and says whose it is, or it would cost more), a refusal of what is there costs the tool
# its user, and passages that have to be read cost a minute.
_COSTS: Final = MappingProxyType(
    {
        ("answerable", "answered"): 0.0,
        ("answerable", "uncertain"): 0.35,
        ("answerable", "refused"): 1.5,
        ("not", "answered"): 2.0,
        ("not", "uncertain"): 0.35,
        ("not", "refused"): 0.0,
    }
)
# The share of questions that people ask for which a library has no answer; files may hold more of them.
_UNANSWERABLE: Final = 0.15
_REGULARISATION: Final = 1.0
_FOLDS: Final = 5
_REPEATS: Final = 20  # divisions into folds: by one alone the thresholds hang on a single question
# Logits below the least of all questions that are answered: other kinds of text (`kinds_build`) lie lower
# than speeches, and to say that there is nothing where there is costs more than to show something else.
_FLOOR: Final = 0.5
# Of the questions without an answer. Where the fit is sure by few of them, the costs alone would answer more.
_MOST_FALSE: Final = 0.15
_MOST_FALSE_QUOTED: Final = 0.2  # without a model what is answered and what is uncertain show the same words
_NEARLY: Final = 1.01  # so many questions can't tell costs apart that are nearer


def main() -> None:
    seen = seen_by(observe, "training.deciding.verdict", __doc__)
    before = json.loads(RESULT.read_text("utf-8"))
    document = {"made_by": "python -m training.deciding.verdict", "questions": len(seen), **fitted(seen)}
    document["cell"], document["thresholds"]["cell"] = before["cell"], before["thresholds"]["cell"]
    RESULT.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    print(json.dumps(document, indent=2))


def observe(home: Path, files: Sequence[Path], limit: int, out: Path) -> None:
    """Ask every question as far as its findings go; one line each. The best part counts for a question that
    was taken apart, as one that is answered makes an answer."""
    workspace = Workspace.open(load_config(os.environ, home=home))
    try:
        workspace.start_llm()
        pipeline = workspace.pipeline_over(workspace.library)
        with out.open("a", encoding="utf-8") as written:
            for file in files:
                for at, line in enumerate(drawn(file, limit)):
                    found = _best(pipeline, line["question"])
                    if found is None:
                        continue
                    group = (
                        (line.get("gold") or [{}])[0].get("file") or line.get("file") or f"{file.stem}{at}"
                    )
                    seen = {
                        "set": file.stem,
                        "group": group,
                        "kind": line.get("type") or line.get("style", ""),
                        "answerable": bool(line["answerable"]),
                        **asdict(found),
                    }
                    written.write(json.dumps(seen) + "\n")
                    written.flush()
    finally:
        workspace.close()


def _best(pipeline: Pipeline, question: str) -> Findings | None:
    found = pipeline.findings(question, stop=threading.Event())
    return max(found, key=lambda f: f.sentence if f.log_odds is None else f.log_odds, default=None)


def fitted(seen: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Weights and thresholds with the language model, without it, and for delegations that are named."""
    # A delegation that is named beside others is often silent, as the one statement of a small library is.
    named = [{**line, "set": "group1"} for line in seen if line["set"] in ("group1", "alone")]
    # One statement of another matter is no answer whatever a model says; the others count where it was asked.
    weighed = [line for line in seen if line["log_odds"] is not None or line["set"] == "alone"]
    document: dict[str, Any] = {
        "unanswerable": _UNANSWERABLE,
        "costs": {" ".join(key): cost for key, cost in _COSTS.items()},
        "floor": round(
            min(max(line["sentence"], line["paragraph"]) for line in seen if line["answerable"]) - _FLOOR, 2
        ),
    }
    thresholds = {}
    for name, fields, lines, most_false in (
        ("model", _FIELDS, weighed, _MOST_FALSE),
        ("no_model", _FIELDS[:-1], seen, _MOST_FALSE_QUOTED),
        ("named", _NAMED, named, 1.0),  # a row beside others is read, and a gap there misleads as well
    ):
        document[name], thresholds[name] = _fit(lines, fields, most_false)
        document[name]["auroc_without"] = {
            one: _fit(lines, [f for f in fields if f != one], most_false)[0]["auroc"] for one in fields
        }
    return {**document, "thresholds": thresholds}


def _fit(
    seen: Sequence[dict[str, Any]], fields: Sequence[str], most_false: float
) -> tuple[dict[str, Any], dict[str, float]]:
    """The weights of ``fields``, and the thresholds that cost least on probabilities of held-back folds."""
    labels = np.array([bool(line["answerable"]) for line in seen])
    groups = np.array([line["group"] for line in seen])
    weights = np.where(labels, (1 - _UNANSWERABLE) / labels.mean(), _UNANSWERABLE / (1 - labels.mean()))
    x = np.clip(np.array([[float(line[field] or 0.0) for field in fields] for line in seen]), -12.0, 12.0)
    model = LogisticRegression(C=_REGULARISATION, max_iter=2000)
    guessed = [
        cross_val_predict(
            model,
            x,
            labels,
            groups=groups,
            cv=GroupKFold(_FOLDS, shuffle=True, random_state=seed),
            method="predict_proba",
            params={"sample_weight": weights},
        )[:, 1]
        for seed in range(_REPEATS)
    ]
    model.fit(x, labels, sample_weight=weights)
    fit = {
        "questions": len(seen),
        "auroc": round(float(np.mean([roc_auc_score(labels, one) for one in guessed])), 3),
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {
            field: round(float(weight), 4) for field, weight in zip(fields, model.coef_[0], strict=True)
        },
    }
    asked = np.array([line["set"] in _ASKED for line in seen])
    real = labels[asked]
    counts = np.where(real, (1 - _UNANSWERABLE) / real.mean(), _UNANSWERABLE / (1 - real.mean()))
    pooled = np.concatenate([one[asked] for one in guessed])
    return fit, cheapest(pooled, np.tile(real, _REPEATS), np.tile(counts, _REPEATS), _NEARLY, most_false)


def cheapest(
    probabilities: NDArray[np.float64],
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64] | None = None,
    nearly: float = 1.0,
    most_false: float = 1.0,
) -> dict[str, float]:
    """The thresholds with the least cost, each question counting as its weight (1 where none is given); of
    those that cost at most ``nearly`` times as much the ones that answer most. At most the share
    ``most_false`` of what has no answer is answered."""
    counts = np.ones(len(labels)) if weights is None else weights
    grid = np.unique(np.round(probabilities, 2))
    costs: list[tuple[float, float, float]] = []
    for answered in (one for one in grid if float((probabilities[~labels] >= one).mean()) <= most_false):
        for uncertain in grid[grid <= answered]:
            outcome = np.where(
                probabilities >= answered,
                "answered",
                np.where(probabilities >= uncertain, "uncertain", "refused"),
            )
            cost = sum(
                each * float(counts[(outcome == state) & (labels == (label == "answerable"))].sum())
                for (label, state), each in _COSTS.items()
            )
            costs.append((cost, float(answered), float(uncertain)))
    limit = min(costs)[0] * nearly
    lowest = min(answered for cost, answered, _ in costs if cost <= limit)
    _, answered, uncertain = min(one for one in costs if one[1] == lowest)
    return {"answered": answered, "uncertain": uncertain}


if __name__ == "__main__":
    main()
