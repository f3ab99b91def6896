"""Dates as statements write them: English, Japanese, Japanese eras, spans of days."""

import datetime
import re
from dataclasses import dataclass

from core.months import month_number

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}  # the year before year 1
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DASH = r"\s*(?:-|–|—|‐|−|－|~|～|〜|から|to|and|&)\s*"
_KANJI = str.maketrans("０１２３４５６７８９〇一二三四五六七八九", "01234567890123456789")

_YEAR_JA = r"(?:(?P<year>\d{4})|(?P<era>明治|大正|昭和|平成|令和)\s*(?P<era_year>元|[\d十]{1,3}))\s*年"
_JAPANESE = re.compile(
    rf"{_YEAR_JA}(?:\s*[（(][^)）]{{2,6}}年?[)）]年?)?\s*(?:(?P<month_ja>[\d十]{{1,3}})\s*月"
    rf"(?:\s*(?P<day_ja>[\d十]{{1,3}})\s*(?:日|(?={_DASH}[\d十]{{1,3}}\s*日))(?:\s*[（([^)）]{{1,3}}[)）])?"
    rf"(?:{_DASH}(?:(?:\d{{4}}|(?:令和|平成|昭和)[元\d十]+)\s*年\s*)?"
    r"(?:(?P<month2>[\d十]{1,3})\s*月\s*)?(?P<day2>[\d十]{1,3})\s*日)?)?)?"
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf"\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})(?!\d)"
)
_DAY_TO_DAY = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s+{_MONTH}{_DASH}(?P<day2>\d{{1,2}})\s+(?P<month2>[A-Za-z]{{3,9}}),?\s+(?P<year>\d{{4}})"
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+(?P<year>\d{{4}})(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-/.]|(?=\d{4}(?!\d)))(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)"
)
# "R2.12.1": an era by its letter, only as a whole word with a day.
_ERA_LETTER = re.compile(
    r"(?<![A-Za-z0-9.])(?P<letter>[RHSＲＨＳ])\s?(?P<era_year>\d{1,2})(?P<dot>[./．])(?P<month>\d{1,2})(?P=dot)(?P<day>\d{1,2})"
    r"(?![A-Za-z0-9]|[./．]\d)"
)
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "Ｒ": "令和", "Ｈ": "平成", "Ｓ": "昭和"}
_LAST_DAYS = {"明治": "1912-07-30", "大正": "1926-12-25", "昭和": "1989-01-07", "平成": "2019-04-30"}
_FIRST_DAYS = {"大正": "1912-07-30", "昭和": "1926-12-25", "平成": "1989-01-08", "令和": "2019-05-01"}
_MONTH_ONLY = re.compile(rf"\b{_MONTH},?\s+(?P<year>(?:19|20)\d\d)(?!\d)")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from ``first`` to ``last``, both inclusive, ISO 8601 (perhaps only ``YYYY-MM`` or
    ``YYYY``); equal for a single day. ``start``/``end`` is where the text says so."""

    first: str
    last: str
    start: int
    end: int


def find_dates(text: str) -> tuple[DateSpan, ...]:
    """The dates in a header line or file name, in order; impossible ones ("31 June") are left out."""
    plain = text.translate(_KANJI)
    spans: list[DateSpan] = []
    taken: list[tuple[int, int]] = []  # also by impossible dates: "31 June 2018" is not June 2018
    for pattern in (_JAPANESE, _ERA_LETTER, _NUMERIC, _DAY_TO_DAY, _DAY_FIRST, _MONTH_FIRST, _MONTH_ONLY):
        for found in pattern.finditer(plain):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if span := _span(found):
                spans.append(span)
            if (
                span
                or found.groupdict().get("letter")
                or _month(found.groupdict().get("month"))
                or "年" in found[0]
            ):
                taken.append(found.span())
    spans.sort(key=lambda span: span.start)
    return tuple(_joined(spans, plain))


def iso_date(text: str) -> str:
    """``text`` as an ISO 8601 date or reduced date, from any form that is understood, else ""."""
    text = text.strip()
    if _ISO.fullmatch(text):
        padded = text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text
        try:
            datetime.date.fromisoformat(padded)
        except ValueError:
            return ""
        return text
    found = find_dates(text)
    return found[0].first if found else ""


def _joined(spans: list[DateSpan], text: str) -> list[DateSpan]:
    """Two dates with a dash between them are one span."""
    joined: list[DateSpan] = []
    for span in spans:
        if joined and re.fullmatch(_DASH, text[joined[-1].end : span.start]) and joined[-1].last < span.first:
            joined[-1] = DateSpan(joined[-1].first, span.last, joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _span(found: re.Match[str]) -> DateSpan | None:
    part = found.groupdict()
    era = part.get("era") or _LETTERS.get(part.get("letter") or "", "")
    if era:
        era_year = part["era_year"]
        year = _ERAS[era] + (1 if era_year == "元" else _number(era_year))
    else:
        year = int(part["year"])
    month = _number(part["month_ja"]) if part.get("month_ja") else _month(part.get("month"))
    day = _number(part.get("day") or part.get("day_ja"))
    if month is None:
        if part.get("month"):
            return None
        return DateSpan(f"{year:04}", f"{year:04}", *found.span())
    first = _iso(year, month, day)
    month_to = part.get("month2")
    last_month = (
        month if not month_to else _number(month_to) if month_to[0] in "0123456789十" else _month(month_to)
    )
    last = _iso(year, last_month, _number(part["day2"])) if part.get("day2") and last_month else first
    if not first or not last:
        return None
    if part.get("letter") and not _FIRST_DAYS[era] <= first <= _LAST_DAYS.get(era, "9999"):
        return None
    return DateSpan(first, max(first, last), *found.span())


def _month(name: str | None) -> int | None:
    if not name:
        return None
    if name.isdigit():
        return int(name)
    return month_number(name) or None


def _number(text: str | None) -> int:
    """Digits, or kanji numbers up to 99 whose digits are Arabic already ("2十1" is 21)."""
    if not text:
        return 0
    if "十" not in text:
        return int(text)
    tens, _, units = text.partition("十")
    return int(tens or "1") * 10 + int(units or "0")


def _iso(year: int, month: int, day: int) -> str:
    try:
        full = datetime.date(year, month, day or 1).isoformat()
    except ValueError:
        return ""
    return full if day else full[:7]
