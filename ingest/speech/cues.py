"""The table of words that tell who speaks, as patterns."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

_DATA = Path(__file__).with_name("cues.toml")


@cache
def english() -> Mapping[str, str]:
    """Each kind of English cue as one alternation, the longest first."""
    return _table("english")


@cache
def japanese() -> Mapping[str, str]:
    """Each kind of Japanese cue as one alternation."""
    return _table("japanese")


@cache
def joint() -> Mapping[str, str]:
    """Each kind of cue of a joint text as one alternation."""
    return _table("joint")


@cache
def label() -> Mapping[str, str]:
    """Each kind of what a speaker's label holds as one alternation."""
    return _table("label")


@cache
def parliaments() -> tuple[tuple[re.Pattern[str], str], ...]:
    """(pattern, code) of the parliaments whose minutes can be told by their words."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(
        (re.compile("|".join(names), re.IGNORECASE), code) for code, names in data["parliaments"].items()
    )


@cache
def institutions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """(pattern, code) of the offices and houses whose name tells their state without naming it."""
    return _by_state("institutions")


@cache
def posts() -> tuple[tuple[re.Pattern[str], str], ...]:
    """(pattern, code) of the posts that one state alone has."""
    return _by_state("posts")


def _by_state(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    data: Mapping[str, Sequence[str]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))[kind]
    return tuple(
        (re.compile(rf"(?<![A-Za-z])(?:{'|'.join(names)})(?![A-Za-z])", re.IGNORECASE), code)
        for code, names in data.items()
    )


def _table(language: str) -> Mapping[str, str]:
    data: Mapping[str, Sequence[str]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))[language]
    joined = {kind: f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})" for kind, forms in data.items()}
    return MappingProxyType(joined)
