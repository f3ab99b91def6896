"""What the rules for training pairs share: where a sentence comes from, and the tables."""

import random
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

Rule = Callable[[str, "Source", random.Random], str]
"""Takes the sentence, where it comes from and a random choice; returns "" where it does not apply."""


@dataclass(frozen=True, slots=True)
class Source:
    """The sentence ``sentences[place]`` of a speech by ``name`` that a report tells."""

    text: str
    name: str
    year: int
    sentences: tuple[str, ...]
    place: int
    states: tuple[str, ...]


def first_that_applies(rules: Iterable[Rule], told: str, source: Source, chosen: random.Random) -> str:
    """The sentence changed by one of the rules, in random order; "" where none changes it."""
    order = list(rules)
    chosen.shuffle(order)
    return next((out for rule in order if (out := rule(told, source, chosen)) and out != told), "")


@cache
def tables() -> Mapping[str, Any]:
    """``alterations.toml``."""
    return tomllib.loads(files("training").joinpath("alterations.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the table."""
    return re.compile(tables()["patterns"][name])


@cache
def _words(name: str) -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """What finds the words of an exchange table, and what each may become."""
    lines = [line.partition(":") for line in tables()[name].strip().splitlines()]
    found = {word.strip(): tuple(w.strip() for w in others.split(",")) for word, _, others in lines}
    longest = sorted(found, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b"), MappingProxyType(found)


def exchanged(told: str, name: str, chosen: random.Random) -> str:
    """One word of the exchange table ``name`` made one of those it may become."""
    finder, others = _words(name)
    found = list(finder.finditer(told))
    if not found:
        return ""
    at = chosen.choice(found)
    return told[: at.start()] + chosen.choice(others[at[1]]) + told[at.end() :]
