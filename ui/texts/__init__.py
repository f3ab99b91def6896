"""The words of the page, one table a language: ``en.toml``, ``ja.toml``.

A text is found by the names of its tables ("answer.in_their_words"). One with a number in it has two forms,
``one`` and ``other``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language; ``entries`` by dotted key. A key that is not there is a KeyError."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text as plain text, with ``values`` in their places."""
        return self.entries[key].format(**values)

    def html(self, key: str, **pieces: str) -> str:
        """The text escaped, with pieces of HTML in their places."""
        return escape(self.entries[key], quote=False).format(**pieces)

    def count(self, noun: str, number: int, **values: object) -> str:
        """ "1 statement", "2,914 statements"; ``noun`` is a key with the forms ``one`` and ``other``."""
        return self(f"{noun}.{'one' if number == 1 else 'other'}", n=number, **values)

    def listed(self, items: Iterable[str]) -> str:
        """The items in a row: "a, b, c" or "a、b、c"."""
        return self.entries["mark.comma"].join(items)

    def quoted(self, text: str) -> str:
        """``text`` in the quotation marks of its own language, on one line."""
        line = " ".join(text.split())
        return f"「{line}」" if _KANA.search(line) else f"“{line}”"

    def under(self, table: str) -> dict[str, str]:
        """All texts of one table, by what follows its name."""
        start = f"{table}."
        return {key[len(start) :]: text for key, text in self.entries.items() if key.startswith(start)}


_KANA = re.compile("[\u3041-\u30ff]")


@cache
def texts_in(language: str) -> Texts:
    """The texts of a language; those of English for one that the page does not speak."""
    code = language.split("-")[0].lower()
    name = code if code in LANGUAGES else LANGUAGES[0]
    document = tomllib.loads(files("ui.texts").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return Texts(name, MappingProxyType(dict(_flat(document))))


def preferred(accepted: str) -> Texts:
    """The texts in the first language of an ``Accept-Language`` header that the page speaks. Browsers send
    languages in order of preference."""
    wanted = (part.split(";")[0].strip() for part in accepted.split(","))
    return texts_in(next((w for w in wanted if w.split("-")[0].lower() in LANGUAGES), LANGUAGES[0]))


def _flat(tables: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)
