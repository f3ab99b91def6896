"""The moments that a question names: days, months, years, decades, and events by which time is told."""

import calendar
import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from answer.question.words import MONTHS, any_of
from core.months import month_number

_DATA = Path(__file__).with_name("moments.toml")

_ERAS: Mapping[str, int] = {"昭和": 1925, "平成": 1988, "令和": 2018}  # the year before year 1
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_NOT_IN_A_NUMBER = r"(?<![\d.,/$€£])"
_YEAR = rf"{_NOT_IN_A_NUMBER}(?:19|20)\d\d(?![\d%])"
_DECADE = rf"{_NOT_IN_A_NUMBER}(?:19|20)\d0"
_MONTH = rf"(?:{any_of(MONTHS)})\.?"
_DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<y>{_YEAR})-(?P<m>\d\d)(?:-(?P<d>\d\d))?(?!\d)",
        rf"(?P<d>{_DAY})\s+(?:of\s+)?(?P<mon>{_MONTH}),?\s+(?P<y>{_YEAR})",
        rf"\b(?P<mon>{_MONTH})\s+(?P<d>{_DAY}),?\s+(?P<y>{_YEAR})",
        rf"\b(?P<mon>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})",
        rf"(?P<dec>{_DECADE})['’]?s\b",
        r"['’](?P<dec2>[2-9]0)s\b",
        rf"(?P<dec>{_DECADE})\s*年代|(?<!\d)(?P<dec2>[2-9]0)\s*年代",
        rf"(?:(?P<y>{_YEAR})|(?P<era>昭和|平成|令和)\s*(?P<ey>元|\d{{1,2}}))\s*年度?(?:\s*(?P<m>\d{{1,2}})\s*月(?:\s*(?P<d>\d{{1,2}})\s*日)?)?",
        rf"(?P<y>{_YEAR})",
    )
)
# "2010–15", "2010-2015": the second half of a range that is written short.
_SHORT_RANGE = re.compile(rf"(?P<y>{_NOT_IN_A_NUMBER}(?:19|20)\d\d)[-–/](?P<to>\d\d)(?![\d-])")


@dataclass(frozen=True, slots=True)
class Moment:
    """Days from ``first`` to ``last``, inclusive, that ``text[start:end]`` names."""

    first: datetime.date
    last: datetime.date | None  # None: it goes on
    start: int
    end: int
    is_event: bool = False


def moments_in(text: str) -> list[Moment]:
    """Every date in the text, in order, the longest form first where forms overlap."""
    found: list[Moment] = []
    taken = bytearray(len(text))
    for moment in _candidates(text.translate(_WIDE)):
        if not any(taken[moment.start : moment.end]):
            taken[moment.start : moment.end] = b"\1" * (moment.end - moment.start)
            found.append(moment)
    return sorted(found, key=lambda moment: moment.start)


def _candidates(text: str) -> Iterator[Moment]:
    for pattern, first, last in _events():
        for match in pattern.finditer(text):
            yield Moment(first, last, *match.span(), is_event=True)
    for match in _SHORT_RANGE.finditer(text):
        year, to = int(match["y"]), int(match["y"][:2] + match["to"])
        if year < to and int(match["to"]) > 12:
            yield Moment(datetime.date(year, 1, 1), datetime.date(to, 12, 31), *match.span())
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if span := _days(match.groupdict()):
                yield Moment(*span, *match.span())


def _days(part: dict[str, str | None]) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of a date's parts; None for one that doesn't exist ("31 June")."""
    if decade := part.get("dec"):
        return datetime.date(int(decade), 1, 1), datetime.date(int(decade) + 9, 12, 31)
    if decade := part.get("dec2"):
        return datetime.date(1900 + int(decade), 1, 1), datetime.date(1909 + int(decade), 12, 31)
    if era := part.get("era"):
        year = _ERAS[era] + (1 if part["ey"] == "元" else int(part["ey"] or 0))
    else:
        year = int(part["y"] or 0)
    month = int(part.get("m") or 0) or month_number(part.get("mon") or "")
    day = int(re.sub(r"\D", "", part.get("d") or "") or 0)
    try:
        if not month:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if not day:
            return datetime.date(year, month, 1), datetime.date(
                year, month, calendar.monthrange(year, month)[1]
            )
        return (datetime.date(year, month, day),) * 2
    except (ValueError, calendar.IllegalMonthError):
        return None


@cache
def _events() -> tuple[tuple[re.Pattern[str], datetime.date, datetime.date | None], ...]:
    """Events by which a question tells time, as ``moments.toml`` lists them."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(
        (re.compile("|".join(entry["phrases"]), re.IGNORECASE), entry["first"], entry.get("last"))
        for entry in data["events"]
    )
