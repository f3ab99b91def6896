"""Is the day of a statement read from the lines above it, or left empty where they do not say it?

    python -m evals dates [--others] [--only HALF] [--misses]

``gold/dates`` holds headers with the right ISO date, or "" where a careful reader could not tell (the day of
the event that a title is about, 03/04/2021, the day of an update; a month or year that is read there is
counted by itself, as these headers give days only). ``build`` and ``report`` were written by people who had
not seen the code, to build with and to report on; ``own`` are the makers' own, so that their figure is a
floor that is kept. ``results/dates_unseen.json`` holds the figures of the report half before anybody had
looked at what of it was wrong; afterwards the kinds of fault that it showed were mended. ``*_second`` is a
second set, by another writer: ``results/dates_second_unseen.json`` holds its figures before anybody had
looked at what was wrong; only its half ``build_second`` was then mended on; so with ``*_fourth``.

``--others`` has the first date that dateparser and dateutil find in the lines stand beside it.
"""

import datetime
import json
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from core.delegations import Gazetteer
from evals.reading.halves import HALVES, half_of
from ingest import understand
from measure import harness

GOLD = harness.GOLD / "dates"
RESULT = harness.EVALS / "dates.json"
DATED = tuple(half for half in HALVES if not half.endswith("_third"))
Reader = Callable[[Mapping[str, str]], str]
"""A header's date as a program reads it."""
_FIRST, _SECOND = datetime.datetime(1900, 1, 1), datetime.datetime(1904, 2, 2)


def ours(gazetteer: Gazetteer) -> Reader:
    """As the product reads it."""

    def read(header: Mapping[str, str]) -> str:
        text = header["text"] + "\n\nThese are the words that are said."
        return understand(text.encode(), header.get("file_name", "a.txt"), gazetteer).date

    return read


def by_dateparser(header: Mapping[str, str]) -> str:
    """The first date in the lines that has a day, a month and a year."""
    from dateparser.search import search_dates

    needed = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    for line in header["text"].split("\n"):
        for _, day in search_dates(line, settings=needed) or ():
            return str(day.date())
    return ""


def by_dateutil(header: Mapping[str, str]) -> str:
    """The first line that is a date whatever is not said is taken to be."""
    from dateutil import parser

    for line in header["text"].split("\n"):
        try:
            found = [parser.parse(line, fuzzy=True, dayfirst=True, default=day) for day in (_FIRST, _SECOND)]
        except (ValueError, OverflowError):
            continue
        if found[0].date() == found[1].date():
            return str(found[0].date())
    return ""


def evaluate(headers: Sequence[Mapping[str, str]], read: Reader) -> dict[str, object]:
    """How many dates are right, wrong or lost, and the wrong and lost ones."""
    counts: Counter[str] = Counter(headers=len(headers), right=0, wrong=0, lost=0)
    missed: list[dict[str, str]] = []
    for header in headers:
        found = read(header)
        if not header["date"] and 0 < len(found) < len("2020-12-01"):
            outcome = "only_a_month"
        else:
            outcome = "right" if found == header["date"] else "wrong" if found else "lost"
        counts[outcome] += 1
        if outcome != "right":
            missed.append({"text": header["text"][:200], "date": header["date"], "read": found})
    return {**counts, "missed": missed}


def main(argv: Sequence[str] = ()) -> int:
    """Measure, store and print the counts."""
    options = harness.parser("evals", "dates", __doc__)
    options.add_argument("--others", action="store_true", help="beside dateparser and dateutil (2 minutes)")
    options.add_argument("--misses", action="store_true", help="print what is wrong or lost")
    options.add_argument("--only", type=half_of, metavar="HALF", help="one half; nothing is stored")
    options.add_argument("--out", type=Path, default=RESULT, metavar="FILE")
    args = options.parse_args(argv)
    readers: dict[str, Reader] = {"rapporteur": ours(Gazetteer.load())}
    if args.others:
        warnings.simplefilter("ignore")
        readers |= {"dateparser": by_dateparser, "dateutil": by_dateutil}
    result: dict[str, dict[str, object]] = {}
    for name, read in readers.items():
        result[name] = {}
        for part in (args.only,) if args.only else (*DATED, "own"):
            lines = (GOLD / f"{part}.jsonl").read_text("utf-8").splitlines()
            found = evaluate([json.loads(line) for line in lines], read)
            missed = found.pop("missed")
            if args.misses:
                sys.stderr.write(f"{name}, {part}: {json.dumps(missed, ensure_ascii=False, indent=1)}\n")
            result[name][part] = found
    if not args.only:
        harness.write(args.out, result)
    harness.show(result)
    return 0
