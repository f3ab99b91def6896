"""Is "Yes" said only where their words say so?

    python -m evals yes_or_no

Reads ``evals/gold/yes_or_no.jsonl``: yes-or-no questions about single paragraphs of General Debate speeches,
by people who did not know the rules, with the answer that the paragraph gives; of those whose answer is yes,
questions that ask the opposite (in the half ``report``, and as ``opposite`` for the half ``build``). The
paragraph's sentences are put to the check as the product does it. A yes is what the check passes; that
nothing may be denied was decided after two wrong ones in ``report``, that nothing may be measured ("too
much"), after one in ``opposite``, both with an earlier check. Writes ``evals/results/yes_or_no.json``:
how many are answered yes and how many no, and how many of each the product begins with "Yes".
"""

import json
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer.question.claim import yes_or_no
from answer.support.check import Evidence, SupportCheck
from answer.support.settled import says_yes
from core.delegations import Gazetteer
from core.sentences import split_sentences
from evals.support.measure import shipped_check
from measure import harness

GOLD = harness.GOLD / "yes_or_no.jsonl"
RESULT = harness.EVALS / "yes_or_no.json"
SPEECHES = harness.DATA / "ungdc" / "ungdc_open.tar.xz"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a ``paragraph`` (counted from 1) of a speech."""

    half: str
    file: str
    paragraph: int
    question: str
    answer: str


def read_asked(path: Path = GOLD) -> tuple[Asked, ...]:
    """The questions of a JSON Lines file."""
    return tuple(Asked(**json.loads(line)) for line in path.read_text("utf-8").splitlines())


def evaluate(asked: Iterable[Asked], texts: Mapping[str, str], check: SupportCheck) -> dict[str, Any]:
    """Counts by half and right answer."""
    gazetteer = Gazetteer.load()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in asked:
        name = Path(one.file).stem
        paragraphs = [line.strip() for line in texts[name].splitlines() if line.strip()]
        text = paragraphs[one.paragraph - 1]
        context = f"{gazetteer.name(name[:3])}, {name[-4:]}"
        evidence = [Evidence(text[start:end], context) for start, end in split_sentences(text)]
        counts[one.half][one.answer] += 1
        if says_yes(yes_or_no(one.question), evidence, check):
            counts[one.half][f"{one.answer}, said yes"] += 1
    return {half: dict(sorted(counter.items())) for half, counter in sorted(counts.items())}


def main(arguments: Sequence[str]) -> int:
    """Measure, store the result and print it."""
    harness.parser("evals", "yes_or_no", __doc__).parse_args(arguments)
    if harness.lacks("yes_or_no", SPEECHES):
        return 0
    asked = read_asked()
    check = shipped_check()
    result = evaluate(asked, _speeches({Path(one.file).stem for one in asked}), check)
    harness.write(RESULT, result)
    harness.show(result)
    return 0


def _speeches(names: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    with tarfile.open(SPEECHES) as archive:
        for member in archive:
            if Path(member.name).stem in names and (file := archive.extractfile(member)):
                found[Path(member.name).stem] = file.read().decode("utf-8-sig", errors="replace")
    return found
