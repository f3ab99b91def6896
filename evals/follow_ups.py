"""Do questions that lean on a conversation stand by themselves once they are completed?

    python -m evals follow_ups [--model]

Reads ``evals/gold/follow_ups.jsonl``: 40 conversations by people who did not know the rules, each turn with
the form in which it stands by itself. Each turn but the first is completed, given the right forms of those
before it, and read like any question. It is right in its **state** when the delegations that are inferred are
those of the right form, in its **time** when the dates are, in its **kind** when the task is, and in its
**topic** when it has half of the right form's content words or more. The rules were written with the half
``build`` in view. With ``--model`` the language model rewrites what the rules leave as it is although it
leans on the conversation. Writes ``evals/results/follow_ups.json``.
"""

import json
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer.question.talk.follow_up import completed, leans
from answer.question.understand import Question, understand
from answer.words.lexicon import STOP_WORDS
from answer.words.stemming import stem
from answer.writing.llm import LanguageModel, open_llm
from answer.writing.rewrite import rewrite
from core.config import load_config
from core.delegations import Gazetteer
from core.records import Filters
from evals.filters import holdings
from measure import harness
from models.shipped import llm_file

GOLD = harness.GOLD / "follow_ups.jsonl"
RESULT = harness.EVALS / "follow_ups.json"
_ENOUGH = 0.5  # of the right form's content words
_ASPECTS = ("state", "time", "kind", "topic")

Completes = Callable[[str, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that leans on the ``before``, and the form in which it stands by itself."""

    half: str
    question: str
    standalone: str
    before: tuple[str, ...]


def read_turns(path: Path = GOLD) -> tuple[Turn, ...]:
    """The turns of the conversations, without the first of each."""
    turns = []
    for line in path.read_text("utf-8").splitlines():
        talk = json.loads(line)
        forms = [turn["standalone"] for turn in talk["turns"]]
        for at, turn in enumerate(talk["turns"][1:], 1):
            turns.append(Turn(talk["half"], turn["question"], forms[at], tuple(forms[:at])))
    return tuple(turns)


class Reader:
    """Reads questions as the product would, over a library of all delegations."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer.load()
        self._holdings = holdings(self.gazetteer)

    def read(self, question: str) -> Question:
        """The question understood."""
        return understand(question, Filters(), self.gazetteer, self._holdings)

    def right(self, whole: str, standalone: str) -> dict[str, bool]:
        """In which of the aspects a completed question is as its right form."""
        got, want = self.read(whole), self.read(standalone)
        words = self._content(standalone)
        shared = words & self._content(whole)
        return {
            "state": set(got.filters.delegations) == set(want.filters.delegations),
            "time": (got.filters.since, got.filters.until) == (want.filters.since, want.filters.until),
            "kind": got.kind == want.kind,
            "topic": not words or len(shared) >= _ENOUGH * len(words),
        }

    def _content(self, text: str) -> set[str]:
        for mention in reversed(self.gazetteer.find(text)):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        words = re.findall(r"[^\W\d_]+", text.lower())
        japanese = {word[i : i + 2] for word in words for i in range(len(word) - 1) if not word.isascii()}
        return japanese | {stem(w) for w in words if w.isascii() and w not in STOP_WORDS}


def evaluate(turns: Iterable[Turn], completes: Completes, reader: Reader) -> dict[str, Any]:
    """Shares that are right, by half and aspect, and every turn that isn't."""
    counted: dict[str, list[dict[str, bool]]] = {"build": [], "report": []}
    wrong = []
    for turn in turns:
        whole = completes(turn.question, turn.before)
        right = reader.right(whole, turn.standalone)
        counted[turn.half].append(right)
        if turn.half == "build" and not all(right.values()):
            missed = [aspect for aspect in _ASPECTS if not right[aspect]]
            wrong.append({"question": turn.question, "as": whole, "right": turn.standalone, "missed": missed})
    return {
        **{half: _shares(results) for half, results in counted.items()},
        "wrong_in_build": wrong,
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, store the result and print the shares."""
    parser = harness.parser("evals", "follow_ups", __doc__)
    parser.add_argument("--model", action="store_true", help="ask the language model where the rules fail")
    options = parser.parse_args(arguments)
    reader, turns = Reader(), read_turns()
    ways: dict[str, Completes] = {
        "as_asked": lambda text, _: text,
        "rules": lambda text, before: completed(text, before, reader.gazetteer),
    }
    if options.model:
        llm = open_llm(load_config().llm, llm_file(None))
        ways["rules_then_model"] = _with_model(reader.gazetteer, llm)
    result = {name: evaluate(turns, completes, reader) for name, completes in ways.items()}
    harness.write(RESULT, result)
    harness.show(
        {name: {half: found[half] for half in ("build", "report")} for name, found in result.items()}
    )
    return 0


def _with_model(gazetteer: Gazetteer, llm: LanguageModel) -> Completes:
    """As the product does it."""

    def completes(text: str, before: Sequence[str]) -> str:
        whole = completed(text, before, gazetteer)
        if whole != text or not leans(text, gazetteer):
            return whole
        return rewrite(text, before, llm, gazetteer, threading.Event()) or whole

    return completes


def _shares(results: Sequence[dict[str, bool]]) -> dict[str, float | int]:
    count = len(results)
    shares = {aspect: sum(r[aspect] for r in results) / count if count else 1.0 for aspect in _ASPECTS}
    whole = sum(all(r.values()) for r in results) / count if count else 1.0
    return {"turns": count, **{a: round(s, 3) for a, s in shares.items()}, "all": round(whole, 3)}
