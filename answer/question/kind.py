"""What kind of answer a question wants, beside what it is about. Rules only."""

import re
from typing import Literal

from answer.question.words import DECLARING, JOINED_STATES, any_of

Kind = Literal["", "quote", "list", "over_time", "greeting"]

_GREETING = re.compile(
    r"^(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|thanks?(?:\s+you)?|thank\s+you|cheers|bye|goodbye|"
    r"ok(?:ay)?|great|こんにちは|こんばんは|おはよう(?:ございます)?|ありがとう(?:ございます|ございました)?|はじめまして|よろしく)"
    r"(?:[\s,]+that(?:['’]s|\s+is|\s+will\s+be)\s+(?:all|it|enough)(?:\s+for\s+(?:now|today))?|[\s,]+(?:there|all|everyone|very\s+much|so\s+much|a\s+lot|rapporteur|again))*[\s.!！。、,]*$",
    re.IGNORECASE,
)
_QUOTE = re.compile(
    r"\bquot(?:e|es|ation|ations)\b|\b(?:exact|actual|precise|own)\s+(?:words?|wording|language|text)\b|\bverbatim\b|"
    r"\bword\s+for\s+word\b|\bin\s+(?:its|their|his|her)\s+own\s+words\b|原文(?:を|で|の)|引用(?:して|せよ|を)|そのままの(?:文|言葉)",
    re.IGNORECASE,
)
_LIST = re.compile(
    rf"^(?:which|what)\s+(?:other\s+)?(?:\w+\s+)?(?:{any_of(JOINED_STATES)})\b|"
    rf"^(?:who|(?:did|does|do|has|have)\s+(?:anyone|anybody))\s+else\b|^who\s+(?:also\s+)?(?:{any_of(DECLARING)})\b|"
    rf"\b(?:list|name|give\s+me)\s+(?:all\s+|every\s+|the\s+|of\s+|me\s+)*(?:{any_of(JOINED_STATES)})\b|"
    r"どの(?:国|代表団|国々)(?:が|は)|どこの国|他に(?:どの|どんな)|ほかに(?:どの|どんな)",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(
    # not "what does it want to change", nor "what does climate change cost"
    r"\b(?:how|has|have|did|does)\b.*(?<!\bto )(?<!\bclimate )"
    r"\b(?:chang(?:e|ed|ing)|evolv(?:e|ed|ing)|develop(?:ed|ing)?|shift(?:ed|ing)?|moved?)\b"
    r"(?!\s+(?:countr|state|nation|world))|\bover\s+(?:time|the\s+years|the\s+decades)\b|"
    r"\b(?:evolution|trajectory|history|shifts?|changes?)\s+(?:of|in)\s+(?:the\s+)?(?:\S+\s+){0,3}?"
    r"(?:position|view|stance|policy|wording|approach|attitude)|どのように(?:変化|変わ|推移|発展)|(?:変化|推移|変遷)(?:は|を|について|した|して)",
    re.IGNORECASE,
)

_WHO_DOES = re.compile(
    rf"^(?:(?:which|what)\s+(?:other\s+)?(?:\w+\s+)?(?:{any_of(JOINED_STATES)})|who(?:\s+else)?)\s+(?P<does>[^?]+)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:else|other|others)\b|他に|ほかに", re.IGNORECASE)


def asks_for_others(question: str) -> bool:
    """Whether those that were spoken of are to be left out: "who else", "which other states"."""
    return bool(_OTHERS.search(question))


def claimed(question: str) -> str:
    """What "which states support a treaty?" takes each of them to do: "support a treaty"; ``""`` for a
    question of another form. The verb is left as it is, which only a reader would mind."""
    found = _WHO_DOES.match(" ".join(question.split()))
    return found["does"].strip() if found else ""


def kind_of(question: str) -> Kind:
    """The kind of a question in English or Japanese; ``""`` for the ordinary one."""
    text = " ".join(question.split())
    if _GREETING.match(text):
        return "greeting"
    if _QUOTE.search(text):
        return "quote"
    if _OVER_TIME.search(text):
        return "over_time"
    return "list" if _LIST.search(text) else ""
