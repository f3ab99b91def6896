"""Are the paragraph numbers that a source prints found, with the right text, and none made up?

    python -m evals numbers [--data DIR] [--files 300] [--seed 2026]

Reads a random sample of General Debate speeches of 1950–1979, whose paragraphs carry printed numbers,
and compares what ``read_statement`` says with the file itself, where `evals.reading.printed` tells which
numbers are printed. Writes ``evals/results/numbers.json``.

A number found that the rule doesn't have is *invented*. Sixty verdicts were checked by eye
(``evals/gold/numbers_by_eye.jsonl``: file, number, the rule's verdict, what the eye says, and why; 44
are of the sample of 300, half of its 40 found being damaged or oddly printed ones; the rest are misses
and inventions of the whole collection, as the sample has only four). The reading of numbers was
developed with the collection in view, the sample's files among them: it has no unseen part.
"""

import random
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.delegations import Gazetteer
from core.errors import RapporteurError, UsageError
from evals.reading.printed import Printed, lost_in, printed_in, words_of
from ingest.read import read_statement
from ingest.speech.several.labels.marks import marks_in
from measure import harness

ARCHIVE = "ungdc_numbered_1950_1979.tar.xz"
RESULT = harness.EVALS / "numbers.json"
_WORDS = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a number: found, wrong text, missed (with a cause), or invented."""

    file: str
    number: int
    verdict: str
    cause: str
    offset: int


def judge(file: str, text: str, found: Sequence[tuple[int, str]]) -> list[Verdict]:
    """The verdicts on one file. ``found`` are the (number, text) that were read from it, in order."""
    truth = printed_in(text)
    left: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for at, (number, words) in enumerate(found):
        left[number].append((at, words))
    verdicts = []
    for one in truth:
        same = left.get(one.number, [])
        right = next((item for item in same if _right(one, item[1])), None)
        if right:
            same.remove(right)
            verdicts.append(Verdict(file, one.number, "found", one.how, one.start))
        elif same:
            cause = _what_is_wrong(one, same.pop(0)[1])
            verdicts.append(Verdict(file, one.number, "wrong text", f"{one.how}: {cause}", one.start))
        else:
            verdicts.append(Verdict(file, one.number, "missed", one.how, one.start))
    for number, items in left.items():
        for _, words in items:
            verdicts.append(Verdict(file, number, "invented", "", max(text.find(words[:40]), 0)))
    return verdicts


def _right(one: Printed, text: str) -> bool:
    wanted, given = words_of(one.text), words_of(text)
    if not given:
        return False
    if given[:_WORDS] not in (wanted[:_WORDS], words_of(_without_label(one.text))[:_WORDS]):
        return False
    if one.exact:
        return wanted[-_WORDS:] == given[-_WORDS:]
    return f" {' '.join(given[-_WORDS:])} " in f" {' '.join(wanted)} "


def _without_label(text: str) -> str:
    """The text without a label such as "The PRESIDENT:", which is the name of its turn and no part of it."""
    marks = marks_in(text, [(0, len(text))])
    return text[marks[0].words :] if marks and marks[0].kind in ("person", "role") else text


def _what_is_wrong(one: Printed, text: str) -> str:
    wanted, given = words_of(one.text), words_of(text)
    if wanted[:_WORDS] != given[:_WORDS]:
        return "begins elsewhere"
    return "ends too early" if len(given) < len(wanted) else "ends too late"


def measure(files: Iterable[Path], root: Path) -> dict[str, Any]:
    """Read the files and compare: what is written to the result."""
    gazetteer = Gazetteer.load()
    verdicts: list[Verdict] = []
    refused = []
    lost = 0
    for path in files:
        name = str(path.relative_to(root))
        try:
            statement = read_statement(path, gazetteer)
        except RapporteurError as error:
            refused.append(str(error))
            continue
        found = [(p.number, p.text) for p in statement.paragraphs if p.printed]
        text = path.read_text("utf-8-sig")
        lost += lost_in(printed_in(text))
        verdicts += judge(name, text, found)
    by_decade = {
        decade: _summary(one for one in verdicts if one.file[:3] == decade[:3])
        for decade in ("1950s", "1960s", "1970s")
    }
    return {
        "overall": _summary(verdicts),
        "lost_in_scanning": lost,
        "by_decade": by_decade,
        "refused": refused,
        "not_found": [
            {"file": v.file, "number": v.number, "verdict": v.verdict, "cause": v.cause}
            for v in verdicts
            if v.verdict != "found"
        ],
    }


def _summary(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    verdicts = list(verdicts)
    counts = Counter(one.verdict for one in verdicts)
    printed = len(verdicts) - counts["invented"]
    given = len(verdicts) - counts["missed"]
    return {
        "files": len({one.file for one in verdicts}),
        "printed": printed,
        "found": counts["found"],
        "recall": round(counts["found"] / max(printed, 1), 4),
        "invented": counts["invented"],
        "invented_share": round(counts["invented"] / max(given, 1), 4),
        "printed_as": dict(Counter(v.cause.split(":")[0] for v in verdicts if v.verdict != "invented")),
        "misses_by_cause": dict(
            Counter(
                f"{one.verdict}, {one.cause}" for one in verdicts if one.verdict in ("missed", "wrong text")
            )
        ),
    }


def sampled(root: Path, count: int, seed: int) -> list[Path]:
    """``count`` files of ``root/YYYY/*.txt``, the same for the same seed."""
    files = sorted(root.glob("19[5-7]?/*.txt"))
    if not files:
        raise UsageError(
            f"{root} holds no files YYYY/*.txt; unpack {ARCHIVE} there or name its folder with --data."
        )
    return sorted(random.Random(seed).sample(files, min(count, len(files))))  # noqa: S311


def main(argv: Sequence[str]) -> int:
    """Measure, store the result and print its summary; 0 also where the speeches are not here."""
    parser = harness.parser("evals", "numbers", __doc__)
    parser.add_argument("--data", type=Path, help=f"where {ARCHIVE} was unpacked; default: unpack it")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--out", type=Path, default=RESULT)
    args = parser.parse_args(argv)
    archive = harness.DATA / "ungdc" / ARCHIVE
    if args.data is None and harness.lacks("numbers", archive):
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if args.data is None:
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
        root = args.data or Path(folder)
        files = sampled(root, args.files, args.seed)
        result = measure(files, root)
    harness.write(args.out, {"sample": {"files": len(files), "of": ARCHIVE, "seed": args.seed}, **result})
    harness.show({**result["overall"], "by_decade": result["by_decade"]})
    return 0
