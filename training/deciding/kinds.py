"""Learn what task a question sets where no phrase of ``kinds.toml`` tells it.

    python -m training.deciding.kinds

Reads questions with their kinds: ``evals/gold/tasks/build.jsonl``, the half ``build`` of
``evals/gold/kinds.jsonl``, and as questions about a position the half ``build`` of ``evals/gold/asked.jsonl``
and ``training/data/deciding/positions.jsonl``, which count less as they are many. Writes
``answer/question/likely_kinds.json``, with what share of the first is told rightly by the rules and, where
these find no kind, by five folds that had not seen them.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from answer.question.likely_kind import LIKELY, POSITION, features_of
from answer.question.understand import Holdings, understand
from answer.question.who.names import names_in
from core.delegations import Gazetteer
from core.records import Filters
from measure.harness import GOLD, ROOT

POSITIONS = ROOT / "training" / "data" / "deciding" / "positions.jsonl"
RESULT = ROOT / "answer" / "question" / "likely_kinds.json"
_MANY = 0.2  # weight of a question about a position from sets that hold nothing else
_OFTEN = 2  # questions in which something must be seen to be weighed
_REGULARISATION = 5.0  # scikit-learn's C
_FOLDS = 5
_LEAST = 0.05  # smaller weights are not kept


@dataclass(frozen=True, slots=True)
class Seen:
    """A question's features and kind, and how much it counts."""

    features: frozenset[str]
    kind: str
    weight: float


def main() -> int:
    """Exit status 0."""
    gazetteer = Gazetteer.load()
    held = frozenset(one.code for one in gazetteer if not one.is_group)
    told: list[str] = []
    seen: list[Seen] = []
    for text, kind, weight in read():
        names = names_in(text, gazetteer, held=held)
        seen.append(Seen(features_of(names.text, names.mentions), kind, weight))
        if weight == 1.0:
            told.append(understand(text, Filters(), gazetteer, Holdings(held), likely=False).kind or POSITION)
    kinds = fitted(seen)
    document = {
        "made_by": "python -m training.deciding.kinds",
        "questions": dict(sorted(Counter(one.kind for one in seen).items())),
        "right": {"rules": _share(seen, told), "with_what_is_learned_unseen": _unseen(seen, told)},
        "kinds": kinds,
    }
    RESULT.write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(json.dumps({k: v for k, v in document.items() if k != "kinds"}, indent=1) + "\n")
    return 0


def read() -> Iterator[tuple[str, str, float]]:
    """The questions, with their kinds and how much each counts: those of people who were asked for all
    kinds first."""
    for path, half in ((GOLD / "tasks" / "build.jsonl", ""), (GOLD / "kinds.jsonl", "build")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if row.get("half", "") == half:
                yield row["question"], row["kind"], 1.0
    for row in map(json.loads, (GOLD / "asked.jsonl").read_text("utf-8").splitlines()):
        if row["half"] == "build":
            yield row["question"], "quote" if row["style"] == "quote" else POSITION, _MANY
    for row in map(json.loads, POSITIONS.read_text("utf-8").splitlines()):
        yield row["question"], POSITION, _MANY


def fitted(seen: Sequence[Seen]) -> dict[str, Any]:
    """Bias and weights of each kind."""
    model, names = _fit(seen)
    return {
        kind: {
            "bias": round(float(bias), 3),
            "weights": {
                name: round(float(w), 2) for name, w in zip(names, row, strict=True) if abs(w) >= _LEAST
            },
        }
        for kind, bias, row in zip(model.classes_, model.intercept_, model.coef_, strict=True)
    }


def _fit(seen: Sequence[Seen]) -> tuple[LogisticRegression, list[str]]:
    counts = Counter(feature for one in seen for feature in one.features)
    names = sorted(name for name, count in counts.items() if count >= _OFTEN)
    model = LogisticRegression(C=_REGULARISATION, max_iter=500)
    model.fit(_matrix(seen, names), [one.kind for one in seen], sample_weight=[one.weight for one in seen])
    return model, names


def _matrix(seen: Sequence[Seen], names: Sequence[str]) -> NDArray[np.float32]:
    at: Mapping[str, int] = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(seen), len(names)), dtype=np.float32)
    for row, one in enumerate(seen):
        matrix[row, [at[name] for name in one.features if name in at]] = 1
    return matrix


def _unseen(seen: Sequence[Seen], told: Sequence[str]) -> float:
    guessed = list(told)
    many, asked = seen[len(told) :], seen[: len(told)]
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=1)
    for learned, left in folds.split(asked, [one.kind for one in asked]):
        model, names = _fit([*(asked[i] for i in learned), *many])
        likely = model.predict(_matrix([asked[i] for i in left], names))
        for i, kind in zip(left, likely, strict=True):
            if told[i] == POSITION and kind in LIKELY:
                guessed[i] = str(kind)
    return _share(seen, guessed)


def _share(seen: Sequence[Seen], told: Sequence[str]) -> float:
    right = sum(one.kind == kind for one, kind in zip(seen, told, strict=False))
    return round(right / len(told), 3)


if __name__ == "__main__":
    sys.exit(main())
