"""Which dates a question sets for the statements, as opposed to those of the events it speaks of.

A date is first found with the days that it covers, then the words around it tell its relation ("since",
"までに"), and then whether it is the time of what was said or of something else: a text ("the 2015
agreement"), an event ("adopted in 2015", 「2011年の震災」), a target ("by 2030").
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answer.question.moments import Moment, moments_in
from answer.question.time_of import OF_SPEECH, SPEECH_NOUN, Relation, is_bound, is_time_of_speech
from answer.question.words import (
    EXPRESSED_BY,
    EXPRESSION,
    SAID,
    SAID_JAPANESE,
    SPOKEN_OF,
    STATING,
    any_of,
)

_SEASONS = r"spring|summer|autumn|fall|winter"
_SEASON = (
    rf"(?:(?:early|late|mid|{_SEASONS}|the\s+(?:year|start|end|beginning|middle|{_SEASONS})(?:\s+of)?)[\s-]+"
    r"(?:of\s+)?)?"
)
_ARTICLE = rf"\s+(?:the\s+)?{_SEASON}$"
_BEFORE_WORDS: tuple[tuple[Relation, str], ...] = (
    ("since", r"since|(?:starting|beginning)\s+(?:in|from|with)|as\s+of|no\s+earlier\s+than|from"),
    ("after", r"(?:later\s+than|after|following)(?:\s+the\s+end\s+of)?"),
    ("until", r"no\s+later\s+than|until(?:\s+the\s+end\s+of)?|till|up\s+(?:to|until)|through|as\s+late\s+as"),
    ("before", r"before|prior\s+to|earlier\s+than|ahead\s+of"),
    ("in", r"in|during|throughout|on|of|at|for"),
)
_BEFORE_IT = tuple(
    (relation, re.compile(rf"\b(?:{words}){_ARTICLE}", re.IGNORECASE)) for relation, words in _BEFORE_WORDS
)
_AFTER_IT: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        "since",
        re.compile(
            r"\s*(?:以降|以後|以来|より後|から(?!見)|onwards?\b|and\s+(?:later|after)\b|or\s+later\b)",
            re.IGNORECASE,
        ),
    ),
    ("after", re.compile(r"\s*の?後(?:に|、|の|は)")),
    ("before", re.compile(r"\s*(?:より前|の前|前に)")),
    ("until", re.compile(r"\s*(?:以前|まで|or\s+earlier\b|and\s+(?:earlier|before)\b)", re.IGNORECASE)),
)
_BETWEEN = re.compile(
    r"\s*(?:and|to|until|till|through|up\s+to|[-–—~〜～]|から)\s*(?:the\s+)?(?:early\s+|late\s+|end\s+of\s+)*",
    re.IGNORECASE,
)
_OPENS_SPAN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?(?:early\s+|late\s+)?$", re.IGNORECASE)
# How years are set against one another; "and" joins those of two elections as well.
_AGAINST = (
    r"/|\||→|then|versus|vs\.?|next\s+to|beside|alongside|against|"
    r"as\s+(?:against|opposed\s+to|compared\s+(?:with|to))|compared\s+(?:with|to)"
)
_ALSO = re.compile(
    rf"(?:\s*(?:,|and|or|&|with|{_AGAINST}|と|、|および|及び|や)\s*"
    r"(?:again\s+)?(?:(?:in|those\s+of|that\s+of|to)\s+)?(?:the\s+)?){1,2}",
    re.IGNORECASE,
)

_YEAR = re.compile(r"(?:19|20)\d\d")
_SIDE_BY_SIDE = re.compile(
    rf"(?<!between )(?<!Between ){_YEAR.pattern}(?:年)?(?:{_ALSO.pattern}{_YEAR.pattern}(?:年)?)+",
    re.IGNORECASE,
)
_SET_AGAINST = re.compile(rf"{_YEAR.pattern}(?:\s*(?:{_AGAINST})\s*{_YEAR.pattern})+", re.IGNORECASE)
_BETWEEN_YEARS = re.compile(rf"\bbetween\s+{_YEAR.pattern}\s+and\s+{_YEAR.pattern}", re.IGNORECASE)
_YEAR_BESIDE = re.compile(
    rf"\b(?:{any_of(EXPRESSION)})\s+(?:of\s+|from\s+|in\s+)?(?:the|a)\s+year\s+(?P<which>before|earlier|after|later)\b",
    re.IGNORECASE,
)
_ASKS_WORDS = re.compile(
    rf"\b(?:{any_of(SAID, EXPRESSION, STATING, EXPRESSED_BY, SPOKEN_OF)})\b|{any_of(SAID_JAPANESE)}",
    re.IGNORECASE,
)


_MOST = 40  # dates that are looked at


_FROM_NOW: Mapping[str, int] = {"last": -1, "this": 0, "next": 1}
_THAT_YEAR = re.compile(r"\b(?P<which>this|last|next)\s+year\b(?!['’]s|\s*\()", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Library:
    """The first and last year of a library's statements; "" when it has no dates."""

    first_year: str = ""
    last_year: str = ""

    def reaches(self, day: datetime.date) -> bool:
        """Whether ``day``'s year is among those of the statements."""
        return bool(self.first_year) and self.first_year <= f"{day.year:04}" <= self.last_year


def asked_dates(
    text: str, library: Library, states: Sequence[tuple[int, int]] = (), *, of_somebody: bool = False
) -> tuple[str, str]:
    """``since`` and ``until`` (ISO dates or ``""``) that the question sets for the statements.

    ``states`` are the places (start, end) in ``text`` that name a delegation whose words are asked for;
    ``of_somebody`` is true when it is known whose they are. A date counts only where the question asks
    what was said, or where it is known whose words are meant and the library reaches that year.
    """
    moments = moments_in(text)[:_MOST]
    if beside := _year_beside(text, moments):
        return beside
    says = bool(_ASKS_WORDS.search(text))
    starts: list[datetime.date] = []
    ends: list[datetime.date] = []
    counted: list[int] = []
    at = 0
    while at < len(moments):
        moment = moments[at]
        other = moments[at + 1] if at + 1 < len(moments) else None
        before = text[max(moment.start - 80, 0) : moment.start]
        after = text[moment.end : moment.end + 120]
        gap = text[moment.end : other.start] if other else ""
        if (
            other
            and _BETWEEN.fullmatch(gap)
            and moment.first <= other.first
            and (gap.strip().lower() != "and" or _OPENS_SPAN.search(before))
            and not is_bound(text, moment, "in", states, spanning=True)
        ):
            if _counts(moment, library, "since", says, of_somebody):
                starts.append(moment.first)
                ends += [other.last] if other.last else []
                counted.append(at)
            at += 2
            continue
        is_said = is_time_of_speech(text, moment, states, of_somebody)
        relation = "in" if is_said else _relation(before, text[moment.start : moment.end], after, moment)
        if (
            not relation
            and counted
            and counted[-1] == at - 1
            and _ALSO.fullmatch(text[moments[at - 1].end : moment.start])
        ):
            relation = "in"
        at += 1
        if (
            relation
            and (is_said or not is_bound(text, moment, relation, states))
            and _counts(moment, library, relation, says, of_somebody)
        ):
            counted.append(at - 1)
            _bound(moment, relation, starts, ends)
    since = min(starts).isoformat() if starts else ""
    until = max(ends).isoformat() if ends else ""
    return ("", "") if since and until and since > until else (since, until)


def compared_years(text: str, since: str, until: str, *, of_change: bool = False) -> tuple[str, ...]:
    """The years that the question sets side by side ("in 2005 and in 2016", 「2007年と2018年」), ascending,
    where they are those of the statements asked for, from ``since`` to ``until``; () for a span of years.
    ``of_change`` tells that a change is asked about, which happens between two years rather than in them."""
    sides = [*_SIDE_BY_SIDE.finditer(text), *(_BETWEEN_YEARS.finditer(text) if of_change else ())]
    for found in sides:
        years = tuple(sorted(set(_YEAR.findall(found[0]))))
        if len(years) > 1 and (years[0], years[-1]) == (since[:4], until[:4]):
            return years
    return ()


def set_against(text: str) -> tuple[str, ...]:
    """The years that a question sets against one another, ascending; () where there are none. Two years that
    follow one another with a stroke between them are one season or budget: "2008/2009"."""
    found = _SET_AGAINST.search(text)
    if found is None:
        return ()
    years = sorted(set(_YEAR.findall(found[0])))
    season = "/" in found[0] and len(years) == 2 and int(years[1]) == int(years[0]) + 1
    return () if season else tuple(years)


def with_year(sentence: str, date: str) -> str:
    """A written sentence whose "this year" or "last year" says which, by the ``date`` of the statement:
    beside one of another year nobody could tell."""
    if not date[:4].isdigit():
        return sentence

    def told(found: re.Match[str]) -> str:
        year = str(int(date[:4]) + _FROM_NOW[found["which"].lower()])
        return found[0] if year in sentence else f"{found[0]} ({year})"

    return _THAT_YEAR.sub(told, sentence, count=1)


def _bound(
    moment: Moment, relation: Relation, starts: list[datetime.date], ends: list[datetime.date]
) -> None:
    day = datetime.timedelta(days=1)
    if relation in ("in", "since"):
        starts.append(moment.first)
    if relation == "after":
        # After an event is from its day on; after a year is from the next.
        starts.append(moment.first if moment.is_event else (moment.last or moment.first) + day)
    if relation in ("in", "until") and moment.last:
        ends.append(moment.last)
    if relation == "before":
        ends.append(moment.first - day)


def _counts(moment: Moment, library: Library, relation: Relation, says: bool, of_somebody: bool) -> bool:
    if moment.is_session:  # other bodies count their sessions otherwise
        return library.reaches(moment.first)
    if says:
        return True
    return (of_somebody or relation != "in") and library.reaches(moment.first)


def _relation(before: str, named: str, after: str, moment: Moment) -> Relation:
    for relation, pattern in _AFTER_IT:
        if pattern.match(after):
            return relation
    if OF_SPEECH.search(before):  # "statements from the 2010s" are of that time, not since then
        return "in"
    for relation, pattern in _BEFORE_IT:
        if pattern.search(before[-60:]):
            return relation
    if moment.is_event:
        return ""
    if named.endswith(("年", "年度", "月", "日", "年代")):
        return "in"
    bare = not before.strip() or before.rstrip().endswith((",", "(", "："))
    if SPEECH_NOUN.match(after) or (bare and re.match(r"\s*(?:[?.:,)]|$)", after)):
        return "in"
    return ""


def _year_beside(text: str, moments: Sequence[Moment]) -> tuple[str, str] | None:
    """The dates of "hosts a summit in 2009, according to its speech the year before"."""
    found = _YEAR_BESIDE.search(text)
    if not found or len({moment.first.year for moment in moments}) != 1:
        return None
    step = -1 if found["which"].lower() in ("before", "earlier") else 1
    year = f"{moments[0].first.year + step:04}"
    return f"{year}-01-01", f"{year}-12-31"
