"""Rules that reword a sentence: it stays true."""

import random
import re
from collections.abc import Sequence

from training.rules import Rule, Source, exchanged, first_that_applies, pattern, tables


def reworded(told: str, source: Source, chosen: random.Random) -> str:
    """``told`` changed by one rule that keeps it true; unchanged where none applies."""
    return first_that_applies(_RULES, told, source, chosen) or told


def _same_word(told: str, _: Source, chosen: random.Random) -> str:
    return exchanged(told, "same", chosen)


def _without_opener(told: str, *_: object) -> str:
    out = pattern("opener").sub(
        lambda f: f["lead"] + (f["first"] if f["lead"] else f["first"].upper()), told, count=1
    )
    return "" if out == told else out


def _without_relative(told: str, *_: object) -> str:
    found = re.fullmatch(r"(.{40,}?), (?:which|who|where|as well as|including) [^,]*\.", told)
    return f"{found[1]}." if found else ""


def _without_intensifier(told: str, *_: object) -> str:
    out = pattern("intensifier").sub("", told, count=1)
    return "" if out == told else out


def _shorter_list(told: str, _: Source, chosen: random.Random) -> str:
    found = pattern("list").search(told)
    if not found or re.search(r"\b(?:between|both|not|no|without|together|only)\b", told):
        return ""
    kept = chosen.choice((("a", "b"), ("a", "c"), ("b", "c")))
    return f"{told[: found.start()]}{found[kept[0]]} and {found[kept[1]]}{told[found.end() :]}"


def _reordered(told: str, *_: object) -> str:
    """ "In 2015, Norway gave aid." → "Norway gave aid in 2015."; and a closing date in front."""
    found = re.fullmatch(r"((?:In|On|Since|During|At) [^,]{3,40}), (.{30,})\.", told)
    return f"{found[2][0].upper()}{found[2][1:]} {found[1][0].lower()}{found[1][1:]}." if found else ""


def _framed(told: str, source: Source, chosen: random.Random) -> str:
    """The same stance in another turn: "believes that" → "takes the view that"."""
    for frame in tables()["frame"]:
        found = re.match(frame["pattern"], told)
        if found and len(found["w"]) < 40 and source.name in found["w"]:
            out: str = chosen.choice(frame["turns"]).format(**found.groupdict()).replace("..", ".")
            return out[0].upper() + out[1:]
    return ""


_RULES: Sequence[Rule] = (
    *(_same_word,) * 3,
    *(_framed,) * 2,
    *(_without_opener, _without_relative, _without_intensifier, _shorter_list, _reordered),
)
