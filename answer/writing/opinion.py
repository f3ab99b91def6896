"""The language model asked whether a source states a sentence.

The examples before the question are of an invented state (`prompts/stated.md`); they are the same each time
and are read once.
"""

import math
import threading
from dataclasses import dataclass, replace
from typing import Protocol

from answer.support.opinion import NO_OPINION
from answer.writing.llm import LanguageModel
from core.errors import LLMError
from prompts import Message, load_prompt


class Warmed(LanguageModel, Protocol):
    """A language model that knows whether it has read its examples."""

    @property
    def warm(self) -> bool:
        """Whether it is loaded and has read what prompts begin with."""
        ...


@dataclass(frozen=True, slots=True)
class ModelOpinion:
    """Asks a language model, once it has read the examples: before, they take longer than the answer. After
    ``stop`` is set nothing is a yes."""

    llm: Warmed
    stop: threading.Event | None = None

    def until(self, stop: threading.Event) -> "ModelOpinion":
        """The same, which ends soon after ``stop`` is set."""
        return replace(self, stop=stop)

    def log_odds(self, source: str, sentence: str) -> float | None:
        """See :class:`answer.support.opinion.Opinion`. A model that fails or says neither yes nor no counts
        as a no."""
        if not self.llm.warm:
            return None
        try:
            said = self.llm.yes_log_odds(stated_prompt(source, sentence), self.stop)
        except LLMError:
            return NO_OPINION
        return said if math.isfinite(said) and said else NO_OPINION


def stated_prompt(source: str, sentence: str) -> tuple[Message, ...]:
    """The question, after the examples."""
    return load_prompt("stated").render(source=_fenced(source), sentence=_fenced(sentence))


def _fenced(text: str) -> str:
    """Text that can't close its fence or open another."""
    return " ".join(text.replace("<", "‹").replace(">", "›").split())
