"""Names of delegations that are misspelt in a question: "ethopia", "pakstan".

A word is taken for a name only when it is within a slip or two of exactly one delegation's names and is no
word that people write (``name_words.toml``). It is tried only where a question names nobody otherwise.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from core.delegations import Gazetteer, Mention, without_accents

_DATA = Path(__file__).with_name("name_words.toml")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{5,}(?:['’]s)?")
_SHORTEST = 5  # letters of a name that can be told from another with one slip
_MOST = 40  # words that are looked at
_TWO_SLIPS = 8  # letters from which two slips are understood


@cache
def word_lists() -> Mapping[str, frozenset[str]]:
    """The lists of ``name_words.toml`` by their names."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in data.items()}


@lru_cache(maxsize=2)
def closed_list(gazetteer: Gazetteer) -> Mapping[str, str]:
    """The names of one word by which delegations may be meant, in lower case without accents, with the
    delegation's code."""
    names: dict[str, str] = {}
    for delegation in gazetteer:
        if delegation.is_group:
            continue
        for name in (delegation.name, *delegation.names, *delegation.adjectives, *delegation.capitals):
            plain = without_accents(name).lower()
            if len(plain) >= _SHORTEST and plain.isascii() and plain.isalpha():
                names.setdefault(plain, delegation.code)
    return names


def misspelt(word: str, names: Mapping[str, str]) -> str:
    """The code of the one delegation to whose name ``word`` is nearest, within the bound; "" for none, and
    where two are as near. The first letter must be right."""
    nearest: defaultdict[int, set[str]] = defaultdict(set)
    for name, code in names.items():
        bound = 2 if len(name) >= _TWO_SLIPS else 1
        if name[0] == word[0] and abs(len(name) - len(word)) <= bound:
            slips = _slips(word, name, bound)
            if slips <= bound:
                nearest[slips].add(code)
    if not nearest:
        return ""
    codes = nearest[min(nearest)]
    return codes.pop() if len(codes) == 1 else ""


def misspelt_names(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The misspelt names in a question."""
    names = closed_list(gazetteer)
    known = word_lists()["near"]
    found = []
    for match in islice(_WORD.finditer(text), _MOST):
        word = re.sub(r"['’]s$", "", without_accents(match[0]).lower())
        if word in names or word in known:
            continue
        code = misspelt(word, names)
        end = match.start() + len(word)
        if not code and word.endswith("s") and word[:-1] not in known:  # "pakstans line"
            code, end = misspelt(word[:-1], names), match.end() - 1
        if code:
            found.append(Mention(code, match.start(), end, "name"))
    return tuple(found)


def _slips(one: str, other: str, bound: int) -> int:
    """How many letters are missing, added, wrong or swapped with their neighbour (optimal string alignment
    distance); more than ``bound`` is told as ``bound + 1``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row, oldest = row, [i], before
        for j, wanted in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, oldest[j - 2] + 1)
            row.append(best)
        if min(row) > bound:
            return bound + 1
        before = last
    return row[-1]
