"""Answers beside a plain LlamaIndex stack on the same models: ``python -m benchmarks beside``.

The questions about the statement that ships are put to the product and to the stack that a LlamaIndex user
would put together from its documentation (`benchmarks.plain.answers`): each to a new process of each, so that
the engine knows nothing of its prompt, and then once more, when it knows all of it. Both have the same
encoder, the same llama.cpp engine with its prompt cache, and may write equally much. ``first_quote`` is
verbatim sentences for the product and retrieved chunks for LlamaIndex, which has nothing else to show before
its answer; ``first_piece`` is the model's first piece of the answer. Seconds are from the question.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.child import Emit, Task
from benchmarks.processes import ChildRun, run_child
from benchmarks.questions import SHIPPED, posed
from core.config import load_config
from measure import harness
from measure.figures import percentiles
from measure.machine import facts

RESULT = harness.BENCHMARKS / "beside.json"
STACKS: Mapping[str, str] = {
    "rapporteur": "benchmarks.beside:product",
    "llamaindex": "benchmarks.plain.answers:plain",
}
QUESTIONS = 6
_STEPS = ("first_quote", "first_piece", "done")


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print."""
    parser = harness.parser("benchmarks", "beside", __doc__)
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many (default: {QUESTIONS})")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    before, runs = facts(harness.ROOT), []
    with tempfile.TemporaryDirectory(prefix="rapporteur-beside-") as work:
        for stack, place in STACKS.items():  # so that storing the statement is in nobody's time
            run_child(place, _task(Path(work) / stack), Path(work), stack)
        for question in posed(SHIPPED)[: options.questions]:
            for stack, place in STACKS.items():
                sys.stderr.write(f"{stack}: {question.text}\n")
                task = _task(Path(work) / stack, question.text, question.text)
                runs.append((stack, run_child(place, task, Path(work), stack)))
    result = {stack: summary([run for name, run in runs if name == stack]) for stack in STACKS}
    asked = [{"stack": stack, **record} for stack, run in runs for record in run.of("asked")]
    harness.write(options.out, {**result, "asked": asked}, before)
    harness.show(result)
    return 0


def _task(home: Path, *questions: str) -> Task:
    return {"home": home, "models_dir": load_config().models_dir, "questions": questions}


def product(task: Task, emit: Emit) -> None:
    """The product's answers to the task's questions, one after the other."""
    from benchmarks.timed import timed

    with timed(task["home"], task["models_dir"]) as opened:
        opened.workspace.intake.add_corpus()
        emit("library", {})
        if task["questions"]:
            opened.warm()
        for text in task["questions"]:
            answer, timings = opened.ask(text)
            shown = " ".join(sentence.text for sentence in answer.sentences) or answer.note
            emit(
                "asked",
                {
                    "question": text,
                    "first_quote": timings["first_quote"] or None,
                    "first_piece": timings["first_piece"] or None,
                    "done": timings["total"],
                    "text": shown,
                    "cited": len({c.paragraph_id for s in answer.sentences for c in s.citations}),
                },
            )


def summary(runs: Sequence[ChildRun]) -> dict[str, Any]:
    """Percentiles in seconds of each step, of first and repeated questions, and the highest peak."""
    asked = [run.of("asked") for run in runs]

    def seconds(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {
            step: percentiles(r[step] / 1000 if r[step] is not None else None for r in records)
            for step in _STEPS
        }

    return {
        "first": seconds([records[0] for records in asked if records]),
        "again": seconds([record for records in asked for record in records[1:]]),
        "peak_bytes": max((run.peak_bytes for run in runs if run.peak_bytes), default=None),
    }
