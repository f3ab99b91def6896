"""Are the filters that a question implies read from it: whose words, which dates, which forum?

    python -m evals filters [--gold FILE]

Reads the labelled questions (``evals/gold/filters.jsonl``; conventions in ``evals/gold/retrieval/README.md``)
and writes ``evals/results/filters.json``. The library that the questions are put to holds statements of
every state and of the European Union, of 1957 to 2020, in the forums that the product knows.

A value is one delegation, one date or one forum. An inferred delegation is right when it is labelled or a
member of a labelled group; a labelled one is found when it, or a group that it is a member of, is inferred.
A date or forum is right when it is the one labelled. Questions with nothing to infer and nothing inferred
count in neither precision nor recall, only in the share of questions that are exactly right.

The rules were written with the misses of one half in view, ``tuned``; the other, ``held_back``, is the
measure. Halves are told apart by a hash of the question's id. When the misses of ``held_back`` were first
looked at, it stood at precision 1.0 (162 values) and recall 0.982 (162 of 165); what they showed to be plain
mistakes was then corrected, so that later figures are no longer those of an unseen half.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer.question.understand import Holdings, infer_filters
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters
from measure import harness

GOLD = harness.GOLD / "filters.jsonl"
RESULT = harness.EVALS / "filters.json"

FIELDS = ("delegation", "since", "until", "forum")
_YEARS = ("1957", "2020")
# What a library of UN documents holds; names as the product shows them.
_FORUMS = (
    *("UN General Debate", "UN General Assembly", "UN Security Council", "Human Rights Council", "ECOSOC"),
    *("First Committee", "Second Committee", "Third Committee", "Fourth Committee", "Fifth Committee"),
    *("Sixth Committee", "OEWG", "GGE", "Conference on Disarmament", "NPT Review Conference", "COP"),
    *(
        "NPT PrepCom",
        "IAEA General Conference",
        "High-Level Political Forum",
        "Commission on the Status of Women",
    ),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the filters that a person would mean: by field of `FIELDS`, the values (none: no
    filter). ``about`` are the delegations that are only spoken about."""

    id: str
    question: str
    values: Mapping[str, frozenset[str]]
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was inferred for one question: by field, the values that are right, wrong and missed."""

    labelled: Labelled
    right: Mapping[str, frozenset[str]]
    wrong: Mapping[str, frozenset[str]]
    missed: Mapping[str, frozenset[str]]

    @property
    def exact(self) -> bool:
        """True when nothing is wrong and nothing missed."""
        return not any(self.wrong.values()) and not any(self.missed.values())


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """The labelled questions of a JSON Lines file. Raises UsageError when it can't be read."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise UsageError(
            f"{path} can't be read ({error.strerror}); name the file of labelled questions."
        ) from error
    try:
        return tuple(_labelled(json.loads(line)) for line in lines if line.strip())
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} has a line that is no labelled question ({error}); correct it.") from error


def is_tuned(question_id: str) -> bool:
    """Whether a question is of the half that the rules were written with."""
    return hashlib.sha256(question_id.encode()).digest()[0] % 2 == 0


def holdings(gazetteer: Gazetteer) -> Holdings:
    """The library that the questions are put to: groups other than the European Union have no
    statements of their own."""
    codes = {d.code for d in gazetteer if not d.is_group or d.code == "EU"}
    return Holdings(codes, *_YEARS, forums=_FORUMS)


def judge(labelled: Labelled, inferred: Filters, gazetteer: Gazetteer) -> Verdict:
    """Compare what was inferred with the labels."""
    got = {
        "delegation": frozenset(inferred.delegations),
        "since": frozenset([inferred.since]) - {""},
        "until": frozenset([inferred.until]) - {""},
        "forum": frozenset([inferred.forum]) - {""},
    }

    def covered(values: frozenset[str], by: frozenset[str]) -> frozenset[str]:
        return values & frozenset(gazetteer.expand(by))

    want = labelled.values
    right = {field: covered(got[field], want[field]) for field in FIELDS}
    return Verdict(
        labelled,
        right,
        {field: got[field] - right[field] for field in FIELDS},
        {field: want[field] - covered(want[field], got[field]) for field in FIELDS},
    )


def summary(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Precision and recall by field and overall, and the share of questions exactly right."""
    fields = {field: _rates(verdicts, (field,)) for field in FIELDS}
    about = [v for v in verdicts if v.wrong["delegation"] & v.labelled.about]
    return {
        "questions": len(verdicts),
        "exactly_right": _share(sum(v.exact for v in verdicts), len(verdicts)),
        "overall": _rates(verdicts, FIELDS),
        **fields,
        "inferred_from_an_object": len(about),
    }


def evaluate(
    questions: Iterable[Labelled], infer: Callable[[str], Filters], gazetteer: Gazetteer
) -> dict[str, Any]:
    """The whole result: both halves, all questions, and every miss."""
    verdicts = [judge(one, infer(one.question), gazetteer) for one in questions]
    tuned = [v for v in verdicts if is_tuned(v.labelled.id)]
    held_back = [v for v in verdicts if not is_tuned(v.labelled.id)]
    return {
        "held_back": summary(held_back),
        "tuned": summary(tuned),
        "all": summary(verdicts),
        "misses": [_miss(v) for v in verdicts if not v.exact],
    }


def main(arguments: Sequence[str]) -> int:
    """Measure, store the result and print both halves."""
    parser = harness.parser("evals", "filters", __doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, help="labelled questions (JSON Lines)")
    path = parser.parse_args(arguments).gold
    gazetteer = Gazetteer.load()
    held = holdings(gazetteer)
    result = evaluate(
        read_labelled(path), lambda text: infer_filters(text, Filters(), gazetteer, held), gazetteer
    )
    harness.write(RESULT, result)
    harness.show({half: result[half] for half in ("held_back", "tuned")})
    return 0


def _labelled(line: Mapping[str, Any]) -> Labelled:
    values = {field: frozenset([line[field]]) - {""} for field in ("since", "until", "forum")}
    values["delegation"] = frozenset(line["delegation"])
    return Labelled(line["id"], line["question"], values, frozenset(line["object"]))


def _rates(verdicts: Iterable[Verdict], fields: Sequence[str]) -> dict[str, float | int]:
    right = wrong = found = missed = 0
    for verdict in verdicts:
        for field in fields:
            right += len(verdict.right[field])
            wrong += len(verdict.wrong[field])
            missed += len(verdict.missed[field])
            found += len(verdict.labelled.values[field]) - len(verdict.missed[field])
    return {
        "precision": _share(right, right + wrong),
        "recall": _share(found, found + missed),
        "inferred": right + wrong,
        "labelled": found + missed,
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _miss(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.labelled.id,
        "half": "tuned" if is_tuned(verdict.labelled.id) else "held_back",
        "question": verdict.labelled.question,
        "wrong": {field: sorted(values) for field, values in verdict.wrong.items() if values},
        "missed": {field: sorted(values) for field, values in verdict.missed.items() if values},
    }
