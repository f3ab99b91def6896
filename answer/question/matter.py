"""What a question about several sides or several years is about, asked of one side in one year.

"How has Buenos Aires' quarrel with the IMF moved along from 2006 to 2015?" can't be answered from one speech;
"What does Argentina say about quarrel with the IMF?" can. People put such questions in too many forms for a
grammar; without those who are asked, the years and the words of comparing and telling, what is left is the
matter.
"""

import re
from collections.abc import Callable, Sequence

from answer.question.words import (
    ACCOUNT,
    AUXILIARY,
    CHANGED,
    COMPARED,
    EXPRESSION,
    GATHERING,
    LISTING,
    QUESTION_WORDS,
    SAID,
    SPOKEN_OF,
    STATING,
    TELLS,
)
from answer.words.lexicon import STOP_WORDS
from core.delegations import Mention

_TOKEN = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_NO_WORD = re.compile(r"[’']?\d{2}(?:\d{2})?(?:s|th|st|nd|rd)?|s", re.IGNORECASE)
# Words of setting sides and times beside one another that no other list has.
_BESIDE = (
    "agree agrees agreed next then now time times new right through side sides tone line lines forward same"
)
_KEPT = frozenset(["aid", "support", "address", "plan", "need", "needs", "demand", "demands", "commit"])
_LISTS = (
    *(ACCOUNT, AUXILIARY, CHANGED, COMPARED, EXPRESSION, GATHERING, LISTING, QUESTION_WORDS),
    *(SAID, SPOKEN_OF, STATING, TELLS, _BESIDE),
)
_FRAME = frozenset(" ".join(_LISTS).replace("_", " ").split()) - _KEPT
_WITHIN = frozenset(
    ["of", "with", "for", "on", "in", "the", "and", "to", "at", "from", "by", "or", "a", "an"]
)
_CHANGING = re.compile(r"(?:climate|regime|social|political|demographic) change")


def matter(text: str, mentions: Sequence[Mention], occurs: Callable[[str], bool]) -> str:
    """The words of ``text`` that say what it is about, with the small words between two of them; "" where
    none is left. ``mentions`` are those who are asked; a word that in no form ``occurs`` in what they said
    is left out, where another one is."""
    tokens = [
        match
        for match in _TOKEN.finditer(text)
        if not any(m.start < match.end() and match.start() < m.end for m in mentions)
    ]
    telling = [t for t in tokens if _tells(t[0], text[: t.end()])]
    said = [t for t in telling if any(occurs(form) for form in _forms(t[0]))] or telling
    kept: list[str] = []
    last = -1
    for token in said:
        at = tokens.index(token)
        between = [t[0] for t in tokens[last + 1 : at]] if last >= 0 else []
        joined = between and all(word.lower() in _WITHIN for word in between)
        kept += [*(between if joined else []), token[0]]
        last = at
    return " ".join(kept)


def _tells(word: str, so_far: str) -> bool:
    plain = re.sub(r"['’]s?$", "", word).lower()
    if _CHANGING.fullmatch(" ".join(so_far.lower().split()[-2:])):
        return True
    return not (_NO_WORD.fullmatch(plain) or plain in STOP_WORDS or plain in _FRAME)


def _forms(word: str) -> tuple[str, ...]:
    plain = re.sub(r"['’]s?$", "", word)
    return (plain, plain[:-1], f"{plain[:-3]}y") if plain.endswith("s") else (plain, f"{plain}s")
