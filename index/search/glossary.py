"""Acronyms with their expansions, and the field's terms in two languages: a search for one way of
writing a thing finds the others. The data is ``glossary.toml`` beside this module; a file of the same
name and form in the library's folder adds to it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Self

from core.errors import ConfigError
from index.store.lexical import STOP_WORDS, index_words, parse_query, phrase

FILE = "glossary.toml"
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:(?P<y>ies)|(?<!s)s)$")
_LONGEST = 12  # words of an entry; so many a query is compared with at each place


@dataclass(frozen=True, slots=True)
class Synonym:
    """A name that stands in a query. ``typed`` is the FTS5 expression for it as a query's words, ``others``
    maps the FTS5 expressions for the other names of its group to these names."""

    typed: str
    others: Mapping[str, str]


@dataclass(frozen=True)
class Glossary:
    """``names`` are groups of names, those of a group meaning the same."""

    names: tuple[tuple[str, ...], ...]

    @classmethod
    def load(cls, home: Path | None = None) -> Self:
        """The glossary that ships, with what ``home`` adds to it. Raises ConfigError when the file there
        can't be used."""
        terms = _terms(files("index.search").joinpath(FILE).read_text("utf-8"), FILE)
        path = None if home is None else home / FILE
        if path is not None and path.is_file():
            try:
                text = path.read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(f"{path} could not be read ({error}); correct or remove it.") from None
            own = _terms(text, str(path))
            replaced = {name.casefold() for name in own}
            terms = {n: others for n, others in terms.items() if n.casefold() not in replaced} | own
        return cls(tuple((name, *others) for name, others in terms.items() if others))

    def find(self, query: str) -> tuple[Synonym, ...]:
        """The names in ``query``, in order, the longest where two overlap."""
        words = index_words(query)
        found: dict[str, Synonym] = {}
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                run = tuple(words[at : at + length])
                entry = self._by_words.get(run) or self._by_words.get(_singular(run))
                if entry is not None and _meant(entry.name, query):
                    found.setdefault(entry.name, entry.synonym)
                    at += length
                    break
            else:
                at += 1
        return tuple(found.values())

    def spelled_out(self, query: str) -> str:
        """``query`` with its acronyms spelled out in English, for models that read words: "the JCPOA" becomes
        "the Joint Comprehensive Plan of Action (JCPOA)"."""
        if not self._expansions:
            return query

        def expanded(found: re.Match[str]) -> str:
            name = self._expansions[found["acronym"]]
            if name.casefold() in query.casefold():
                return found[0]
            return f"{_plural(name) if found['plural'] else name} ({found[0]})"

        return self._acronym.sub(expanded, query)

    @cached_property
    def _expansions(self) -> Mapping[str, str]:
        """Every acronym with the first of its names that spells it out in English."""
        return {
            acronym: name
            for group in self.names
            for acronym in group
            if _is_acronym(acronym)
            for name in [next((n for n in group if n.isascii() and not _is_acronym(n)), "")]
            if name
        }

    @cached_property
    def _acronym(self) -> re.Pattern[str]:
        names = "|".join(re.escape(name) for name in sorted(self._expansions, key=len, reverse=True))
        return re.compile(rf"(?<![A-Za-z0-9-])(?P<acronym>{names})(?P<plural>s?)(?![A-Za-z0-9])")

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], "_Entry"]:
        """Every name by the words under which it is indexed, one that is no acronym in the singular."""
        found: dict[tuple[str, ...], _Entry] = {}
        for group in self.names:
            for name in group:
                words = tuple(index_words(name))
                if len(words) > 1 and not name.isascii() and len(words[-1]) == 1:
                    words = words[:-1]  # the last character of a run; here the run may go on
                if words:
                    others = {phrase(other): other for other in group if _can_be_found(other, name)}
                    entry = _Entry(name, Synonym(parse_query(name).any_term, MappingProxyType(others)))
                    found.setdefault(words if name.isupper() else _singular(words), entry)
        return found


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    synonym: Synonym


def _is_acronym(name: str) -> bool:
    return name.isascii() and " " not in name and sum(map(str.isupper, name)) * 2 >= len(name)


def _plural(name: str) -> str:
    return name if name.endswith("s") else f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def _singular(words: tuple[str, ...]) -> tuple[str, ...]:
    """The index stems words when they are in it; for a name the plural's ending is all that has to go."""
    return tuple(_PLURAL.sub(lambda found: "y" if found["y"] else "", word) for word in words)


def _meant(name: str, query: str) -> bool:
    """ "who" is the World Health Organization only where it is written WHO."""
    return name.casefold() not in STOP_WORDS or re.search(rf"\b{re.escape(name)}\b", query) is not None


def _can_be_found(other: str, name: str) -> bool:
    return other != name and other.casefold() not in STOP_WORDS and bool(phrase(other))


def _terms(text: str, where: str) -> dict[str, list[str]]:
    try:
        terms = tomllib.loads(text).get("terms", {})
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not valid TOML ({error}); correct or remove it.") from None
    usable = isinstance(terms, dict) and all(
        isinstance(others, list) and all(isinstance(other, str) for other in others)
        for others in terms.values()
    )
    if not usable:
        raise ConfigError(
            f'{where}: write a table [terms] with lines such as OEWG = ["open-ended working group"].'
        )
    return dict(terms)
