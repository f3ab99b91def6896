"""SQuAD 2's questions, each with a paragraph that answers it or does not."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError

SQUAD = Path("train") / "questions-squad2.jsonl.xz"  # in the folder of the development data


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a paragraph. Those whose article is ``held_back`` are measured, not trained on: a fifth
    of the articles, by the hash of their title."""

    question: str
    paragraph: str
    answers: bool
    held_back: bool


def squad_pairs(path: Path) -> Iterator[Pair]:
    """Every pair of the file. Raises UsageError when it can't be read."""
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                held = hashlib.sha256(row["title"].encode()).digest()[-1] % 5 == 0
                yield Pair(row["question"], row["paragraph"], bool(row["label"]), held)
    except (OSError, lzma.LZMAError, ValueError, KeyError) as error:
        raise UsageError(
            f"The file of pairs {str(path)!r} could not be read ({error}); name the folder with --data."
        ) from None
