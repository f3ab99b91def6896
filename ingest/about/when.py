"""When a statement was made: which of the dates in its first lines (or its last) is its own.

The lines above the text often hold several: the day of delivery, the meeting's span, the day a
document was distributed or a page put up, the day of the event that the title is about. The kind of
evidence decides, then the order; what can only be another date is never taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from core.japanese import is_japanese
from ingest.about.date_words import (
    BESIDE,
    DATELINE,
    DELIVERED,
    DISTRIBUTED,
    EMBARGOED,
    FROM,
    GREETS,
    LABEL,
    LETTER,
    MAIL_KEY,
    MEANT,
    NAMES_AN_EVENT,
    OF_A_TOPIC,
    OF_AN_EVENT,
    OF_ANOTHER_TEXT,
    OF_ITSELF,
    OTHER,
    OWN,
    PARTICIPLE,
    PARTICLE,
    PUT_UP,
    RELEASED,
    RUNNING,
    SENTENCE,
    SET_OFF,
    SIGNED_AT,
    SPOKEN,
    SYMBOL,
    TIME,
    TODAY,
    WORD,
)
from ingest.about.dates import DateSpan, ambiguous_dates, find_dates
from ingest.text.lines import Line

_DASHES = str.maketrans("–—", "  ")
_MOST_LINES = 40  # of the top that are looked at
_LONGEST = 400  # code points of a line that is not running text
_LAST_LINES = 4
_BESIDE = 60  # code points of a place and a time beside a date
_PLACE_WORDS = 5
_PROSE_WORDS = 9
_SHORT_PROSE_WORDS = 4
_MASTHEAD = 3  # lines above a date in which a document's symbol stands
_OPENING = 4  # lines of the text in which "today, 3 May 2010" is looked for


class Evidence(IntEnum):
    """What a date's surroundings say of it, the strongest first. From ``DISTRIBUTED`` on it is the day of
    something else, taken when there is nothing better, and said to be that."""

    DELIVERED = 1  # "as delivered on", "Adopted … on", "Held at …, on"
    LABELLED = 2  # "Date: …", ［年月日］
    LINE = 3  # a date with a place or time, alone or before a dash
    TITLE = 4  # in the title, set off from it: "…, New York, 9 October 2018", "(11–15 December)"
    WRITTEN = 5  # "Letter dated", "Released on"; "Today, 3 May 2010, …" in the text
    CLOSING = 6  # at the end: 平成七年八月十五日, "Done at …"
    DISTRIBUTED = 7  # a UN document's masthead
    MAIL = 8  # when a mail was sent
    PAGE = 9  # when a page was put up
    ANOTHER = 10  # never the statement's: an event's, the day of an update


_SOURCES: Mapping[Evidence, str] = {
    Evidence.DELIVERED: "date line",
    Evidence.LABELLED: "header line",
    Evidence.LINE: "date line",
    Evidence.TITLE: "title line",
    Evidence.WRITTEN: "date line",
    Evidence.CLOSING: "closing line",
    Evidence.DISTRIBUTED: "day of distribution",
    Evidence.MAIL: "day the mail was sent",
    Evidence.PAGE: "day the page was put up",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """The day or days of a statement, ISO 8601, "" when unknown; what gave the first and the last of them,
    and sentences for the person."""

    date: str = ""
    date_end: str = ""
    source: str = ""
    end_source: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    span: DateSpan
    kind: Evidence


def when_made(lines: Sequence[Line]) -> Dated:
    """Read from the lines above the text, and from the last ones where those say nothing."""
    top = list(_top([line.text for line in lines[:_MOST_LINES]]))
    mail = sum(bool(MAIL_KEY.match(text)) for text in top) > 1
    seen = [one for at in range(len(top)) for one in _in_line(top, at, mail)]
    if all(one.kind >= Evidence.WRITTEN for one in seen):
        seen += _today([line.text for line in lines[len(top) : len(top) + _OPENING]])
        seen += _closing([line.text for line in lines[max(len(top), len(lines) - _LAST_LINES) :]])
    whole = [one for one in seen if len(one.span.first) >= 7]
    if not whole:
        unclear = [date for text in top for date in ambiguous_dates(text)]
        return Dated(notices=tuple(map(_unclear, unclear[:1])))
    return _chosen(sorted(whole, key=lambda one: one.kind))


def is_date_line(text: str) -> bool:
    """True for a line that is a date and no more than a place, a time and a day of the week beside it."""
    spans = find_dates(text)
    return bool(spans) and len(spans[0].first) >= 7 and _is_bare(text, spans)


def is_dateline(text: str) -> bool:
    """True for a line that begins with a date and a place, in either order, and goes on after a dash."""
    spans = find_dates(text)
    return bool(spans) and len(spans[0].first) == 10 and _opens(text, spans[0])


def is_running_text(text: str) -> bool:
    """True for a sentence, or a line of one that is broken at a fixed width."""
    if len(text) > _LONGEST:
        return True
    if OWN.match(text):
        return False
    ended = bool(SENTENCE.search(text)) and not TIME.search(text[-12:])
    if is_japanese(text):
        return len(text) > 12 and text.endswith(("。", "。」"))
    words = len(WORD.findall(text))
    runs = bool(RUNNING.search(text))
    return (words >= _PROSE_WORDS and (runs or ended)) or (words >= _SHORT_PROSE_WORDS and runs and ended)


def _top(texts: Sequence[str]) -> Iterator[str]:
    """The lines above the text; of its first line only what is before a dateline's dash."""
    for text in texts:
        plain = text.lstrip("#>*_ \u3000").rstrip("*_ ")
        if not plain:
            continue
        if GREETS.fullmatch(plain):
            return
        if is_running_text(plain):
            spans = find_dates(plain[:_LONGEST])
            if spans and _opens(plain, spans[0]):
                yield plain[: spans[0].end] + " – "
            return
        yield plain


def _in_line(top: Sequence[str], at: int, mail: bool) -> Iterator[_Seen]:
    text = top[at]
    spans = find_dates(text)
    if not spans:
        return
    if mail and (key := MAIL_KEY.match(text)):
        if key["sent"] or key["subject"]:
            yield _Seen(spans[-1], Evidence.MAIL if key["sent"] else Evidence.TITLE)
        return
    if _is_masthead(top[max(0, at - _MASTHEAD) : at]) and len(text) == spans[0].end - spans[0].start:
        yield _Seen(spans[0], Evidence.DISTRIBUTED)
        return
    if _opens(text, spans[0]) and not _marked(text[: spans[0].start], ""):
        yield _Seen(spans[0], Evidence.LINE)  # what follows the dash is the title or the text
        spans = tuple(span for span in spans if span.first != span.last and span.start > spans[0].end)
    start = 0
    for number, span in enumerate(spans):
        end = spans[number + 1].start if number + 1 < len(spans) else len(text)
        kind = _kind(text, text[start : span.start], span, text[span.end : end], spans, first=not at)
        if kind is not Evidence.ANOTHER:
            yield _Seen(span, kind)
        start = span.end


def _is_masthead(above: Sequence[str]) -> bool:
    """Whether the lines above hold a document's symbol or say how it is distributed."""
    return any(
        SYMBOL.fullmatch(text) or (DISTRIBUTED.search(text) and not find_dates(text)) for text in above
    )


def _kind(
    text: str, before: str, span: DateSpan, after: str, spans: Sequence[DateSpan], *, first: bool
) -> Evidence:
    if marked := _marked(before, after):
        return marked
    if LABEL.match(before):
        return Evidence.LABELLED
    symbols = before.translate(_DASHES).split()
    if symbols and all(map(SYMBOL.fullmatch, symbols)):
        return Evidence.DISTRIBUTED
    titled = first and len(WORD.findall(before)) > 2 and not SET_OFF.search(before)
    if _is_bare(text, spans) and not titled:
        return Evidence.LINE
    if OF_ITSELF.search(before):
        return Evidence.TITLE
    if MEANT.match(after) or OF_AN_EVENT.search(before) or NAMES_AN_EVENT.match(after):
        return Evidence.ANOTHER
    set_off = not before.strip() or SET_OFF.search(before) or (is_japanese(text) and before[-1:].isspace())
    in_passing = OF_A_TOPIC.search(before) or len(span.first) < 10
    return Evidence.TITLE if set_off or not in_passing else Evidence.ANOTHER


def _marked(before: str, after: str) -> Evidence | None:
    """What a word before the date, or in Japanese after it, says of it."""
    words = f"{before[-120:]}\n{after[:16] if is_japanese(after[:16]) else ''}"
    delivered = list(DELIVERED.finditer(words))
    other = list(OTHER.finditer(words))
    if EMBARGOED.search(before):  # until it is delivered
        return Evidence.WRITTEN
    if other and (not delivered or delivered[-1].start() < other[-1].start()):
        return Evidence.ANOTHER
    for pattern, kind in ((DISTRIBUTED, Evidence.DISTRIBUTED), (PUT_UP, Evidence.PAGE)):
        if pattern.search(words):
            return kind
    if delivered:
        about = OF_A_TOPIC.search(words[: delivered[-1].start()]) or OF_ANOTHER_TEXT.search(before)
        return Evidence.DELIVERED if SPOKEN.match(delivered[-1][0]) or not about else Evidence.ANOTHER
    if LETTER.match(words) or (RELEASED.search(words) and not OF_A_TOPIC.search(words)):
        return Evidence.WRITTEN
    return Evidence.ANOTHER if PARTICIPLE.search(before) else None


def _is_bare(text: str, spans: Sequence[DateSpan]) -> bool:
    before = text[: spans[0].start]
    if spans[0].first != spans[0].last:  # "Lima, from 3 to 7 May 2010"
        before = FROM.sub(" ", before)
    rest = before + " " + text[spans[-1].end :]
    rest = BESIDE.sub(" ", TIME.sub(" ", rest)).strip()
    words = WORD.findall(rest)
    if len(rest) > _BESIDE or len(words) > _PLACE_WORDS or SENTENCE.search(rest):
        return False
    if is_japanese(rest):
        return (
            len(rest) <= _BESIDE / 3 and not PARTICLE.search(rest) and not MEANT.match(text[spans[-1].end :])
        )
    return all(word[0].isupper() or not word.isascii() for word in words)


def _opens(text: str, span: DateSpan) -> bool:
    """Whether the line begins with this date, perhaps after a place, and goes on after a dash."""
    before = BESIDE.sub(" ", text[: span.start])
    words = WORD.findall(before)
    an_event = OF_AN_EVENT.search(text[: span.start]) or MEANT.match(text[span.end :])
    if an_event or len(before) > _BESIDE or len(words) > _PLACE_WORDS:
        return False
    return all(word[0].isupper() or not word.isascii() for word in words) and bool(
        DATELINE.match(text, span.end)
    )


def _today(texts: Sequence[str]) -> Iterator[_Seen]:
    for text in texts:
        opening = text[:_LONGEST]
        yield from (
            _Seen(span, Evidence.WRITTEN)
            for span in find_dates(opening)[:1]
            if TODAY.search(opening[: span.start])
        )


def _closing(texts: Sequence[str]) -> Iterator[_Seen]:
    for text in texts:
        spans = () if OTHER.search(text) else find_dates(text)
        if spans and (_is_bare(text, spans) or SIGNED_AT.match(text)):
            yield _Seen(spans[0], Evidence.CLOSING)


def _chosen(seen: Sequence[_Seen]) -> Dated:
    """The first of the best; of a span and a day within it the day, with the span's end."""
    best = seen[0]
    day = best.span
    own = [one.span for one in seen if one.kind < Evidence.DISTRIBUTED] or [day]
    inside = [one for one in own if day.first <= one.first <= day.last and one.first == one.last]
    exact = [one for one in own if len(one.first) > len(day.first) and one.first.startswith(day.first)]
    if day.first != day.last and inside:
        day = inside[0]
    elif exact:
        day = exact[0]
    around = [one for one in seen if one.span.first <= day.first < one.span.last]
    end, end_kind = (around[0].span.last, around[0].kind) if around else (day.last, best.kind)
    notices = []
    if best.kind >= Evidence.DISTRIBUTED:
        notices.append(f"The date {day.first} is the {_SOURCES[best.kind]}; no other was found.")
    rivals = {one.span.first for one in seen if one.kind == best.kind and one.span.first == one.span.last}
    if best.kind <= Evidence.LINE and len(rivals) > 1 and day.first == best.span.first:
        others = ", ".join(sorted(rivals - {day.first}))
        notices.append(f"The lines above the text give {day.first} and {others}; {day.first} was taken.")
    return Dated(day.first, end, _SOURCES[best.kind], _SOURCES[end_kind], tuple(notices))


def _unclear(date: str) -> str:
    return f"The date {date} can be read with the day or the month first and was left out; set it by hand."
