"""What a statement's own words tell about it: its language, who speaks, for whom, about which item."""

import re
from collections.abc import Sequence

from core.delegations import Gazetteer
from ingest.about.agenda import agenda_in
from ingest.text.languages import language_of

_OPENING = 6  # paragraphs in which a speaker says for whom and on what he or she speaks
_ON_BEHALF = re.compile(r"\bon\s+behalf\s+of\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?]\s|\n\s*\n")
_LONGEST_OPENING = 10_000  # code points of a paragraph; whom one speaks for is said at its start
_REACH = 250  # code points of a sentence before and after "on behalf of" that are looked at
_OWN = re.compile(
    r"^\W*(?:(?:I\s+am\s+)?speaking(?:\s+(?:today|now|here|also))*|also|and|today)?\W*$"
    r"|\b(?:allow|permit)\s+me\b|\b(?:I|We|me|us|my\s+delegation|our\s+delegation|privileged?|pleasure|honou?r(?:ed)?)\b.*\b(?:speak|speaking|deliver|make"
    r"|making|read|allow|permit|take|taking|address|addressing|present|presenting|intervene|express|convey|offer|extend|wish|like"
    r"|congratulate|welcome|thank|honou?r|honou?red|privileged?|pleased|pleasure)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANOTHERS = re.compile(
    r"\b(?:align|aligns|aligned|aligning|associate|associates|associated|associating|subscribes?|echo|echoes|endorses?"
    r"|supports?|delivered|made|read\s+out|given|presented|joins?|was|were|just|spoke|spoken|who|he|she|they|his|her"
    r"|their|(?:will|to)\s+be|for\s+the)\b",
    re.IGNORECASE,
)
_FOR_A_STATE = re.compile(r"^\s*(?:my|our|his|her|their)\b|\b(?:I|we|he|she|peoples?|Governments?)\b")
_BEFORE_JA = re.compile(r"(?:諸国|加盟国|各国|加盟各国|グループ|議長国)?を代表し")


def from_body(paragraphs: Sequence[str], gazetteer: Gazetteer) -> dict[str, str]:
    """Language, group that is spoken for, and agenda item, as far as ``paragraphs`` tell them."""
    opening = paragraphs[:_OPENING]
    found = {
        "language": language_of(paragraphs),
        "on_behalf_of": next((code for text in opening if (code := group_spoken_for(text, gazetteer))), ""),
        "agenda_item": next((item for text in opening[:3] if (item := agenda_in(text, spoken=True))), ""),
    }
    return {key: value for key, value in found.items() if value}


def group_spoken_for(text: str, gazetteer: Gazetteer) -> str:
    """The code of the group on whose behalf the words are spoken, "" when none is.

    "I have the honour to speak on behalf of the European Union", "EUを代表して"; but not "we align
    ourselves with the statement made on behalf of the European Union".
    """
    text = text[:_LONGEST_OPENING]
    for found in _ON_BEHALF.finditer(text):
        said = _CLAUSE.split(text[max(0, found.start() - _REACH) : found.start()])[-1]
        whom = _CLAUSE.split(text[found.end() : found.end() + _REACH])[0]
        if not _OWN.search(said) or _ANOTHERS.search(said):
            continue
        for mention in gazetteer.find(whom):
            delegation = gazetteer.get(mention.code)
            if _FOR_A_STATE.search(whom, 0, mention.start):
                break
            if delegation and delegation.is_group and mention.form == "name":
                return mention.code
    for after in _BEFORE_JA.finditer(text):
        for mention in gazetteer.find(text[max(0, after.start() - 30) : after.start()]):
            delegation = gazetteer.get(mention.code)
            if delegation and delegation.is_group:
                return mention.code
    return ""


def group_in_title(title: str, gazetteer: Gazetteer) -> str:
    """The group that a title says a statement was made on behalf of."""
    found = re.search(r"\bon\s+behalf\s+of\b(.{0,120})", title, re.IGNORECASE | re.DOTALL)
    mentions = gazetteer.find(found[1]) if found else ()
    codes = [m.code for m in mentions if (d := gazetteer.get(m.code)) and d.is_group]
    return codes[0] if codes else ""
