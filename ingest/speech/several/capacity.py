"""In which capacity somebody speaks: for a group, for his own state while he presides, when called."""

import re
from dataclasses import replace

from core.delegations import Gazetteer
from ingest.about.body import group_spoken_for
from ingest.speech.several.stage import Voice

_OWN_CAPACITY = re.compile(
    r"\b(?:make|deliver|now speak|speak|say a few words|statement)\b[^.]{0,60}\bin my (?:national )?capacity"
    r" as (?:the )?representative of (?:the )?",
    re.IGNORECASE,
)
_RESUMES = re.compile(
    r"\bresume my (?:functions?|role|duties)\b|\breturn to my (?:functions?|role)\b", re.IGNORECASE
)
_NATIONAL = re.compile(
    r"\bin (?:my|our) (?:own )?national capacity\b|\bspeaking (?:now )?in (?:my|our) national capacity\b",
    re.IGNORECASE,
)
# "4. Mr LUND (Denmark), speaking also on behalf of Estonia and Finland, said that"
_FOR_OTHERS = re.compile(
    r"\W*(?:\d{1,3}\.)?[^,:;.]{0,20}?[^,:;]{2,80},\s+speaking\s+(?:also\s+)?(?:on\s+behalf\s+of|for)\s+"
    r"(?:the\s+)?(.{3,300}?)(?=,\s+[a-z]+\b(?<!and)(?:\s|$)|$)",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"\b(?:floor (?:is )?(?:now )?(?:to|given to)|hand over to|next speaker (?:on my list )?is|hear from"
    r"|(?:I|we) (?:now |shall now |will now )?(?:call (?:up)?on|recogni[sz]e|turn to|invite))\b",
    re.IGNORECASE,
)
_WHO_IS_CALLED = re.compile(
    r"[^.]{0,60}?\b(?:representative|observer|ambassador|delegation|delegate|minister[\w\s,]*?|head of state"
    r"|president)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)


def for_a_group(voice: Voice, words: str, gazetteer: Gazetteer) -> Voice:
    """The voice with the group or the other states for which its ``words`` say that it speaks."""
    if voice.role != "government" or voice.on_behalf_of:
        return voice
    for_others = _FOR_OTHERS.match(words)
    if for_others:
        named = dict.fromkeys(m.code for m in gazetteer.find(for_others[1]) if m.form == "name")
        groups = [code for code in named if (d := gazetteer.get(code)) and d.is_group]
        if groups:
            return replace(voice, on_behalf_of=groups[0])
        if named:
            parties = tuple(dict.fromkeys([voice.delegation, *named]))
            return replace(voice, delegation="", parties=tuple(code for code in parties if code))
    group = group_spoken_for(words, gazetteer)
    return replace(voice, on_behalf_of=group) if group and group != voice.delegation else voice


def called(words: str, gazetteer: Gazetteer) -> str | None:
    """The delegation to which the chair gives the floor last, "" when that is somebody else, None when the
    chair gives it to nobody."""
    calls = list(_FLOOR.finditer(words))
    if not calls:
        return None
    rest = words[calls[-1].end() :]
    who = _WHO_IS_CALLED.match(rest)
    if who is None:
        return ""
    mentions = gazetteer.find(rest[who.end() : who.end() + 80])
    return mentions[0].code if mentions and mentions[0].start <= 12 else ""


def changed(text: str, voice: Voice, gazetteer: Gazetteer) -> tuple[Voice, bool] | None:
    """The voice after a line in which a speaker changes capacity, and whether that line is spoken in the new
    one; None when it says nothing of it."""
    if voice.role == "government" and voice.on_behalf_of and _NATIONAL.search(text):
        return replace(voice, on_behalf_of=""), True
    if _RESUMES.search(text):
        return (replace(voice, delegation="", role="chair"), True) if voice.role == "government" else None
    found = _OWN_CAPACITY.search(text)
    if found and voice.role == "chair":
        mentions = gazetteer.find(text[found.end() :])
        if mentions:
            return replace(voice, delegation=mentions[0].code, role="government"), False
    return None
