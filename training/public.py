"""Public pairs of a text and a sentence that it states or not, as training examples."""

import hashlib
import json
import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from core.errors import UsageError
from training.fit import Example

# Pairs taken of each file: all of what is near to checking a report against its source, less of short
# captions and of what repeats one pattern. Japanese pairs are left out: the base reads English.
_TAKEN: Mapping[str, int] = MappingProxyType(
    {
        "binary-fever-nli": 2_500,
        "binary-mnli": 4_500,
        "conjnli": 1_500,
        "counterfactual-snli": 500,
        "factcg": 500,
        "fever-symmetric": 1_000,
        "foolmetwice": 1_500,
        "med": 500,
    }
)


def public_examples(folder: Path, *, share: float = 1.0) -> tuple[Example, ...]:
    """The pairs of ``folder`` (``binary-mnli.jsonl.xz`` …), ``share`` of the number taken of each, chosen
    by a hash of their words. Raises UsageError naming a file that is missing or malformed."""
    found: list[Example] = []
    for name, most in _TAKEN.items():
        pairs = sorted(_read(folder / f"{name}.jsonl.xz"), key=_order)
        found.extend(pairs[: round(most * share)])
    return tuple(found)


def _read(path: Path) -> Iterator[Example]:
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield Example(row["hypothesis"], row["premise"], float(row["label"]))
    except (OSError, lzma.LZMAError, ValueError, KeyError) as error:
        raise UsageError(
            f"The training file {str(path)!r} could not be read ({error}); name the folder that has it."
        ) from None


def _order(example: Example) -> bytes:
    return hashlib.sha256(f"{example.first}\x1f{example.second}".encode()).digest()
