"""About whom a sentence of a draft claims something: the delegation whose words it gives."""

from collections.abc import Sequence
from itertools import pairwise

from answer.question.who.names import Names, names_in
from answer.question.who.whose_words import asked_mentions
from answer.words.lexicon import SAYING, words
from answer.words.tokens import Token, tokenize
from core.delegations import Gazetteer
from core.records import Speaker

_PRONOUNS = words("it its he his she her they their")
_APART = _PRONOUNS | words("and or in on at to from for by of with is are was were be been")
_BETWEEN = 2  # adverbs and auxiliaries between who says it and the verb: "Kenya has also said"


def claimed_about(
    text: str, before: Sequence[str], gazetteer: Gazetteer, speakers: Sequence[Speaker] = ()
) -> tuple[str, ...]:
    """Codes of the delegations to which the sentence gives its claim.

    Whoever is said to say it, by name or by a pronoun that stands for those of the sentence ``before``. One
    that tells a fact about somebody ("Norway has refused") may give that state's words or go on with those of
    ``before``: then both are meant.
    """
    names = names_in(text, gazetteer, speakers)
    tokens = tokenize(text)
    if said := _who_says(names, tokens):
        return said
    if before and goes_on(tokens):
        return tuple(before)
    asked = dict.fromkeys(mention.code for mention in asked_mentions(text, gazetteer, names=names))
    return (*asked, *(code for code in before if code not in asked))


def _who_says(names: Names, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The delegations that stand before a verb of saying."""
    said = []
    for mention in names.mentions:
        after = [token for token in tokens if token.start >= mention.end][: _BETWEEN + 1]
        apart = (i for i, t in enumerate(after) if t.kind == "mark" or t.lower in _APART)
        after = after[: next(apart, len(after))]
        if any(token.stem in SAYING and not token.capital for token in after):
            said.append(mention.code)
    return tuple(dict.fromkeys(said))


def goes_on(tokens: Sequence[Token]) -> bool:
    """Whether the sentence's subject, or who says it, is a pronoun."""
    plain = [token for token in tokens if token.kind == "word"]
    if plain and plain[0].lower in _PRONOUNS:
        return True
    return any(one.lower in _PRONOUNS and following.stem in SAYING for one, following in pairwise(tokens))
