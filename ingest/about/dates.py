"""Dates as statements write them: words and figures, Japanese eras, spans of days.

A day is taken for a day only where one reading is possible: "03/04/2021" is left out (and told by
``ambiguous_dates``), "23/04/2021" and "03.04.2021", whose points are not written month first, are not.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.months import any_month, month_number

_ERAS: Mapping[str, int] = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
}  # the year before year 1
_LETTERS: Mapping[str, str] = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_SQUARES: Mapping[str, str] = {"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"}
_LAST_DAYS: Mapping[str, str] = {
    "明治": "1912-07-30",
    "大正": "1926-12-25",
    "昭和": "1989-01-07",
    "平成": "2019-04-30",
}
_FIRST_DAYS: Mapping[str, str] = {
    "大正": "1912-07-30",
    "昭和": "1926-12-25",
    "平成": "1989-01-08",
    "令和": "2019-05-01",
}
_LONGEST_MEETING = datetime.timedelta(days=150)
_YEARS = range(1600, 2200)  # others are numbers
# Figures in full width or kanji become Arabic, and Korean and Chinese signs Japanese, one for one, so that
# places stay the same.
_PLAIN = str.maketrans(
    "０１２３４５６７８９〇○◯零一二三四五六七八九．／－ＲＨＳ년월일号",
    "01234567890000123456789./-RHS年月日日",
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third"),
    *("twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth"),
    *("thirtieth", "thirty-first"),
)
_UNITS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CENTURIES: Mapping[str, int] = {
    "one thousand nine hundred": 1900,
    "nineteen hundred": 1900,
    "nineteen": 1900,
    "two thousand": 2000,
    "twenty": 2000,
}
# "nineteen hundred and forty-five", as treaties are dated
_YEAR_WORDS = (
    rf"(?P<century>{'|'.join(sorted(_CENTURIES, key=len, reverse=True))})(?:\s+and)?"
    rf"(?:\s+(?P<tens>{'|'.join(_TENS)}))?"
    rf"(?:[\s-]+(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))}))?\b"
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_DASH = r"(?:\s*(?:-|–|—|‐|−|~|～|〜|から|&)\s*|\s+(?:to|and|until|through|au|et|al|y|bis|und|a|à|e|по)\s+)"
_DAYS = rf"(?:{_DASH}|/)"  # between two days of one month
_MONTH = rf"(?<![^\W\d_])(?P<month>{any_month()})(?![^\W\d_])\.?"
_MONTH2 = rf"(?P<month2>{any_month()})(?![^\W\d_])\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)(?:st|nd|rd|th|er|º|ª)?\.?"
_DAY2 = r"(?P<day2>0?[1-9]|[12]\d|3[01])(?!\d)(?:st|nd|rd|th|er|º|ª)?\.?"
_MORE = r"(?:,\s*\d{1,2}(?!\d))*"  # "3, 4 and 5 May"
_YEAR = r"(?:(?P<year>\d{4})|['’](?P<short>\d\d))(?!\d)"
_OF = r"(?:\s+(?:day\s+)?(?:(?:of|de|do)\s+)?|[-/.]\s?|)"
_THEN = r"(?:,?\s+(?:(?:of|de|del|do|in\s+the\s+year)\s+)?|[-/.,]\s?)"

_YEAR_JA = (
    r"(?:(?P<year>\d{4})|(?P<era>明治|大正|昭和|平成|令和|㋿|㍻|㍼|㍽|㍾|(?<![A-Za-z])[RHS](?=\s?\d))"
    r"\s*(?P<era_year>元|[\d十]{1,3}))\s*年"
)
_BESIDE = r"(?:\s*[（(][^)）]{1,3}(?:曜日?)?[)）]|\s*[月火水木金土日]曜日?)?"  # the day of the week
_JAPANESE = re.compile(
    rf"{_YEAR_JA}(?:\s*[（(][^)）]{{2,6}}年?[)）]年?)?\s*(?:(?P<month_ja>[\d十]{{1,3}})\s*月"
    rf"(?:\s*(?P<day_ja>[\d十]{{1,3}})\s*(?:日|(?={_DASH}[\d十]{{1,3}}\s*日)){_BESIDE}"
    rf"(?:{_DASH}(?:(?:\d{{4}}|(?:令和|平成|昭和)[元\d十]+)\s*年\s*)?"
    r"(?:(?P<month2>[\d十]{1,3})\s*月\s*)?(?P<day2>[\d十]{1,3})\s*日)?)?)?"
)
# "R2.12.1": an era by its letter, only as a whole word with a day.
_ERA_LETTER = re.compile(
    r"(?<![A-Za-z0-9.])(?P<letter>[RHS])\s?(?P<era_year>\d{1,2})(?P<dot>[./])(?P<month_ja>\d{1,2})(?P=dot)"
    r"(?P<day>\d{1,2})(?![A-Za-z0-9]|[./]\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-/]|\s?\.\s?|(?=\d{4}(?!\d)))(?P<month_ja>\d{1,2})(?P=gap)"
    r"(?P<day>\d{1,2})(?!\d)"
)
_FIGURES = re.compile(
    r"(?<![\w/.])(?<!\d-)(?:(?P<from>\d{1,2})(?:\.(?:(?P<from_month>\d{1,2})\.?)?)?\s?[-–]\s?)?"
    r"(?P<a>\d{1,2})(?P<gap>[-/]|\s?\.\s?|\s/\s)(?P<b>\d{1,2})(?P=gap)(?P<year>(?:19|20)\d\d)(?!\w|[-/.]\d)"
)
_ROMAN_MONTH = re.compile(
    rf"(?<![\w/.]){_DAY}[\s/.-]+(?P<roman>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})[\s/.-]+"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
)
_NAMED = (
    re.compile(rf"(?<!\d){_DAY}{_OF}{_MONTH}{_DASH}{_DAY2}{_OF}{_MONTH2}{_THEN}{_YEAR}", re.IGNORECASE),
    re.compile(
        rf"(?<!\d){_DAY}(?:{_MORE}{_DAYS}{_DAY2})?{_OF}{_MONTH}(?:{_THEN}{_YEAR}|[-/](?P<last_two>\d\d)(?!\d))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_MONTH}\s+{_DAY}(?:{_MORE}{_DAYS}(?:{_MONTH2}\s+)?{_DAY2})?(?:,?\s+(?:of\s+|\d\d:\d\d(?::\d\d)?\s+)?|,){_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)[,\s/.-]+{_MONTH}[\s/.-]*{_DAY}", re.IGNORECASE),
    re.compile(
        rf"\b(?P<ordinal>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\s+(?:day\s+)?of\s+{_MONTH}"
        rf"(?:{_THEN}{_YEAR}|,?\s+(?:in\s+the\s+year\s+)?{_YEAR_WORDS})",
        re.IGNORECASE,
    ),
)
_MONTH_ONLY = re.compile(
    rf"(?<![^\W\d_])(?P<month>{any_month(short=False)})(?![^\W\d_])\.?"
    r",?\s+(?:(?:of|de|del)\s+)?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_PATTERNS = (_JAPANESE, _ERA_LETTER, _YEAR_FIRST, *_NAMED, _ROMAN_MONTH, _FIGURES, _MONTH_ONLY)
# What the patterns ask for, figures or their words, is looked for first: most lines have no date.
_IN_ALL_DATES = re.compile(r"\d|年|thousand|nineteen|twenty", re.IGNORECASE)
_MONTH_IS_FIRST = re.compile(r"\bmm\s?[-/.]\s?dd\b", re.IGNORECASE)
_DAY_IS_FIRST = re.compile(r"\b(?:dd|jj|tt)\s?[-/.]\s?mm\b", re.IGNORECASE)
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
    """The dates in a header line or file name, in order; impossible ones ("31 June") and those that can
    be read two ways are left out."""
    plain = text.translate(_PLAIN)
    if not _IN_ALL_DATES.search(plain):
        return ()
    spans: list[DateSpan] = []
    taken: list[tuple[int, int]] = []  # also by impossible dates: "31 June 2018" is not June 2018
    for pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if span := _span(found):
                spans.append(span)
            taken.append(found.span())
    spans.sort(key=lambda span: span.start)
    return tuple(_joined(spans, plain))


def ambiguous_dates(text: str) -> tuple[str, ...]:
    """The dates of figures alone of which nobody can tell the day from the month ("03/04/2021")."""
    return tuple(
        found[0] for found in _FIGURES.finditer(text.translate(_PLAIN)) if _day_and_month(found) is None
    )


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
    """Two dates with a dash between them are one span, if a meeting can last so long."""
    joined: list[DateSpan] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before
            and re.fullmatch(_DASH, text[before.end : span.start])
            and before.last < span.first <= _later(before.last)
        ):
            joined[-1] = DateSpan(before.first, span.last, before.start, span.end)
        else:
            joined.append(span)
    return joined


def _later(day: str) -> str:
    """The last day of a meeting that is under way on ``day``."""
    whole = day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day
    return (datetime.date.fromisoformat(whole) + _LONGEST_MEETING).isoformat()


def _span(found: re.Match[str]) -> DateSpan | None:
    part = found.groupdict()
    letter = part.get("letter") or part.get("era") or ""
    era = _LETTERS.get(letter) or _SQUARES.get(letter) or letter
    year = _year(part, era)
    if year not in _YEARS:
        return None
    if "gap" in part and "a" in part:
        read = _day_and_month(found)
        if read is None:
            return None
        day, month = read
        first_day, first_month = _number(part["from"]) or day, _number(part["from_month"]) or month
        return _between(_iso(year, first_month, first_day), _iso(year, month, day), era, letter, found.span())
    month = _month_of(part)
    if not month and not part.get("month"):
        return DateSpan(f"{year:04}", f"{year:04}", *found.span())
    day = _number(part.get("day") or part.get("day_ja"))
    if part.get("ordinal"):
        day = _ORDINALS.index(part["ordinal"].lower()) + 1
    first = last = _iso(year, month, day)
    if part.get("day2"):
        to = part.get("month2") or ""
        last = _iso(
            year,
            (_number(to) if to[:1].isdigit() or "十" in to else month_number(to)) or month,
            _number(part["day2"]),
        )
    return _between(first, last, era, letter, found.span())


def _year(part: dict[str, str | None], era: str) -> int:
    if era:
        told = part["era_year"]
        return _ERAS[era] + (1 if told == "元" else _number(told))
    if short := part.get("short") or part.get("last_two"):
        return int(short) + (1900 if int(short) >= 50 else 2000)
    if part.get("century"):
        tens, unit = part["tens"], part["unit"]
        in_century = 10 * (_TENS.index(tens.lower()) + 2 if tens else 0)
        in_century += _UNITS.index(unit.lower()) + 1 if unit else 0
        return _CENTURIES[" ".join((part["century"] or "").lower().split())] + in_century
    return int(part["year"] or 0)


def _month_of(part: dict[str, str | None]) -> int:
    if roman := part.get("roman"):
        return _ROMAN.index(roman) + 1
    return _number(part.get("month_ja")) or month_number(part.get("month") or "")


def _day_and_month(found: re.Match[str]) -> tuple[int, int] | None:
    """Of a date in figures that ends in the year; None when there are two readings."""
    first, second = int(found["a"]), int(found["b"])
    if _MONTH_IS_FIRST.search(found.string):
        return second, first
    if second <= 12 and (found["gap"].strip() == "." or _DAY_IS_FIRST.search(found.string)):
        return first, second
    if first > 12 or first == second or found["from"]:
        return first, second
    return (second, first) if second > 12 else None


def _between(first: str, last: str, era: str, letter: str, place: tuple[int, int]) -> DateSpan | None:
    if not first or not last:
        return None
    if (
        len(letter) == 1
        and letter in _LETTERS
        and not _FIRST_DAYS.get(era, "") <= first <= _LAST_DAYS.get(era, "9999")
    ):
        return None
    return DateSpan(first, max(first, last), *place)


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
