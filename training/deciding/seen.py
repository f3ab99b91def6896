"""What three commands of this package have in common: questions are put to a library once, and what was seen
is kept, so that a fit can be repeated without asking again."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Observe = Callable[[Path, Sequence[Path], int, Path], None]


def seen_by(observe: Observe, command: str, purpose: str | None) -> list[dict[str, Any]]:
    """The lines of the file that the command names; ``observe`` adds to it where a library and questions are
    given."""
    parser = argparse.ArgumentParser(prog=f"python -m {command}", description=purpose)
    parser.add_argument("--home", type=Path, help="a library that holds the statements asked about")
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[], help="JSONL: question, answerable, …"
    )
    parser.add_argument("--limit", type=int, default=0, help="ask so many of each file, evenly drawn")
    parser.add_argument("--seen", type=Path, required=True, help="JSONL of findings, kept and read again")
    options = parser.parse_args()
    if options.home and options.questions:
        observe(options.home, options.questions, options.limit, options.seen)
    return [json.loads(line) for line in options.seen.read_text("utf-8").splitlines()]


def drawn(file: Path, limit: int, *, answerable: bool = False) -> list[dict[str, Any]]:
    """The questions of a file, or those with an answer; of many, about ``limit`` from all over it."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    chosen = [line for line in lines if line["answerable"] or not answerable]
    return chosen[:: max(1, len(chosen) // limit) if limit else 1]
