"""Measure quality: ``make eval``.

Every part writes ``evals/results/*.json``. What needs the development data beside the repository, or a
large library, is left out, and says so, where that is missing. ``make eval ARGS="numbers messy"`` runs
some parts only; ``python -m evals PART --help`` tells a part's own options.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from core.config import Config, load_config
from core.errors import RapporteurError
from evals.answers import evaluate_answers
from workspace.workspace import CORPUS

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data"

# What is run, in this order: a module of this package with ``main(arguments)``.
PARTS: Mapping[str, str] = {
    "numbers": "printed paragraph numbers that are recovered",
    "readability": "what is kept of web pages",
    "messy": "files that are damaged, hostile or odd",
    "crashes": "processes killed while they store",
    "filters": "filters inferred from questions",
    "retrieval": "the right paragraphs found",
    "diplomatic": "the right paragraphs of General Debate speeches found",
    "ann": "the nearest passages found by the vector index",
    "support": "the check of written sentences",
    "judgement": "the same by the language model, beside it",
    "seed": "questions about the statement that ships",
    "desk": "desk officers' questions, which nobody here had written",
    "gold": "questions about General Debate speeches",
    "injection": "instructions planted in statements",
}
_MODULES: Mapping[str, str] = {"gold": "gold_answers"}


def main(argv: Sequence[str]) -> int:
    """Run the parts that are named, or all; 1 when one of them failed, 2 for a call that makes no sense.
    One part's name may be followed by options of its own."""
    if any(argument in ("-h", "--help") for argument in argv[:1]):
        sys.stdout.write(f"{__doc__}\nParts: {', '.join(PARTS)}.\n")
        return 0
    named = [argument for argument in argv if argument in PARTS]
    options = [argument for argument in argv if argument not in PARTS]
    if options and len(named) != 1:
        sys.stderr.write(f"evals: {options[0]!r} is no part; those are {', '.join(PARTS)}.\n")
        return 2
    failed = 0
    for name in named or PARTS:
        sys.stderr.write(f"— {name}: {PARTS[name]}\n")
        try:
            failed |= _run(name)(options)
        except RapporteurError as error:
            sys.stderr.write(f"{name}: {error}\n")
            failed = 1
    return failed


def _run(name: str) -> Callable[[Sequence[str]], int]:
    if name == "seed":
        return lambda _: _seed(load_config())
    if name == "support" and not (DATA / "support").is_dir():
        sys.stderr.write("support: the labelled pairs (shared/data/support) are not here; left out.\n")
        return lambda _: 0
    run: Callable[[Sequence[str]], int] = import_module(f"evals.{_MODULES.get(name, name)}").main
    return run


def _seed(config: Config) -> int:
    quoted = replace(config, llm=replace(config.llm, provider="none"))
    for name, used in (("answers-seed", config), ("answers-seed-quoted", quoted)):
        result = evaluate_answers(CORPUS, HERE / "gold" / "seed.jsonl", used)
        path = HERE / "results" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
        sys.stdout.write(f"{name}: {json.dumps(result['overall'], indent=1)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
