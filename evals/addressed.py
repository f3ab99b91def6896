"""How well do the signals tell questions that the evidence answers from those it doesn't?

    python -m evals.addressed

Asks the development questions of ``gold/addressed.jsonl`` (half unanswerable: absent topics, false
premises, figures and dates that are not given), each within one statement, and writes the signals with
the area under the ROC curve of each, and of a combination, to ``results/addressed.json``. The prompt was
chosen on these questions, the threshold in ``answer/evidence/answerable.py`` on others (`evals.relevance`).
"""

import json
import sys
import tarfile
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from answer.evidence.answerable import decide
from answer.evidence.sentences import gather
from answer.writing.llm import LanguageModel
from answer.writing.writer import Writer
from core.config import load_config
from core.records import Filters
from workspace.workspace import CORPUS, Workspace

GOLD = Path(__file__).with_name("gold") / "addressed.jsonl"
RESULT = Path(__file__).with_name("results") / "addressed.json"
SPEECHES = Path(__file__).parents[2] / "shared" / "data" / "ungdc" / "ungdc_open.tar.xz"
_HITS = 10


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about one question before it is decided."""

    id: str
    answerable: bool
    best: float
    log_odds: float
    addressed: bool


def main(_: Sequence[str] = ()) -> int:
    """Measure and write the result."""
    if not SPEECHES.is_file():
        sys.stderr.write(
            f"The speeches are not here ({SPEECHES.name}); only the corpus's questions are asked.\n"
        )
    questions = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory(prefix="rapporteur-addressed-") as folder:
        files = _unpack({q["file"] for q in questions}, Path(folder))
        signals = [
            signal
            for name, file in files.items()
            for signal in _signals(
                [q for q in questions if q["file"] == name], file, Path(folder) / f"home-{file.stem}"
            )
        ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(report(signals), indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(report(signals)["auroc"], indent=1) + "\n")
    return 0


def report(signals: Sequence[Signals]) -> dict[str, object]:
    """Areas under the curve, the two error counts of the shipped decision, and every question's signals."""
    yes = [s for s in signals if s.answerable]
    no = [s for s in signals if not s.answerable]
    return {
        "answerable": len(yes),
        "unanswerable": len(no),
        "auroc": {
            "cross_encoder": auroc(yes, no, lambda s: s.best),
            "log_odds": auroc(yes, no, lambda s: s.log_odds),
            "log_odds + 0.2 cross_encoder": auroc(yes, no, lambda s: s.log_odds + 0.2 * s.best),
        },
        "refused_though_answerable": [s.id for s in yes if not s.addressed],
        "addressed_though_not": [s.id for s in no if s.addressed],
        "signals": [
            {
                "id": s.id,
                "answerable": s.answerable,
                "best": round(s.best, 2),
                "log_odds": round(s.log_odds, 2),
            }
            for s in signals
        ],
    }


def auroc(yes: Sequence[Signals], no: Sequence[Signals], value: Callable[[Signals], float]) -> float:
    """Share of pairs in which the answerable question has the higher value, ties counting half."""
    pairs = [(value(a), value(b)) for a in yes for b in no]
    return round(sum((a > b) + 0.5 * (a == b) for a, b in pairs) / max(len(pairs), 1), 4)


def _unpack(names: set[str], folder: Path) -> dict[str, Path]:
    found = {"corpus": CORPUS} if "corpus" in names else {}
    if SPEECHES.is_file():
        with tarfile.open(SPEECHES) as archive:
            for member in archive:
                name = member.name.removeprefix("./")
                if name in names:
                    archive.extract(member, folder, filter="data")
                    found[name] = folder / member.name
    return found


def _signals(questions: Sequence[dict[str, str]], file: Path, home: Path) -> list[Signals]:
    workspace = Workspace.open(load_config({}, home=home))
    try:
        list(workspace.ingest([file]))
        llm = workspace.open_llm()
        return [_signal(question, workspace, llm) for question in questions]
    finally:
        workspace.close()


def _signal(question: dict[str, str], workspace: Workspace, llm: LanguageModel) -> Signals:
    text = question["question"]
    hits = workspace.search(text, Filters((question["delegation"],)), _HITS).hits
    evidence = gather(text, hits, workspace.library, workspace.gazetteer)
    log_odds = Writer(llm, workspace.gazetteer, text, evidence).states_answer(threading.Event())
    return Signals(
        question["id"],
        bool(question["answerable"]),
        evidence.best,
        log_odds,
        decide(evidence, log_odds).addressed,
    )


if __name__ == "__main__":
    sys.exit(main())
