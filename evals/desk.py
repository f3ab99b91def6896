"""Questions that nobody here had written, answered: ``python -m evals desk``.

The questions of ``../shared/data/desk_questions`` over the speeches that they are about: group 1, on which
things are chosen, and group 2, which is only reported on; and those of ``gold/officers``, each set in a half
for building and one for reporting: "build" and "report", "second_build" and "second_report" over speeches of
their own, "kinds_build" and "kinds_report" over other kinds of text. ``--quoted`` answers by quotations
alone, ``--group`` asks one group.
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
OFFICERS = GOLD / "officers"
SETS = (("build", "report"), ("second_build", "second_report"), ("kinds_build", "kinds_report"))
TEXTS = OFFICERS / "kinds"
_WORDS = frozenset(["text", "rejected", "sentences", "question"])


def main(arguments: Sequence[str]) -> int:
    """Ask every question of both groups and write what was answered; 0 also where the data is not here."""
    parser = harness.parser("evals", "desk", __doc__)
    parser.add_argument(
        "--group",
        choices=(*GROUPS, *(half for halves in SETS for half in halves)),
        action="append",
        help="one group only",
    )
    parser.add_argument("--quoted", action="store_true", help="without a language model")
    options = parser.parse_args(arguments)
    if harness.lacks("desk", DATA / "desk_questions"):
        return 0
    config = load_config()
    if options.quoted:
        config = config.without_llm()
    seen: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    with tempfile.TemporaryDirectory(prefix="rapporteur-desk-") as folder:
        for group in options.group or (*GROUPS, *(halves[-1] for halves in SETS)):
            name = f"{group} quoted" if options.quoted else group
            questions = DATA / "desk_questions" if group in GROUPS else OFFICERS
            corpus = texts_of(group, questions, Path(folder))
            seen[name] = without_words(evaluate_answers(corpus, questions / f"{group}.jsonl", config))
            harness.show({name: seen[name]["overall"]})
            harness.write(RESULT, seen)
    return 0


def texts_of(group: str, questions: Path, folder: Path) -> Path:
    """The folder of the texts that the set of a group is about; speeches are unpacked into ``folder``."""
    halves = next((halves for halves in (GROUPS, *SETS) if group in halves), GROUPS)
    if group.startswith("kinds"):
        return TEXTS
    return asked_about([questions / f"{half}.jsonl" for half in halves], folder / halves[0])


def without_words(result: dict[str, Any]) -> dict[str, Any]:
    """A result without the words of questions, speeches and answers, which are not ours to publish."""
    kept = [{k: v for k, v in one.items() if k not in _WORDS} for one in result["answers"]]
    return {**result, "answers": kept}
