"""Who asks in an interview: one of whom nothing is known but that what he says are questions."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.speech.several.parts import Part

_ASKS = re.compile(r"[?？][\"”’」』)）]*\s*$|(?:ですか|ますか|でしょうか|願いします)。?\s*$")
_FEWEST = 2  # turns
_MOSTLY, _SELDOM = 0.6, 0.3  # share of turns that are questions: of one who asks, of the others


def with_askers(parts: Sequence[Part], text: str) -> list[Part]:
    """The parts, with those as a journalist's of whom nothing is known but that they ask and the others do
    not."""
    ends = [part.start for part in parts[1:]] + [len(text)]
    asked: defaultdict[str, list[bool]] = defaultdict(list)
    for part, end in zip(parts, ends, strict=True):
        if part.voice is not None and part.words > part.start:
            asked[_key(part)].append(bool(_ASKS.search(text[part.words : end])))
    askers = {
        key
        for key, turns in asked.items()
        if key and len(turns) >= _FEWEST and sum(turns) >= _MOSTLY * len(turns)
    }
    others = [turn for key, turns in asked.items() if key not in askers for turn in turns]
    if not others or sum(others) > _SELDOM * len(others):
        return list(parts)
    return [
        replace(part, voice=replace(part.voice, role="journalist"))
        if part.voice is not None and _key(part) in askers
        else part
        for part in parts
    ]


def _key(part: Part) -> str:
    """The name of one of whom nothing else is known, "" of any other."""
    voice = part.voice
    unknown = voice is not None and voice.role == "other" and not voice.delegation and not voice.post
    return voice.speaker if voice is not None and unknown else ""
