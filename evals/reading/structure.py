"""Are paragraphs, printed numbers, notes, tables and headers read as a reader would read them?

    python -m evals structure [--only HALF] [--misses]

``gold/structure/{build,report}.jsonl`` name files of eleven kinds, four of each, and
``{build,report}_third.jsonl`` twenty more by a second writer, ``{build,report}_fourth.jsonl`` sixty of
fourteen kinds by a third, and what has to hold:

    ["p", WORDS, NUMBER, SECTION]   the paragraph with WORDS has the printed NUMBER, under SECTION if given
    ["together", A, B]              one paragraph holds both, ["apart", A, B] none does and each is in one
    ["row", WORDS, …]               one paragraph holds all of these
    ["note", A, B]                  the paragraph with A has a mark; B is in it or in the next one
    ["nowhere", WORDS]              in no paragraph
    ["section", WORDS, SECTION]     the paragraph with WORDS is under SECTION
    ["paragraphs", N]               so many paragraphs
    ["date", DAY, …]                one of these, ["field", KEY, VALUE], ["field_has", …], ["field_not", …]
    ["notice", WORDS]               a notice says so

A file is right when all of it holds. The halves were split at random before anything was read.
``results/structure_unseen.json`` holds the figures before anybody had looked at what was wrong; the half
``build`` was then mended by kind, the half ``report`` never looked at; so with ``*_fourth``, but that the
misses of ``report_fourth`` were printed once by mistake, after these figures.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.delegations import Gazetteer
from core.records import Paragraph, Statement
from evals.reading.halves import HALVES as ALL
from evals.reading.halves import half_of
from ingest import understand
from measure import harness

GOLD = harness.GOLD / "structure"
RESULT = harness.EVALS / "structure.json"
HALVES = tuple(half for half in ALL if not half.endswith("_second"))
_MARK = re.compile(r"\[[\w*†‡§]{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]")


def main(argv: Sequence[str]) -> int:
    """Measure, store and print the counts."""
    options = harness.parser("evals", "structure", __doc__)
    options.add_argument("--only", type=half_of, metavar="HALF", help="one half; nothing is stored")
    options.add_argument("--misses", action="store_true", help="print what does not hold")
    options.add_argument("--out", type=Path, default=RESULT, metavar="FILE")
    arguments = options.parse_args(argv)
    gazetteer = Gazetteer.load()
    result: dict[str, Any] = {}
    for half in (arguments.only,) if arguments.only else HALVES:
        result[half] = measured(half, gazetteer)
        for miss in result[half].pop("missed"):
            if arguments.misses:
                sys.stderr.write(f"{half}: {miss}\n")
    if not arguments.only:
        harness.write(arguments.out, result)
    harness.show(result)
    return 0


def measured(half: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """How many files of a half, and of each kind, are right; what of the others does not hold."""
    rows = [json.loads(line) for line in (GOLD / f"{half}.jsonl").read_text("utf-8").splitlines()]
    files, right, checks = Counter[str](), Counter[str](), Counter[str]()
    missed: list[str] = []
    for row in rows:
        statement = understand((GOLD / half / row["file"]).read_bytes(), row["file"], gazetteer)
        failed = [check for check in row["checks"] if not holds(check, statement)]
        missed += [f"{row['kind']} {row['file']}: {check}" for check in failed]
        files[row["kind"]] += 1
        right[row["kind"]] += not failed
        checks["all"] += len(row["checks"])
        checks["hold"] += len(row["checks"]) - len(failed)
    return {
        "files": files.total(),
        "right": right.total(),
        "checks": checks["all"],
        "hold": checks["hold"],
        "right_by_kind": {kind: f"{right[kind]} of {count}" for kind, count in sorted(files.items())},
        "missed": missed,
    }


def holds(check: Sequence[Any], statement: Statement) -> bool:
    """Whether one line of what is wanted is so."""
    kind, *wanted = check
    if kind in ("p", "section"):
        paragraph = _with(statement, wanted[0])
        section = wanted[-1] if kind == "section" or len(wanted) > 2 else ""
        numbered = kind == "section" or (
            paragraph is not None and paragraph.printed and paragraph.number == wanted[1]
        )
        return paragraph is not None and numbered and section in paragraph.section
    if kind in ("together", "apart"):
        first, second = (_with(statement, words) for words in wanted)
        return first is not None and second is not None and (first is second) == (kind == "together")
    if kind == "row":
        return any(all(words in paragraph.text for words in wanted) for paragraph in statement.paragraphs)
    if kind == "note":
        first, note = (_with(statement, words) for words in wanted)
        return (
            first is not None
            and note is not None
            and _MARK.search(first.text) is not None
            and note.ordinal - first.ordinal in (0, 1)
        )
    if kind == "nowhere":
        return _with(statement, wanted[0]) is None
    if kind == "paragraphs":
        return bool(len(statement.paragraphs) == wanted[0])
    if kind == "notice":
        return any(wanted[0] in notice for notice in statement.notices)
    if kind == "date":
        return statement.date in wanted and bool(statement.date)
    value = getattr(statement, wanted[0])
    return bool(
        {"field": value == wanted[1], "field_has": wanted[1] in value, "field_not": value != wanted[1]}[kind]
    )


def _with(statement: Statement, words: str) -> Paragraph | None:
    """The first paragraph with these words, white space folded."""
    return next((p for p in statement.paragraphs if words in " ".join(p.text.split())), None)
