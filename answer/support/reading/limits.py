"""The phrases of a sentence that limit what it says."""

from collections.abc import Sequence

from answer.support.reading.records import Limit
from answer.support.reading.tables import limiting
from answer.words.lexicon import MONTHS, PREPOSITIONS
from answer.words.tokens import Token
from answer.words.verbs import verb_forms

_ENDS = frozenset(".,;:!?—()")
_LONGEST = 30  # words
_TOPICS_OPEN = 3  # words from the start of a clause in which "on Syria," is its topic rather than an object

_AFTER_PARTICIPLE = PREPOSITIONS | {"through", "under"}  # "the aid, provided by others": no condition


def read_limits(tokens: Sequence[Token], actors: Sequence[str]) -> tuple[Limit, ...]:
    """Conditions, exceptions, topics and sources, each from the words that open it to the next comma or
    the end of its clause; a topic only where it opens a sentence and a comma closes it."""
    found: list[Limit] = []
    i = 0
    while i < len(tokens):
        opened = next(
            (
                (words, kind)
                for words, kind in limiting()
                if tuple(t.lower for t in tokens[i : i + len(words)]) == words
            ),
            None,
        )
        if opened is None:
            i += 1
            continue
        words, kind = opened
        if words == ("once",) and _is_adverb(tokens, i):
            i += 2
            continue
        first = i + len(words)
        if words == (",", "provided") and first < len(tokens) and tokens[first].lower in _AFTER_PARTICIPLE:
            i = first
            continue
        last = _end(tokens, first)
        closed = last < len(tokens) and tokens[last].text == ","
        if kind == "topic" and not (_opens(tokens, i) and closed and _is_topic(tokens, first, last)):
            i += 1
            continue
        content = tuple(k for k in range(first, last) if tokens[k].content or actors[k]) or tuple(
            range(first, last)
        )
        found.append(Limit(kind, i + (words[0] == ","), last, content))
        i = last + 1 if kind == "topic" else first
    return tuple(found)


def _is_adverb(tokens: Sequence[Token], i: int) -> bool:
    """Whether "once" is no conjunction: "once again", "that once plagued us"."""
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    verb = following.endswith("ed") or verb_forms().get(following, {}).keys() & {"past", "base"}
    return following in ("again", "more") or bool(verb)


def _end(tokens: Sequence[Token], first: int) -> int:
    """The place after the last word of the phrase that begins at ``first``."""
    k = first
    while k < min(len(tokens), first + _LONGEST):
        if tokens[k].text in _ENDS and k > first:
            return k
        k += 1
    return k


def _opens(tokens: Sequence[Token], i: int) -> bool:
    before = [t.lower for t in tokens[max(0, i - _TOPICS_OPEN) : i]]
    return i == 0 or (
        bool(before) and (before[-1] in (",", ";", ":", "that") or before == ["but"] or before == ["and"])
    )


def _is_topic(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a phrase names something: a state, a place, a body. "In this regard" and
    "on 26 May" do not."""
    return any(
        tokens[k].capital and tokens[k].kind == "word" and tokens[k].lower not in ("i", *MONTHS)
        for k in range(first, last)
    )
