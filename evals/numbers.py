"""Are the paragraph numbers that a source prints found, with the right text, and none made up?

    python -m evals.numbers [--data DIR] [--files 300] [--seed 2026] [--dump FILE]

Reads a random sample of General Debate speeches of 1950–1979, whose paragraphs carry printed numbers,
and compares what ``read_statement`` says with the file itself. Writes ``evals/results/numbers.json``.

**The rule for the truth.** It looks at the raw file and shares no code with what it measures.

1. A *plain mark* is a line's beginning ``N.`` or ``N,`` (N of one to three digits, the stop once or
   twice) before a space, a tab, a capital, a quotation mark or the line's end, or ``N`` before a tab.
   The truth begins with the longest chain of plain marks whose numbers rise by at most 10 each time;
   of equally long chains, the one that takes up the fewest code points between its numbers' steps of
   one. Further chains before it and after it count when they have four marks or more that rise by one
   (a numbering that begins again), or two or more that go on where the chain ends.
2. Between two marks of a chain whose numbers are not neighbours, a missing number *n* counts as printed
   a. when it stands as ``n.``, ``n,``, ``n:`` or ``n;`` inside a line (or at its start), before a
      capital or an opening quotation mark, and after the end of a sentence or the start of the line; or
   b. when it stands at the start of a line, one speck before it at most, with another stop, or none,
      before a capital; or
   c. damaged: a line begins with a token of one to six characters that has a figure in it, or a
      character that scanning takes for one (``l I O S B Z L ] $ %``), and is no word and no year (four
      figures), before a capital and after a line that ends a sentence, and there are exactly as many
      such lines between the two marks as numbers missing. Counting, not shape, tells which number it
      is. A damaged number counts as printed, and what must be found is the number that was printed,
      not the misreading.
   Any other missing number is *lost*: it isn't in the file, and nobody is asked to find it. How many
   are lost is reported.
3. The numbers before a chain's first and after its last count, one by one, by 2a after the end of a
   sentence, or by 2b. A number with no words before the next one has no paragraph and isn't asked for;
   a paragraph that repeats an earlier one word for word is asked for once.
4. A paragraph's text goes from its mark to the next mark of the truth; that of the last one to the end
   of the file; lines of nothing but a page number or document symbol left out. It is right when the
   first eight and the last eight words agree (runs of letters and digits, in lower case, so that white
   space and specks don't matter). Where numbers were lost after it, and for a chain's last number,
   nothing says where the paragraph ends: its first words must agree and its last words must occur, in
   that order, before the next mark.

A number found that the rule doesn't have is *invented*. Sixty verdicts were checked by eye
(``evals/gold/numbers_by_eye.jsonl``: file, number, the rule's verdict, what the eye says, and why; 44
are of the sample of 300, half of its 40 found being damaged or oddly printed ones; the rest are misses
and inventions of the whole collection, as the sample has only four). The reading of numbers was
developed with the collection in view, the sample's files among them: it has no unseen part.
"""

import argparse
import json
import random
import re
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.delegations import Gazetteer
from core.errors import RapporteurError, UsageError
from ingest.read import read_statement

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data" / "ungdc"
ARCHIVE = "ungdc_numbered_1950_1979.tar.xz"
RESULT = HERE / "results" / "numbers.json"

_PLAIN = re.compile(r"(?m)^[ \t\ufeff]*(\d{1,3})(?:[.,]{1,2}(?=[ \t]|[A-Z“\"']|$)|(?=\t))")
_TOKEN_LINE = re.compile(r"(?m)^[ \t]*(\S{1,6})[ \t]+(?=[\"'“‘(\[]?[A-Z])")
_FIGURE = re.compile(r"[\dlIOSBZL\]$%]")
_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[A-Za-z][a-z’']*[,;:]?|[A-Z]{2,}[,;:]?|[IVX]+[.)]|[A-Za-z][.)]|[A-Z]\.[A-Z]\.?")
_PAGE = re.compile(r"(?m)^[ \t]*(?:(?:\d{1,3}|A/(?:\d\d/)?PV\.?\w+)\s*)+$")
_MOST_RISE = 10
_WORDS = 8


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that is printed in a file: ``text`` follows it, from ``start``, up to the next one.
    ``exact`` is true when the text's end is known. ``how`` is plain, inside, other stop or damaged."""

    number: int
    start: int
    text: str
    exact: bool
    how: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a number: found, wrong text, missed (with a cause), or invented."""

    file: str
    number: int
    verdict: str
    cause: str
    offset: int


def printed_in(text: str) -> tuple[Printed, ...]:
    """The numbers that are printed in ``text``, by the rule above, in their order."""
    plain = [(found.start(1), found.end(), int(found[1])) for found in _PLAIN.finditer(text)]
    chains = _chains(plain)
    marks: list[tuple[int, int, int, str]] = []
    for chain in chains:
        marks += [(start, end, number, "plain") for start, end, number in chain]
        for (_, begin, low), (stop, _, high) in pairwise(chain):
            marks += _between(text, begin, stop, low, high)
        begin, low = chain[0][0], chain[0][2]
        while low > 1 and (before := _next_to(text, 0, begin, low - 1)):
            marks.append(before[-1])
            begin, low = before[-1][0], low - 1
        stop, high = chain[-1][1], chain[-1][2]
        while after := _next_to(text, stop, len(text), high + 1):
            marks.append(after[0])
            stop, high = after[0][1], high + 1
    marks = sorted(set(marks))
    printed = []
    seen: set[tuple[str, ...]] = set()
    for at, (_, end, number, how) in enumerate(marks):
        following = marks[at + 1] if at + 1 < len(marks) else None
        stop = following[0] if following else len(text)
        exact = bool(following and following[2] == number + 1)
        words = tuple(_words(text[end:stop]))
        if words and not (len(words) > 20 and words in seen):
            printed.append(Printed(number, end, text[end:stop], exact, how))
        seen.add(words)
    return tuple(printed)


def lost_in(printed: Sequence[Printed]) -> int:
    """How many numbers of the series aren't in the file: gaps of up to a hundred."""
    rises = (after.number - before.number for before, after in pairwise(printed))
    return sum(rise - 1 for rise in rises if 1 < rise <= 100)


def _chains(plain: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    main = _longest(plain)
    if len(main) < 3:
        return []
    chains = [main]
    before = _longest([mark for mark in plain if mark[0] < main[0][0]])
    after = _longest([mark for mark in plain if mark[0] > main[-1][0]])
    for more, goes_on in (
        (before, bool(before) and 0 < main[0][2] - before[-1][2] < 100),
        (after, bool(after) and 0 < after[0][2] - main[-1][2] < 100),
    ):
        rises = {b[2] - a[2] for a, b in pairwise(more)}
        if (
            rises
            and rises <= ({1, 2, 3} if goes_on or len(more) > 9 else {1})
            and (goes_on or len(more) >= 4)
        ):
            chains.append(more)
    return sorted(chains)


def _longest(plain: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest rising chain, by comparing each mark with all before it."""
    length: list[tuple[int, int]] = []  # marks in the best chain that ends here; less what it spans
    previous: list[int] = []
    for here, (place, _, number) in enumerate(plain):
        best, back = (1, 0), -1
        for other in range(here):
            if not 0 < number - plain[other][2] <= _MOST_RISE:
                continue
            spanned = 0 if number - plain[other][2] > 1 else place - plain[other][0]
            candidate = (length[other][0] + 1, length[other][1] - spanned)
            if candidate > best:
                best, back = candidate, other
        length.append(best)
        previous.append(back)
    if not length:
        return []
    at = max(range(len(length)), key=lambda index: length[index])
    chain = []
    while at >= 0:
        chain.append(plain[at])
        at = previous[at]
    return chain[::-1]


def _between(text: str, begin: int, stop: int, low: int, high: int) -> list[tuple[int, int, int, str]]:
    """What is printed of the numbers between two neighbours of a chain (rule 2)."""
    if high - low < 2:
        return []
    found: list[tuple[int, int, int, str]] = []
    place = begin
    missing = []
    for number in range(low + 1, high):
        inside = re.compile(
            rf"(?:(?<=[.!?:;”\"’)] )|(?m:^)[ \t.,]*)({number})"
            rf"[.,:;]{{1,2}}[ \t]*(?=[.'\" ]{{0,2}}[\"“‘'(]?[A-Z])"
        ).search(text, place, stop)
        other = re.compile(
            rf"(?m)^[ \t.,]*(?:[^\sA-Z\d] )?({number})[ \t]?[^\w\s]{{0,3}}[ \t]*(?=[\"“‘'(]?[A-Z])"
        ).search(text, place, stop)
        for match, how in ((inside, "inside"), (other, "other stop")):
            if match:
                line_start = not text[text.rfind("\n", 0, match.start(1)) + 1 : match.start(1)].strip(" \t.,")
                how = "other stop" if line_start else how
                found.append((match.start(1), match.end(), number, how))
                place = match.end()
                break
        else:
            missing.append(number)
    taken = [mark[0] for mark in found]
    damaged = [
        match
        for match in _TOKEN_LINE.finditer(text, begin, stop)
        if match.start(1) > begin
        and _FIGURE.search(match[1])
        and not _PLAIN_WORD.fullmatch(match[1])
        and (not (above := text[: match.start(1)].rstrip()) or above[-1] in ".!?:;\"”’')]")
        and not any(abs(start - match.start(1)) < 4 for start in taken)
        and not re.fullmatch(r"\(?\d{1,2}\)|\d{4}[.,]?", match[1])
    ]
    if missing and len(damaged) == len(missing):
        found += [
            (match.start(1), match.end(), number, "damaged")
            for match, number in zip(damaged, missing, strict=True)
        ]
    return found


def _next_to(text: str, begin: int, stop: int, number: int) -> list[tuple[int, int, int, str]]:
    """Where ``number`` stands in ``text[begin:stop]`` inside a line after the end of a sentence, or at the
    start of a line, before a capital."""
    mark = re.compile(
        rf"(?:(?<=[.!?”\"] )({number})\.[ \t]+"
        rf"|(?m:^)[ \t]*({number})[ \t]?[^\w\s]{{0,3}}[ \t]+)(?=[\"“]?[A-Z])"
    )
    return [
        (match.start(match.lastindex or 1), match.end(), number, "inside" if match[1] else "other stop")
        for match in mark.finditer(text, begin, stop)
    ]


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


def _words(text: str) -> list[str]:
    return [found[0].lower() for found in _WORD.finditer(_PAGE.sub("", text))]


def _right(one: Printed, text: str) -> bool:
    wanted, given = _words(one.text), _words(text)
    if not given or wanted[:_WORDS] != given[:_WORDS]:
        return False
    if one.exact:
        return wanted[-_WORDS:] == given[-_WORDS:]
    return f" {' '.join(given[-_WORDS:])} " in f" {' '.join(wanted)} "


def _what_is_wrong(one: Printed, text: str) -> str:
    wanted, given = _words(one.text), _words(text)
    if wanted[:_WORDS] != given[:_WORDS]:
        return "begins elsewhere"
    return "ends too early" if len(given) < len(wanted) else "ends too late"


def measure(files: Iterable[Path], root: Path) -> tuple[dict[str, Any], list[Verdict]]:
    """Read the files and compare; (what is written to the result, all verdicts)."""
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
    result = {
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
    return result, verdicts


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


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write the result and print its summary."""
    parser = argparse.ArgumentParser(prog="python -m evals.numbers", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, help=f"where {ARCHIVE} was unpacked; default: unpack it")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--dump", type=Path, help="also write every verdict, a JSON line each")
    parser.add_argument("--out", type=Path, default=RESULT)
    args = parser.parse_args([] if argv is None else list(argv))
    if args.data:
        return _run(args.data, args)
    archive = DATA / ARCHIVE
    if not archive.is_file():
        sys.stderr.write(
            f"numbers: the numbered speeches (shared/data/ungdc/{ARCHIVE}) are not here; left out.\n"
        )
        return 0
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        return _run(Path(folder), args)


def _run(root: Path, args: argparse.Namespace) -> int:
    files = sampled(root, args.files, args.seed)
    result, verdicts = measure(files, root)
    result = {"sample": {"files": len(files), "of": ARCHIVE, "seed": args.seed}, **result}
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if args.dump:
        lines = [json.dumps({k: getattr(v, k) for k in v.__slots__}, ensure_ascii=False) for v in verdicts]
        args.dump.write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(json.dumps({**result["overall"], "by_decade": result["by_decade"]}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
