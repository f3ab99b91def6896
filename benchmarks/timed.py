"""The product in this process, put together as ``app.serve`` does it, with an engine that keeps its times."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from answer.events import Finished
from answer.writing.llm import LanguageModel
from core.config import Config, load_config
from core.errors import LLMError
from core.records import Answer
from measure.engine import Call, TimedLLM
from models.shipped import LLM_NAME, llm_file
from workspace.workspace import Workspace

_WARM_S = 300.0


class Timed:
    """A workspace and the engine that answers in it."""

    def __init__(self, config: Config) -> None:
        self._engine: TimedLLM | None = None
        self.workspace = Workspace.open(config, load=self._load)

    def _load(self, config: Config) -> LanguageModel:
        slots = config.llm.turns
        self._engine = TimedLLM(llm_file(config.models_dir), slots=slots, name=LLM_NAME)
        return self._engine

    @property
    def calls(self) -> Sequence[Call]:
        """The requests that the engine has answered."""
        return self._engine.calls if self._engine is not None else ()

    def warm(self) -> None:
        """Start the model and return when it has read the part of the prompt that never changes. Raises
        LLMError."""
        self.workspace.start_llm(warm=True)
        until = time.monotonic() + _WARM_S
        while not self.calls:
            llm = self.workspace.llm
            if llm is None or llm.failure or time.monotonic() > until:
                why = llm.failure if llm is not None else ""
                raise LLMError(why or f"The language model was not ready after {_WARM_S:.0f} s.")
            time.sleep(0.02)

    def ask(self, text: str) -> tuple[Answer, dict[str, float]]:
        """The answer, and its milliseconds by stage, with ``first_piece``: until the engine's first piece of
        the first sentence that it wrote. 0 is what did not happen."""
        before, started = len(self.calls), time.perf_counter()
        for event in self.workspace.ask(text):
            if isinstance(event, Finished):
                timings = dict(event.answer.timings_ms)
                first = first_piece(self.calls[before:], started, timings["first_token"])
                return event.answer, {**timings, "first_piece": round(first or 0.0, 1)}
        raise LLMError(f"The question {text!r} was not answered to the end; see the log.")


@contextmanager
def timed(home: str, models_dir: str | None) -> Iterator[Timed]:
    """The product over a home, as a task names it."""
    folder = Path(home)
    chosen = Path(models_dir) if models_dir else None
    opened = Timed(load_config({}, cwd=folder.parent, home=folder, models_dir=chosen))
    try:
        yield opened
    finally:
        opened.workspace.close()


def first_piece(calls: Sequence[Call], started: float, first_written_ms: float) -> float | None:
    """Milliseconds until the first piece of the answer's text, None when nothing was written.

    ``first_written_ms`` is when the pipeline had its first whole sentence: the request that it came
    from is the last one begun before. Those earlier translated the question or weighed the evidence.
    """
    if not first_written_ms:
        return None
    until = started + first_written_ms / 1000
    pieces = [c.first_piece for c in calls if c.started <= until and c.first_piece is not None]
    return (pieces[-1] - started) * 1000 if pieces else None


def rates(calls: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    """Median tokens a second that the engine read and wrote, over the requests long enough to tell."""
    # llama.cpp's clock of writing starts with the first token, which came of reading the prompt.
    read = [c["read_tokens"] / c["read_ms"] for c in calls if c["read_tokens"] >= 32 and c["read_ms"]]
    wrote = [
        (c["written_tokens"] - 1) / c["written_ms"]
        for c in calls
        if c["written_tokens"] >= 8 and c["written_ms"]
    ]
    return {"reading": _median(read), "writing": _median(wrote)}


def _median(values: list[float]) -> float | None:
    return round(sorted(values)[len(values) // 2] * 1000, 1) if values else None
