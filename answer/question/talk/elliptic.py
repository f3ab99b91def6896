"""Questions of a few words that need all of the last one: "since when?", "how many is that?", "any figures?",
"did Peru say the same?"."""

import re

from answer.question.claim import claim_of
from answer.question.talk.exchange import dates_of, listed, matter_of, names_of, speakers_of, with_other_state
from answer.question.words import AUXILIARY, any_of
from core.delegations import Gazetteer

_YES_OR_NO = re.compile(rf"^(?:{any_of(AUXILIARY)})\b", re.IGNORECASE)
# "which of them are African?", "is Panama among them?", "how many is that?", after a list
_OF_THEM = re.compile(
    r"^(?:which|how\s+many|who)\s+of\s+(?:them|these|those)\s+(?:are|is|were|was)\s+(?P<which>[A-Z]\w+)\W*$",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"^(?:is|are|was|were)\s+.+\s+(?:among|one\s+of|in)\s+(?:them|these|those|that\s+list)\W*$", re.IGNORECASE
)
_HOW_MANY = re.compile(
    r"^how\s+many(?:\s+(?:(?:is|are|was|were)\s+(?:that|those|they|there|it)|in\s+(?:all|total)|of\s+them|states|countries))?\W*$",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"^(?i:which|what|how\s+many)\s+(?P<which>(?:other\s+)?(?:[A-Z]\w+\s+)?)(?P<states>states|countries|delegations|members)\b",
)
# "since when?", "from whom?": a word of asking in place of the answer
_SINCE = re.compile(
    r"^(?:since|until|from|by)\s+(?:when|what\s+year)\W*$|^(?:when|where|how)\W*$", re.IGNORECASE
)
_SAYS_SO = re.compile(
    rf"^(?:{any_of(AUXILIARY)})\s+.+\s+(?:say|think|agree|want|feel|see\s+it|do|argue|believe|take)\s*"
    r"(?:(?:the|that)\s+same(?:\s+(?:view|line|position))?|so|that(?:\s+way)?|this|it|likewise)?(?:\s+too|\s+as\s+well)?\W*$",
    re.IGNORECASE,
)
_ANY = re.compile(r"^any\s+(?P<what>[^?.]+?)\W*$", re.IGNORECASE)


def of_a_list(text: str, last: str, gazetteer: Gazetteer) -> str:
    """What is asked about the states that ``last`` lists; "" for any other question."""
    named = gazetteer.find(text)
    if named and _AMONG.match(text):
        return claim_of(last, gazetteer.name(named[0].code))
    listing = _LISTING.match(last)
    if not listing:
        return ""
    rest = last[listing.end() :]
    if found := _OF_THEM.match(text):
        return f"Which {found['which']} {listing['states']}{rest}"
    return f"How many {listing['which']}{listing['states']}{rest}" if _HOW_MANY.match(text) else ""


def elliptic(text: str, last: str, gazetteer: Gazetteer) -> str:
    """A question of a few words that needs all of the last one: "since when?", "did Peru say the same?", "any
    figures?"; "" for any other."""
    named = gazetteer.find(text)
    if named and _SAYS_SO.match(text):
        return with_other_state(last, named, gazetteer)
    if _SINCE.match(text) and _YES_OR_NO.match(last):
        return f"{text.rstrip(' ?.').capitalize()} {last[:1].lower()}{last[1:]}"
    who, topic = names_of(speakers_of(last, gazetteer), gazetteer), matter_of(last, gazetteer)
    if (found := _ANY.match(text)) and who and not named:
        return f"Did {listed(who)} give any {found['what']}{f' on {topic}' if topic else ''}{dates_of(last)}?"
    return ""
