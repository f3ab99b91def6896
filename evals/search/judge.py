"""Does the judge tell the paragraphs that answer a question from those that don't?

    python -m evals judge [--home HOME] [--candidate FOLDER]

Beside it the general cross-encoder that it was trained from. The questions: SQuAD 2's on articles that
were held back from training; ours about General Debate speeches that were held back
(``evals/gold/judge.jsonl``); the desk questions, of which ``group2`` was never used for a choice. English
ones only, each searched for among all speeches, everywhere and with the filters that it implies, and of each
the 20 paragraphs that the search finds. Writes ``results/judge.json``:

``paragraph_auroc``  how surely a paragraph that answers is rated above one that doesn't
``question_auroc``   how surely the best paragraph of an answerable question is rated above that of another
``recall@k``         of the paragraphs that answer, as the search ranks with this model; ``alone@k``: as the
                     model ranks
``calibration``      of the judge, over the held-back questions: the share that answers by probability

``--candidate`` measures the judge in another folder.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.config import load_config
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters, Hit
from evals.search.ablation import RememberingReranker
from evals.search.diplomatic import ask, holdings_of
from evals.search.retrieval import searching, shipped_encoder, shipped_reranker
from index import Library, OnnxReranker
from index.models.reranker import Reranker
from index.search.search import Searcher
from measure import harness
from measure.figures import auroc
from measure.harness import DATA, EVALS
from measure.harness import GOLD as GOLD_FOLDER
from measure.speeches import speeches_library
from measure.squad import SQUAD, squad_pairs
from models import model_path

GOLD = GOLD_FOLDER / "judge.jsonl"
RESULT = EVALS / "judge.json"
BASE = "ms-marco-MiniLM-L-12-v2-int8"
SETS: Mapping[str, Path] = {
    "speeches": GOLD,
    "group1": DATA / "desk_questions" / "group1.jsonl",
    "group2": DATA / "desk_questions" / "group2.jsonl",
}
_HITS = 20
_DEPTHS = (1, 5, 10)
_BINS = 10
_TIMED_PAIRS, _ROUNDS = 100, 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: verbatim words in a file."""

    file: str
    words: str

    def is_in(self, hit: Hit) -> bool:
        """Whether a hit has it."""
        name = hit.source.origin.replace("::", "/").rpartition("/")[2]
        return name == self.file and " ".join(self.words.split()) in " ".join(hit.source.text.split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the places that answer it, each of ``places`` by itself; none: it has no answer."""

    question: str
    places: tuple[tuple[Place, ...], ...]

    def recall(self, hits: Sequence[Hit]) -> float:
        """Of the places that answer, the share that is among ``hits``; the best of the alternatives."""
        return max(
            sum(any(place.is_in(hit) for hit in hits) for place in places) / len(places)
            for places in self.places
        )

    def answers(self, hit: Hit) -> bool:
        """Whether a paragraph has any of the places."""
        return any(place.is_in(hit) for places in self.places for place in places)


def read_asked(path: Path, language: str = "en") -> tuple[Asked, ...]:
    """A file's questions in one language. Raises UsageError when it isn't one of questions."""
    found = []
    try:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("lang", "en") == language:
                groups = [row["gold"], *row.get("alternatives_ok", ())]
                places = [tuple(Place(p["file"], p["words"]) for p in group) for group in groups if group]
                found.append(Asked(row["question"], tuple(places) if row["answerable"] else ()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{str(path)!r} is not a file of questions ({error}).") from None
    return tuple(found)


def measured(searcher: Searcher, asked: Sequence[tuple[Asked, Filters]]) -> dict[str, Any]:
    """The figures of one model over questions with their filters."""
    ratings: list[tuple[float, bool]] = []
    best: list[tuple[float, bool]] = []
    recalls: list[dict[str, float]] = []
    for one, filters in asked:
        hits = searcher.search(one.question, filters, _HITS).hits
        rated = [(hit.found.rerank, one.answers(hit)) for hit in hits if hit.found.rerank is not None]
        ratings += rated
        best.append((max((logit for logit, _ in rated), default=-20.0), bool(one.places)))
        if one.places:
            alone = sorted(hits, key=lambda hit: -(hit.found.rerank or 0.0))
            recalls.append(
                {f"recall@{k}": one.recall(hits[:k]) for k in _DEPTHS}
                | {f"alone@{k}": one.recall(alone[:k]) for k in _DEPTHS}
            )
    return {
        "paragraphs": len(ratings),
        "paragraph_auroc": _auroc(ratings),
        "question_auroc": _auroc(best),
        **{name: round(float(np.mean([row[name] for row in recalls])), 4) for name in recalls[0]},
        "calibration": calibration(ratings),
    }


def calibration(ratings: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """By tenths of the probability that the logits mean: how many there are, their mean probability, and the
    share that answers."""
    likelihood = 1 / (1 + np.exp(-np.array([logit for logit, _ in ratings])))
    answers = np.array([answers for _, answers in ratings])
    tenth = np.minimum((likelihood * _BINS).astype(int), _BINS - 1)
    return [
        {
            "count": int((tenth == n).sum()),
            "probability": round(float(likelihood[tenth == n].mean()), 3),
            "answers": round(float(answers[tenth == n].mean()), 3),
        }
        for n in range(_BINS)
        if (tenth == n).any()
    ]


def _auroc(rated: Sequence[tuple[float, bool]]) -> float | None:
    return auroc([rating for rating, _ in rated], [answers for _, answers in rated])


def compared(
    home: Path, readers: Mapping[str, Reranker], sets: Mapping[str, Path]
) -> dict[str, dict[str, dict[str, Any]]]:
    """By set, by whose paragraphs are searched, by reader: `measured`. Raises UsageError, LibraryError or
    ModelError where something is not there."""
    gazetteer = Gazetteer.load()
    encoder = shipped_encoder(load_config())
    with Library.open(home, encoder, None, read_only=True) as library:
        holdings = holdings_of(library)
    table: dict[str, dict[str, dict[str, Any]]] = {}
    for name, path in sets.items():
        asked = read_asked(path)
        limited = [(a, ask(a.question, gazetteer, holdings).question.filters) for a in asked]
        where = {"everywhere": [(a, Filters()) for a in asked], "filters inferred": limited}
        table[name] = {"questions": {"answerable": sum(bool(a.places) for a in asked), "all": len(asked)}} | {
            place: {} for place in where
        }
        for reader, model in readers.items():
            with searching(home, encoder, RememberingReranker(model)) as searcher:
                for place, questions in where.items():
                    table[name][place][reader] = measured(searcher, questions)
                    sys.stderr.write(f"{name}, {place}, {reader}\n")
    return table


def squad(readers: Mapping[str, Reranker]) -> dict[str, Any]:
    """AUROC over the pairs of SQuAD 2 that were held back, by reader."""
    held = [pair for pair in squad_pairs(DATA / SQUAD) if pair.held_back]
    return {
        "pairs": len(held),
        **{
            name: auroc(
                [float(reader.score(pair.question, [pair.paragraph])[0]) for pair in held],
                [pair.answers for pair in held],
            )
            for name, reader in readers.items()
        },
    }


def milliseconds(reader: Reranker) -> float:
    """What a pair costs, all cores together: the least of three rounds."""
    pairs = [pair for pair, _ in zip(squad_pairs(DATA / SQUAD), range(_TIMED_PAIRS), strict=False)]
    spent = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        reader.score(pairs[0].question, [pair.paragraph for pair in pairs])
        spent.append((time.perf_counter() - began) * 1000 / len(pairs))
    return round(min(spent), 2)


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, write the result and print it."""
    parser = harness.parser("evals", "judge", __doc__)
    parser.add_argument("--home", type=Path, default=None, help="a library of the speeches")
    parser.add_argument("--candidate", type=Path, default=None, help="the folder of another judge")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(list(arguments))
    if harness.lacks("judge", DATA / SQUAD, *(SETS[name] for name in options.sets)):
        return 0
    home = speeches_library(options.home)
    if home is None:
        return 0
    config = load_config()
    readers: dict[str, Reranker] = {
        "judge": OnnxReranker(options.candidate) if options.candidate else shipped_reranker(config),
        "base": OnnxReranker(model_path(BASE, "model.onnx", config.models_dir).parent),
    }
    result = {
        "squad2_held_back_auroc": squad(readers),
        "ms_a_pair": {name: milliseconds(reader) for name, reader in readers.items()},
        "sets": compared(home, readers, {name: SETS[name] for name in options.sets}),
    }
    harness.write(options.out, result)
    harness.show(result)
    return 0
