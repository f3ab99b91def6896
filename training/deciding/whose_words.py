"""Learn whose words a question asks for where its grammar leaves it open.

    python -m training.deciding.whose_words

Reads the questions of ``evals/gold/whose_words/build.jsonl`` and of the halves for building of
``evals/gold/asked.jsonl`` and ``filters.jsonl``; those that the rules decide are left out. Writes
``answer/question/who/left_open.json``, with how many of the questions are told rightly by ten folds that had
not seen them, beside how many are when none is ever asked.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from answer.question.who.left_open import features_of
from answer.question.who.names import names_in
from answer.question.who.whose_words import asked_mentions, joined
from core.delegations import Gazetteer
from core.japanese import is_japanese
from evals.filters import is_tuned, read_labelled
from measure.harness import GOLD, ROOT

RESULT = ROOT / "answer" / "question" / "who" / "left_open.json"
_FOLDS = 10
_OFTEN = 2  # mentions in which something must be seen to be weighed
_SEED = 1

Mentions = Sequence[tuple[frozenset[str], bool]]
"""The features of each delegation that a question names, and whether its words are wanted."""


def main() -> int:
    """Exit status 0."""
    questions = left_to_learn(read())
    weights, bias = fitted(questions)
    document = {
        "made_by": "python -m training.deciding.whose_words",
        "questions": len(questions),
        "right_unseen": right_unseen(questions),
        "right_if_nobody_is_asked": sum(not any(asked for _, asked in one) for one in questions),
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in sorted(weights.items())},
    }
    RESULT.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    shown = {name: value for name, value in document.items() if name != "weights"}
    sys.stdout.write(json.dumps(shown, indent=1) + "\n")
    return 0


def read() -> Iterator[tuple[str, frozenset[str]]]:
    """The questions, each with the codes of those whose words it asks for."""
    for line in (GOLD / "whose_words" / "build.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["question"], frozenset(row["asked"])
    for line in (GOLD / "asked.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["half"] == "build":
            yield row["question"], frozenset([row["delegation"]])
    for labelled in read_labelled(GOLD / "filters.jsonl"):
        if is_tuned(labelled.id):
            yield labelled.question, labelled.values["delegation"]


def left_to_learn(questions: Iterable[tuple[str, frozenset[str]]]) -> list[Mentions]:
    """Those of the questions that name somebody and that the rules leave open."""
    gazetteer = Gazetteer.load()
    held = frozenset(one.code for one in gazetteer)
    found: list[Mentions] = []
    for text, asked in questions:
        names = names_in(text, gazetteer, held=held)
        if not names.mentions or is_japanese(text) or asked_mentions(text, gazetteer, names=names):
            continue
        features = features_of(names.text, joined(names.text, names.mentions))
        found.append([(known, bool(asked & set(gazetteer.expand((m.code,))))) for m, known in features])
    random.Random(_SEED).shuffle(found)  # noqa: S311 - an order, not a secret
    return found


def fitted(questions: Sequence[Mentions]) -> tuple[dict[str, float], float]:
    """The weight of each feature that is seen in several mentions, and the bias."""
    rows = [row for one in questions for row in one]
    seen = Counter(name for known, _ in rows for name in known)
    names = sorted(name for name, count in seen.items() if count >= _OFTEN)
    x = np.array([[float(name in known) for name in names] for known, _ in rows])
    model = LogisticRegression(max_iter=5000).fit(x, [asked for _, asked in rows])
    return dict(zip(names, map(float, model.coef_[0]), strict=True)), float(model.intercept_[0])


def right_unseen(questions: Sequence[Mentions]) -> int:
    """How many questions are told rightly, all of their mentions, by a fit that has not seen them."""
    right = 0
    for fold in range(_FOLDS):
        weights, bias = fitted([one for at, one in enumerate(questions) if at % _FOLDS != fold])
        for one in questions[fold::_FOLDS]:
            right += all(
                (bias + sum(weights.get(k, 0.0) for k in known) >= 0) == asked for known, asked in one
            )
    return right


if __name__ == "__main__":
    sys.exit(main())
