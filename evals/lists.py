"""Are lists of who mentioned a thing complete and right?

    python -m evals lists [--home HOME]

Reads ``evals/gold/lists.jsonl``: list questions by three people who knew no rule, each with a regular
expression that settles over the year's speeches which delegations are true. The half ``report`` is by the
third. Asked without a language model. For each half: recall and precision of the delegations said, over all
questions together; how many of the questions that no delegation makes true were answered with a name; and
seconds. Writes ``evals/results/lists.json``.
"""

import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from answer.events import Finished
from answer.pipeline import Pipeline
from core.config import load_config
from core.records import Answer
from measure import harness
from measure.speeches import speeches_library
from workspace.workspace import Workspace

GOLD = harness.GOLD / "lists.jsonl"
RESULT = harness.EVALS / "lists.json"
HALVES = ("build", "report")


@dataclass(frozen=True, slots=True)
class Listed:
    """A question with the delegations that are true, and what the product said."""

    half: str
    id: str
    question: str
    true: frozenset[str]
    said: frozenset[str]
    kind: str
    judged: int
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Ask every question, store the result and print the totals."""
    parser = harness.parser("evals", "lists", __doc__)
    parser.add_argument("--home", type=Path, help="a library of the speeches; made where it is missing")
    options = parser.parse_args(arguments)
    if (home := speeches_library(options.home)) is None:
        return 0
    workspace = Workspace.open(load_config(os.environ, home=home).without_llm())
    try:
        pipeline = workspace.pipeline_over(workspace.library)
        lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
        asked = [listed(pipeline, line) for line in lines]
    finally:
        workspace.close()
    result = {half: figures([one for one in asked if one.half == half]) for half in HALVES}
    harness.write(RESULT, result)
    harness.show({half: {k: v for k, v in found.items() if k != "lists"} for half, found in result.items()})
    return 0


def listed(pipeline: Pipeline, line: dict[str, Any]) -> Listed:
    """One question answered."""
    before = time.perf_counter()
    answer = _answer(pipeline, line["question"])
    seconds = time.perf_counter() - before
    said = frozenset(cell.delegation for cell in answer.cells if cell.state == "said")
    true = frozenset(line["delegations"])
    return Listed(
        line["half"], line["id"], line["question"], true, said, answer.kind, len(answer.cells), seconds
    )


def figures(asked: Sequence[Listed]) -> dict[str, Any]:
    """Recall and precision over all delegations together, and the lists one by one."""
    true, said = _pairs(asked, "true"), _pairs(asked, "said")
    nobody = [one for one in asked if not one.true]
    return {
        "questions": len(asked),
        "recall": round(len(true & said) / len(true), 4),
        "precision": round(len(true & said) / max(1, len(said)), 4),
        "nobody": len(nobody),
        "nobody_but_named": sum(bool(one.said) for one in nobody),
        "seconds_p50": round(float(np.percentile([one.seconds for one in asked], 50)), 2),
        "seconds_p95": round(float(np.percentile([one.seconds for one in asked], 95)), 2),
        "lists": [
            {
                "id": one.id,
                "question": one.question,
                "kind": one.kind,
                "judged": one.judged,
                "missed": sorted(one.true - one.said),
                "wrong": sorted(one.said - one.true),
            }
            for one in asked
        ],
    }


def _pairs(asked: Iterable[Listed], which: str) -> set[tuple[str, str]]:
    return {(one.id, code) for one in asked for code in getattr(one, which)}


def _answer(pipeline: Pipeline, question: str) -> Answer:
    return next(event.answer for event in pipeline.ask(question) if isinstance(event, Finished))
