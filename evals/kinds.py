"""Is the task that a question sets recognised: a position, a list, a comparison, a change over time, …?

    python -m evals kinds

Reads questions of people who did not know the rules, by the kind that they meant: ``evals/gold/kinds.jsonl``
and ``evals/gold/tasks``, and those of ``evals/gold/asked.jsonl``, which ask for positions or quotations. The
phrases of ``answer/question/kinds.toml`` were written with the half ``build`` of the first in view, and what
decides where no phrase does (`answer.question.likely_kind`) was trained on the halves ``build`` of all;
``report`` is the measure. Writes ``evals/results/kinds.json``: by half, how many are right, with what was
learned and without, and the confusion matrix (meant → taken for). What costs most is an ordinary question
(``position``) that is taken for another kind.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from answer.question.understand import understand
from core.delegations import Gazetteer
from core.records import Filters
from evals.asked import read_asked
from evals.filters import holdings
from measure import harness

GOLD = harness.GOLD / "kinds.jsonl"
TASKS = harness.GOLD / "tasks"
_WRITTEN = "written_about_speeches"
RESULT = harness.EVALS / "kinds.json"


@dataclass(frozen=True, slots=True)
class Meant:
    """A question with the kind that was meant by it, and of which set it is."""

    half: str
    kind: str
    question: str
    source: str = "by_kind"


def read_meant(path: Path = GOLD) -> tuple[Meant, ...]:
    """The questions by kind, of both sets, and those that were written about speeches."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    by_kind = [Meant(line["half"], line["kind"], line["question"]) for line in lines]
    written = [
        Meant(asked.half, "quote" if asked.style == "quote" else "position", asked.question, _WRITTEN)
        for asked in read_asked()
    ]
    tasks = [
        Meant(half, row["kind"], row["question"], "tasks")
        for half in ("build", "report")
        for row in map(json.loads, (TASKS / f"{half}.jsonl").read_text("utf-8").splitlines())
    ]
    return (*by_kind, *tasks, *written)


def evaluate(meant: Iterable[Meant], kind_of: Callable[[str], str]) -> dict[str, Any]:
    """By half and by where the questions come from: how many, how many right, and what was taken for what."""
    counts: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for one in meant:
        counts.setdefault((one.half, one.source), Counter())[one.kind, kind_of(one.question)] += 1
    result: dict[str, Any] = {"build": {}, "report": {}}
    for (half, source), counter in sorted(counts.items()):
        wrong = {f"{a} → {b}": n for (a, b), n in sorted(counter.items()) if a != b}
        positions = sum(n for (a, _), n in counter.items() if a == "position")
        lost = sum(n for (a, b), n in counter.items() if a == "position" != b)
        result[half][source] = {
            "questions": counter.total(),
            "right": sum(n for (a, b), n in counter.items() if a == b),
            "positions": positions,
            "positions_taken_for_another_kind": lost,
            "confusions": wrong,
        }
    return result


def main(arguments: Sequence[str]) -> int:
    """Measure, store the result and print it."""
    harness.parser("evals", "kinds", __doc__).parse_args(arguments)
    gazetteer = Gazetteer.load()
    held = holdings(gazetteer)

    def kind_of(question: str, *, likely: bool = True) -> str:
        kind = understand(question, Filters(), gazetteer, held, likely=likely).kind
        return "help" if kind == "greeting" else kind or "position"

    result = evaluate(read_meant(), kind_of)
    by_phrases = evaluate(read_meant(), partial(kind_of, likely=False))
    for half, sources in result.items():
        for source, found in sources.items():
            found["right_by_phrases_alone"] = by_phrases[half][source]["right"]
    harness.write(RESULT, result)
    harness.show(result)
    return 0
