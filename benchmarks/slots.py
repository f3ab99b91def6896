"""Do questions that come together wait less when they are answered by turns, or side by side?
``python -m benchmarks slots``.

Questions are put to the embedded engine as the pipeline does, judged and then written, in three ways: by
``turns`` (each has the engine from its judging to its last word), ``side by side`` (a place in the engine for
each, in threads of their own) and ``crossed`` (one place, all are judged before the first is written).
Counted are the tokens of prompts that were read and those that were known, which do not depend on what else
the machine does, and the seconds until a question was done, which do.
"""

import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.questions import SHIPPED, drawn, posed
from core.config import load_config
from measure import harness
from measure.engine import TimedLLM
from measure.machine import facts
from models.shipped import llm_file
from prompts import Message, load_prompt

RESULT = harness.BENCHMARKS / "slots.json"
_WRITTEN = 40  # tokens
_EXTRACT = 700  # characters of each question's extracts

Done = Sequence[float]
Way = Callable[[TimedLLM, Sequence[Sequence[Message]]], Done]


def main(arguments: Sequence[str]) -> int:
    """Measure, store and print."""
    parser = harness.parser("benchmarks", "slots", __doc__)
    parser.add_argument("--questions", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    before = facts(harness.ROOT)
    asked = _prompts(options.questions * options.rounds)
    rounds = [asked[at :: options.rounds] for at in range(options.rounds)]
    ways: Mapping[str, tuple[int, Way]] = {
        "turns": (1, by_turns),
        "side by side": (options.questions, side_by_side),
        "crossed": (1, crossed),
    }
    found = {name: measured(way, slots, rounds) for name, (slots, way) in ways.items()}
    harness.write(options.out, {"questions": options.questions, "rounds": options.rounds, **found}, before)
    harness.show(found)
    return 0


def measured(way: Way, slots: int, rounds: Sequence[Sequence[Sequence[Message]]]) -> dict[str, Any]:
    """One engine, and each round's questions put to it."""
    engine = TimedLLM(llm_file(load_config().models_dir), slots=slots)
    done = [seconds for prompts in rounds for seconds in way(engine, prompts)]
    calls = engine.calls
    return {
        "slots": slots,
        "tokens_read": sum(call.read for call in calls),
        "tokens_known": sum(call.cached for call in calls),
        "tokens_written": sum(call.written for call in calls),
        "done_mean": round(statistics.mean(done), 1),
        "done_last": round(max(done), 1),
    }


def by_turns(engine: TimedLLM, prompts: Sequence[Sequence[Message]]) -> Done:
    """One question after the other."""
    began = time.perf_counter()
    return [(_judge(engine, one), _write(engine, one), time.perf_counter() - began)[-1] for one in prompts]


def side_by_side(engine: TimedLLM, prompts: Sequence[Sequence[Message]]) -> Done:
    """All at the same time."""
    began = time.perf_counter()
    done: list[float] = []

    def answer(prompt: Sequence[Message]) -> None:
        by_turns(engine, [prompt])
        done.append(time.perf_counter() - began)

    threads = [threading.Thread(target=answer, args=(one,)) for one in prompts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def crossed(engine: TimedLLM, prompts: Sequence[Sequence[Message]]) -> Done:
    """All judged, then all written."""
    began = time.perf_counter()
    for one in prompts:
        _judge(engine, one)
    return [(_write(engine, one), time.perf_counter() - began)[-1] for one in prompts]


def _judge(engine: TimedLLM, prompt: Sequence[Message]) -> float:
    return engine.yes_log_odds(prompt)


def _write(engine: TimedLLM, prompt: Sequence[Message]) -> str:
    messages = (*prompt, *load_prompt("write").render(reason=""))
    return "".join(engine.stream(messages, max_tokens=_WRITTEN))


def _prompts(count: int) -> list[Sequence[Message]]:
    """So many different questions, each with other extracts of the statement that ships."""
    questions = drawn(posed(SHIPPED), count)
    (file,) = sorted((harness.ROOT / "corpus").glob("*.txt"))[:1]
    text = " ".join(file.read_text("utf-8").split())
    step = max(1, (len(text) - _EXTRACT) // count)
    return [
        load_prompt("answer").render(extracts=text[at * step : at * step + _EXTRACT], question=one.text)
        for at, one in enumerate(questions)
    ]
