"""The project's own questions about General Debate speeches, answered: ``python -m evals gold``.

The speeches that ``gold/answers/files.txt`` lists are taken from the development data and asked about twice:
without a model, all questions and conversations; with the embedded model, a random part of ``--written``
(decoding is greedy, so that asking again gives the same). Writes ``results/answers-gold.json`` and
``results/answers-gold-quoted.json``.
"""

import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.config import load_config
from evals.answers import evaluate_answers
from measure import harness
from workspace.intake import CORPUS

GOLD = harness.GOLD / "answers"
SPEECHES = harness.DATA / "ungdc" / "ungdc_open.tar.xz"
SEED = 11


def main(argv: Sequence[str]) -> int:
    """Run and write the results; 0 also where the speeches are not here, which is said."""
    parser = harness.parser("evals", "gold", __doc__)
    parser.add_argument(
        "--written", type=int, default=100, help="how many the embedded model answers (0: all)"
    )
    parser.add_argument("--only", choices=["written", "quoted"])
    args = parser.parse_args(argv)
    if harness.lacks("gold", SPEECHES):
        return 0
    config = load_config()
    with tempfile.TemporaryDirectory(prefix="rapporteur-gold-") as folder:
        corpus = extract(Path(folder) / "corpus")
        questions = Path(folder) / "questions.jsonl"
        questions.write_text(
            "".join((GOLD / name).read_text("utf-8") for name in ("questions.jsonl", "conversations.jsonl")),
            "utf-8",
        )
        if args.only != "written":
            _store("answers-gold-quoted", evaluate_answers(corpus, questions, config.without_llm()))
        if args.only != "quoted":
            _store(
                "answers-gold",
                evaluate_answers(corpus, questions, config, most=args.written, seed=SEED),
            )
    return 0


def extract(folder: Path) -> Path:
    """The listed speeches, and the statement that ships, in ``folder``."""
    listed = (GOLD / "files.txt").read_text("utf-8").split()
    folder.mkdir(parents=True)
    with tarfile.open(SPEECHES) as archive:
        wanted = [m for m in archive.getmembers() if m.name.removeprefix("./") in listed]
        archive.extractall(folder, wanted, filter="data")
    for path in CORPUS.glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def seed(_: Sequence[str] = ()) -> int:
    """The questions about the statement that ships, with the model that is set and by quotation alone."""
    config = load_config()
    for name, used in (("answers-seed", config), ("answers-seed-quoted", config.without_llm())):
        _store(name, evaluate_answers(CORPUS, harness.GOLD / "seed.jsonl", used))
    return 0


def _store(name: str, result: dict[str, Any]) -> None:
    harness.write(harness.EVALS / f"{name}.json", result)
    harness.show({name: {key: result[key] for key in ("overall", "by_type")}})
