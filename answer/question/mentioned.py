"""What a list of mentions is about: "Which states mentioned the Rohingya in 2017?" → "Rohingya".

Whether somebody mentions a thing is told by its words, not by a judge. People ask for such lists in too many
forms for a grammar, but with few words: what is left of a question without them is the thing.
"""

import re

from answer.question.words import (
    AUXILIARY,
    GATHERING,
    JOINED_STATES,
    LISTING,
    MENTIONING,
    QUESTION_WORDS,
    any_of,
)
from answer.words.lexicon import STOP_WORDS

_STATES = any_of(JOINED_STATES, "leaders")
_MENTION = re.compile(
    rf"\b(?:{any_of(MENTIONING)}|(?:bring|brings|brought|bringing)\s+(?:\w+\s+)?up|touch(?:es|ed|ing)?\s+(?:up)?on"
    r"|(?:speak|speaks|spoke|spoken|speaking|talk|talks|talked|talking)\s+(?:about|of|on)|refer(?:s|red|ring)?\s+to"
    r"|(?:say|says|said|use|uses|used|using)\s+the\s+(?:exact\s+)?(?:word|phrase|term|name|expression)s?|appears?"
    r"|(?:has|have|had)\s+(?:something|anything)\s+to\s+say\s+(?:about|on))\b",
    re.IGNORECASE,
)
# That the words of many are asked for: not "what did Peru mention?".
_OF_MANY = re.compile(
    rf"\b(?:who|whose|how\s+many|any(?:one|body|\s+\w+)|every(?:one|body|\s+\w+)|all\s+(?:the\s+)?\w+|list|count|{_STATES})\b",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(
    rf"\b(?:who|whose|whom|any(?:one|body)|every(?:one|body)|every\s+\w+|{_STATES})\b", re.IGNORECASE
)
_HOW_OFTEN = re.compile(r"\b(?:how\s+often|most|times|frequen\w+|first|last\s+to)\b", re.IGNORECASE)
# A stance, or a whole thought, is no term: "raised concerns about drones", "mentioned that …".
_STANCE = re.compile(
    rf"{_MENTION.pattern}\s+(?:that|how|why|whether|their|(?:\w+\s+)?(?:concerns?|objections?|doubts?|fears?|worries|support|opposition|reservations?))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“「『]([^\"”」』]{2,60})[\"”」』]|(?<!\w)['‘]([^'’]{2,60})['’](?!\w)")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_TOKEN = re.compile(r"[^\W_]+(?:[-+'’/.][^\W_]+)*\+?")
_OF_STATES = re.compile(rf"\b[\w-]+(?:\s+and\s+[\w-]+)?\s+(?={_STATES}\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19\d|20[0-4])\d(?!\d)")
_JOINS_NAMES = frozenset(["of", "on", "the", "for", "and", "in", "to", "against"])
_SUBJECT = re.compile(r"\b(?:does|did|do)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINS_TERMS = re.compile(r"\s*(?:,?\s*\bor\b\s*(?:the\s+)?|\(\s*or\s+(?:the\s+)?|/)\s*", re.IGNORECASE)
_PRONOUNS = frozenset(["it", "this", "that", "them", "these", "those"])
_VOCABULARY = STOP_WORDS | frozenset(
    " ".join((AUXILIARY, GATHERING, JOINED_STATES, LISTING, MENTIONING, QUESTION_WORDS)).lower().split()
)
_WORD = frozenset(["word", "phrase", "term", "name", "expression"])
_MOST_WORDS = 8  # a longer description is no term that people use word for word


def mentioned(question: str) -> tuple[str, ...]:
    """The terms of which a list asks who mentioned one ("locusts or mice" are two); none for a list of
    another kind."""
    text = " ".join(question.split())
    if not _MENTION.search(text) or not _OF_MANY.search(text) or _STANCE.search(text):
        return ()
    if quoted := [first or second for first, second in _QUOTED.findall(text)]:
        return tuple(quoted)
    sentences = _SENTENCE.split(text)
    asking = next(s for s in sentences if _MENTION.search(s)) if len(sentences) > 1 else text
    terms = _terms(asking)
    if not terms:
        terms = next((found for s in sentences if s != asking and (found := _terms(s))), ())
    return terms if all(len(term.split()) <= _MOST_WORDS for term in terms) else ()


def of_many(question: str) -> bool:
    """Whether a question about mentions asks which delegations made them, and not how often."""
    return bool(_ASKS_WHO.search(question)) and not _HOW_OFTEN.search(question)


def asks_no_more(question: str) -> bool:
    """Whether a question after a list of mentions only asks for its names or their number: "Which ones?"."""
    return not _runs(question)


def year_of(question: str) -> str:
    """The one year in which a list asks for mentions; "" where it names none, or several. "The Act of 1975"
    is no such year."""
    years = set(_YEAR.findall(re.sub(r"\b[A-Z]\w+\s+of\s+(?:19|20)\d\d", "", question)))
    return years.pop() if len(years) == 1 else ""


def _terms(sentence: str) -> tuple[str, ...]:
    """The terms in one sentence: the names in it, or, where it has none, its other words."""
    states = [found.span() for found in _OF_STATES.finditer(sentence)]
    runs = [run for run in _runs(sentence) if not any(start <= run[0] < end for start, end in states)]
    named = [run for run in runs if any(part[:1].isupper() for part in sentence[slice(*run)].split())]
    verb = _MENTION.search(sentence)
    if verb and not verb[0].lower().startswith("appear"):  # "which states does Peru mention?": of Peru
        runs = [run for run in runs if run[1] > verb.start() or not _SUBJECT.search(sentence[: run[0]])]
        named = [run for run in named if run in runs]
    word_itself = verb is not None and verb[0].lower().split()[-1].rstrip("s") in _WORD
    chosen = runs if word_itself or not named else named
    if not chosen:
        return ()
    after = [run for run in chosen if verb and run[0] >= verb.end()]
    at = chosen.index(after[0]) if after else 0
    first = last = at
    while first and _JOINS_TERMS.fullmatch(sentence[chosen[first - 1][1] : chosen[first][0]]):
        first -= 1
    while last + 1 < len(chosen) and _JOINS_TERMS.fullmatch(sentence[chosen[last][1] : chosen[last + 1][0]]):
        last += 1
    return tuple(sentence[start:end] for start, end in chosen[first : last + 1])


def _runs(sentence: str) -> list[tuple[int, int]]:
    """The spans of words in a row that no list of mentions needs. Small words hold a name together ("Treaty
    on the Prohibition of Nuclear Weapons")."""
    runs: list[tuple[int, int]] = []
    held = False
    for token in _TOKEN.finditer(sentence):
        word = token[0]
        plain = re.sub(r"['’]s?$", "", word.lower())
        if (plain in _VOCABULARY or plain in _PRONOUNS or _YEAR.fullmatch(plain)) and not _is_name(
            sentence, token
        ):
            held = held and plain in _JOINS_NAMES
            continue
        beside = bool(runs) and not re.search(r"[,;:()?!/–—]", sentence[runs[-1][1] : token.start()])
        between = sentence[runs[-1][1] : token.start()].split() if runs else []
        if beside and (not between or (held and word[:1].isupper())):
            runs[-1] = (runs[-1][0], token.end())
        else:
            runs.append((token.start(), token.end()))
        held = word[:1].isupper()
    return runs


def _is_name(sentence: str, token: re.Match[str]) -> bool:
    """Whether a word of the vocabulary is part of a name after all: "the Peacebuilding Commission"'s second,
    "the Assembly" not."""
    before = sentence[: token.start()].rstrip()
    last = before.rpartition(" ")[2]
    capital = token[0][:1].isupper() and not token[0].isupper()
    return capital and last[:1].isupper() and last.lower() not in _VOCABULARY and len(last) > 1
