"""Which forum a question limits itself to: "What did Japan say at the OEWG?", 「一般討論演説で…」.

A forum that the question is about ("Security Council reform", "a seat in the Security Council") is none.
"""

import re
import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from answer.question.words import (
    EXPRESSION,
    EXPRESSION_JAPANESE,
    SAID,
    SPEECH,
    STANDING_IN,
    STATING,
    any_of,
)
from core.japanese import has_japanese

_DATA = Path(__file__).with_name("forums.toml")
_YEAR = r"(?:(?:19|20)\d\d\s+)?"
_WHICH = (
    r"(?:(?:\d{1,3}(?:st|nd|rd|th)|[a-z]{3,20}(?:th|st|nd|rd)|first|second|third|last|latest|UN|U\.N\."
    r"|United\s+Nations)\s+){0,3}"
)
_THE = rf"\s+(?:the\s+)?{_YEAR}{_WHICH}$"
_AT = re.compile(
    rf"(?:\b(?:at|addressing|addressed|told|tell|tells)"
    rf"|(?:^|\b(?:{any_of(SAID, STATING, SPEECH)})\s+(?:\w+ly\s+)?|(?:19|20)\d\d,?\s+)"
    rf"(?:in|before|during)){_THE}",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"\b(?:{any_of(EXPRESSION, SPEECH)})\s+(?:\w+\s+)?(?:to|at|in|before|for|from){_THE}", re.IGNORECASE
)
_SEAT = re.compile(rf"\b(?:{any_of(STANDING_IN)})\s+(?:\w+\s+)?$", re.IGNORECASE)
_OWN_NOUN = re.compile(
    r"\s+(?:reform|reforms|resolutions?|members?|membership|seats?|decisions?|mandate|rules|report)\b",
    re.IGNORECASE,
)
_SPEECH_AFTER = re.compile(rf"(?:['’]s)?\s+(?:{any_of(SPEECH)})\b", re.IGNORECASE)
_JA_AT = re.compile(
    r"(?:の場)?(?:で(?!の|ある|はな)|にて|における|演説|の(?:演説|発言|声明)"
    rf"|での[^、。？?]{{0,12}}?(?:{any_of(EXPRESSION_JAPANESE)}))"
)


def asked_forum(text: str, forums: Collection[str]) -> str:
    """The forum among ``forums`` (the library's, by the names that are shown) in which the question says
    that the words were spoken; "" when it names none, several, or one that the library doesn't have."""
    found: dict[str, None] = {}
    taken: list[tuple[int, int]] = []
    for name, phrases, parts in _known(tuple(sorted(forums))):
        if any(part in forums for part in parts):
            continue
        for phrase in phrases:
            for match in _places(text, phrase):
                if not any(start <= match[0] < end for start, end in taken):
                    taken.append(match)
                    found[name] = None
    return next(iter(found)) if len(found) == 1 else ""


def _places(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where ``phrase`` stands as the place of what was said."""
    return [
        match.span() for match in re.finditer(phrase, text, re.IGNORECASE) if _is_place(text, *match.span())
    ]


def _is_place(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 90, 0) : start], text[end : end + 60]
    if not text[start:end].isascii() or has_japanese(after[:1]):
        return bool(_JA_AT.match(after))
    if _SPEECH_AFTER.match(after):
        return True
    if _OWN_NOUN.match(after):
        return False
    at = _AT.search(before)
    return bool(_TO.search(before)) or (at is not None and not _SEAT.search(before[: at.start()]))


@cache
def _known(forums: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Name, patterns and parts of each of the forums; one that isn't listed goes by its own name."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    known = []
    for name in [*(n for n in data if n in forums), *(f for f in forums if f not in data and len(f) > 2)]:
        entry = data.get(name, {})
        names = (
            [rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])"] if name.isascii() else [re.escape(name)]
        )
        names += [rf"(?<![A-Za-z])(?:{phrase})(?![A-Za-z])" for phrase in entry.get("phrases", ())]
        known.append((name, tuple(names), tuple(entry.get("parts", ()))))
    return tuple(known)
