"""The measurement itself: which processes are run, in which order, and what is kept of each."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.asking import Ask, Stack, Task
from benchmarks.processes import ChildRun, ServeRun, run_child, run_serve
from benchmarks.questions import QUESTIONS, Question
from measure.machine import drop_page_cache

STACKS: tuple[Stack, ...] = ("rapporteur", "llamaindex")
Temperature = Literal["cold", "warm"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured. ``work`` is an empty folder for the stacks' homes. ``drop`` is whether the
    page cache may be emptied before a cold start."""

    work: Path
    models_dir: Path | None = None
    repeat: int = 1
    starts: int = 2
    questions: Sequence[Question] = QUESTIONS
    stacks: Sequence[Stack] = STACKS
    parts: Sequence[str] = ("startup", "answers")
    drop: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything as measured, one record a start and one a question; see ``_start`` and ``Asked``."""

    starts: tuple[dict[str, Any], ...]
    answers: tuple[dict[str, Any], ...]


def measure(
    plan: Plan,
    child: Callable[[Task], ChildRun] = run_child,
    serve: Callable[[Path, Path | None], ServeRun] = run_serve,
) -> Measured:
    """Run it all, the stacks in turn, because a machine's speed drifts. Raises RapporteurError."""
    starts = tuple(_starts(plan, child, serve)) if "startup" in plan.parts else ()
    answers = tuple(_answers(plan, child)) if "answers" in plan.parts else ()
    return Measured(starts, answers)


def _starts(
    plan: Plan, child: Callable[[Task], ChildRun], serve: Callable[[Path, Path | None], ServeRun]
) -> Iterator[dict[str, Any]]:
    """Cold starts have a new home, so the statement is indexed, and an empty page cache where that can
    be had; each is followed by a warm one in the same home."""
    first = plan.questions[0].id
    for turn in range(plan.starts):
        for stack in plan.stacks:
            home = plan.work / f"{stack}-start-{turn}"
            asks = (Ask(first, "at once"),) if stack == "rapporteur" else ()
            task = Task(stack, home, plan.models_dir, asks, page=stack == "rapporteur")
            for temperature in ("cold", "warm"):
                _say(f"{temperature} start of {stack}")
                dropped = _forget(plan, temperature)
                yield _start(child(task), stack, temperature, dropped)
                if stack == "rapporteur":
                    _say(f"{temperature} start of `rapporteur serve`")
                    dropped = _forget(plan, temperature)
                    run = serve(plan.work / f"serve-{turn}", plan.models_dir)
                    yield _serve_start(run, temperature, dropped)


def _forget(plan: Plan, temperature: Temperature) -> bool:
    return temperature == "cold" and plan.drop and drop_page_cache()


def _start(run: ChildRun, stack: Stack, temperature: Temperature, dropped: bool) -> dict[str, Any]:
    """Seconds from spawn: ``library`` until it can be searched, ``model`` until that is loaded,
    ``ready`` until both are, ``quoted`` until the first quote of a question asked at once."""
    reached = run.milestones
    record: dict[str, Any] = {
        "stack": stack,
        "kind": "process",
        "temperature": temperature,
        "page_cache_dropped": dropped,
        "library": round(reached["library"], 3),
        "model": round(reached["model"], 3),
        "ready": round(max(reached["library"], reached["model"]), 3),
        "warm": round(reached["warm"], 3),
        "peak_bytes": run.peak_bytes,
    }
    for asked in (r for r in run.records if r["milestone"] == "asked"):
        if asked["first_quote"] is not None:
            record["quoted"] = round(reached["page"] + asked["first_quote"] / 1000, 3)
    return record


def _serve_start(run: ServeRun, temperature: Temperature, dropped: bool) -> dict[str, Any]:
    """Seconds from spawn of ``rapporteur serve``: ``page`` until it answers, ``open`` until it says so."""
    return {
        "stack": "rapporteur",
        "kind": "serve",
        "temperature": temperature,
        "page_cache_dropped": dropped,
        "page": round(run.page, 3),
        "open": round(run.ready, 3),
        "peak_bytes": run.peak_bytes,
    }


def _answers(plan: Plan, child: Callable[[Task], ChildRun]) -> Iterator[dict[str, Any]]:
    """Each question to a new process of each stack, so that nothing of its prompt is known to the
    engine; then the one after it, as in a conversation; then the first again."""
    for stack in plan.stacks:
        _say(f"indexing for {stack}")
        child(Task(stack, plan.work / stack, plan.models_dir))
    for turn in range(plan.repeat):
        for at, question in enumerate(plan.questions):
            asks = [Ask(question.id, "cold")]
            if len(plan.questions) > 1:
                asks.append(Ask(plan.questions[(at + 1) % len(plan.questions)].id, "next"))
            asks.append(Ask(question.id, "again"))
            for stack in plan.stacks:
                _say(f"{stack}, round {turn + 1} of {plan.repeat}: {question.text}")
                run = child(Task(stack, plan.work / stack, plan.models_dir, tuple(asks)))
                for record in run.records:
                    if record["milestone"] == "asked":
                        kept = {k: v for k, v in record.items() if k != "milestone"}
                        yield {"stack": stack, "round": turn, **kept, "peak_bytes": run.peak_bytes}


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr)
