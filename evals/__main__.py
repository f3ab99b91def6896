"""Measure quality: ``make eval``.

Every part writes ``evals/results/*.json``. What needs the development data beside the repository, or a
large library, is left out, and says so, where that is missing. ``make eval ARGS="numbers messy"`` runs
some parts only; ``python -m evals PART --help`` tells a part's own options.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from core.errors import RapporteurError

# What is run, in this order, and the function that runs it with its own options.
PARTS: Mapping[str, tuple[str, str]] = {
    "numbers": ("evals.reading.numbers:main", "printed paragraph numbers that are recovered"),
    "readability": ("evals.reading.readability:main", "what is kept of web pages"),
    "messy": ("evals.reading.messy:main", "files that are damaged, hostile or odd"),
    "crashes": ("evals.reading.crashes:main", "processes killed while they store"),
    "filters": ("evals.filters:main", "filters inferred from questions"),
    "asked": ("evals.asked:main", "whose words and which year questions ask for"),
    "retrieval": ("evals.search.retrieval:main", "the right paragraphs found"),
    "diplomatic": ("evals.search.diplomatic:main", "the right paragraphs of General Debate speeches found"),
    "ann": ("evals.search.ann:main", "the nearest passages found by the vector index"),
    "support": ("evals.support:main", "the check of written sentences"),
    "judgement": ("evals.judgement:main", "the same by the language model"),
    "seed": ("evals.gold_answers:seed", "questions about the statement that ships"),
    "desk": ("evals.desk:main", "desk officers' questions, which nobody here had written"),
    "gold": ("evals.gold_answers:main", "questions about General Debate speeches"),
    "injection": ("evals.injection:main", "instructions planted in statements"),
}


def main(argv: Sequence[str]) -> int:
    """Run the parts that are named, or all; 1 when one of them failed, 2 for a call that makes no sense.
    One part's name may be followed by options of its own."""
    if any(argument in ("-h", "--help") for argument in argv[:1]):
        sys.stdout.write(f"{__doc__}\nParts: {', '.join(PARTS)}.\n")
        return 0
    named = [argument for argument in argv if argument in PARTS]
    options = [argument for argument in argv if argument not in PARTS]
    if options and len(named) != 1:
        sys.stderr.write(f"evals: {options[0]!r} is no part; the parts are {', '.join(PARTS)}.\n")
        return 2
    failed = 0
    for name in named or PARTS:
        place, about = PARTS[name]
        sys.stderr.write(f"{name}: {about}\n")
        try:
            failed |= _function(place)(options)
        except RapporteurError as error:
            sys.stderr.write(f"{name}: {error}\n")
            failed |= error.exit_status
    return failed


def _function(place: str) -> Callable[[Sequence[str]], int]:
    module, _, name = place.partition(":")
    function: Callable[[Sequence[str]], int] = getattr(import_module(module), name)
    return function


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
