"""The figures of a sentence: how much of what, more or less than that, and when."""

from collections.abc import Mapping, Sequence

from answer.support.reading.records import Figure
from answer.support.reading.tables import ladder
from answer.words.lexicon import words
from answer.words.tokens import Token
from core.months import month_number

_SCALES: Mapping[str, float] = {
    f"{word}{plural}": 10.0**power
    for word, power in (("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12))
    for plural in ("", "s")
}
_PERSONS = words("people persons troops men women children")
_CURRENCY = words("dollars dollar euros euro yen pounds")
_PARTS: Mapping[str, int] = {"thirds": 3, "quarters": 4, "fifths": 5}
_REACH = 3  # words between a number and what it counts: "300 or so young people"


def read_figures(text: str, tokens: Sequence[Token]) -> tuple[Figure, ...]:
    """Every number, "five million dollars" as one."""
    found: list[Figure] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind != "number" and not _is_vague(tokens[i]):
            i += 1
            continue
        last, value = _whole(tokens, i)
        kind = _kind(text, tokens, i, last, value)
        unit = "" if kind != "count" else _unit(text, tokens, i, last)
        if share := _share(tokens, i, value, kind):
            kind, unit, value = "count", "%", share
        found.append(Figure(i, value, _bound(tokens, i), unit, kind))
        i = last + 1
    return tuple(found)


def _is_vague(token: Token) -> bool:
    """ "Billions of dollars": a number without figures."""
    return token.lower in _SCALES and token.lower.endswith("s")


def _whole(tokens: Sequence[Token], i: int) -> tuple[int, float]:
    """The last token and the value of the number that begins at ``i``."""
    value = _SCALES.get(tokens[i].lower) or _value(tokens[i])
    last = i
    if tokens[i].lower in _SCALES:
        before = [t.lower for t in tokens[max(0, i - 4) : i]]
        if before[-2:] == ["half", "a"]:
            value /= 2
        elif before == ["one", "and", "a", "half"]:  # "one" is no number by itself
            value *= 1.5
    elif _and_a_half(tokens, i):
        value, last = value + 0.5, i + 3
    while last + 1 < len(tokens) and tokens[last + 1].lower in _SCALES:
        last += 1
        value *= _SCALES[tokens[last].lower]
    if tokens[last].lower in _SCALES and _and_a_half(tokens, last):
        value, last = value + _SCALES[tokens[last].lower] / 2, last + 3
    return last, value


def _and_a_half(tokens: Sequence[Token], i: int) -> bool:
    return [t.lower for t in tokens[i + 1 : i + 4]] == ["and", "a", "half"]


def _share(tokens: Sequence[Token], i: int, value: float, kind: str) -> float:
    """The percentage that "a third of" or "two thirds" is; 0 for "a third conference", "a second round"."""
    before = tokens[i - 1].lower if i else ""
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    ends = i + 1
    if kind == "ordinal" and before in ("a", "one") and value >= 3:
        share = 100 / value
    elif kind == "count" and following in _PARTS:
        share, ends = 100 * value / _PARTS[following], i + 2
    else:
        return 0.0
    after = tokens[ends] if ends < len(tokens) else None
    return round(share, 2) if after is None or after.kind == "mark" or after.lower == "of" else 0.0


def _value(token: Token) -> float:
    try:
        return float(token.key)
    except ValueError:  # "1.2.3", a numbered heading
        return float("nan")


def _kind(text: str, tokens: Sequence[Token], i: int, last: int, value: float) -> str:
    token = tokens[i]
    after = text[token.end : token.end + 2]
    if len(token.text) == 4 and token.text.isdigit() and 1700 <= value <= 2200:
        following = tokens[last + 1].lower if last + 1 < len(tokens) else ""
        counted = following in _PERSONS or following == "%"
        return "count" if counted or text[token.start - 1 : token.start] in ("$", "€", "£") else "year"
    near = [t.lower for t in (*tokens[max(0, i - 2) : i], *tokens[last + 1 : last + 3])]
    if value <= 31 and any(month_number(word) and word != "may" for word in near):
        return "date"
    written = token.lower[-2:] if token.text.isalpha() else after
    if written in ("st", "nd", "rd", "th"):
        return "ordinal"
    return "count"


def _unit(text: str, tokens: Sequence[Token], i: int, last: int) -> str:
    if text[tokens[i].start - 1 : tokens[i].start] in ("$", "€", "£", "¥"):
        return "$"
    if text[tokens[last].end : tokens[last].end + 1] == "%":
        return "%"
    for k in range(last + 1, min(last + 1 + _REACH, len(tokens))):
        token = tokens[k]
        if token.lower in ("per", "percent", "percentage"):
            return "%"
        if token.lower in _CURRENCY:
            return "$"
        if token.kind == "mark" or token.lower in ("and", "in", "to", "by", "for"):
            return ""
        if token.kind == "word" and token.content:
            return token.key
    return ""


def _bound(tokens: Sequence[Token], i: int) -> str:
    opens = i
    while opens > 0 and tokens[opens - 1].lower in ("a", "an", "one", "half"):
        opens -= 1  # "more than a hundred", "at most one billion"
    before = [t.lower for t in tokens[max(0, opens - 3) : opens]]
    for size in (3, 2, 1):
        if (bound := ladder().bounds.get(" ".join(before[-size:]))) and len(before) >= size:
            return bound
    return ""
