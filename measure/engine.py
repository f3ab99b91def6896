"""The embedded language model, taking note of what llama.cpp says about its own work."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from answer.writing.llm import EmbeddedLLM


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the engine. Times are ``time.perf_counter()`` seconds; ``first_piece`` is None
    when nothing came. Tokens and milliseconds are llama.cpp's: ``cached`` tokens of the prompt were
    known and not read again; writing is timed from its first token to its last."""

    started: float
    first_piece: float | None
    ended: float
    cached: int = 0
    read: int = 0
    read_ms: float = 0.0
    written: int = 0
    written_ms: float = 0.0

    def record(self) -> dict[str, Any]:
        """What a result keeps of it."""
        return {
            "cached_tokens": self.cached,
            "read_tokens": self.read,
            "read_ms": round(self.read_ms, 1),
            "written_tokens": self.written,
            "written_ms": round(self.written_ms, 1),
        }


class TimedLLM(EmbeddedLLM):
    """The product's own engine with its own settings."""

    def __init__(self, path: Path, *, threads: int = 0, slots: int = 1, name: str = "") -> None:
        super().__init__(path, threads=threads, slots=slots, name=name)
        self._calls: list[Call] = []

    @property
    def calls(self) -> tuple[Call, ...]:
        """The requests that have ended, in the order of their ends."""
        return tuple(self._calls)

    def _chunks(self, request: Mapping[str, Any], stop: Event | None) -> Iterator[Mapping[str, Any]]:
        started, first = time.perf_counter(), None
        timings: Mapping[str, Any] = {}
        try:
            with closing(super()._chunks({**request, "timings_per_token": True}, stop)) as chunks:  # type: ignore[type-var]
                for chunk in chunks:
                    if first is None and _holds_text(chunk):
                        first = time.perf_counter()
                    timings = chunk.get("timings", timings)
                    yield chunk
        finally:
            self._calls.append(_call(started, first, timings))


def _holds_text(chunk: Mapping[str, Any]) -> bool:
    return any(choice.get("delta", {}).get("content") for choice in chunk.get("choices", ()))


def _call(started: float, first: float | None, timings: Mapping[str, Any]) -> Call:
    return Call(
        started,
        first,
        time.perf_counter(),
        int(timings.get("cache_n", 0)),
        int(timings.get("prompt_n", 0)),
        float(timings.get("prompt_ms", 0)),
        int(timings.get("predicted_n", 0)),
        float(timings.get("predicted_ms", 0)),
    )
