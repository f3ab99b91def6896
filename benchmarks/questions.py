"""Questions that are put to measure speed, most of them from the project's own sets."""

import json
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from measure.harness import GOLD

SHIPPED = GOLD / "seed.jsonl"  # asked of the statement that ships
SPEECHES = GOLD / "answers" / "questions.jsonl"  # asked of General Debate speeches
# One paragraph answers each, and each is one question: the common case.
COMMON = ("direct", "paraphrased", "detail", "confusable")
SEED = 17


@dataclass(frozen=True, slots=True)
class Posed:
    """A question with its name and its type in the set that it comes from."""

    id: str
    type: str
    text: str


def posed(path: Path, types: Collection[str] = ()) -> tuple[Posed, ...]:
    """The questions of a set in its order, no two with the same words; of all types, or only of
    ``types``."""
    found: dict[str, Posed] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            read = json.loads(line)
            kind = str(read.get("type", ""))
            if not types or kind in types:
                found.setdefault(read["question"], Posed(read["id"], kind, read["question"]))
    return tuple(found.values())


def drawn(pool: Sequence[Posed], count: int, seed: int = SEED) -> tuple[Posed, ...]:
    """``count`` of the questions, the same ones in the same order each time. Raises UsageError when there
    are not so many."""
    if not 0 < count <= len(pool):
        raise UsageError(f"{count} different questions were asked for, and there are {len(pool)}.")
    return tuple(random.Random(seed).sample(pool, count))  # noqa: S311


def dealt(questions: Sequence[Posed], people: int) -> tuple[tuple[Posed, ...], ...]:
    """The questions handed out in turn to ``people``, nobody's the same as another's."""
    return tuple(tuple(questions[person::people]) for person in range(people))


def searched(count: int) -> list[str]:
    """``count`` different questions to search for, in English and Japanese."""
    found: dict[str, None] = {}
    for path in (GOLD / "retrieval" / "questions.jsonl", GOLD / "filters.jsonl"):
        found |= dict.fromkeys(one.text for one in posed(path))
    return list(found)[:count]
