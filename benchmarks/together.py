"""Several people at once: ``python -m benchmarks together [--home DIR]``.

`rapporteur serve` is started in a process of its own over the library in ``DIR``; without one, over a new
home with the statement that ships. So many people, each with a session of the page over HTTP, ask so many
different questions one after the other, as one conversation each and all at the same time. Then every
question is asked again on the same server, by nobody else and in a session of its own.

What is counted: ``mixed_up``, answers shown in a session that had not asked for them; ``crashed``, questions
without an answer, and the server's end; ``same_as_alone``, how many answers cite the same paragraphs and have
the same words as when asked alone. Floating-point sums depend on what else is in a batch, so a language
model's words may differ; the quotations should not. ``fairness`` is the slowest person's time over the
fastest's; as some have harder questions than others, ``fairness_of_slowdown`` takes each person's time in
relation to the time that their questions take alone. What is asked alone comes second, in the same order:
where there are few questions, the engine still knows their prompts, and alone looks faster than it is. Writes
``results/together.json``.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from answer.history.conversations import Conversations
from benchmarks.processes import Served, served
from benchmarks.questions import COMMON, SHIPPED, SPEECHES, Posed, dealt, drawn, posed
from benchmarks.visitor import QUESTION_S, Reply, Visitor, client
from core.config import load_config
from core.errors import ServeError
from measure import harness
from measure.harness import percentiles
from measure.machine import facts

RESULT = harness.BENCHMARKS / "together.json"
PEOPLE = 5
QUESTIONS = 4
_STEPS = ("first_quote", "first_sentence", "done")

# What each person was told, in the order asked.
Replies = Sequence[Sequence[Reply]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Every person's replies together, and each question's alone, by its words; ``seconds`` are those that
    the people were at it. ``exit_status`` is None when the server was still there at the end, and else how
    it ended, negative for a signal."""

    together: Replies
    alone: Mapping[str, Reply]
    seconds: float
    exit_status: int | None
    peak_bytes: int | None


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print. Exit status 1 when anything was mixed up or crashed."""
    parser = harness.parser("benchmarks", "together", __doc__)
    parser.add_argument("--home", type=Path, help="a library of General Debate speeches (default: a new one)")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many (default: {PEOPLE})")
    parser.add_argument(
        "--questions", type=int, default=QUESTIONS, help=f"of each person (default: {QUESTIONS})"
    )
    parser.add_argument("--llm", choices=["embedded", "none"], default="embedded")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    lists = questions_for(options.people, options.questions, speeches=options.home is not None)
    before = facts(harness.ROOT)
    with tempfile.TemporaryDirectory(prefix="rapporteur-together-") as work:
        measured = measure((options.home or Path(work) / "home").resolve(), lists, options.llm)
    found = {"llm": options.llm, **summary(measured)}
    harness.write(options.out, {**found, "replies": records(measured)}, before)
    harness.show(found)
    return 1 if found["mixed_up"] or found["crashed"] else 0


def questions_for(people: int, each: int, *, speeches: bool) -> tuple[tuple[Posed, ...], ...]:
    """A list for each person, no question on two. Raises UsageError when there are too few."""
    pool = posed(SPEECHES, COMMON) if speeches else posed(SHIPPED)
    return dealt(drawn(pool, people * each), people)


def measure(home: Path, lists: Sequence[Sequence[Posed]], llm: str) -> Measured:
    """Ask together, then alone. The conversations that this leaves in ``home`` are deleted from it.
    Raises RapporteurError when the server cannot be started."""
    kept = Conversations(home)
    before = {one.id for one in kept.summaries()}
    limit_s = QUESTION_S * sum(len(own) + 1 for own in lists) * 2
    try:
        with served(home, load_config().models_dir, "--llm", llm, limit_s=limit_s) as server:
            server.settle()
            started = time.monotonic()
            together = ask_together(server.url, lists)
            seconds = time.monotonic() - started
            alone = ask_alone(server, lists)
            exit_status = server.exit_status()
    finally:
        for one in kept.summaries():
            if one.id not in before and any(q.text.startswith(one.title) for own in lists for q in own):
                kept.delete(one.id)
    return Measured(together, alone, seconds, exit_status, server.peak_bytes)


def ask_together(url: str, lists: Sequence[Sequence[Posed]]) -> list[list[Reply]]:
    """Everybody's replies; nobody begins before all are ready."""
    ready = threading.Barrier(len(lists))

    def person(own: Sequence[Posed]) -> list[Reply]:
        ready.wait()
        return converse(url, own)

    with ThreadPoolExecutor(len(lists)) as pool:
        return list(pool.map(person, lists))


def ask_alone(server: Served, lists: Sequence[Sequence[Posed]]) -> dict[str, Reply]:
    """Each question's reply, by its words, in a session of its own; none once the server has ended."""
    found: dict[str, Reply] = {}
    for question in (question for own in lists for question in own):
        if server.exit_status() is not None:
            break
        sys.stderr.write(f"alone: {question.text}\n")
        (found[question.text],) = converse(server.url, [question])
    return found


def converse(url: str, own: Sequence[Posed]) -> list[Reply]:
    """One person's conversation. After a question that is not done the rest is not asked, because the
    page may still be busy with it, and fails with it."""
    replies: list[Reply] = []
    with client(url) as http:
        try:
            visitor = Visitor(http)
            for question in own:
                replies.append(visitor.ask(question.text))
                if replies[-1].done is None:
                    break
        except (ServeError, httpx.HTTPError) as error:
            replies.append(Reply(own[0].text, failure=f"The page was not there: {error}"))
    rest = own[len(replies) :]
    return replies + [Reply(question.text, failure="Not asked after the one before.") for question in rest]


def summary(measured: Measured) -> dict[str, Any]:
    """Counts, and percentiles of seconds."""
    replies = [reply for own in measured.together for reply in own]
    alone = list(measured.alone.values())
    totals = [total(own) for own in measured.together]
    relative = [_ratio(total(own), total(apart)) for own, apart in _paired(measured)]
    return {
        "people": len(measured.together),
        "questions": len(replies),
        "mixed_up": sum(bool(reply.strayed) for reply in (*replies, *alone)),
        "crashed": sum(bool(reply.failure) for reply in (*replies, *alone))
        + (measured.exit_status is not None),
        "server_exit_status": measured.exit_status,
        "same_as_alone": same_as_alone(measured),
        "fairness": fairness(totals),
        "fairness_of_slowdown": fairness(relative),
        "seconds_for_all": {
            "together": round(measured.seconds, 1),
            "one after the other": round(sum(reply.done or 0.0 for reply in alone), 1),
        },
        "seconds_together": {step: percentiles(getattr(r, step) for r in replies) for step in _STEPS},
        "seconds_alone": {step: percentiles(getattr(r, step) for r in alone) for step in _STEPS},
        "peak_bytes": measured.peak_bytes,
    }


def same_as_alone(measured: Measured) -> dict[str, int]:
    """How many answers of those that there are both ways (``compared``) are the same in both: the
    paragraphs that they cite, those that are quoted beside them, and the words."""
    pairs = [
        (one.seen, other.seen)
        for own, apart in _paired(measured)
        for one, other in zip(own, apart, strict=False)
        if not (one.failure or other.failure)
    ]
    return {
        "compared": len(pairs),
        "cited": sum(set(one.cited) == set(other.cited) for one, other in pairs),
        "quoted": sum(set(one.quoted) == set(other.quoted) for one, other in pairs),
        "wording": sum(one.wording == other.wording for one, other in pairs),
    }


def fairness(values: Sequence[float | None]) -> float | None:
    """The largest over the smallest; None when there is not one of everybody."""
    known = [value for value in values if value]
    return round(max(known) / min(known), 2) if known and len(known) == len(values) else None


def total(own: Sequence[Reply]) -> float | None:
    """Seconds that a person's questions took; None when one was not done."""
    seconds = [reply.done for reply in own if reply.done is not None]
    return sum(seconds) if seconds and len(seconds) == len(own) else None


def records(measured: Measured) -> list[dict[str, Any]]:
    """A line for every question of every person."""
    return [
        {"person": person, **record(one), "alone": record(other)}
        for person, (own, apart) in enumerate(_paired(measured), 1)
        for one, other in zip(own, apart, strict=True)
    ]


def record(reply: Reply) -> dict[str, Any]:
    """For JSON: seconds to a hundredth, and what went wrong where something did."""
    times = {step: getattr(reply, step) for step in _STEPS}
    wrong = {"strayed": reply.strayed, "failure": reply.failure}
    return {
        "question": reply.question,
        **{step: None if value is None else round(value, 2) for step, value in times.items()},
        "cited": list(reply.seen.cited),
        "quoted": list(reply.seen.quoted),
        "wording": reply.seen.wording,
        **{name: said for name, said in wrong.items() if said},
    }


def _paired(measured: Measured) -> list[tuple[Sequence[Reply], Sequence[Reply]]]:
    """Each person's replies, and those that the same questions got alone."""
    never = "Not asked alone: the server had ended."
    return [
        (own, [measured.alone.get(one.question, Reply(one.question, failure=never)) for one in own])
        for own in measured.together
    ]


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one and other else None
