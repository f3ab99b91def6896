"""Milliseconds since a question was asked, by stage."""

import time
from collections.abc import Mapping
from types import MappingProxyType

STAGES = ("retrieve", "rerank", "first_quote", "first_token", "total")


class Clock:
    """``retrieve`` and ``rerank`` are durations; ``first_quote``, ``first_token`` and ``total`` are
    times since the question, 0 for what never happened."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._spent = dict.fromkeys(STAGES, 0.0)

    def now(self) -> float:
        """Milliseconds since the question."""
        return (time.perf_counter() - self._start) * 1000

    def add(self, stage: str, milliseconds: float) -> None:
        """Count a duration towards a stage."""
        self._spent[stage] += milliseconds

    def mark(self, stage: str) -> None:
        """Note that a stage was reached now, the first time only."""
        self._spent[stage] = self._spent[stage] or self.now()

    def reading(self) -> Mapping[str, float]:
        """All stages, rounded to a tenth of a millisecond."""
        return MappingProxyType({stage: round(value, 1) for stage, value in self._spent.items()})
