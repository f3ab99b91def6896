"""The delegations that a question names, in whatever way people name them: by name, adjective, people,
capital, nickname and abbreviation, by a speaker whom the library knows, without the apostrophe of a
possessive, and, where nothing else is named, with a slip of the finger.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from answer.question.who.leaders import is_leader, leaders_in_japanese, leaders_named
from answer.question.who.persons import Person, named_leaders, named_persons
from answer.question.who.typos import misspelt_names
from answer.question.words import (
    ATTITUDE,
    AUXILIARY,
    EXPRESSION,
    JOINED_STATES,
    OFFICE_JAPANESE,
    QUESTION_WORDS,
    STATING,
    any_of,
)
from core.delegations import Form, Gazetteer, Mention, compile_forms, without_accents
from core.japanese import has_japanese
from core.records import Speaker

_DATA = Path(__file__).with_name("informal_names.toml")
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ɏ]{3})s(?![A-Za-zÀ-ɏ'’])")
_LOWER_WORD = re.compile(r"(?<![\w'’-])[a-zà-ɏ]{4,}(?![\w-])")
_THE_US = re.compile(
    rf"(?:^|\bthe\s+)us\b(?=\s+(?:{any_of(AUXILIARY, STATING, EXPRESSION, ATTITUDE)}|on)\b|['?.]|$)"
)
_CAPITALISED_AFTER = re.compile(r"[ \n][A-Z][a-zà-ɏ]+")
_CAPITALISED_BEFORE = re.compile(r"(?P<word>[A-Z][a-zà-ɏ]+) $")
SHARED = "?"  # the code of a name that two delegations share
# Cities that are words when they have no capital letter.
_WORDS = frozenset(["male", "sucre", "nice"])


@dataclass(frozen=True, slots=True)
class Names:
    """What is named in a question. ``text`` has the length of the question and lost apostrophes put back;
    ``mentions`` are in order, those by a speaker with form "speaker"; ``persons`` are the speakers."""

    text: str
    mentions: tuple[Mention, ...]
    persons: tuple[Person, ...] = ()


def names_in(
    text: str, gazetteer: Gazetteer, speakers: Sequence[Speaker] = (), held: Collection[str] = ()
) -> Names:
    """The delegations named in a question. The leaders of those ``held`` are known by their family name
    alone."""
    owned = _LOST_APOSTROPHE.sub("'", text)
    leaders = leaders_named(text)
    lower = text[:1].islower()
    named = (*gazetteer.find(text), *_informal(text), *(_long_names(text, gazetteer) if lower else ()))
    places = _merged([mention for mention in named if not _overlaps(mention, leaders)], [])
    persons = [p for p in named_persons(text, speakers) if not _is_within(p, places)]
    for person in named_persons(owned, speakers) if owned != text else ():
        if not any(person.start < known.end and known.start < person.end for known in persons):
            persons.append(person)
            text = f"{text[: person.end]}{owned[person.end : person.end + 1]}{text[person.end + 1 :]}"
    known = frozenset(held)
    led = [p for p in named_leaders(text, known) if not _is_within(p, places)]
    by_speaker, by_leader = (
        [Mention(p.delegation, p.start, p.end, "speaker") for p in some] for some in (persons, led)
    )
    if known and has_japanese(text):
        by_leader += leaders_in_japanese(text, known)
    found = _merged(places, _merged(by_leader, _merged(leaders, by_speaker)))
    if owned != text:
        informal = _in_lower_case(owned, gazetteer) if lower else []
        owners = [
            mention
            for mention in (*gazetteer.find(owned), *_informal(owned), *informal)
            if mention.end < len(text) and owned[mention.end] == "'" != text[mention.end]
        ]
        for mention in (owners := [m for m in owners if not _overlaps(m, found)]):
            text = f"{text[: mention.end]}'{text[mention.end + 1 :]}"
        found = _merged(owners, found)
    if lower:
        found = _merged(_in_lower_case(text, gazetteer), found)
    if not found:
        slips = misspelt_names(text, gazetteer)
        found = _merged([slip for slip in slips if not is_leader(text[slip.start : slip.end])], [])
    found = [_told_apart(text, mention, known) if mention.code == SHARED else mention for mention in found]
    return Names(text, tuple(found), tuple(persons))


def _told_apart(text: str, mention: Mention, held: frozenset[str]) -> Mention:
    """A name that two delegations share, as that of the one that is ``held``."""
    name = text[mention.start : mention.end].lower()
    codes = [code for code in _shared().get(name, ()) if code in held]
    return replace(mention, code=codes[0]) if len(codes) == 1 else mention


@cache
def _shared() -> Mapping[str, Sequence[str]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))["shared"]
    return {name.lower(): codes.split("_") for codes, names in data.items() for name in names}


def asked_region(text: str) -> str:
    """The code of the group whose members a question about several states means: "which African states"."""
    pattern, codes = _regions()
    found = pattern.search(text)
    return codes[found["region"].lower()] if found else ""


@cache
def _regions() -> tuple[re.Pattern[str], Mapping[str, str]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))["regions"]
    codes = {name.lower(): code for code, names in data.items() for name in names}
    longest_first = "|".join(sorted(map(re.escape, codes), key=len, reverse=True))
    states = any_of(JOINED_STATES, "islands state country delegation")
    return re.compile(rf"\b(?P<region>{longest_first})\s+(?:{states})\b", re.IGNORECASE), codes


def _merged(mentions: Iterable[Mention], kept: Sequence[Mention]) -> list[Mention]:
    """``kept`` and those of ``mentions`` that overlap none of them, longer ones first, in order."""
    merged = list(kept)
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        if not _overlaps(mention, merged):
            merged.append(mention)
    return sorted(merged, key=lambda m: m.start)


def _is_within(person: Person, places: Iterable[Mention]) -> bool:
    """Whether a person's name is part of a place's: "El Salvador"."""
    return any(place.start <= person.start and person.end <= place.end for place in places)


def _overlaps(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _informal(text: str) -> list[Mention]:
    """Mentions by a form of ``informal_names.toml``."""
    pattern, forms = _informal_forms()
    found = []
    for match in pattern.finditer(text):
        plain = match[0].replace("’", "'")
        code, form, spelling = forms.get(plain.lower(), ("", "name", ""))
        exact = plain == spelling if spelling.isupper() or form == "name" else plain[:1].isupper()
        lower = text[:1].islower() and form != "name" and plain not in _WORDS
        if has_japanese(plain):
            exact = True
        if code and (exact or lower) and not (form == "capital" and _is_elsewhere(text, *match.span())):
            found.append(Mention(code, *match.span(), form))
    return found


def _is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether a city's name is part of a longer one: "Queen Victoria", "Vienna Convention"."""
    if _CAPITALISED_AFTER.match(text, end):
        return True
    before = _CAPITALISED_BEFORE.search(text[max(start - 30, 0) : start])
    return before is not None and before["word"].lower() not in QUESTION_WORDS.split()


@cache
def _informal_forms() -> tuple[re.Pattern[str], Mapping[str, tuple[str, Form, str]]]:
    """A pattern for the informal names, and for each, in lower case, its code, form and spelling."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    forms: dict[str, tuple[str, Form, str]] = {}
    kinds: tuple[tuple[str, Form], ...] = (
        ("cities", "capital"),
        ("japanese_cities", "capital"),
        ("people", "people"),
        ("nicknames", "nickname"),
        ("abbreviations", "name"),
    )
    for kind, form in kinds:
        for code, names in data[kind].items():
            for name in names:
                for spelling in (name, without_accents(name)):
                    forms.setdefault(spelling.lower(), (code, form, spelling))
    for spelling in (one for names in data["shared"].values() for one in names):
        forms[spelling.lower()] = (SHARED, "people" if spelling.endswith("s") else "adjective", spelling)
    for code, characters in data["kanji"].items():
        for character in characters:
            for office in OFFICE_JAPANESE.split():
                forms.setdefault(character + office, (code, "nickname", character + office))
    return compile_forms(forms), forms


def _long_names(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Names of several words, and capitals, in a question that is written without capital letters."""
    pattern, codes = _forms_of_several_words(gazetteer)
    return [
        Mention(codes[match[0]][0], *match.span(), codes[match[0]][1]) for match in pattern.finditer(text)
    ]


@lru_cache(maxsize=4)
def _forms_of_several_words(
    gazetteer: Gazetteer,
) -> tuple[re.Pattern[str], Mapping[str, tuple[str, Form]]]:
    codes: dict[str, tuple[str, Form]] = {}
    for one in gazetteer:
        forms: list[tuple[str, Form]] = [(name, "name") for name in (one.name, *one.names)]
        for name, form in (*forms, *((capital, "capital") for capital in one.capitals)):
            known_by_one = any(len(word) > 3 for word in name.split())  # not "the US", which is also "the us"
            if " " in name and known_by_one and not one.is_group:
                codes.setdefault(name.lower(), (one.code, form))
    longest_first = "|".join(sorted(map(re.escape, codes), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)"), codes


def _in_lower_case(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Names that are also words, and capitals, in a question that is written without capital letters."""
    found = [
        Mention(known[0], match.start(), match.end(), known[1])
        for match in _LOWER_WORD.finditer(text)
        if match[0] not in _WORDS and (known := gazetteer.form(match[0]))
    ]
    if us := _THE_US.search(text):
        found.append(Mention("USA", us.start(), us.end(), "name"))
    return found
