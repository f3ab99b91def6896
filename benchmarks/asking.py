"""What a stack is told to do, and what it reports of each question."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Stack = Literal["rapporteur", "llamaindex"]

# How a question finds the process: `cold` is the first one of a process that has finished starting;
# `next` is a new question after others; `again` was asked before; `at once` does not wait for the
# language model to be loaded.
Condition = Literal["cold", "next", "again", "at once"]

Emit = Callable[[str, dict[str, Any]], None]
"""Report a milestone, with details: called as ``emit("ready", {})``, from any thread."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to put, by its name in ``benchmarks.questions``."""

    question: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Task:
    """One process's work: open ``home`` (made when it is not there), then ask. ``page`` also serves
    the page, as the product does. ``models_dir`` None is the user's cache."""

    stack: Stack
    home: Path
    models_dir: Path | None
    asks: tuple[Ask, ...] = ()
    page: bool = False

    def to_json(self) -> str:
        """For a command line."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Task":
        """The reverse."""
        data = json.loads(text)
        models_dir = Path(data["models_dir"]) if data["models_dir"] else None
        asks = tuple(Ask(**ask) for ask in data["asks"])
        return cls(data["stack"], Path(data["home"]), models_dir, asks, data["page"])


@dataclass(frozen=True, slots=True)
class Asked:
    """How one question went. Milliseconds since it was asked, None for what did not happen.

    ``first_quote`` is the first evidence a reader could be shown: verbatim sentences, or the chunks
    that were retrieved. ``first_token`` is the model's first piece of the answer, ``first_sentence``
    the first one that was checked and shown. ``cited`` are the texts behind the citations, and
    ``dangling`` how many citations point at nothing.
    """

    question: str
    condition: Condition
    first_quote: float | None
    first_token: float | None
    first_sentence: float | None
    done: float
    status: str
    text: str
    cited: tuple[str, ...]
    dangling: int
    calls: tuple[dict[str, Any], ...]

    def record(self) -> dict[str, Any]:
        """For JSON, times rounded to a tenth of a millisecond."""
        return {k: round(v, 1) if isinstance(v, float) else v for k, v in asdict(self).items()}
