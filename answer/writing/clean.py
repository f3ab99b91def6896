"""What a small model puts into a sentence beside what it was asked for, taken out again; and what shows in a
sentence that it speaks in somebody's own voice."""

import re
from types import MappingProxyType

from core.delegations import Gazetteer

# What a model puts before or after a sentence although it was asked not to.
_PREFIX = re.compile(
    r"^(?:answer:\s*|\W*(?:yes|no|sure|certainly)[,.!:]\s+(?=\w)|"
    r"(?:according to|based on|in) (?:the )?extracts?(?: \d+)?,?\s*|"
    r"extract \d+:\s*|the extracts?(?: \d+)? (?:state|say|mention|indicate|show)s? that\s+|<extract \d+>\s*)",
    re.IGNORECASE,
)
# "Japan, 2019: …" echoes how extracts begin, and takes the year from anywhere; the source tells both. The
# name stays before the speaker's own "we".
_ECHO = re.compile(r"^(?P<who>[A-Z][^:.!?,]{1,40})(?:, (?:19|20)\d\d:| \((?:19|20)\d\d\):)\s+")
_SPEAKER = re.compile(r"(?P<who>[A-Z][^:.!?,\"“]{1,40}):\s")
_OWN_WORDS = re.compile(r"(?:I|We|Our|My)\b")
# "Cuba, we will never make concessions"
_VOCATIVE = re.compile(r"^(?P<who>[A-Z][^:.!?,]{1,40}), (?P<own>we|our|my|I)\b")
# not "the US", nor "I." of a numbering
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves|[Mm]y|[Mm]e|[Mm]yself)\b|\bI\b(?!\.)")
_QUOTED = re.compile('([“"][^”"]*[”"])')
_THIRD = MappingProxyType({"our": "its", "ours": "its own", "ourselves": "itself"})
# "must take the following steps: 1." is a list of which the rest was cut off
_OPEN_LIST = re.compile(r":\s*(?:\(?\d{1,2}[.)]+|[-*•])\s*$")
_MARKERS = re.compile(
    r"\s*(?:\[\d+(?:,\s*\d+)*\]|\((?:extracts?|source) \d+\)|</?extract[^>]*>)", re.IGNORECASE
)


def clean(sentence: str) -> str:
    """A written sentence without echoes of the prompt; ``""`` when nothing of it is left."""
    text = " ".join(_MARKERS.sub("", sentence).split())
    while (shorter := _PREFIX.sub("", text, count=1)) != text:
        text = shorter
    if echo := _ECHO.match(text):
        rest = text[echo.end() :]
        text = f"{echo['who']}: {rest}" if _OWN_WORDS.match(rest) else rest
    if _OPEN_LIST.search(text):
        return ""
    text = re.sub('^["“”]\\s+', "", text)
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        # half a quotation: a sentence of several that the model put in one pair of marks
        text = re.sub('["“”]', "", text)
    text = text.strip(" -*•")
    return text[:1].upper() + text[1:] if re.search(r"\w", text) else ""


def spoken_by(sentence: str, gazetteer: Gazetteer) -> str:
    """The code of the delegation that a sentence begins with, as a play names who speaks ("Iran: We …"); ""
    where none does."""
    named = _SPEAKER.match(sentence)
    return (gazetteer.by_name(named["who"]) or "") if named else ""


def labelled(sentence: str, gazetteer: Gazetteer) -> str:
    """ "Cuba, we will never make concessions" as "Cuba: We will never make concessions", not "First, we"."""
    found = _VOCATIVE.match(sentence)
    if found is None or not gazetteer.by_name(found["who"]):
        return sentence
    own = found["own"]
    return f"{found['who']}: {own[:1].upper()}{own[1:]}{sentence[found.end() :]}"


def in_third_person(sentence: str, name: str) -> str:
    """ "Kenya reiterates our call" as "Kenya reiterates its call", where the sentence begins with whose words
    it reports; other first persons stay, and are seen by `speaks_for_nobody`."""
    if not name or not sentence.startswith((name, f"The {name}")):
        return sentence
    pieces = _QUOTED.split(sentence)
    for at in range(0, len(pieces), 2):
        for form, other in _THIRD.items():
            pieces[at] = re.sub(rf"\b{form}\b", other, pieces[at])
    return "".join(pieces)


def speaks_for_nobody(sentence: str) -> bool:
    """Whether a sentence says "we" or "I" outside quotation marks: in an answer that is nobody's voice."""
    reported = re.sub('[“"][^”"]*[”"]', "", sentence)
    return bool(_FIRST_PERSON.search(reported))
