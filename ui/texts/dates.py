"""Dates as people read and type them; ISO 8601 in the records."""

import calendar
import re
from datetime import date

from core.errors import UsageError
from core.months import MONTHS
from ui.texts import Texts

_UNITS = ("年", "月", "日")


def day(iso: str, language: str = "en") -> str:
    """``2020-12-01`` as "1 December 2020" or "2020年12月1日"; in Japanese a month or a year alone, too.
    Anything that is no date comes back unchanged."""
    if language == "ja":
        return _japanese(iso)
    try:
        value = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def span(start: str, end: str = "", language: str = "en") -> str:
    """Both days, sharing what they share: "1–3 December 2020", "30 November – 2 December 2020",
    "2020年12月1日〜3日"."""
    if not end or end == start:
        return day(start, language)
    if not start:
        return day(end, language)
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return f"{day(start, language)} – {day(end, language)}"
    if language == "ja":
        shared = 2 if (first.year, first.month) == (last.year, last.month) else int(first.year == last.year)
        until = zip((last.year, last.month, last.day), _UNITS, strict=True)
        return f"{day(start, language)}〜{''.join(f'{n}{unit}' for n, unit in list(until)[shared:])}"
    if first.year != last.year:
        return f"{day(start)} – {day(end)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(end)}"
    return f"{first.day}–{day(end)}"


def _japanese(iso: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", iso):
        return iso
    return "".join(f"{int(n)}{unit}" for n, unit in zip(iso.split("-"), _UNITS, strict=False))


def bound(text: str, texts: Texts, *, last: bool) -> str:
    """A typed limit as an ISO date: "2020", "2020-12" or "2020-12-01", the first day of that time or,
    for ``last``, its last. Empty stays empty. Raises UsageError naming what was typed."""
    typed = text.strip().replace("/", "-")
    if not typed:
        return ""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", typed)
    if match:
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        if 1 <= month <= 12 and year >= 1:
            number = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
            try:
                return date(year, month, number).isoformat()
            except ValueError:
                pass
    raise UsageError(texts("error.not_a_date", text=repr(text.strip()[:40])))
