"""Transcripts without labels, in which the chair's own words tell whose turn it is: "I now give the floor to
Indonesia", "The Maldives, please"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.delegations import Gazetteer
from ingest.about.body import group_spoken_for
from ingest.speech.several.labels.marks import is_chair, is_narration
from ingest.speech.several.parts import Part, Script
from ingest.speech.several.stage import NOBODY, Voice
from ingest.text.lines import Line

_FEWEST = 3  # states that are given the floor
_SURE = 0.9
_GIVES = re.compile(
    r"\b(?:floor (?:is )?(?:now )?(?:given )?to|(?:next|first) (?:speaker )?(?:on (?:my|the) list )?is"
    r"|I (?:now |shall now |will now )?(?:call (?:up)?on|recogni[sz]e|turn to|invite)|we (?:now )?turn to"
    r"|hand over to)\s+",
    re.IGNORECASE,
)
_WHOM = re.compile(
    r"(?:(?:the|his|her|distinguished|honou?rable|representative|delegate|delegation|ambassador|observer|excellency"
    r"|minister|permanent|of|for)\s+)*",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:and |now )?(?:the )?(?P<state>.{3,50}?)(?:,? (?:please|first|next|(?:you have )?the floor|"
    r"(?:one|two|three|\d) minutes?))*\.",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\s+is asking for the floor\b", re.IGNORECASE)
_NATIONAL = re.compile(r"\bnational capacity\b|\bmy (?:own )?country\b", re.IGNORECASE)
_PRESIDES = re.compile(
    r"\b(?:I|we) (?:hereby )?(?:declare|adjourn|resume|suspend|close|open)\b|\b(?:my|the) list of speakers\b"
    r"|\btime is up\b|\bpoint is noted\b|\bas (?:President|Chair\w*)\b|\bI have \w+ requests? for\b"
    r"|\bmay (?:finish|proceed|continue)\b"
    r"|^I thank (?:you|the (?:distinguished )?(?:representative|delegate))",
    re.IGNORECASE,
)


def by_the_floor(lines: Sequence[Line], gazetteer: Gazetteer) -> Script | None:
    """Whose turn it is by what the chair says; None where the floor is not given to several states. After
    words of the chair that give it to no state, nobody in particular speaks."""
    given = {
        at: code for at, line in enumerate(lines) if (code := _given_to(line.text, gazetteer)) is not None
    }
    if len({code for code in given.values() if code}) < _FEWEST:
        return None
    presiding = {at for at, line in enumerate(lines) if _PRESIDES.search(line.text) or is_chair(line.text)}
    first = min([*given, *presiding])
    parts: list[Part] = []
    next_one, begins = NOBODY, False
    for at, line in enumerate(lines[first:], first):
        if at in given or at in presiding:
            parts.append(Part(line.start, line.start, Voice(post="Chair", role="chair")))
            code = given.get(at, "")
            begins = True
            if _NATIONAL.search(line.text) and at + 1 < len(lines):
                code = next((m.code for m in gazetteer.find(lines[at + 1].text) if not m.start), "")
            next_one = Voice(delegation=code, role="government", confidence=_SURE) if code else NOBODY
        elif is_narration(line.text):
            parts.append(Part(line.start, line.start, NOBODY))
        else:
            if begins and next_one.delegation and (group := group_spoken_for(line.text, gazetteer)):
                next_one = replace(next_one, on_behalf_of=group)
            begins = False
            if parts[-1].voice != next_one:
                parts.append(Part(line.start, line.start, next_one))
    return Script(first, tuple(parts))


def _given_to(text: str, gazetteer: Gazetteer) -> str | None:
    """The state that is given the floor in a line, "" when it is somebody else, None when nobody is."""
    for found in _GIVES.finditer(text):
        whom = _WHOM.match(text, found.end())
        at = whom.end() if whom else found.end()
        mention = next(
            (m for m in gazetteer.find(text) if at <= m.start <= at + 1 and m.form == "name"), None
        )
        return mention.code if mention else ""
    if _ASKS.search(text):
        for mention in gazetteer.find(text):
            if _ASKS.match(text, mention.end):
                return mention.code
    last = re.split(r"(?<=[.!?])\s+", text.strip())[-1]
    short = _SHORT.fullmatch(last) if last.endswith(".") else None
    return (gazetteer.by_name(short["state"]) or None) if short else None
