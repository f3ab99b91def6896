"""The tables that the reading of a sentence uses, loaded once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Ladder:
    """``ladder.toml``. ``auxiliaries`` and ``governors`` give the status of the verb that depends on a
    word; ``allowed`` the statuses that a claim may have by that of the evidence; ``saying`` the verbs
    that only report, ``performed`` those that are done by saying them; ``bounds`` what a phrase before a
    number makes of it; ``order`` the statuses from weak to strong."""

    auxiliaries: Mapping[str, str]
    governors: Mapping[str, str]
    allowed: Mapping[str, frozenset[str]]
    saying: frozenset[str]
    performed: frozenset[str]
    bounds: Mapping[str, str]
    order: tuple[str, ...]


@cache
def ladder() -> Ladder:
    """The ladder of strength and status."""
    table = _read("ladder.toml")
    return Ladder(
        _inverted(table["auxiliaries"]),
        _inverted(table["governors"]),
        MappingProxyType({name: frozenset(line.split()) for name, line in table["allowed"].items()}),
        frozenset(table["saying"]["words"].split()),
        frozenset(table["performed"]["words"].split()),
        MappingProxyType({phrase: bound for bound, phrases in table["bounds"].items() for phrase in phrases}),
        tuple(table["order"]["statuses"].split()),
    )


@cache
def limiting() -> tuple[tuple[tuple[str, ...], str], ...]:
    """``limits.toml``: the words that open a phrase that limits a sentence, and its kind; longest first."""
    table = _read("limits.toml")
    opening = [(tuple(text.split()), kind) for kind, texts in table["opening"].items() for text in texts]
    return tuple(sorted(opening, key=lambda o: -len(o[0])))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("answer.support.reading").joinpath(name).read_text(encoding="utf-8"))


def _inverted(table: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({word: name for name, line in table.items() for word in line.split()})
