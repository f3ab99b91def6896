"""Whose name a question has that no table knows: by what the statements of the library say of it ("President
Kagame of Rwanda").
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from answer.question.who.names import Names
from answer.question.who.typos import word_lists
from answer.question.who.whose_words import asked_mentions
from answer.question.words import OFFICE, QUESTION_WORDS, TITLES, any_of
from core.delegations import Gazetteer, Mention, without_accents

_NAME = re.compile(r"(?<![\w'’.])(?P<name>[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+){0,3})")
_OFFICES = any_of(OFFICE, TITLES)
_OF_STATE = re.compile(
    rf"['’]?s?,?\s+(?:the\s+)?(?:(?:former|current|late|then|new|newly\s+elected)\s+)?(?:(?:{_OFFICES})\s+)?of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_STATE_OFFICE = re.compile(
    rf"['’]?s?\s+(?:(?:former|current|late|then|new)\s+)?(?:{_OFFICES}),?(?:\s+(?:His|Her)\s+Excellency)?(?:\s+(?:Mr|Mrs|Ms|Dr)\.?)?"
    r"(?:\s+[A-ZÀ-Þ][\w.'’-]*){0,3}\s*$",
    re.IGNORECASE,
)
_OFFICE_OF_STATE = re.compile(rf"\b(?:{_OFFICES})\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_THEN_NAME = re.compile(
    r",?(?:\s+(?:His|Her)\s+Excellency)?,?(?:\s+(?:Mr|Mrs|Ms|Dr)\.?)?(?:\s+[A-ZÀ-Þ][\w.'’-]*){0,3}\s*$"
)
_PART = re.compile(r"\S+")
_SHORTEST = 4  # letters
_WINDOW = 70  # code points on either side of a name


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a question, ``text[start:end]``, that names no delegation or speaker that is known."""

    name: str
    start: int
    end: int


def unknown_names(text: str, names: Names) -> tuple[UnknownName, ...]:
    """The names in a question beside those that are known."""
    words = frozenset((*QUESTION_WORDS.split(), *_OFFICES.split("|"), *word_lists()["capitalised"]))
    found = []
    for match in _NAME.finditer(text):
        parts = [p for p in _PART.finditer(match[0]) if _bare(p[0]).lower() not in words]
        if not parts:
            continue
        start, end = match.start() + parts[0].start(), match.start() + parts[-1].end()
        name = _bare(text[start:end])
        end = start + len(name)
        known = any(m.start < end and start < m.end for m in names.mentions)
        if len(name) >= _SHORTEST and not name.isupper() and not known:
            found.append(UnknownName(name, start, end))
    return tuple(found)


def told_by_texts(name: str, texts: Iterable[str], gazetteer: Gazetteer) -> str:
    """The code of the delegation whose leader or minister the ``texts`` say that ``name`` is; "" where they
    don't, or disagree."""
    votes: Counter[str] = Counter()
    pattern = re.compile(rf"(?<!\w){re.escape(without_accents(name))}(?!\w)")
    for text in map(without_accents, texts):
        for match in pattern.finditer(text):
            start = max(match.start() - _WINDOW, 0)
            before, after = text[start : match.start()], text[match.end() : match.end() + _WINDOW]
            votes.update(_told_beside(before, after, gazetteer))
    if not votes:
        return ""
    (code, count), *others = votes.most_common()
    return code if not others or count > 2 * others[0][1] else ""


def asked_with(
    text: str, names: Names, told: Mapping[UnknownName, str], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """The mentions of the delegations whose words are asked for when the names that were ``told`` are
    known."""
    mentions = [Mention(code, name.start, name.end, "speaker") for name, code in told.items() if code]
    known = replace(names, mentions=tuple(sorted((*names.mentions, *mentions), key=lambda m: m.start)))
    return asked_mentions(text, gazetteer, names=known)


def _told_beside(before: str, after: str, gazetteer: Gazetteer) -> set[str]:
    codes = {m.code for m in gazetteer.find(after) if _OF_STATE.fullmatch(after[: m.start])}
    for mention in gazetteer.find(before):
        behind, ahead = before[mention.end :], before[: mention.start]
        if _STATE_OFFICE.fullmatch(behind) or (
            _OFFICE_OF_STATE.search(ahead) and _THEN_NAME.fullmatch(behind)
        ):
            codes.add(mention.code)
    return codes


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)
