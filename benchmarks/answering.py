"""How fast questions are answered over a large library: ``python -m benchmarks.answering [--home DIR]``.

``DIR`` is a library of General Debate speeches; without one, that of `measure.speeches` is made (half an hour
on two cores). It is opened with the embedded language model in a process of its own and warmed as the
product warms it; then different questions are asked, one after the other.

Seconds are those that the product puts on every answer: ``first_quote`` until verbatim sentences were shown,
``first_token`` until the model had written its first sentence, which was then checked, ``total`` until the
answer was complete. ``first_piece`` is until the model's first piece of that sentence, as the engine saw it.
A target is met or missed by the questions that were answered. Writes ``results/answering.json``.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.posed import COMMON, SPEECHES, drawn, posed
from benchmarks.processes import ROOT, ChildRun, run_reporting
from benchmarks.summary import percentiles
from core.config import load_config
from core.errors import UsageError
from measure.machine import facts
from measure.speeches import speeches_library

RESULT = Path(__file__).with_name("results") / "answering.json"
QUESTIONS = 30
TARGETS: Mapping[str, float] = {"first_quote_p50": 0.5, "first_token_p50": 4.0, "done_p50": 12.0}  # seconds
_START_S, _QUESTION_S = 900.0, 120.0  # allowed, before it counts as hanging
# What is reported, by its name on an answer.
_STEPS: Mapping[str, str] = {
    "first_quote": "first_quote",
    "first_piece": "first_piece",
    "first_token": "first_token",
    "total": "done",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and store; 0 also where there is no library to measure, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.answering", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many (default: {QUESTIONS})")
    parser.add_argument("--out", type=Path, default=RESULT)
    args = parser.parse_args(argv)
    if args.questions < 1:
        parser.error("--questions must be 1 or more")
    try:
        questions = drawn(posed(SPEECHES, COMMON), args.questions)
    except UsageError as error:
        parser.error(str(error))
    home = speeches_library(args.home)
    if home is None:
        return 0
    models_dir = load_config().models_dir
    task = {
        "home": str(home.resolve()),
        "models_dir": str(models_dir) if models_dir else None,
        "questions": [asdict(question) for question in questions],
    }
    before = facts(ROOT)
    with tempfile.TemporaryDirectory(prefix="rapporteur-answering-") as work:
        run = run_reporting(
            "benchmarks.answering_child",
            json.dumps(task),
            Path(work),
            "Answering",
            limit_s=_START_S + _QUESTION_S * len(questions),
        )
    found = summary(run)
    asked = [record for record in run.records if record["milestone"] == "asked"]
    result = {**before, **found, "asked": [{k: r[k] for k in r if k != "milestone"} for r in asked]}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0


def summary(run: ChildRun) -> dict[str, Any]:
    """Percentiles in seconds, over what was answered and over everything, beside the targets."""
    asked = [record for record in run.records if record["milestone"] == "asked"]
    (opened,) = [record for record in run.records if record["milestone"] == "open"]
    answered = [record for record in asked if record["status"] == "answered"]
    steps = of_steps(answered)
    return {
        "paragraphs": opened["paragraphs"],
        "open_seconds": opened["seconds"],
        "questions": len(asked),
        "answered": len(answered),
        "written": sum(record["mode"] == "written" for record in answered),
        "targets": TARGETS,
        "met": met(steps),
        "seconds_answered": steps,
        "seconds_all": of_steps(asked),
        "peak_bytes": run.peak_bytes,
    }


def of_steps(asked: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float] | None]:
    """Percentiles of each step, in seconds, over the questions in which it happened."""
    return {
        shown: percentiles(record["timings_ms"][step] / 1000 or None for record in asked)
        for step, shown in _STEPS.items()
    }


def met(steps: Mapping[str, Mapping[str, float] | None]) -> dict[str, bool | None]:
    """Whether each target was kept; None where nothing was measured."""
    found: dict[str, bool | None] = {}
    for target, limit in TARGETS.items():
        step = steps[target.removesuffix("_p50")]
        found[target] = None if step is None else step["p50"] <= limit
    return found


if __name__ == "__main__":
    sys.exit(main())
