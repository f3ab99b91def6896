"""Questions that nobody here had written, answered: ``python -m evals desk``.

The questions of ``../shared/data/desk_questions`` over the speeches that they are about: group 1, on which
things are chosen, and group 2, which is only reported on; and, over speeches of their own, those of
``gold/officers``: "build" and "report". ``--quoted`` answers by quotations alone, ``--group`` asks one group.
Writes ``results/desk.json``, a part for each way of answering.
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.config import load_config
from evals.answers import evaluate_answers
from measure import harness
from measure.harness import DATA, GOLD
from measure.speeches import GROUPS, asked_about

RESULT = harness.EVALS / "desk.json"
HALVES = ("build", "report")
_WORDS = frozenset(["text", "rejected", "sentences", "question"])


def main(arguments: Sequence[str]) -> int:
    """Ask every question of both groups and write what was answered; 0 also where the data is not here."""
    parser = harness.parser("evals", "desk", __doc__)
    parser.add_argument("--group", choices=(*GROUPS, *HALVES), action="append", help="one group only")
    parser.add_argument("--quoted", action="store_true", help="without a language model")
    options = parser.parse_args(arguments)
    if harness.lacks("desk", DATA / "desk_questions"):
        return 0
    config = load_config()
    if options.quoted:
        config = config.without_llm()
    seen: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    with tempfile.TemporaryDirectory(prefix="rapporteur-desk-") as folder:
        for group in options.group or (*GROUPS, "report"):
            name = f"{group} quoted" if options.quoted else group
            questions, groups = (
                (DATA / "desk_questions", GROUPS) if group in GROUPS else (GOLD / "officers", HALVES)
            )
            files = [questions / f"{one}.jsonl" for one in groups]
            corpus = asked_about(files, Path(folder) / questions.name)
            seen[name] = without_words(evaluate_answers(corpus, questions / f"{group}.jsonl", config))
            harness.show({name: seen[name]["overall"]})
            harness.write(RESULT, seen)
    return 0


def without_words(result: dict[str, Any]) -> dict[str, Any]:
    """A result without the words of questions, speeches and answers, which are not ours to publish."""
    kept = [{k: v for k, v in one.items() if k not in _WORDS} for one in result["answers"]]
    return {**result, "answers": kept}
