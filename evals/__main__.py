"""Measure quality: ``make eval``.

Writes ``evals/results/*.json``: the questions about the corpus answered by the embedded model and by
quotation alone, the signals behind "not addressed", and the support check. What needs the development
data beside the repository is left out, and says so, where that is missing.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.config import Config, load_config
from core.errors import RapporteurError
from evals import addressed, support
from evals.answers import evaluate_answers
from workspace import CORPUS

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data"


def main() -> int:
    """Run the parts that are named, or all; 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure quality.")
    parser.add_argument("parts", nargs="*", choices=["answers", "quoted", "addressed", "support", []])
    wanted = parser.parse_args().parts or ["answers", "quoted", "addressed", "support"]
    config = load_config()
    parts: dict[str, Callable[[], int]] = {
        "answers": lambda: _answers("answers-seed", config),
        "quoted": lambda: _answers(
            "answers-seed-quoted", replace(config, llm=replace(config.llm, provider="none"))
        ),
        "addressed": addressed.main,
        "support": _support,
    }
    failed = 0
    for name in wanted:
        sys.stderr.write(f"— {name}\n")
        try:
            failed |= parts[name]()
        except RapporteurError as error:
            sys.stderr.write(f"{name}: {error}\n")
            failed = 1
    return failed


def _answers(name: str, config: Config) -> int:
    result = evaluate_answers(CORPUS, HERE / "gold" / "seed.jsonl", config)
    path = HERE / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(result["overall"], indent=1) + "\n")
    return 0


def _support() -> int:
    if not (DATA / "support").is_dir():
        sys.stderr.write("support: the labelled pairs (shared/data/support) are not here; left out.\n")
        return 0
    return support.main([])


if __name__ == "__main__":
    sys.exit(main())
