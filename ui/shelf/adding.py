"""One run of adding to the library, as the page shows it: steps in, states out."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.records import Adding
from ui.state.boundary import boundary
from ui.state.stopping import stoppable

PACE_S = 0.2  # between two states of a run; a folder of small files finishes hundreds of items a second
GRACE_S = 0.3  # for the item at work when Stop is pressed
KEPT = 200  # items listed of each kind; the rest are counted


@dataclass(frozen=True, slots=True)
class Run:
    """``counts`` is how many items had each outcome. ``refused`` and ``others`` are the first ``KEPT`` of
    them. ``reading`` is the name of what is being read or was finished last. ``error`` ended the run."""

    done: int = 0
    total: int | None = None
    reading: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    paragraphs: int = 0
    refused: tuple[Adding, ...] = ()
    others: tuple[Adding, ...] = ()
    per_second: float = 0.0
    seconds_left: float | None = None
    working: bool = True
    stopped: bool = False
    error: str = ""


def advance(run: Run, step: Adding) -> Run:
    """The run after one more step."""
    run = replace(
        run,
        done=max(run.done, step.done),
        total=step.total if step.total is not None else run.total,
        reading=step.name or step.detail or run.reading,
        per_second=step.per_second or run.per_second,
        seconds_left=run.seconds_left if step.seconds_left is None else step.seconds_left,
    )
    if not step.outcome:
        return run
    if step.outcome == "refused":
        run = replace(run, refused=(*run.refused, step)[:KEPT])
    else:
        run = replace(run, others=(*run.others, step)[:KEPT])
    stored = step.paragraphs if step.outcome in ("added", "replaced") else 0
    counts = {**run.counts, step.outcome: run.counts.get(step.outcome, 0) + 1}
    return replace(run, counts=counts, paragraphs=run.paragraphs + stored)


def follow(
    steps: Iterator[Adding],
    stop: threading.Event,
    *,
    refused: Sequence[Adding] = (),
    total: int | None = None,
    language: str = "en",
) -> Iterator[Run]:
    """The run after its steps, a few states a second; the last one is complete. ``refused`` never
    arrived, and are listed first. Once ``stop`` is set the run ends within a second."""
    run = Run(total=total)
    for item in refused:
        run = advance(run, item)
    yield run
    shown, whole = time.monotonic(), threading.Event()

    def watched() -> Iterator[Adding]:
        yield from steps
        if not stop.is_set():
            whole.set()

    with boundary("adding to the library", language) as caught:
        for step in stoppable(watched(), stop, grace_s=GRACE_S):
            run = advance(run, step)
            if time.monotonic() - shown >= PACE_S:
                yield run
                shown = time.monotonic()
    stopped = not whole.is_set() and not caught.sentence
    yield replace(run, working=False, stopped=stopped, error=caught.sentence)
