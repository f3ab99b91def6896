"""What can be told of the evidence without a model: has it the kind of thing that is asked for, does it name
what the question names, does a written sentence add anything? Signals for `answer.evidence.verdict`."""

import re
from collections.abc import Sequence

from answer.evidence.sentences import Evidence
from answer.question.understand import Expects
from answer.question.who.whose_words import asked_mentions
from answer.question.words import AUXILIARY, any_of
from answer.words.lexicon import MONTHS, STOP_WORDS, TITLES, words
from answer.words.tokens import tokenize
from core.delegations import Gazetteer
from core.japanese import is_japanese

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand million billion trillion half third quarter double twice percent"
)
_QUANTITY = re.compile(
    r"\d|\b(?:"
    + "|".join(_NUMBER_WORDS.split())
    + r")s?\b|[一二三四五六七八九十百千万億]+(?:人|件|か国|円|％)",
    re.I,
)
_TIME = re.compile(
    rf"\b(?:1[5-9]|20)\d\d\b|\b(?:{'|'.join(MONTHS)}|today|tomorrow|yesterday|week|month|year|decade|century|after|before|until|once|when|now|soon|"
    r"during|currently|recently|last|next|since|earlier|later|day|days)\b|[年月日]",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(rf"\s*(?:{any_of(AUXILIARY)})\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:es|s|ed|ing)$")
# Capital words that need not stand in a paragraph: what its context tells, and titles.
_NO_NAMES = (
    STOP_WORDS | TITLES | MONTHS.keys() | words("united nations general assembly debate working group")
)
_SHORT = 3  # letters of words that title case leaves small
_FUNCTION = frozenset(
    ["the", "and", "that", "this", "what", "does", "says", "say", "said", "its", "for", "are", "was"]
)


def holds_what_is_expected(expects: Expects, texts: Sequence[str]) -> bool:
    """Whether any of the texts has the kind of thing that is asked for."""
    if expects == "quantity" and not any(_QUANTITY.search(text) for text in texts):
        return False
    return not (expects == "time" and not any(_TIME.search(text) for text in texts))


def only_repeats(question: str, sentence: str) -> bool:
    """Whether a written sentence has no word that the question hasn't: "Japan asks if all positions
    must be reflected" tells nothing. A yes-or-no question may be answered in its own words."""
    if _YES_OR_NO.match(question):
        return False
    return _stems(sentence) <= _stems(question)


def _stems(text: str) -> set[str]:
    """The words that mean something, without their endings: enough to compare "opposed" with "oppose"."""
    words = re.findall(r"[^\W_]{3,}", text.lower())
    return {_ENDING.sub("", word)[:5] for word in words if word not in _FUNCTION}


def names_what_is_missing(question: str, evidence: Evidence, gazetteer: Gazetteer) -> bool:
    """Whether an English question names something, beside those whose words it asks for, that the extracts
    don't name: "the Treaty on the Prohibition of Nuclear Weapons" over extracts about another treaty.
    Japanese extracts name things otherwise, and a question in title case names nothing."""
    read = [evidence.sentences[i] for group in evidence.extracts() for i in group]
    tokens = [token for token in tokenize(question) if token.kind == "word"]
    if any(is_japanese(s.text) for s in read) or all(t.capital for t in tokens if len(t.text) > _SHORT):
        return False
    said = " ".join(f"{s.text} {s.context} {s.source.speaker}" for s in read)
    asked = {mention.code for mention in asked_mentions(question, gazetteer)}
    states = {mention.code for mention in gazetteer.find(question)} - asked
    if not states <= {mention.code for mention in gazetteer.find(said)}:
        return True
    of_states = [(mention.start, mention.end) for mention in gazetteer.find(question)]
    names = {
        token.key
        for token in tokens
        if token.capital
        and token.content
        and not token.first
        and not token.acronym
        and token.lower not in _NO_NAMES
        and not any(start <= token.start < end for start, end in of_states)
    }
    return not names <= {token.key for token in tokenize(said)}
