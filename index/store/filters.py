"""What a search is limited to: days, and the same limits in SQL and in Chroma's query language.

Dates are ISO 8601 of full or reduced precision: a statement of ``2016`` may be of any day of that year.
"""

import calendar
import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from core.errors import UsageError
from core.records import NO_DELEGATION, Filters

_ACCENTS = re.compile(r"[\u0300-\u036f]")  # not U+3099: が without its mark would be か
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
FIRST_DAY, LAST_DAY = 10101, 99991231


def day_span(text: str) -> tuple[int, int] | None:
    """First and last day that ``text`` can mean, as integers YYYYMMDD; None when it is not a date."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    except ValueError:  # a thirteenth month, a 30 February, the year 0
        return None
    return _number(first), _number(last)


def meeting_span(start: str, end: str) -> tuple[int, int]:
    """First and last day of a meeting from its two ISO dates; (0, 0) when the start is not a date."""
    first = day_span(start)
    if first is None:
        return 0, 0
    last = day_span(end) or first
    return first[0], max(first[1], last[1])


def filter_span(filters: Filters) -> tuple[int, int] | None:
    """The days that ``filters`` admit, inclusive; None when they do not limit the date.

    Raises UsageError when ``since`` or ``until`` is not a date.
    """
    if not (filters.since or filters.until):
        return None
    since, until = (_required(filters.since), _required(filters.until))
    return (since[0] if since else FIRST_DAY), (until[1] if until else LAST_DAY)


def folded(text: str) -> str:
    """``text`` without case, width and accents: how names are compared. The function of that name in SQL."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))


def condition(filters: Filters) -> tuple[str, list[str | int]]:
    """``filters`` as an SQL condition on ``statements s`` and ``turns t``, with its values. Raises
    UsageError for a date that is none."""
    parts: list[str] = []
    values: list[str | int] = []
    if filters.delegations:
        query, codes = _of_delegations(filters.delegations)
        parts.append(f"t.key IN ({query})")
        values += codes
    if filters.roles:
        parts.append(f"t.role IN ({', '.join('?' * len(filters.roles))})")
        values += filters.roles
    if filters.forum:
        parts.append("s.forum_key = ?")
        values.append(filters.forum.casefold())
    for word in folded(filters.speaker).split():
        # in a query of its own: once for every turn, not for every passage of it
        named = "instr(folded(speaker || ' ' || speaker_latin || ' ' || post), ?) > 0"
        parts.append(f"t.key IN (SELECT key FROM turns WHERE {named})")  # noqa: S608  a constant
        values.append(word)
    if filters.statements:
        # as one value: more may be chosen than a query takes values
        parts.append("s.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(filters.statements))
    if filters.language:
        parts.append("(s.language = ? OR s.language LIKE ? || '-%')")
        values += [filters.language.casefold()] * 2
    if span := filter_span(filters):
        parts.append("s.first_day != 0 AND s.last_day >= ? AND s.first_day <= ?")
        values += span
    return " AND ".join(parts) or "1", values


def chroma_condition(filters: Filters) -> Any:
    """What of ``filters`` Chroma can tell, in its query language; None when that excludes nothing. It does
    not know speakers, roles, languages and chosen statements (`limits_beyond_vectors`)."""
    parts: list[dict[str, Any]] = []
    if filters.delegations:
        codes = ["" if code == NO_DELEGATION else code for code in filters.delegations]
        own = {"delegation": {"$in": codes}}
        parts.append(
            {"$or": [own, *({party_key(code): True} for code in codes if code)]} if any(codes) else own
        )
    if filters.forum:
        parts.append({"forum": filters.forum.casefold()})
    if span := filter_span(filters):
        parts += [
            {"first_day": {"$gt": 0}},
            {"last_day": {"$gte": span[0]}},
            {"first_day": {"$lte": span[1]}},
        ]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"$and": parts}


def limits_beyond_vectors(filters: Filters) -> bool:
    """Whether ``filters`` exclude more than `chroma_condition` says."""
    others = (filters.speaker, filters.language, filters.roles, filters.statements)
    return any(others) or NO_DELEGATION in filters.delegations


def party_key(code: str) -> str:
    """Under which Chroma knows that a passage is of a joint text of this delegation's, too."""
    return f"party_{code}"


def _of_delegations(codes: Sequence[str]) -> tuple[str, list[str]]:
    """The keys of these delegations' turns, joint ones included, as an SQL query with its values."""
    known = [code for code in codes if code != NO_DELEGATION]
    queries = []
    values = list(known)
    if known:
        marks = ", ".join("?" * len(known))
        queries.append(f"SELECT key FROM turns WHERE delegation IN ({marks})")  # noqa: S608  bound values
        joint = " OR ".join(["instr(' ' || parties || ' ', ' ' || ? || ' ')"] * len(known))
        queries.append(f"SELECT key FROM turns WHERE parties != '' AND ({joint})")  # noqa: S608  constants
        values += known
    if NO_DELEGATION in codes:
        queries.append(
            "SELECT key FROM turns WHERE delegation = '' AND parties = '' AND role IN ('', 'government')"
        )
    return " UNION ".join(queries), values


def _required(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    span = day_span(text)
    if span is None:
        raise UsageError(f"{text[:40]!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.")
    return span


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
