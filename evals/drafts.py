"""Drafts with planted faults, checked: ``python -m evals drafts``.

``gold/drafts/develop`` and ``gold/drafts/report`` hold notes by fresh writers, each sentence of which is
marked as true, as a planted fault of some kind, or as claiming nothing. The first are for development, the
second for reporting. A sentence counts as flagged when its verdict is partly, contradicted or not found.
Writes ``results/drafts.json``.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from core.config import load_config
from core.errors import UsageError
from desk.draft.check import DraftCheck
from desk.draft.records import CheckedSentence
from measure import harness
from measure.figures import auroc
from measure.speeches import speeches_library
from workspace.workspace import Workspace

GOLD = harness.GOLD / "drafts"
SETS = ("develop", "report")
NO_CLAIM = "claims_nothing"
# Kinds in which the words of a quotation were changed, or brought together from two places.
OF_QUOTATIONS = ("altered_quotation", "joined_quotation")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of a draft as its writer marked it, and what the check said."""

    text: str
    kind: str
    fault: bool
    checked: CheckedSentence


def main(argv: Sequence[str]) -> int:
    """Check, store and print; 0 also where the speeches are not here, which is said."""
    parser = harness.parser("evals", "drafts", __doc__)
    parser.add_argument("--home", type=Path, help="a library of the speeches that is there already")
    parser.add_argument("--set", choices=SETS, help="only these drafts; nothing is stored")
    args = parser.parse_args(argv)
    home = speeches_library(args.home)
    if home is None:
        return 0
    result: dict[str, Any] = {}
    with closing(Workspace.open(replace(load_config(), home=home).without_llm())) as workspace:
        check = DraftCheck(workspace.library, workspace.support, workspace.gazetteer)
        for name in [args.set] if args.set else SETS:
            began = time.perf_counter()
            marked = [one for path in sorted((GOLD / name).glob("*.md")) for one in judged(path, check)]
            result[name] = figures(marked, time.perf_counter() - began)
    if args.set:
        harness.show(result)
        return 0
    harness.write(harness.EVALS / "drafts.json", result)
    harness.show({name: {k: v for k, v in one.items() if k != "wrong"} for name, one in result.items()})
    return 0


def judged(path: Path, check: DraftCheck) -> list[Marked]:
    """The marked sentences of one draft with what the check says of them. Raises UsageError when a marked
    sentence is not in the draft."""
    report = list(check.check(path.read_text("utf-8")))[-1].report
    found = {" ".join(one.text.split()): one for one in report.sentences}
    lines = (path.parent / "faults.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["draft"] == path.name]
    missing = [row["sentence"] for row in rows if row["sentence"] not in found]
    if missing:
        raise UsageError(f"{path.name} has no sentence {missing[0]!r}; correct faults.jsonl.")
    return [Marked(r["sentence"], r["kind"], r["fault"], found[r["sentence"]]) for r in rows]


def figures(marked: Sequence[Marked], seconds: float) -> dict[str, Any]:
    """Shares of the planted faults and of the true sentences that were flagged, and what went wrong."""
    faults = [one for one in marked if one.fault]
    true = [one for one in marked if not one.fault and one.kind != NO_CLAIM]
    nothing = [one for one in marked if one.kind == NO_CLAIM]
    altered = [one for one in faults if one.kind in OF_QUOTATIONS]
    found = [one for one in altered if any(q.state != "exact" for q in one.checked.quotations)]
    wrong = [one for one in (*faults, *true) if one.fault != one.checked.flagged]
    return {
        "sentences": len(marked),
        "faults": len(faults),
        "kinds_of_fault": len({one.kind for one in faults}),
        "faults_flagged": _share(one.checked.flagged for one in faults),
        "true_sentences": len(true),
        "true_flagged": _share(one.checked.flagged for one in true),
        "auroc": _auroc(faults, true),
        "claims_nothing": len(nothing),
        "claims_nothing_left_alone": _share(one.checked.verdict == "no_claim" for one in nothing),
        "altered_quotations": len(altered),
        "altered_quotations_found": len(found),
        "references_resolved": _share(r.state == "found" for one in marked for r in one.checked.references),
        "verdicts_of_faults": dict(Counter(one.checked.verdict for one in faults).most_common()),
        "verdicts_of_true": dict(Counter(one.checked.verdict for one in true).most_common()),
        "reasons_of_true_flagged": dict(
            Counter(one.checked.reason for one in true if one.checked.flagged).most_common()
        ),
        "faults_missed": sorted(one.kind for one in faults if not one.checked.flagged),
        "seconds_a_sentence": round(seconds / len(marked), 2) if marked else None,
        "wrong": [{"kind": one.kind, "sentence": one.text, "reason": one.checked.reason} for one in wrong],
    }


def _auroc(faults: Sequence[Marked], true: Sequence[Marked]) -> float | None:
    """How well the score of the support check alone tells true sentences from faults."""
    every = [*faults, *true]
    scores = np.array([one.checked.support for one in every])
    return auroc(scores, np.array([not one.fault for one in every], dtype=bool))


def _share(values: Iterable[bool]) -> float | None:
    every = list(values)
    return round(sum(every) / len(every), 4) if every else None
