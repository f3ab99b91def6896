"""Answers that need not be made again while nothing that they depend on has changed."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from answer.clock import Clock
from answer.events import Event, Finished, Searching
from answer.question.understand import Question
from answer.tasks.toolbox import Toolbox
from answer.writing.writer import prompts_sha256
from core.documents import answer_document
from core.records import Answer

MOST_BYTES = 32 * 1024 * 1024


class KeptAnswers:
    """The answers that were given last, as many as have together ``most_bytes`` as JSON. Safe to use from
    several threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """What the answers have together."""
        return self._bytes

    def find(self, key: str) -> Answer | None:
        """The answer that was kept under ``key``."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key][0]

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer; those that were asked for longest ago make room for it."""
        size = len(json.dumps(answer_document(answer)))
        if size > self._most:
            return
        with self._lock:
            _, before = self._answers.pop(key, (None, 0))
            self._answers[key] = (answer, size)
            self._bytes += size - before
            while self._bytes > self._most:
                _, (_, gone) = self._answers.popitem(last=False)
                self._bytes -= gone


def state_of(tools: Toolbox, settings: Mapping[str, str]) -> tuple[str, ...]:
    """All that an answer depends on beside the question. Every change of the library is counted;
    hashing what is there would take longer the more there is."""
    model = (tools.llm.name if tools.llm is not None else "", prompts_sha256())
    return (str(tools.retriever.changes), *model, *map("=".join, settings.items()))


def given_again(answer: Answer, clock: Clock) -> Iterator[Event]:
    """The events of an answer that was kept."""
    yield Searching(answer.scope, answer.filters)
    if answer.quotes:
        clock.mark("first_quote")
    clock.mark("total")
    yield Finished(replace(answer, timings_ms=clock.reading()))


def key_of(state: Sequence[str], text: str, asked: Sequence[Question], markers: Mapping[str, int]) -> str:
    """What decides an answer: the ``state`` of all that answers, the question as it was put and as it was
    understood (a conversation and the filters decide nothing else), and the numbers that paragraphs have."""
    parts = [list(state), text, [asdict(question) for question in asked], sorted(markers.items())]
    return hashlib.sha256(json.dumps(parts, default=sorted).encode()).hexdigest()
