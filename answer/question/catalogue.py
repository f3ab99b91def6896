"""Questions about the library itself: what it holds, who spoke, how often something is mentioned."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from answer.question.words import DOCUMENT, JOINED_STATES, MENTION, any_of

Fact = Literal["statements", "count", "speakers", "mentions"]
By = Literal["", "delegation", "year"]

_DATA = Path(__file__).with_name("catalogue.toml")
_WORDS: Mapping[str, str] = {
    "documents": any_of(DOCUMENT),
    "states": any_of(JOINED_STATES, "state country delegation"),
    "mentions": any_of(MENTION),
    "library": "(?:the|your|this) (?:library|collection|corpus|database|archive|catalogue|system)",
}
_BY_WHOM = re.compile(r"\bby whom\b|\bwho\b|\bwhich (?:states?|countr|delegation)|誰|どの国", re.IGNORECASE)
_BY_YEAR = re.compile(r"\byears?\b|年", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the (?:word|words|term|phrase|name) |an? |the )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Which fact about the library is asked for, under the question's filters.

    "statements": which there are; "count": how many; "speakers": who spoke; "mentions": how many paragraphs
    have the ``phrase``, and where ``by`` says so by whom most, or in which years (the first and the last).
    """

    fact: Fact
    phrase: str = ""
    by: By = ""


def catalogue_query(text: str) -> CatalogueQuery | None:
    """The fact about the library that a question asks for; None for a question about what was said."""
    text = " ".join(text.split())
    for name, pattern in _table():
        if not (found := pattern.search(text)):
            continue
        if name == "count":
            return CatalogueQuery("count")
        if name == "speakers":
            return CatalogueQuery("speakers")
        if name == "statements":
            return CatalogueQuery("statements")
        what = next(words for key, words in found.groupdict().items() if words and key.startswith("what"))
        return CatalogueQuery("mentions", _phrase(what), _by(name, text, found[0]))
    return None


def _by(name: str, text: str, words: str) -> By:
    if name == "first" or (name == "most" and _BY_YEAR.search(words[:20])):
        return "year"
    if name == "most" or _BY_WHOM.search(text):
        return "delegation"
    return "year" if _BY_YEAR.search(text[text.find(words) + len(words) :]) else ""


def _phrase(words: str) -> str:
    """The words that are looked for, without an article or quotation marks."""
    return _ARTICLE.sub("", words.strip(" \"'“”「」?.")).strip(" \"'“”「」")


@cache
def _table() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns by the facts that they ask for, in their order."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple((name, _pattern(entry["phrases"])) for name, entry in data.items())


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    # A group's name may occur once in a pattern: the n-th phrase's "what" becomes "what<n>".
    named = [phrase.replace("(?P<what>", f"(?P<what{n}>") for n, phrase in enumerate(phrases)]
    joined = "|".join(f"(?:{phrase})" for phrase in named)
    for name, words in _WORDS.items():
        joined = joined.replace(f"{{{name}}}", f"(?:{words})")
    return re.compile(joined, re.IGNORECASE)
