"""Whether a date in a question is the time of what was said, or of something that is spoken of: a text
("the 2015 agreement"), an event ("adopted in 2015", 「2011年の震災」), a target ("by 2030").
"""

import re
from collections.abc import Sequence
from typing import Literal

from answer.question.moments import Moment
from answer.question.words import (
    ACCOUNT,
    CHANGED,
    EXPRESSED_BY,
    EXPRESSION,
    GATHERING,
    GATHERING_JAPANESE,
    SAID,
    SAID_JAPANESE,
    SITUATION,
    SPOKEN_OF,
    STATING,
    TELLS,
    any_of,
)
from core.japanese import has_japanese, is_japanese

Relation = Literal["", "in", "since", "after", "before", "until"]

SPEECH_NOUN = re.compile(
    rf"['’]?s?\s+(?:(?:\S+\s+){{0,3}}?(?:{any_of(EXPRESSION)})|(?:(?:UN|General|annual|regular)\s+){{0,2}}"
    rf"(?:{any_of(GATHERING)}))\b",
    re.IGNORECASE,
)
_OWN_ACCOUNT = re.compile(rf"\s+(?:[\w-]+\s+)?(?:{any_of(EXPRESSION, ACCOUNT)})\b", re.IGNORECASE)
_ACCOUNT_OF = re.compile(rf"\b(?:{any_of(ACCOUNT)})\s+(?:of|for|in)\s+$", re.IGNORECASE)
_OWNER_BEFORE = re.compile(r"['’]s?\s+(?:own\s+)?$")
_EVENT_AFTER = re.compile(rf"\s+(?:\w+(?:al|ic|ary|tive)\s+)?(?:{any_of(SITUATION)})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[^\d\s]\s*\($")  # not "resolution 1701 (2006)"
_CLOSES = re.compile(r"\)\s*[?.]?\s*$|\)\s*[:,]")
_FUTURE = re.compile(r"\b(?:will|going\s+to|due\s+to|to\s+be\s+held)\b[^,;]*$", re.IGNORECASE)
_NOUN = re.compile(
    r"\s+(?!(?:and|or|but|to|on|about|regarding|concerning|for|at|by|in|with|against|than|was|were|is|did|does|do|has|have|had|what|how|which|who)\b)[\w“\"]",
    re.IGNORECASE,
)
OF_SPEECH = re.compile(
    rf"\b(?:that|those|the\s+one|{any_of(EXPRESSION, GATHERING)})\s+(?:of|from|in|on|for)\s+(?:the\s+)?"
    r"(?:year\s+)?$",
    re.IGNORECASE,
)
_OF = re.compile(r"\bof\s+(?:the\s+)?(?:year\s+)?$", re.IGNORECASE)
_OPENS_NOUN = re.compile(r"\b(?:(?:at|for|within)\s+(?:the\s+)?|(?:the|an?)\s+)$", re.IGNORECASE)
_DURING = re.compile(r"\bduring\s+(?:the\s+)?$", re.IGNORECASE)
_SPEECH_IN_BRACKETS = re.compile(rf"(?:{any_of(EXPRESSION)})\s*\($", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\b(?P<verb>\w+ed|began|begun|held|took\s+place|broke\s+out|happened|came|fell|born|built|set\s+up|made\s+up|won|lost|died|went|broke|met|founded|killed|drawn)\s+(?:in|on|since|from|until|by|before|after|between|during)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_FORCE = re.compile(
    r"\b(?:in|into)\s+(?:force|effect|power|office|place)\s+(?:in|on|since|from|until|before|after)\s+$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[\s,(:]{1,3}(?:at\s+the\s+UN[\s,(]+)?")
_SAYS = re.compile(rf"^(?:{any_of(TELLS, SAID, STATING, EXPRESSED_BY, CHANGED, SPOKEN_OF)})$", re.IGNORECASE)
_TARGET = re.compile(r"\bby\s+(?:the\s+(?:year|end\s+of)\s+)?$", re.IGNORECASE)
_TARGET_AFTER = re.compile(r"(?:年)?(?:に向け|目標|アジェンダ)")
_JA_CLAUSE_END = re.compile(r"は|が|を|で(?!の)|について|に関し|に対し|をめぐ|、|。|？|\?|$")
_JA_EVENT = re.compile(
    r"に(?P<clause>[^、。はがを？?]{1,20}?(?:された|した|った|いた|きた|れた|じた|きた|まった))(?=[一-龥ァ-ヴA-Za-z])"
)


def is_time_of_speech(
    text: str, moment: Moment, states: Sequence[tuple[int, int]], of_somebody: bool
) -> bool:
    """Whether a date's place alone shows that it is when something was said: a session, "Kenya 2016: …",
    "in Kenya's 2016 figures", "… (2016)?"."""
    before, after = text[: moment.start], text[moment.end : moment.end + 120]
    if moment.is_session:
        participle = _PARTICIPLE.search(before[-80:])
        return participle is None or bool(_SAYS.match(participle["verb"]))
    if moment.is_event or not of_somebody:
        return False
    if _IN_BRACKETS.search(before) and _CLOSES.match(after):
        return True
    if _ACCOUNT_OF.search(before[-80:]):
        return True
    if any(_BESIDE.fullmatch(text[end : moment.start]) for _, end in states if end <= moment.start):
        return not _EVENT_AFTER.match(after)
    return bool(_OWNER_BEFORE.search(before[-80:])) and bool(_OWN_ACCOUNT.match(after))


def is_bound(
    text: str,
    moment: Moment,
    relation: Relation,
    states: Sequence[tuple[int, int]],
    *,
    spanning: bool = False,
) -> bool:
    """Whether the date is that of an event, a text or a target, not of what was said."""
    before, after = text[max(moment.start - 80, 0) : moment.start], text[moment.end : moment.end + 120]
    if moment.is_event:
        return relation == "in" and not _DURING.search(before) and not has_japanese(after[:2])
    if is_japanese(text):
        return _is_bound_japanese(text, moment, relation, states)
    of_a_state = any(end == moment.start - 2 for _, end in states)
    if before.endswith("(") and not of_a_state and not _SPEECH_IN_BRACKETS.search(before):
        return True
    participle = _PARTICIPLE.search(before)
    if (
        _TARGET.search(before)
        or _FORCE.search(before)
        or (participle and not _SAYS.match(participle["verb"]))
    ):
        return True
    if spanning:
        return False
    if relation == "in" and _FUTURE.search(before):
        return True
    if relation == "in" and _OF.search(before):
        return not OF_SPEECH.search(before)
    if _OPENS_NOUN.search(before):
        is_decade = text[moment.end - 1] == "s"
        return not SPEECH_NOUN.match(after) and not (is_decade and not _NOUN.match(after))
    return False


def _is_bound_japanese(
    text: str, moment: Moment, relation: Relation, states: Sequence[tuple[int, int]]
) -> bool:
    after = text[moment.end :]
    if _TARGET_AFTER.match(after):
        return True
    if found := _JA_EVENT.match(after):
        return not re.search(any_of(SAID_JAPANESE), found["clause"])
    if relation != "in" or not after.startswith("の"):
        return False
    start = moment.end + 1
    if any(begin == start for begin, _ in states):
        # 「2016年の日本の演説」, but also 「2015年のイラン核合意」, which states nothing
        return False
    end = _JA_CLAUSE_END.search(text, start)
    phrase = text[start : end.start() if end else len(text)]
    return not re.search(any_of(SAID_JAPANESE, GATHERING_JAPANESE), phrase)
