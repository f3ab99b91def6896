"""Whom a name means that neither the library's speakers nor its statements tell: by a table of heads of state
and of government and foreign ministers (``leaders.toml``, and ``leaders_japanese.toml`` as Japanese texts
write them).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from answer.question.who.typos import misspelt
from answer.question.words import OFFICE_JAPANESE, any_of
from core.delegations import Mention, without_accents
from core.japanese import KATAKANA

_DATA = Path(__file__).with_name("leaders.toml")
_JAPANESE = Path(__file__).with_name("leaders_japanese.toml")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Titles that are part of an entry and not of the name, and the numerals of monarchs.
_NO_NAMES = frozenset(
    [
        *("king", "queen", "emir", "sheikh", "sultan", "prince", "crown", "pope", "president"),
        *("i", "ii", "iii", "iv", "v", "vi", "x", "xi", "xvi"),
    ]
)
# They speak for no delegation, whoever has the same name.
SECRETARIES_GENERAL = frozenset(
    ["hammarskjold", "thant", "waldheim", "cuellar", "boutros-ghali", "annan", "guterres"]
)
_PARTS_JAPANESE = re.compile(r"[・=]")
_LETTER_BEFORE = _KATAKANA_BEHIND = re.compile(f"[{KATAKANA}]")
_OFFICE_BEHIND = re.compile(rf"(?:前|元|新|副|国家)?(?:{any_of(OFFICE_JAPANESE)})")
_OWNER = re.compile(r"['’]s?$")
_MOST_PARTS = 5
_LONG_NAME = 7  # letters from which a name is told with a letter wrong
_FAMILY_NAME_FIRST = frozenset(["CHN", "KOR", "PRK", "VNM", "KHM"])


def led_by(name: str, held: Collection[str]) -> str:
    """The code of the one delegation among those ``held`` that somebody of that name led or spoke for; ""
    where there is none, or more than one. A family name is enough, a given name is not; a long
    name may have a slip of the finger."""
    key = _key(name)
    codes = _table().get(key, frozenset()) & frozenset(held)
    if codes or len(key) < _LONG_NAME:
        return next(iter(codes)) if len(codes) == 1 else ""
    return misspelt(key, {form: code for code in held for form in _long_forms().get(code, ())})


def leaders_named(text: str) -> tuple[Mention, ...]:
    """The leaders whom ``text`` names in full, given name and family name, in order, each with the delegation
    that they led. A name that leaders of several have is nobody's."""
    words = [word for word in _WORD.finditer(text) if word[0][:1].isupper()]
    found: list[Mention] = []
    for at, first in enumerate(words):
        for last in reversed(words[at + 1 : at + _MOST_PARTS]):
            name = _OWNER.sub("", text[first.start() : last.end()])
            codes = _full_names().get(_key(name), frozenset())
            if len(codes) == 1 and not (found and found[-1].end > first.start()):
                found.append(Mention(next(iter(codes)), first.start(), first.start() + len(name), "speaker"))
                break
    return tuple(found)


@lru_cache(maxsize=4)
def leaders_of(held: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The name, in lower case without titles and accents, and the delegation of each leader of the
    delegations ``held``."""
    keys = dict.fromkeys((_key(name), code) for code, name in _entries() if code in held)
    return tuple((key, code) for key, code in keys if key)


def leaders_in_japanese(text: str, held: frozenset[str]) -> tuple[Mention, ...]:
    """The leaders of the delegations ``held`` whom a Japanese text names, in full, or by the family name
    before an office (「ケニヤッタ大統領」), in order. A name that leaders of several have is nobody's."""
    names = _japanese_names(held)
    found: list[Mention] = []
    for start in range(len(text) - 1):
        if (found and start < found[-1].end) or _LETTER_BEFORE.search(text[:start][-1:]):
            continue
        for name, is_whole, codes in names.get(text[start : start + 2], ()):
            behind = _KATAKANA_BEHIND if is_whole else _OFFICE_BEHIND
            end = start + len(name)
            if text.startswith(name, start) and bool(behind.match(text, end)) is not is_whole:
                found += [Mention(code, start, end, "speaker") for code in codes if len(codes) == 1]
                break
    return tuple(found)


def is_leader(word: str) -> bool:
    """Whether somebody in the table has that family name, and so whether it is no slip of the finger."""
    return _key(word) in _table()


@lru_cache(maxsize=4)
def _japanese_names(held: frozenset[str]) -> Mapping[str, Sequence[tuple[str, bool, frozenset[str]]]]:
    """By their first two characters, longest first, the names of leaders, whether each is whole, and of which
    delegations."""
    codes: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for code, names in tomllib.loads(_JAPANESE.read_text(encoding="utf-8")).items():
        for name in names if code in held else ():
            parts = _PARTS_JAPANESE.split(name)
            codes[name, True].add(code)
            codes[parts[-1] if len(parts) > 1 else name[:2], False].add(code)
    found: defaultdict[str, list[tuple[str, bool, frozenset[str]]]] = defaultdict(list)
    for (name, is_whole), several in sorted(codes.items(), key=lambda item: -len(item[0][0])):
        if len(name) > 1:
            found[name[:2]].append((name, is_whole, frozenset(several)))
    return found


@cache
def _full_names() -> Mapping[str, frozenset[str]]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in _entries():
        if " " in (key := _key(name)) and key.rpartition(" ")[2] not in SECRETARIES_GENERAL:
            codes[key].add(code)
    return {key: frozenset(several) for key, several in codes.items()}


@cache
def _table() -> Mapping[str, frozenset[str]]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in _entries():
        for form in _forms(name, code):
            codes[form].add(code)
    return {form: frozenset(several) for form, several in codes.items()}


@cache
def _long_forms() -> Mapping[str, frozenset[str]]:
    """The long forms of the leaders' names by delegation."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for form, codes in _table().items():
        for code in codes if len(form) >= _LONG_NAME else ():
            forms[code].add(form)
    return {code: frozenset(several) for code, several in forms.items()}


@cache
def _entries() -> tuple[tuple[str, str], ...]:
    """The delegation's code and the name of each entry."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple((code, name) for code, names in table.items() for name in names)


def _forms(name: str, code: str) -> Iterator[str]:
    """The whole name and its endings ("Andrés Manuel López Obrador", "López Obrador", "Obrador"), or its
    beginnings where the family name stands first."""
    parts = _key(name).split()
    for at in range(len(parts)):
        yield " ".join(parts[: len(parts) - at] if code in _FAMILY_NAME_FIRST else parts[at:])


def _key(name: str) -> str:
    words = (word.lower() for word in _WORD.findall(without_accents(name)))
    return " ".join(word for word in words if word not in _NO_NAMES)
