"""Terms of the field in English and Japanese, so that a translation uses the words a reader expects."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Self


@dataclass(frozen=True, slots=True)
class Glossary:
    """``terms`` maps an English term to its Japanese renderings, the preferred one first."""

    terms: Mapping[str, Sequence[str]]

    @classmethod
    def load(cls) -> Self:
        """The glossary that ships."""
        return cls(
            tomllib.loads(files("answer.writing").joinpath("glossary.toml").read_text("utf-8"))["terms"]
        )

    def in_japanese(self, text: str) -> tuple[tuple[str, str], ...]:
        """Pairs (Japanese as it stands, English) of the terms in a Japanese text, in order; where two
        overlap ("文書" in "法的拘束力のある文書") the longest counts."""
        spellings = {spelling: english for english, all_ in self.terms.items() for spelling in all_}
        pattern = "|".join(re.escape(s) for s in sorted(spellings, key=len, reverse=True))
        return tuple((found, spellings[found]) for found in dict.fromkeys(re.findall(pattern, text)))

    def in_english(self, text: str) -> tuple[tuple[str, str], ...]:
        """Pairs (English, preferred Japanese) of the terms in an English text, in order, the longest
        where two overlap."""
        pattern = "|".join(re.escape(term) for term in sorted(self.terms, key=len, reverse=True))
        by_folded = {term.lower(): term for term in self.terms}
        found = re.findall(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
        return tuple((term, self.terms[by_folded[term.lower()]][0]) for term in dict.fromkeys(found))
