"""What task a question sets, beside what it is about: the phrases of ``kinds.toml``, in the order in which
one kind excludes the next. ``python -m evals.kinds`` measures them.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from answer.question.catalogue import catalogue_query
from answer.question.words import (
    COMPARED,
    DECLARING,
    DOCUMENT,
    EXPRESSION,
    JOINED_STATES,
    MENTION,
    SPOKEN_OF,
    TELLS,
    any_of,
)

Kind = Literal[
    "",
    "quote",
    "list",
    "count",
    "who_else",
    "compare",
    "over_time",
    "digest",
    "catalogue",
    "greeting",
    "help",
    "cannot",
]
Cannot = Literal["", "predict", "advise", "sincerity"]

_DATA = Path(__file__).with_name("kinds.toml")
_SINGULAR = "state country delegation government member nation speaker"
_WORDS: Mapping[str, str] = {
    "states": any_of(JOINED_STATES, _SINGULAR),
    "plural": any_of(JOINED_STATES),
    "documents": any_of(DOCUMENT),
    "position": any_of(EXPRESSION, "policy wording approach attitude line lines posn language rhetoric tone"),
    "change": "chang(?:e[ds]?|ing)|evolv(?:e[ds]?|ing)|shift(?:ed|s|ing)?|(?:soft|hard)en(?:ed|ing)?|moved?",
    "declares": any_of(DECLARING, SPOKEN_OF, MENTION, TELLS),
    "tells": any_of(TELLS),
    "compared": any_of(COMPARED),
}
# What may change without a position's changing.
_CHANGING = re.compile(r"\b(?:climate|regime|social|political|demographic)\s+changes?\b", re.IGNORECASE)
_ON_A_TOPIC = re.compile(
    r"\b(?:on|about|regarding|concerning)\s+(?!(?:the\s+)?(?:19|20)\d\d|one\b|a\s+page|half\b)\w"
    r"|について|に関する|に関して",
    re.IGNORECASE,
)
_OF_A_DOCUMENT = re.compile(rf"\b(?:{any_of(DOCUMENT)})\b|演説|声明|スピーチ|発言", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:else|others?|another|besides|alone)\b|他に|ほか|以外", re.IGNORECASE)


def kind_of(question: str, *, delegations: int = 0, named: int = 0, years: int = 0) -> Kind:
    """The kind of a question in English or Japanese; ``""`` for the ordinary one. ``delegations`` is how
    many are asked for their words, ``named`` how many are named at all, ``years`` how many years are."""
    text = " ".join(question.split())
    if _table()["greeting"][0].fullmatch(text.strip(" .!?！？。、,")):
        return "greeting"
    if catalogue_query(text):
        return "catalogue"
    if not named and _sets(text, "help"):
        return "help"
    if cannot(text):
        return "cannot"
    if _sets(text, "digest") and (_OF_A_DOCUMENT.search(text) or not _ON_A_TOPIC.search(text)):
        return "digest"
    if _sets(text, "quote"):
        return "quote"
    if _sets(_CHANGING.sub("", text), "over_time"):
        return "over_time"
    if _sets(text, "compare") and ((delegations or named) > 1 or years > 1) and not _sets(text, "list"):
        return "compare"
    if _sets(text, "who_else") and (not delegations or _OTHERS.search(text)):
        return "who_else"
    if _sets(text, "count") and not delegations:
        return "count"
    return "list" if _sets(text, "list") and not delegations else ""


def cannot(text: str) -> Cannot:
    """What a question asks that no library of statements can tell; "" for others."""
    if _sets(text, "advise"):
        return "advise"
    if _sets(text, "sincerity"):
        return "sincerity"
    return "predict" if _sets(text, "predict") else ""


def asks_for_others(question: str) -> bool:
    """Whether those that were spoken of are to be left out: "who else", "which other states"."""
    return bool(_OTHERS.search(question))


def _sets(text: str, kind: str) -> bool:
    phrases, alike = _table()[kind]
    return bool(phrases.search(text)) and not (alike and alike.search(text))


@cache
def _table() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    """For each kind the pattern of its phrases, and that of phrases that only look alike."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        kind: (_pattern(entry["phrases"]), _pattern(entry["not"]) if "not" in entry else None)
        for kind, entry in data.items()
    }


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{phrase})" for phrase in phrases)
    for name, words in _WORDS.items():
        joined = joined.replace(f"{{{name}}}", f"(?:{words})")
    return re.compile(joined, re.IGNORECASE)
