"""The parties of a joint text as its meeting tells them: who visited, invited or received whom."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from core.delegations import Gazetteer
from ingest.speech import english

_MEETS = re.compile(
    r"\bvisit(?:s|ed|ing)?\b|\binvit(?:ation|ed)\b|\bmet\b|\bmeeting\b|\breceived\b|\btalks\b|\bhosted\b"
    r"|\bconsultations\b|\bdialogue\b",
    re.IGNORECASE,
)
# "the State visit of the President of Kenya to Indonesia": who was visited
_VISITED = re.compile(
    r"\bvisit(?:ed)?\b[^.;]{0,120}?\bto\s+(?:the\s+)?(?:(?:republic|kingdom|state|people['’]s|federal|democratic"
    r"|islamic|commonwealth|federation|united|sultanate|of|the)\s+)*$",
    re.IGNORECASE,
)
# What is said of a meeting by those who did not meet.
_OF_OTHERS = re.compile(
    r"\b(?:we|our|welcom\w+|condemn\w+|not(?:e|es|ed|ing)|recall\w*|commend\w*|support\w*|regret\w*|express\w*)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:on|about|regarding|concerning|against|to|for|in|re|after|following)\W*$", re.IGNORECASE
)
_FILE_JOINS = re.compile(r"[\s_,&+/・-]*(?:(?:and|und|et|with)[\s_-]+)?", re.IGNORECASE)


def met(lines: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The two states of which the first sentence about a meeting says that an office of one met, visited or
    invited the other; () where it names fewer or more, or tells of others' meeting."""
    for line in lines:
        for sentence in english.sentences(line):
            if _MEETS.search(sentence):
                found = tuple(dict.fromkeys(_in_meeting(sentence, gazetteer)))
                if found:
                    return found if len(found) == 2 and not _OF_OTHERS.search(sentence) else ()
    return ()


def _in_meeting(sentence: str, gazetteer: Gazetteer) -> Iterator[str]:
    for mention in gazetteer.find(sentence):
        delegation = gazetteer.get(mention.code)
        if mention.form == "capital" or (delegation is not None and delegation.is_group):
            continue
        before = sentence[: mention.start]
        office = english.pattern("office_of").search(before) or english.pattern("office_comma").search(before)
        if (
            office
            or english.pattern("office_after").match(sentence[mention.end :])
            or _VISITED.search(before)
        ):
            yield mention.code


def in_name(name: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The states that stand side by side in a file's name and are all that it names ("Joint communique Chad
    Niger"); () where there is one, or where they stand apart."""
    stem = re.sub(r"[_]+", " ", PurePath(name).stem)
    mentions = [one for one in gazetteer.find(stem) if one.form != "capital"]
    codes: list[str] = []
    if mentions and _TOPIC.search(stem[: mentions[0].start]):
        return ()
    for at, mention in enumerate(mentions):
        if at and not _FILE_JOINS.fullmatch(stem[mentions[at - 1].end : mention.start]):
            return ()
        codes.append(mention.code)
    return tuple(dict.fromkeys(codes)) if len(set(codes)) > 1 else ()
