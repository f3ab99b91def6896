"""Which of the paragraphs that were found answer the question, and does any?

    python -m evals relevance [--fit-only]

For the project's own questions about General Debate speeches (``gold/answers``), every paragraph that the
product would weigh is described as ``answer/evidence/relevance.py`` sees it, and by the embedded model's
log-odds that it, alone, states the answer; it is right where the gold, or an alternative, says so. Every
question is described by the signals of ``answer/evidence/answerable.py``. Logistic regressions are fitted on
one half of the questions (``tuned``) and measured on both, on the tuned half by cross-validation over
questions. The weights stand in those two modules; ``--fit-only`` fits again what the last run saw. Writes
``results/relevance.json``.
"""

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.evidence.answerable import names_what_is_missing, states_answer
from answer.pipeline import Pipeline
from answer.writing.llm import LanguageModel
from answer.writing.writer import Writer
from core.config import load_config
from core.delegations import Gazetteer
from core.records import Hit
from evals.ablation import half
from evals.answers import Expected, drawn, read_questions, same_paragraph
from evals.gold_answers import DATA, GOLD, SEED, extract
from evals.support import auroc
from workspace.workspace import Workspace

RESULT = Path(__file__).with_name("results") / "relevance.json"
_FOLDS = 8
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph beside one part of a question."""

    question: str
    half: str
    answers: bool
    best: float
    below: float
    behind: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class Whole:
    """One part of a question: can it be answered, the best sentence, the model's log-odds over the extracts,
    and over the likeliest paragraph alone, that paragraph's likelihood without it, and whether the question
    takes something for granted or names what the extracts don't."""

    question: str
    half: str
    kind: str
    answerable: bool
    best: float
    log_odds: float
    alone: float
    likelihood: float
    premise: bool
    strange: bool


PARAGRAPH_SIGNALS: Mapping[str, tuple[str, ...]] = {
    "cross-encoder": ("best",),
    "search": ("behind",),
    "by itself": ("best", "below", "behind"),
    "model": ("log_odds",),
    "with model": ("best", "below", "behind", "log_odds"),
}
WHOLE_SIGNALS: Mapping[str, tuple[str, ...]] = {
    "cross-encoder": ("best",),
    "model": ("log_odds",),
    "cross-encoder and model": ("log_odds", "best"),
    "all": ("log_odds", "best", "alone", "likelihood"),
}
RULES: Mapping[str, Callable[[Whole], bool]] = {
    "shipped": lambda whole: states_answer(
        whole.log_odds, whole.best, premise=whole.premise, strange=whole.strange
    ),
    "without a look at premises and names": lambda whole: states_answer(whole.log_odds, whole.best),
    "log-odds alone, from -0.4": lambda whole: whole.log_odds >= -0.4,
    "with a fifth of the cross-encoder's logit": lambda whole: whole.log_odds + 0.2 * whole.best >= 0,
}
"""Ways to decide whether a question is answered."""


def main(argv: Sequence[str] = ()) -> int:
    """Run and write the result; 0 also where the speeches are not here, which is said."""
    parser = argparse.ArgumentParser(prog="python -m evals relevance")
    parser.add_argument("--most", type=int, default=200, help="how many questions are asked (0: all)")
    parser.add_argument("--fit-only", action="store_true", help="fit again what the last run saw")
    args = parser.parse_args(list(argv))
    if args.fit_only:
        stored = json.loads(RESULT.read_text("utf-8"))["seen"]
        if any(len(row) != len(fields(Whole)) for row in stored["questions"]):
            sys.stderr.write("relevance: what the last run saw lacks signals of this version; run it anew.\n")
            return 1
        paragraphs = [Paragraph(*row) for row in stored["paragraphs"]]
        wholes = [Whole(*row) for row in stored["questions"]]
    elif not DATA.is_file():
        sys.stderr.write("relevance: the speeches (shared/data/ungdc) are not here; left out.\n")
        return 0
    else:
        paragraphs, wholes = collect(args.most)
    result = {
        "paragraphs": fitted(
            PARAGRAPH_SIGNALS, paragraphs, np.array([p.answers for p in paragraphs], dtype=bool)
        ),
        "questions": fitted(WHOLE_SIGNALS, wholes, np.array([w.answerable for w in wholes], dtype=bool)),
        "decision": {
            half_: {
                name: _kept_and_refused(
                    np.array([rule(w) for w in there]), np.array([w.answerable for w in there])
                )
                for name, rule in RULES.items()
            }
            for half_ in ("tuned", "held")
            if (there := [w for w in wholes if w.half == half_])
        },
        "seen": {
            "paragraphs": [[*asdict(p).values()] for p in paragraphs],
            "questions": [[*asdict(w).values()] for w in wholes],
        },
    }
    RESULT.write_text(_compact(result), "utf-8")
    shown = {name: result[name] for name in ("paragraphs", "questions", "decision")}
    sys.stdout.write(json.dumps(shown, indent=1) + "\n")
    return 0


def collect(most: int) -> tuple[list[Paragraph], list[Whole]]:
    """Ask ``most`` of the questions, drawn as the other evaluations draw them; 7 s each on two cores."""
    paragraphs: list[Paragraph] = []
    wholes: list[Whole] = []
    with tempfile.TemporaryDirectory(prefix="rapporteur-relevance-") as folder:
        corpus = extract(Path(folder) / "corpus")
        workspace = Workspace.open(load_config({}, home=Path(folder) / "home"))
        try:
            for _ in workspace.ingest([corpus]):
                pass
            llm = workspace.open_llm()
            pipeline = Pipeline(workspace.library, workspace.gazetteer, workspace.support, llm)
            names = ("questions.jsonl", "conversations.jsonl")
            every = [one for name in names for one in read_questions(GOLD / name, corpus)]
            expected = drawn(every, most, SEED)
            history: tuple[str, ...] = ()
            for at, item in enumerate(expected, start=1):
                history = history if item.after else ()
                sys.stderr.write(f"\r{at} of {len(expected)} questions      ")
                found, history = _described(item, history, pipeline, llm, workspace.gazetteer)
                for part_paragraphs, whole in found:
                    paragraphs += part_paragraphs if item.answerable else ()
                    wholes.append(whole)
        finally:
            workspace.close()
    sys.stderr.write("\n")
    return paragraphs, wholes


def _described(
    item: Expected,
    history: tuple[str, ...],
    pipeline: Pipeline,
    llm: LanguageModel,
    gazetteer: Gazetteer,
) -> tuple[list[tuple[list[Paragraph], Whole]], tuple[str, ...]]:
    """What is known of each part of a question, and the history for the next turn."""
    stop = threading.Event()
    parts, understood = pipeline.parts(item.question, history=history, stop=stop)
    found = []
    for part in parts:
        evidence = part.evidence
        if not evidence.sentences or part.question.kind in ("greeting", "list", "quote"):
            continue
        seen = []
        for hit in _weighed(part.hits, {s.source.paragraph_id for s in evidence.sentences}):
            name = hit.source.paragraph_id
            alone = Writer(llm, gazetteer, part.english, evidence.of(name)).states_answer(stop)
            signals = evidence.signals(name)
            right = any(
                same_paragraph(hit.source.text, line)
                for lines in (item.gold, *item.alternatives)
                for line in lines
            )
            known = [round(v, 3) for v in (signals.best, signals.below, signals.behind, alone)]
            seen.append((name, Paragraph(item.id, half(item.id), right, *known)))
        likeliest = evidence.likeliest()
        whole = Whole(
            item.id,
            half(item.id),
            item.kind,
            item.answerable,
            round(evidence.best, 3),
            round(Writer(llm, gazetteer, part.english, evidence).states_answer(stop), 3),
            next(p.log_odds for name, p in seen if name == likeliest),
            round(evidence.signals(likeliest).likelihood, 3),
            bool(part.question.premise),
            names_what_is_missing(part.english, evidence, gazetteer),
        )
        found.append(([p for _, p in seen], whole))
    return found, (*history, understood)


def _weighed(hits: Sequence[Hit], ids: set[str]) -> Iterator[Hit]:
    return (hit for hit in hits if hit.source.paragraph_id in ids)


def fitted(
    choices: Mapping[str, tuple[str, ...]], rows: Sequence[Any], right: NDArray[np.bool_]
) -> dict[str, Any]:
    """For each choice of signals: the weights fitted on the tuned half, and how well they part right from
    wrong there (cross-validated) and on the held half."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    tuned = np.array([row.half == "tuned" for row in rows])
    groups = np.array([row.question for row in rows])
    table: dict[str, Any] = {"tuned": int(tuned.sum()), "held": int((~tuned).sum())}
    for name, signals in choices.items():
        values = np.array([[getattr(row, signal) for signal in signals] for row in rows], dtype=np.float64)
        model = LogisticRegression(max_iter=5000)
        folds = GroupKFold(_FOLDS)
        crossed = cross_val_predict(
            model, values[tuned], right[tuned], groups=groups[tuned], cv=folds, method="predict_proba"
        )[:, 1]
        model.fit(values[tuned], right[tuned])
        unseen = model.predict_proba(values[~tuned])[:, 1]
        fair = _fair_threshold(crossed, right[tuned])
        table[name] = {
            "signals": list(signals),
            "weights": [round(float(w), 3) for w in (*model.intercept_, *model.coef_[0])],
            "tuned": _rates(crossed, right[tuned]),
            "held": _rates(unseen, right[~tuned]),
            "fair_threshold": round(fair, 4),
            "kept_and_refused": {
                "tuned": _kept_and_refused(crossed >= fair, right[tuned]),
                "held": _kept_and_refused(unseen >= fair, right[~tuned]),
            },
        }
    return table


def _fair_threshold(likelihoods: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The likelihood from which as much as can be of both is decided rightly (their balanced accuracy)."""
    return float(max(np.unique(likelihoods), key=lambda t: sum(_kept_and_refused(likelihoods >= t, right))))


def _kept_and_refused(kept: NDArray[np.bool_], right: NDArray[np.bool_]) -> list[float]:
    """The shares of the right that are kept and of the wrong that are refused."""
    return [round(float(kept[right].mean()), 4), round(float((~kept[~right]).mean()), 4)]


def _rates(likelihoods: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, Any]:
    chosen = {threshold: likelihoods >= threshold for threshold in _THRESHOLDS}
    return {
        "auroc": auroc(likelihoods, right),
        "precision_recall": {
            str(threshold): [round(float(right[kept].mean()), 4), round(float(kept[right].mean()), 4)]
            for threshold, kept in chosen.items()
            if kept.any()
        },
    }


def _compact(result: Mapping[str, Any]) -> str:
    """As JSON, what was seen with one row to a line."""
    text = json.dumps({k: v for k, v in result.items() if k != "seen"}, indent=1)
    seen = ",\n ".join(
        f'"{name}": [\n  ' + ",\n  ".join(json.dumps(row) for row in rows) + "\n ]"
        for name, rows in result["seen"].items()
    )
    return f'{text[:-2]},\n "seen": {{\n {seen}\n }}\n}}\n'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
