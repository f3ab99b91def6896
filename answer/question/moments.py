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
# Sessions of the General Assembly: the n-th opens in September of the year 1945 + n. Other bodies count
# otherwise, so that a session "of the Council" is none.
_UNIT = "first second third fourth fifth sixth seventh eighth ninth"
_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTH = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_TENTHS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_SESSION = re.compile(
    rf"\b(?:(?P<n>\d\d)(?:st|nd|rd|th)"
    rf"|(?:(?P<ten>{any_of(_TEN)})[-\s])?(?P<unit>{any_of(_UNIT, _TENTHS, _TENTH)}))"
    r"\s+(?:(?:regular|annual)\s+)?(?:(?:UN\s+)?General\s+Assembly\b|UNGA\b|(?:UN\s+)?session\b"
    r"(?!\s+of\s+the\s+(?!(?:UN|United\s+Nations)?\s*General\s+Assembly)))"
    r"|\b(?:UNGA|GA)\s?-?(?P<n2>\d\d)\b|第(?P<n3>\d\d)(?:回(?:国連)?(?:通常)?総会|(?:回国連総会)?会期|総会)",
    re.IGNORECASE,
)
_FOUNDED = 1945
_LAST_SESSION = 99


@dataclass(frozen=True, slots=True)
class Moment:
    """Days from ``first`` to ``last``, inclusive, that ``text[start:end]`` names."""

    first: datetime.date
    last: datetime.date | None  # None: it goes on
    start: int
    end: int
    is_event: bool = False
    is_session: bool = False


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
    for match in _SESSION.finditer(text):
        if year := _session_year(match):
            first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
            yield Moment(first, last, *match.span(), is_session=True)
    for match in _SHORT_RANGE.finditer(text):
        year, to = int(match["y"]), int(match["y"][:2] + match["to"])
        if year < to and int(match["to"]) > 12:
            yield Moment(datetime.date(year, 1, 1), datetime.date(to, 12, 31), *match.span())
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if span := _days(match.groupdict()):
                yield Moment(*span, *match.span())


def _session_year(match: re.Match[str]) -> int:
    """The year in which a session opened; 0 for a number that none has."""
    if written := match["n"] or match["n2"] or match["n3"]:
        number = int(written)
    else:
        unit = match["unit"].lower()
        ten = 10 * (2 + _TEN.split().index(match["ten"].lower())) if match["ten"] else 0
        if unit in _UNIT.split():
            number = ten + 1 + _UNIT.split().index(unit)
        elif unit in _TENTHS.split():
            number = 0 if ten else 10 + _TENTHS.split().index(unit)
        else:
            number = 0 if ten else 20 + 10 * _TENTH.split().index(unit)
    return _FOUNDED + number if 0 < number <= _LAST_SESSION else 0


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
