"""A claim without who is said to say it: "Palau, it recalled, is small" → "Palau is small".

Statements say "we are small", never "we recalled that we are small": the frame is the draft writer's own, and
whose words they are is known before they are compared.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from answer.words.lexicon import NEGATIONS, SAYING, words
from answer.words.tokens import Token, tokenize
from core.delegations import Gazetteer

_YEAR = re.compile(r"In (?P<year>[12]\d{3}),? ")
_THIRD = words("it he she they")
_OWN = words("its his her their")
_FRAME = 9  # words that may stand before "that": "The delegation of Palau also told the Assembly that"


def plainly(claim: str, name: str, years: Collection[str], gazetteer: Gazetteer) -> str:
    """What ``claim`` tells, of the delegation called ``name``. A year that it opens with is left out where it
    is among the ``years`` of the statements that it is compared with."""
    if (opening := _YEAR.match(claim)) and opening["year"] in years:
        claim = _capital(claim[opening.end() :])
    tokens = tokenize(claim)
    claim = _without_opening(claim, tokens, gazetteer)
    claim = _without_aside(claim, tokenize(claim), gazetteer)
    first = tokenize(claim)[:1]
    if name and first and first[0].lower in _THIRD | _OWN:
        owner = f"{name}’s" if first[0].lower in _OWN else name
        claim = f"{owner}{claim[first[0].end :]}"
    return claim


def _without_opening(claim: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> str:
    """Without "Palau said that" at its beginning."""
    that = next((i for i, token in enumerate(tokens[:_FRAME]) if token.lower == "that"), 0)
    frame = tokens[:that]
    # The verb stands by its "that", and is the frame's own: "Palau wants others to see that …" tells a wish.
    verbs = [i for i in range(max(0, that - 3), that) if tokens[i].stem in SAYING and not tokens[i].capital]
    says = any(tokens[i - 1].lower != "to" for i in verbs)
    other = any(token.kind == "mark" or token.lower in NEGATIONS for token in frame)
    if not says or other or not _is_speaker(claim[: frame[-1].end], frame[0], gazetteer):
        return claim
    return _capital(claim[tokens[that].end :].lstrip())


def _without_aside(claim: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> str:
    """Without ", it said," in the middle or ", Palau recalled" at the end."""
    commas = [i for i, token in enumerate(tokens) if token.text in (",", ".")]
    for begin, end in pairwise(commas):
        aside = tokens[begin + 1 : end]
        if tokens[begin].text != "," or not 2 <= len(aside) <= 5 or aside[-1].stem not in SAYING:
            continue
        if not _is_speaker(claim[aside[0].start : aside[-1].end], aside[0], gazetteer):
            continue
        rest = claim[tokens[end].start :] if tokens[end].text == "." else claim[tokens[end].end :]
        return f"{claim[: tokens[begin].start]}{rest}"
    return claim


def _is_speaker(frame: str, first: Token, gazetteer: Gazetteer) -> bool:
    """Whether a frame begins with a pronoun or a delegation's name."""
    if first.lower in _THIRD:
        return True
    mentions = gazetteer.find(frame)
    return bool(mentions) and mentions[0].start <= len("The delegation of ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
