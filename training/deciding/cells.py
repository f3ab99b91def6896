"""Fit the verdict on the cells of a survey, for ``answer/evidence/verdict.py``.

    python -m training.deciding.cells --home HOME --questions FILE.jsonl … --seen FILE [--limit N]

Every answerable question that asks for one delegation's words is put to others as well, as a list would. The
cell of the delegation that is asked about holds the answer; those of eight others, drawn among those that
were found, mostly don't (where one does after all, the fit only becomes more careful). A logistic regression
over the judge's logits is fitted, and the two thresholds are chosen that cost least, under the costs of
``training.deciding.verdict``. Writes the part "cell" of ``answer/evidence/verdict.json``; ``--seen FILE``
keeps the findings, so that the fit can be repeated.
"""

import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from answer.cells import WIDE, cell_findings
from answer.evidence.parts import Part
from answer.pipeline import Pipeline
from answer.question.put_to import put_to
from core.config import load_config
from core.delegations import Gazetteer
from core.records import Hit
from training.deciding.seen import drawn, seen_by
from training.deciding.verdict import RESULT, cheapest
from workspace.workspace import Workspace

_FIELDS: Final = ("sentence", "paragraph", "margin")
_OTHERS: Final = 8
_FOLDS: Final = 5
_SEED: Final = 0
_FAR: Final = -12.0  # the logits of paragraphs that are surely not about the question


def main() -> None:
    seen = seen_by(observe, "training.deciding.cells", __doc__)
    document = json.loads(RESULT.read_text("utf-8"))
    weights, thresholds = fitted(seen)
    document["cell"] = weights
    document["thresholds"]["cell"] = thresholds
    RESULT.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    print(json.dumps({"cell": weights, "thresholds": thresholds}, indent=2))


def observe(home: Path, files: Sequence[Path], limit: int, out: Path) -> None:
    """Put every question to several delegations; a line for each cell."""
    workspace = Workspace.open(load_config(os.environ, home=home).without_llm())
    draw = random.Random(_SEED)  # noqa: S311  # a sample
    try:
        pipeline = workspace.pipeline_over(workspace.library)
        with out.open("a", encoding="utf-8") as written:
            for file in files:
                for line in drawn(file, limit, answerable=True):
                    for row in cells_of(pipeline, workspace, line["question"], draw):
                        written.write(json.dumps({"group": line["gold"][0]["file"], **row}) + "\n")
                    written.flush()
    finally:
        workspace.close()


def cells_of(
    pipeline: Pipeline, workspace: Workspace, question: str, draw: random.Random
) -> Iterator[dict[str, Any]]:
    """The findings of the cell of the delegation that is asked about, and of some others."""
    parts = pipeline.parts(question)[0]
    if len(parts) != 1 or len(parts[0].filters.delegations) != 1:
        return
    part, gazetteer = parts[0], Gazetteer.load()
    (asked,) = part.filters.delegations
    found = _found(part, workspace)
    others = sorted(code for code in found if code and code != asked)
    for code in (asked, *draw.sample(others, min(_OTHERS, len(others)))):
        put = put_to(part.english, (asked,), gazetteer.name(code), gazetteer)
        findings = cell_findings(put, found.get(code, ()), workspace.library, gazetteer)
        logits = asdict(findings) if findings else {"sentence": _FAR, "paragraph": _FAR, "margin": 0.0}
        yield {"says": code == asked, **{field: logits[field] for field in _FIELDS}}


def _found(part: Part, workspace: Workspace) -> dict[str, list[Hit]]:
    """The paragraphs that a survey would read, by delegation."""
    filters = replace(part.filters, delegations=())
    found: dict[str, list[Hit]] = {}
    for hit in workspace.library.search(part.english, filters, WIDE, rerank=False).hits:
        found.setdefault(hit.source.delegation, []).append(hit)
    return found


def fitted(seen: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, float]]:
    """The weights and the thresholds."""
    x = np.clip(np.array([[float(row[field]) for field in _FIELDS] for row in seen]), _FAR, -_FAR)
    says = np.array([bool(row["says"]) for row in seen])
    model = LogisticRegression(max_iter=2000)
    guessed = cross_val_predict(
        model, x, says, groups=[r["group"] for r in seen], cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    model.fit(x, says)
    weights = {
        "made_by": "python -m training.deciding.cells",
        "cells": len(seen),
        "auroc": round(float(roc_auc_score(says, guessed)), 4),
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {f: round(float(w), 4) for f, w in zip(_FIELDS, model.coef_[0], strict=True)},
    }
    return weights, cheapest(guessed, says)


if __name__ == "__main__":
    main()
