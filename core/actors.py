"""Offices and bodies that act in statements, by name. The data is ``actors.toml`` beside this module."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).with_name("actors.toml")


@dataclass(frozen=True, slots=True)
class Named:
    """An office or body named in a text: ``text[start:end]`` are the words that name it."""

    actor: str
    start: int
    end: int


class Actors:
    """Finds offices and bodies in text, the longest name first."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._actors = {name.casefold(): actor for actor, forms in names.items() for name in forms}
        forms = sorted({form for several in names.values() for form in several}, key=len, reverse=True)
        # A name in capitals or with one is meant as written; "member States" is not "Member states".
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])")

    @classmethod
    def load(cls) -> "Actors":
        """The actors of ``actors.toml``."""
        table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        return cls({**table["offices"], **table["bodies"]})

    def find(self, text: str) -> tuple[Named, ...]:
        """Every office and body that ``text`` names, in order."""
        return tuple(
            Named(self._actors[found[0].casefold()], found.start(), found.end())
            for found in self._pattern.finditer(text)
        )
