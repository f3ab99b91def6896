"""Dates as people read and type them; ISO 8601 in the records."""

import calendar
import re
from datetime import date

from core.errors import UsageError
from core.months import MONTHS


def day(iso: str) -> str:
    """``2020-12-01`` as "1 December 2020"; anything that is not such a date comes back unchanged."""
    try:
        value = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def span(start: str, end: str = "") -> str:
    """Both days, sharing what they share: "1–3 December 2020", "30 November – 2 December 2020"."""
    if not end or end == start:
        return day(start)
    if not start:
        return day(end)
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return f"{day(start)} – {day(end)}"
    if first.year != last.year:
        return f"{day(start)} – {day(end)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(end)}"
    return f"{first.day}–{day(end)}"


def bound(text: str, *, last: bool) -> str:
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
    raise UsageError(f"{text.strip()[:40]!r} is not a date; write it as 2020, 2020-12 or 2020-12-01.")
