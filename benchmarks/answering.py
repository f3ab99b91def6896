"""How fast questions are answered over a large library: ``python -m benchmarks answering [--home DIR]``.

``DIR`` is a library of General Debate speeches; without one, that of `measure.speeches` is made (half an hour
on two cores). It is opened with the embedded language model in a process of its own and warmed as the
product warms it; then different questions are asked, one after the other.

Seconds are those that the product puts on every answer: ``first_quote`` until verbatim sentences were shown,
``first_token`` until the model had written its first sentence, which was then checked, ``done`` until the
answer was complete. ``first_piece`` is until the model's first piece of that sentence, as the engine saw it.
A target is met or missed by the questions that were answered. ``tokens_per_second`` are llama.cpp's own: run
it before and after ``make native`` to see what an engine built for this processor is worth.
"""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.child import Emit, Task
from benchmarks.processes import ChildRun, run_child
from benchmarks.questions import COMMON, SPEECHES, drawn, posed
from core.config import load_config
from measure import harness
from measure.figures import percentiles
from measure.machine import facts
from measure.speeches import speeches_library

RESULT = harness.BENCHMARKS / "answering.json"
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


def main(arguments: Sequence[str]) -> int:
    """Measure, print and store; 0 also where there is no library to measure, which is said."""
    parser = harness.parser("benchmarks", "answering", __doc__)
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many (default: {QUESTIONS})")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    questions = drawn(posed(SPEECHES, COMMON), options.questions)
    home = speeches_library(options.home)
    if home is None:
        return 0
    task = {
        "home": home.resolve(),
        "models_dir": load_config().models_dir,
        "questions": [asdict(question) for question in questions],
    }
    before = facts(harness.ROOT)
    with tempfile.TemporaryDirectory(prefix="rapporteur-answering-") as work:
        limit_s = _START_S + _QUESTION_S * len(questions)
        run = run_child("benchmarks.answering:answers", task, Path(work), "Answering", limit_s=limit_s)
    found = summary(run)
    harness.write(options.out, {**found, "asked": run.of("asked")}, before)
    harness.show(found)
    return 0


def answers(task: Task, emit: Emit) -> None:
    """Reports ``open`` with the library's size, ``warm`` once the model is, ``asked`` for every question, and
    the engine's ``rates``."""
    from benchmarks.timed import rates, timed

    began = time.perf_counter()
    with timed(task["home"], task["models_dir"]) as opened:
        seconds = round(time.perf_counter() - began, 2)
        emit("open", {"seconds": seconds, "paragraphs": opened.workspace.library.scope().paragraphs})
        opened.warm()
        emit("warm", {})
        for question in task["questions"]:
            answer, timings = opened.ask(question["text"])
            emit("asked", {**question, "status": answer.status, "mode": answer.mode, "timings_ms": timings})
        emit("rates", rates([call.record() for call in opened.calls]))


def summary(run: ChildRun) -> dict[str, Any]:
    """Percentiles in seconds, over what was answered and over everything, and what the targets say."""
    asked = run.of("asked")
    (opened,) = run.of("open")
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
        "tokens_per_second": next(iter(run.of("rates")), None),
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
