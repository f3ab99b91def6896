"""What is known of those who speak, and the words by which it is known."""

import re
from dataclasses import dataclass, field
from functools import cache

from core.delegations import Gazetteer
from core.records import Role
from ingest.speech.cues import label, parliaments

NAMED = 0.98  # sure: the label or the list of participants names the state
BY_HOUSE = 0.95  # a minister in the minutes of a parliament
BY_HOST = 0.9  # a minister on the page or letterhead of a ministry


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a turn, as `core.records.Turn` has it."""

    speaker: str = ""
    post: str = ""
    delegation: str = ""
    role: Role = "other"
    on_behalf_of: str = ""
    confidence: float = 1.0
    parties: tuple[str, ...] = ()


NOBODY = Voice()


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    cue = label()
    flags = re.IGNORECASE
    return {
        **{
            kind: re.compile(rf"(?:{cue[kind]})", flags)
            for kind in ("chair", "journalist", "other", "government")
        },
        **{kind: re.compile(cue[kind]) for kind in cue if kind.endswith("_ja")},
        "honorific": re.compile(rf"(?:(?:the\s+)?(?:{cue['honorific']})\.?\s+)+", flags),
        "asks_ja": re.compile(rf"(?:{cue['journalist_ja']})(?:[・　 0-9０-９]|$)"),
        "private_ja": re.compile(
            r"大学|教授|研究|新聞|通信|放送|テレビ|記者|編集|協会|財団|団体|ＮＧＯ|NGO|作家|学生|元"
        ),
        "party": re.compile(rf"(?:{cue['party']})", flags),
        "post": re.compile(
            r"minister|ambassador|representative|president|premier|chancellor|secretary of state"
            r"|foreign secretary|spokes|king|queen|prince|government|charg[eé]|permanent"
            r"|head of (?:state|delegation)|official|attorney|secretary of (?:defen[cs]e|commerce"
            r"|the treasury)|under ?secretary of state|taoiseach|t[aá]naiste|envoy"
            r"|parliamentary secretary|state secretary|delegat(?:ion|e)\b",
            flags,
        ),
        "no_post": re.compile(
            r"analyst|professor|think.?tank|institute|university|\bngos?\b|editor|journalist|correspondent"
            r"|newspaper|news\b|agency|civil society|director of the|fellow|researcher|author|campaign"
            r"|secretary of the (?:committee|council)|leader of the opposition|shadow|former"
            r"|executive director|under-?secretary-general|secretary-general|high commissioner for"
            r"|special (?:envoy|representative) of the secretary|united nations|reuters|press\b",
            flags,
        ),
        "minister": re.compile(
            r"\b(?:minist(?:er|re|r[oa])|secr[eé]taire d['’][eé]tat|garde des sceaux"
            r"|parliamentary (?:under-)?secretary|secretary of state|attorney|solicitor"
            r"|taoiseach|government)\b",
            flags,
        ),
        "not_minister": re.compile(
            r"shadow|opposition|former|spokes(?:person|man|woman)\b.*\b(?:for|on)\b", flags
        ),
        "post_first": re.compile(
            r"(?:president|prime minister|premier|chancellor|(?:[a-z]+ )*minister|secretary|ambassador"
            r"|amb|king|queen|taoiseach|spokes(?:person|man|woman)|high representative"
            r"|vice[- ]president|foreign secretary|minister of state)\b",
            flags,
        ),
    }


def pattern_of(kind: str) -> re.Pattern[str]:
    """What a label of a ``kind`` of speaker holds: "post", "no_post", "party"…"""
    return patterns()[kind]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is known of a text in which several speak: its ``header`` (the lines above and its title), the
    state of the parliament (``house``) or ministry (``host``) whose text it is and of the one who only
    ``answers`` ("A:"), "" when unknown, whether it is the ``minutes`` of a parliament, known or not, and
    whether delegations are named in brackets throughout, as in a record of the United Nations."""

    header: str
    gazetteer: Gazetteer = field(repr=False)
    house: str = ""
    minutes: bool = False
    host: str = ""
    answers: str = ""
    bracketed: bool = False


def house_of(text: str) -> str:
    """The state whose parliament a text's header and labels speak of, "" when none does."""
    return next((code for found, code in parliaments() if found.search(text)), "")


def only_state(words: str, stage: Stage) -> str:
    codes = {m.code for m in stage.gazetteer.find(words) if m.form != "capital"}
    return codes.pop() if len(codes) == 1 else ""
