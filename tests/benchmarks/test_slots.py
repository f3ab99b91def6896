"""The three ways in which questions are put to the engine, with one that only takes note."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from benchmarks.slots import Way, by_turns, crossed, side_by_side
from prompts import Message

PROMPTS = [[Message("user", name)] for name in ("a", "b")]


class Noting:
    """Notes which question is judged and written, in which order."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self._lock = threading.Lock()

    def yes_log_odds(self, messages: Sequence[Message]) -> float:
        with self._lock:
            self.steps.append(f"judge {messages[0].content}")
        return 1.0

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        with self._lock:
            self.steps.append(f"write {messages[0].content}")
        yield "Yes."


@pytest.mark.parametrize(
    ("way", "steps"),
    [
        (by_turns, ["judge a", "write a", "judge b", "write b"]),
        (crossed, ["judge a", "judge b", "write a", "write b"]),
    ],
)
def test_the_order_in_which_questions_are_put(way: Way, steps: list[str]) -> None:
    engine: Any = Noting()
    done = way(engine, PROMPTS)
    assert engine.steps == steps
    assert len(done) == 2
    assert list(done) == sorted(done)


def test_side_by_side_each_is_judged_before_it_is_written() -> None:
    engine: Any = Noting()
    assert len(side_by_side(engine, PROMPTS)) == 2
    assert sorted(engine.steps) == ["judge a", "judge b", "write a", "write b"]
    assert all(engine.steps.index(f"judge {name}") < engine.steps.index(f"write {name}") for name in "ab")
