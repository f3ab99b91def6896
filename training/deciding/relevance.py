"""Fit how likely a paragraph answers, for ``answer/evidence/relevance.py``.

    python -m training.deciding.relevance --seen FILE [--home HOME --questions FILE.jsonl … [--limit N]]

Every answerable question of the files is searched in the library under HOME, as the product would. A
logistic regression over the signals of each paragraph that is read says whether it holds the words of the
question's gold (or of an alternative). Writes ``answer/evidence/relevance.json``, with what the weights reach
on questions that the fit has not seen (five folds, by file). ``--seen`` keeps the signals, so that the fit
can be repeated without searching again.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from answer.evidence.parts import Part
from answer.evidence.relevance import FIELDS
from answer.pipeline import Pipeline
from core.config import load_config
from training.deciding.seen import drawn, seen_by
from workspace.workspace import Workspace

RESULT: Final = Path(__file__).parents[2] / "answer" / "evidence" / "relevance.json"
_FOLDS: Final = 5
_CUTS: Final = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


def main() -> None:
    seen = seen_by(observe, "training.deciding.relevance", __doc__)
    document = {"made_by": "python -m training.deciding.relevance", **fitted(seen)}
    RESULT.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    print(json.dumps(document, indent=2))


def observe(home: Path, files: Sequence[Path], limit: int, out: Path) -> None:
    """Search for every answerable question; a line for each paragraph that is read."""
    workspace = Workspace.open(load_config(os.environ, home=home).without_llm())
    try:
        pipeline = workspace.pipeline_over(workspace.library)
        with out.open("a", encoding="utf-8") as written:
            for question in (line for file in files for line in drawn(file, limit, answerable=True)):
                written.writelines(json.dumps(row) + "\n" for row in signals(pipeline, question))
                written.flush()
    finally:
        workspace.close()


def signals(pipeline: Pipeline, question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The signals of every paragraph that is read for a question, and whether it holds gold words."""
    places = [*question["gold"], *(place for many in question.get("alternatives_ok", ()) for place in many)]
    words = [" ".join(piece.split()) for place in places for piece in place["words"].split(" … ")]
    for part in pipeline.parts(question["question"])[0]:
        for id_ in part.evidence.paragraphs():
            text = " ".join(_text(part, id_).split())
            yield {
                "group": question["gold"][0]["file"],
                "answers": any(one in text for one in words),
                **asdict(part.evidence.signals(id_)),
            }


def _text(part: Part, id_: str) -> str:
    return next(s.source.text for s in part.evidence.sentences if s.source.paragraph_id == id_)


def fitted(seen: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The weights, and precision and recall at some cuts on questions that a fit has not seen."""
    x = np.array([[float(row[field]) for field in FIELDS] for row in seen])
    answers = np.array([bool(row["answers"]) for row in seen])
    groups = np.array([row["group"] for row in seen])
    model = LogisticRegression(max_iter=2000)
    guessed = cross_val_predict(
        model, x, answers, groups=groups, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    model.fit(x, answers)
    at = {str(cut): _precision_recall(guessed >= cut, answers) for cut in _CUTS}
    return {
        "paragraphs": len(seen),
        "answering": int(answers.sum()),
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {f: round(float(w), 4) for f, w in zip(FIELDS, model.coef_[0], strict=True)},
        "unseen": {
            "auroc": round(float(roc_auc_score(answers, guessed)), 4),
            "log_loss": round(float(log_loss(answers, guessed)), 4),
            "precision_recall": at,
        },
    }


def _precision_recall(shown: NDArray[np.bool_], answers: NDArray[np.bool_]) -> list[float]:
    return [round(float(answers[shown].mean()), 3), round(float(shown[answers].mean()), 3)]


if __name__ == "__main__":
    main()
