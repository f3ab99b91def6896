"""Forums: which body a statement was made to, read from titles and file names."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("forums.toml")


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum: the name shown, and the patterns that recognise it in a title and as a file-name token."""

    name: str
    pattern: re.Pattern[str]
    tokens: frozenset[str]


def forum_in_title(title: str) -> str:
    """The forum named in ``title``, "" when none is; the more specific wins ("First Committee" over
    "UN General Assembly")."""
    return next((forum.name for forum in _forums() if forum.pattern.search(title)), "")


def forum_in_tokens(tokens: tuple[str, ...]) -> str:
    """The forum that one of a file name's tokens abbreviates ("oewg"), "" when none does."""
    lowered = {token.lower() for token in tokens}
    return next((forum.name for forum in _forums() if forum.tokens & lowered), "")


def forum_called(name: str) -> str:
    """The name shown for a forum given by hand; a forum that is not known keeps the name given."""
    wanted = name.strip()
    for forum in _forums():
        if wanted.lower() == forum.name.lower() or wanted.lower() in forum.tokens:
            return forum.name
    return wanted


@cache
def _forums() -> tuple[Forum, ...]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(_forum(name, entry) for name, entry in data.items())


def _forum(name: str, entry: dict[str, list[str]]) -> Forum:
    abbreviations = entry.get("abbreviations", [])
    patterns = [f"(?i:{re.escape(known)})" for known in entry.get("names", [])]
    patterns += [rf"(?<![A-Za-z]){re.escape(short)}(?![A-Za-z])" for short in abbreviations]
    return Forum(name, re.compile("|".join(patterns)), frozenset(short.lower() for short in abbreviations))
