"""Several people at once: ``python -m benchmarks together [--home DIR]``.

So many people ask so many different questions each, one after the other and all at the same time, of one
opened product (over the library in ``DIR``; without one, over the statement that ships). Then every question
is asked again by nobody else. That readers of the page never see each other's conversations is a matter of
its tests; here it is counted how long everybody waits, and ``same_as_alone``: how many answers cite the same
paragraphs, and have the same words, as when asked alone. (Floating-point sums depend on what else is in a
batch, so a language model's words may differ; the quotations should not.) ``fairness`` is the slowest
person's time over the fastest's.
"""

import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.child import Emit, Task
from benchmarks.processes import ChildRun, run_child
from benchmarks.questions import COMMON, SHIPPED, SPEECHES, Posed, dealt, drawn, posed
from core.config import load_config
from measure import harness
from measure.figures import percentiles
from measure.machine import facts

RESULT = harness.BENCHMARKS / "together.json"
PEOPLE = 5
QUESTIONS = 4
_STEPS = ("first_quote", "done")
TARGETS: Mapping[str, float] = {"done_p50": 12.0}  # seconds, for five people
_START_S, _QUESTION_S = 900.0, 240.0  # allowed, before it counts as hanging


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print; exit status 1 when an answer was missing or rested on other paragraphs."""
    parser = harness.parser("benchmarks", "together", __doc__)
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches (default: a new one)")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many (default: {PEOPLE})")
    parser.add_argument(
        "--questions", type=int, default=QUESTIONS, help=f"of each person (default: {QUESTIONS})"
    )
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    lists = questions_for(options.people, options.questions, speeches=options.home is not None)
    before = facts(harness.ROOT)
    with tempfile.TemporaryDirectory(prefix="rapporteur-together-") as work:
        task = {
            "home": (options.home or Path(work) / "home").resolve(),
            "models_dir": load_config().models_dir,
            "lists": [[asdict(question) for question in own] for own in lists],
        }
        limit_s = _START_S + _QUESTION_S * sum(map(len, lists))
        run = run_child("benchmarks.together:people", task, Path(work), "Together", limit_s=limit_s)
    found = summary(run)
    replies = [{"how": how, **record} for how in ("together", "alone") for record in run.of(how)]
    harness.write(options.out, {**found, "replies": replies}, before)
    harness.show(found)
    compared = found["same_as_alone"]
    return 0 if compared["quoted"] == compared["compared"] == found["questions"] else 1


def questions_for(people: int, each: int, *, speeches: bool) -> tuple[tuple[Posed, ...], ...]:
    """A list for each person, no question on two. Raises UsageError when there are too few."""
    pool = posed(SPEECHES, COMMON) if speeches else posed(SHIPPED)
    return dealt(drawn(pool, people * each), people)


def people(task: Task, emit: Emit) -> None:
    """Ask the lists at the same time, then each question by itself; reports ``together`` and ``alone``."""
    from benchmarks.timed import Timed, timed

    def ask(opened: Timed, person: int, question: Mapping[str, str]) -> dict[str, Any]:
        began = time.perf_counter()
        answer, timings = opened.ask(question["text"])
        return {
            "person": person,
            "question": question["text"],
            "first_quote": round(timings["first_quote"] / 1000, 2) or None,
            "done": round(time.perf_counter() - began, 2),
            "cited": sorted({c.paragraph_id for s in answer.sentences for c in s.citations}),
            "quoted": sorted({c.paragraph_id for s in answer.quotes for c in s.citations}),
            "wording": " ".join(sentence.text for sentence in answer.sentences) or answer.note,
        }

    def converse(opened: Timed, person: int) -> None:
        for question in task["lists"][person]:
            emit("together", ask(opened, person, question))

    with timed(task["home"], task["models_dir"]) as opened:
        opened.workspace.intake.add_corpus()
        opened.warm()
        everybody = range(len(task["lists"]))
        with ThreadPoolExecutor(len(everybody)) as pool:
            list(pool.map(lambda person: converse(opened, person), everybody))
        for person in everybody:
            for question in task["lists"][person]:
                emit("alone", ask(opened, person, question))


def summary(run: ChildRun) -> dict[str, Any]:
    """Counts, percentiles of seconds, and what the target says."""
    together = {record["question"]: record for record in run.of("together")}
    alone = {record["question"]: record for record in run.of("alone")}
    each: dict[int, float] = {}
    for record in together.values():
        each[record["person"]] = each.get(record["person"], 0.0) + record["done"]
    pairs = [(together[question], alone[question]) for question in together if question in alone]
    seconds = {
        how: {step: percentiles(record[step] for record in records) for step in ("first_quote", "done")}
        for how, records in (("together", together.values()), ("alone", alone.values()))
    }
    done = seconds["together"]["done"]
    return {
        "people": len(each),
        "questions": len(together),
        "same_as_alone": {
            "compared": len(pairs),
            **{key: sum(a[key] == b[key] for a, b in pairs) for key in ("cited", "quoted", "wording")},
        },
        "fairness": round(max(each.values()) / min(each.values()), 2)
        if each and min(each.values())
        else None,
        "seconds_together": seconds["together"],
        "seconds_alone": seconds["alone"],
        "targets": TARGETS,
        "met": {"done_p50": None if done is None else done["p50"] <= TARGETS["done_p50"]},
        "peak_bytes": run.peak_bytes,
    }
