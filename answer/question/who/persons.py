"""The speakers of the library, and the leaders of its delegations, whom a question names: "President Mujica",
"Lavrov", 「安倍首相」.

A full name is enough. A family name alone is taken for a speaker's where it stands as a name (a capital
letter, a title) and is no word that people write anyway (``name_words.toml``); a given name alone is only
where it is no common one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from answer.question.who.leaders import SECRETARIES_GENERAL, leaders_of
from answer.question.who.typos import word_lists
from answer.question.words import (
    AUXILIARY,
    OFFICE,
    OFFICE_JAPANESE,
    QUESTION_WORDS,
    STATING,
    TELLS,
    TITLES,
    any_of,
)
from core.delegations import without_accents
from core.japanese import has_japanese
from core.records import Speaker

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OWNER = re.compile(r"['’]s?$")
_TITLE = re.compile(rf"(?:\b(?:{any_of(OFFICE, TITLES)})\.?\s+)+$", re.IGNORECASE)
_CAPITALISED_AFTER = re.compile(r" (?P<word>[A-ZÀ-Þ][a-zà-ɏ]+)(?![a-zà-ɏ])")
_CAPITALISED_BEFORE = re.compile(r"(?P<word>[A-ZÀ-Þ][a-zà-ɏ]+) $")
_ASKED_OF = re.compile(rf"\b(?:{any_of(AUXILIARY)}|according\s+to|per)\s+$", re.IGNORECASE)
_TELLS = re.compile(rf"['’]s?(?!\w)|\s+(?:{any_of(TELLS, STATING)})\b")
_FAMILY_NAME_FIRST = frozenset(["CHN", "KOR", "PRK", "VNM", "KHM", "SGP", "TWN"])
_ARTICLE = re.compile(r"\bthe $", re.IGNORECASE)
_RULE = re.compile(r" (?:government|administration|presidency|cabinet|regime|era)\b")
_SHORTEST = 3  # letters of a family name that stands alone
_SHORTEST_LOWER = 5  # where it has no capital letter


@dataclass(frozen=True, slots=True)
class Person:
    """Speakers that ``text[start:end]``, their title included, may name: all of one delegation. ``name`` is
    what the text calls them."""

    start: int
    end: int
    name: str
    speakers: tuple[Speaker, ...]

    @property
    def delegation(self) -> str:
        """The code of the delegation that they spoke for."""
        return self.speakers[0].delegation

    @property
    def years(self) -> frozenset[str]:
        """The years in which they spoke."""
        return frozenset(year for speaker in self.speakers for year in speaker.years)


def named_persons(text: str, speakers: Sequence[Speaker]) -> tuple[Person, ...]:
    """The persons named in ``text`` who are among the ``speakers``, in order. A name that speakers of
    several delegations have is told apart by a year in the text, and otherwise names nobody."""
    if not speakers:
        return ()
    found = _in_text(text, _index(tuple(speakers)))
    return tuple(sorted((*found, *_in_japanese(text, speakers)), key=lambda person: person.start))


def named_leaders(text: str, held: frozenset[str]) -> tuple[Person, ...]:
    """The persons named in ``text`` whom the table of leaders has for one of the delegations ``held``."""
    return tuple(_in_text(text, _index_of_leaders(held)))


def _in_text(text: str, index: "_Index") -> list[Person]:
    years = frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    found: list[Person] = []
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        run, candidates = _longest(words, at, index)
        person = _person(text, run, candidates, years) if candidates else None
        if person:
            found.append(person)
        at += len(run) if person else 1
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    speaker: Speaker
    parts: tuple[str, ...]

    def is_family_name(self, part: str) -> bool:
        """Whether ``part`` stands where the family name does: last, or first where it is written first."""
        return part == self.parts[0 if self.speaker.delegation in _FAMILY_NAME_FIRST else -1]


_Index = Mapping[str, Sequence[_Known]]


@lru_cache(maxsize=4)
def _index(speakers: tuple[Speaker, ...]) -> _Index:
    index: defaultdict[str, list[_Known]] = defaultdict(list)
    for speaker in speakers:
        parts = tuple(_folded(part) for part in _WORD.findall(speaker.latin or speaker.name))
        for part in dict.fromkeys(parts):
            index[part].append(_Known(speaker, parts))
    return index


@lru_cache(maxsize=4)
def _index_of_leaders(held: frozenset[str]) -> _Index:
    """As `_index`; a family name with an article ("al-Jaafari") is known without it too."""
    index: defaultdict[str, list[_Known]] = defaultdict(list)
    for name, code in leaders_of(held):
        parts = tuple(form for part in name.split() for form in (part, part.rpartition("-")[2]))
        for part in dict.fromkeys(parts):
            if len(part) >= _SHORTEST:
                index[part].append(_Known(Speaker(name, code), parts))
    return index


def _longest(
    words: Sequence[re.Match[str]], at: int, index: _Index
) -> tuple[list[re.Match[str]], list[_Known]]:
    """The longest run of words from ``at`` that are parts of one name, and the speakers of that name."""
    run: list[re.Match[str]] = []
    candidates: list[_Known] = []
    for match in words[at:]:
        gap = run and match.string[run[-1].end() : match.start()]
        if gap and gap.strip(" .-"):
            break
        part = _folded(match[0])
        having = index.get(part, [])
        left = [known for known in candidates if part in known.parts] if run else list(having)
        if not left:
            break
        run.append(match)
        candidates = left
    return run, candidates


def _person(
    text: str, run: Sequence[re.Match[str]], candidates: Sequence[_Known], years: frozenset[str]
) -> Person | None:
    """The person that the run of words names, if it is one."""
    given = word_lists()["given"]
    words = word_lists()["words"] | word_lists()["capitalised"]
    parts = [_folded(match[0]) for match in run]
    title = _TITLE.search(text[: run[0].start()])
    telling = [part for part in parts if part not in words and len(part) >= _SHORTEST]
    if _has_another_name(text, run):
        return None
    if len(parts) == 1:
        part = parts[0]
        named = (title and _has_capital(run[0][0])) or _stands_as_name(text, run[0], part)
        if len(part) < _SHORTEST or not named:
            return None
        if (part in given or not _has_capital(run[0][0])) and not title:
            candidates = [known for known in candidates if known.is_family_name(part)]
    elif not telling and not title and not all(match[0][:1].isupper() for match in run):
        return None
    if len({known.speaker.delegation for known in candidates}) > 1 and years:
        candidates = [known for known in candidates if years & set(known.speaker.years)]
    if len({known.speaker.delegation for known in candidates}) != 1:
        return None
    end = run[-1].end() - len((_OWNER.search(run[-1][0]) or [""])[0])
    name = text[run[0].start() : end]
    start = title.start() if title else run[0].start()
    return Person(start, end, name, tuple(known.speaker for known in candidates))


def _stands_as_name(text: str, match: re.Match[str], part: str) -> bool:
    """Whether a word alone is the name of a person: by its capital, and, where it is also a word, by what
    stands beside it."""
    lists = word_lists()
    if part in lists["capitalised"] or part in SECRETARIES_GENERAL:
        return False
    if not _has_capital(match[0]):
        return text.islower() and len(part) >= _SHORTEST_LOWER and part not in lists["words"]
    if part not in lists["words"]:
        return True
    return bool(_ASKED_OF.search(text[: match.start()]) or _TELLS.match(text, match.end()))


def _has_capital(word: str) -> bool:
    """Whether a word is written as a name is: "Maliki", "al-Maliki"."""
    return any(part[:1].isupper() for part in word.split("-"))


def _has_another_name(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Whether a capitalised word beside the run makes it the name of somebody else."""
    behind = _CAPITALISED_AFTER.match(text, run[-1].end())
    if behind and not _is_ordinary(behind["word"]):
        return True
    if _ARTICLE.search(text[: run[0].start()]) and not _RULE.match(text, run[-1].end()):  # "The Hague"
        return True
    before = _CAPITALISED_BEFORE.search(text[: run[0].start()])
    return before is not None and before.start() > 0 and not _is_ordinary(before["word"])


def _is_ordinary(word: str) -> bool:
    lower = word.lower()
    return lower in QUESTION_WORDS.split() or lower in any_of(OFFICE, TITLES).split("|")


def _in_japanese(text: str, speakers: Iterable[Speaker]) -> list[Person]:
    """Speakers whose names, or family names before an office, stand in a Japanese text."""
    if not has_japanese(text):
        return []
    found: defaultdict[tuple[int, int], dict[str, Speaker]] = defaultdict(dict)
    for speaker in speakers:
        if has_japanese(speaker.name) and (match := _japanese_name(speaker.name).search(text)):
            found[match.span()][speaker.delegation] = speaker
    return [
        Person(start, end, text[start:end], tuple(by_code.values()))
        for (start, end), by_code in found.items()
        if len(by_code) == 1
    ]


def _japanese_name(name: str) -> re.Pattern[str]:
    """The whole name, or before an office its beginning, which holds the family name."""
    whole = re.sub(r"[\s　]", "", name)
    family = re.split(r"[\s・　]", name)[0]
    ends = [len(family)] if len(family) < len(whole) else range(len(whole) - 1, 1, -1)
    begun = "|".join(re.escape(whole[:end]) for end in ends if end > 1)
    office = any_of(OFFICE_JAPANESE)
    return re.compile(
        rf"{re.escape(name)}|{re.escape(whole)}"
        + (rf"|(?:{begun})(?=(?:内閣)?(?:{office}))" if begun else "")
    )


def _folded(word: str) -> str:
    return without_accents(_OWNER.sub("", word)).lower().replace("’", "'")
