"""Fit the verdict of ``answer/evidence/verdict.py``: is the question answered, perhaps, or not?

    python -m training.deciding.verdict --home HOME --questions FILE.jsonl … [--limit N]

Every question of the files is searched in the library under HOME, as the product would, and the language
model is asked whether its extracts state the answer. A logistic regression over these findings is fitted,
with its log-odds and without, and the two thresholds are chosen that cost least on the cross-validated
probabilities, under the costs below. Writes ``answer/evidence/verdict.json``; ``--seen FILE`` keeps the
findings, so that the fit can be repeated without asking again.
"""

import argparse
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
from sklearn.model_selection import GroupKFold, cross_val_predict

from answer.evidence.verdict import Findings
from answer.pipeline import Pipeline
from core.config import load_config
from workspace.workspace import Workspace

RESULT: Final = Path(__file__).parents[2] / "answer" / "evidence" / "verdict.json"
# Not "margin": how far the next paragraph is behind tells how much the library has on the matter. Where that
# is one statement, it is always large, and its weight refused what the statement says.
_FIELDS: Final = ("sentence", "paragraph", "log_odds", "premise", "strange", "lacks")
# What an outcome costs a reader, against the right one: an answer to what is not there can cost a career, a
# refusal of what is there costs the tool its user, and passages that have to be read cost a minute.
_COSTS: Final = MappingProxyType(
    {
        ("answerable", "answered"): 0.0,
        ("answerable", "uncertain"): 0.35,
        ("answerable", "refused"): 1.5,
        ("not", "answered"): 3.0,
        ("not", "uncertain"): 0.35,
        ("not", "refused"): 0.0,
    }
)
# The share of questions that people ask for which a library has no answer; files may hold more of them.
_UNANSWERABLE: Final = 0.15
_REGULARISATION: Final = 1.0
_FOLDS: Final = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.deciding.verdict", description=__doc__)
    parser.add_argument("--home", type=Path, help="a library that holds the statements asked about")
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[], help="JSONL: question, answerable, …"
    )
    parser.add_argument("--limit", type=int, default=0, help="ask so many of each file, evenly drawn")
    parser.add_argument("--seen", type=Path, required=True, help="JSONL of findings, kept and read again")
    options = parser.parse_args()
    if options.home and options.questions:
        observe(options.home, options.questions, options.limit, options.seen)
    seen = [json.loads(line) for line in options.seen.read_text("utf-8").splitlines()]
    before = json.loads(RESULT.read_text("utf-8"))
    document = {"made_by": "python -m training.deciding.verdict", "questions": len(seen), **fitted(seen)}
    for cells in ("cell", "named"):  # the cells of a survey are judged by weights of their own
        document[cells], document["thresholds"][cells] = before[cells], before["thresholds"][cells]
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
                lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
                step = max(1, len(lines) // limit) if limit else 1
                for at, line in enumerate(lines[::step]):
                    found = _best(pipeline, line["question"])
                    if found is None:
                        continue
                    group = (
                        (line.get("gold") or [{}])[0].get("file") or line.get("file") or f"{file.stem}{at}"
                    )
                    seen = {
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
    return max(found, key=lambda f: f.log_odds if f.log_odds is not None else -99.0, default=None)


def fitted(seen: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Weights and thresholds with the language model and without it."""
    labels = np.array([bool(line["answerable"]) for line in seen])
    groups = np.array([line["group"] for line in seen])
    weights = np.where(labels, (1 - _UNANSWERABLE) / labels.mean(), _UNANSWERABLE / (1 - labels.mean()))
    document: dict[str, Any] = {
        "unanswerable": _UNANSWERABLE,
        "costs": {" ".join(key): cost for key, cost in _COSTS.items()},
    }
    thresholds = {}
    for name, fields in (("model", _FIELDS), ("no_model", tuple(f for f in _FIELDS if f != "log_odds"))):
        x = np.array([[float(line[field] or 0.0) for field in fields] for line in seen])
        x = np.clip(x, -12.0, 12.0)
        model = LogisticRegression(C=_REGULARISATION, max_iter=2000)
        guessed = cross_val_predict(
            model,
            x,
            labels,
            groups=groups,
            cv=GroupKFold(_FOLDS),
            method="predict_proba",
            params={"sample_weight": weights},
        )[:, 1]
        model.fit(x, labels, sample_weight=weights)
        document[name] = {
            "bias": round(float(model.intercept_[0]), 4),
            "weights": {
                field: round(float(weight), 4) for field, weight in zip(fields, model.coef_[0], strict=True)
            },
        }
        thresholds[name] = cheapest(guessed, labels, weights)
    return {**document, "thresholds": thresholds}


def cheapest(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
) -> dict[str, float]:
    """The thresholds with the least cost, each question counting as its weight (1 where none is given)."""
    counts = np.ones(len(labels)) if weights is None else weights
    best: tuple[float, float, float] | None = None
    grid = np.unique(np.round(probabilities, 2))
    for answered in grid:
        for uncertain in grid[grid <= answered]:
            outcome = np.where(
                probabilities >= answered,
                "answered",
                np.where(probabilities >= uncertain, "uncertain", "refused"),
            )
            cost = float(
                sum(
                    count * _COSTS["answerable" if label else "not", str(one)]
                    for one, label, count in zip(outcome, labels, counts, strict=True)
                )
            )
            if best is None or cost < best[0]:
                best = (cost, float(answered), float(uncertain))
    assert best is not None  # noqa: S101  the grid is never empty
    _, answered, uncertain = best
    return {"answered": answered, "uncertain": uncertain}


if __name__ == "__main__":
    main()
