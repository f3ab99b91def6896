"""Whose words an English question asks for, by its grammar."""

import re
from collections.abc import Sequence

from answer.question.who.standing import NEAR, Standing
from answer.question.who.standing import after as after_of
from answer.question.words import (
    ABOUT,
    ACCOUNT,
    ATTITUDE,
    AUXILIARY,
    COMPARED,
    EXPRESSED_BY,
    EXPRESSION,
    GIVEN_FOR,
    IRREGULAR_PAST,
    JOINED_STATES,
    OFFICE,
    SITUATION,
    SPOKEN_OF,
    STATING,
    SUFFERED,
    TELLS,
    TOPIC_PREPOSITIONS,
    VALUED_BY,
    any_of,
)
from core.delegations import Mention

_THE = r"(?:\s+the)?\s*$"
_ACCORDING = re.compile(
    rf"\b(?:according\s+to|(?:{any_of(VALUED_BY)})\s+(?:to|for)|hear[d]?\s+from|"
    rf"(?:{any_of(EXPRESSION)})\s+(?:\w+\s+)?(?:of|by|from)|"
    rf"(?:{any_of(EXPRESSED_BY, SPOKEN_OF)})\s+(?:\w+\s+)?by|"
    rf"(?:{any_of(STATING)})\s+by){_THE}",
    re.IGNORECASE,
)
_BY_ITS_ACCOUNT = re.compile(
    rf"\baccording\s+to{_THE}|(?:^|[\s,(])per{_THE}|,\s*(?:{any_of(TELLS)}){_THE}", re.IGNORECASE
)
# "Which attacks in Pakistan did Portugal mention?"
_INVERTED = re.compile(rf"\s+(?:{any_of(AUXILIARY)})(?:n['’]t)?(?:\s+the)?\s+", re.IGNORECASE)
_THAT_IT = re.compile(rf"\b(?:that|which|whom){_THE}", re.IGNORECASE)
_SPEAKS_OF = re.compile(
    rf"\s+(?:\w+ly\s+)?(?:{any_of(TELLS, SPOKEN_OF)}|welcomed|hailed|lamented|deplored)\b"
)
_IN_THE_EYES_OF = re.compile(
    rf"\b(?:in|by|to)\s+the\s+(?:\w+\s+)?(?:{any_of(EXPRESSION, ACCOUNT)})\s+of{_THE}", re.IGNORECASE
)
_SET_OFF_BEFORE = re.compile(rf"(?:^|,\s*)(?:in|by|to|from|on){_THE}", re.IGNORECASE)
_AS_IT_TELLS = re.compile(rf"(?:^|,\s*)as{_THE}", re.IGNORECASE)
_TELLS = re.compile(rf"\s+(?:\w+ly\s+)?(?:(?:{any_of(TELLS)})\b|\w+ed\b|\w+\s+it\b)", re.IGNORECASE)
_BY_OR_IN = re.compile(rf"\b(?:in|by|to|from|on){_THE}", re.IGNORECASE)
_ACCOUNT_AFTER = re.compile(
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:{any_of(EXPRESSION, ACCOUNT)})\b", re.IGNORECASE
)
_OFFICE_OF = re.compile(
    rf"\b(?:{any_of(OFFICE)})\s+of{_THE}|\b(?:speaker|delegate|representative|ambassador)\s+for{_THE}",
    re.IGNORECASE,
)
_PAST_AFTER = re.compile(rf"\s+(?:\w+ly\s+)?(?:[a-z]+ed|{any_of(IRREGULAR_PAST)})\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|has|have|had)\b", re.IGNORECASE)
_PRESENT_AFTER = re.compile(r"\s+(?:\w+ly\s+)?[a-z]+[^s\W]s\b")
_AUXILIARY_BEFORE = re.compile(rf"\b(?:{any_of(AUXILIARY)})(?:n['’]t)?{_THE}", re.IGNORECASE)
_BE_BEFORE = re.compile(rf"\b(?:is|are|was|were)(?:n['’]t)?{_THE}", re.IGNORECASE)
_OBJECT_BEFORE = re.compile(rf"\b(?:{any_of(ABOUT)}){_THE}", re.IGNORECASE)
_FOR = re.compile(rf"\bfor{_THE}", re.IGNORECASE)
_FOR_OBJECT = re.compile(rf"\b(?:{any_of(GIVEN_FOR)})\s+for{_THE}", re.IGNORECASE)
_IN_ITS_VIEW = re.compile(rf"\b(?:in|from){_THE}", re.IGNORECASE)
_COMPARED_WITH = re.compile(
    rf"(?:\b(?:{any_of(COMPARED)})\b[^,;?]{{0,40}}?\b(?:from|to|with|than|and|between)(?:\s+(?:that|those)\s+of)?{_THE})",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:in|since|during|before|after|until|at|between|from)\b[^,?]{0,60},\s*)?"
    r"(?:compare\s+|contrast\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"\s*(?:(?:ever|also|still|now|then|already|not|never)\s+|\w+ly\s+)?(?:{any_of(STATING, AUXILIARY)})\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\s*['’]s?(?!\w)")
_HAS_WORDS = re.compile(
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:{any_of(EXPRESSION, ATTITUDE)})\b", re.IGNORECASE
)
_EXPRESSION_AFTER = re.compile(
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:{any_of(EXPRESSION)})\b", re.IGNORECASE
)
_SITUATION_AFTER = re.compile(
    rf"(?:['’]s?)?\s+(?:(?!(?:on|about|and|or|in|for|with|against)\b)[\w-]+\s+){{0,2}}?(?:{any_of(SITUATION)})\b",
    re.IGNORECASE,
)
_SITUATION_BEFORE = re.compile(
    rf"\b(?:{any_of(SITUATION)})\s+(?:\w+\s+)?(?:in|within|of|with|inside|around|over){_THE}", re.IGNORECASE
)
_YEAR_AFTER = re.compile(
    rf"[\s,(]{{1,2}}(?:19|20)\d\d\b(?!\s+(?:\w+(?:al|ic|ary|tive)\s+)?(?:{any_of(SITUATION)})\b)",
    re.IGNORECASE,
)
_TOPIC_BEFORE = re.compile(rf"\b(?:{any_of(TOPIC_PREPOSITIONS)}){_THE}", re.IGNORECASE)
_SPOKEN = any_of(SPOKEN_OF, SUFFERED, EXPRESSED_BY)
_OWN_STATEMENT = re.compile(
    rf"\b(?:its|his|her|their)\s+(?:own\s+)?(?:(?:19|20)\d\d\s+)?(?:{any_of(EXPRESSION)})\b", re.IGNORECASE
)
_IMPERSONAL = re.compile(
    rf"\b(?:is|are|was|were|been|being|be)\s+(?:ever\s+|also\s+|\w+ly\s+)?(?:{_SPOKEN})\b"
    rf"|^(?:is|are|was|were|has|have)\b[^,?]*\b(?:{any_of(SUFFERED)})\s*(?:[?.]|$|by\b|for\b|as\b|in\b|at\b)"
    r"|^should\b|\bhappen(?:s|ed|ing)?\b|\btook\s+place\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\b(?:what|which|who|whose|whom|why|how|when|where|{any_of(AUXILIARY)})\b", re.IGNORECASE
)
_SUFFERED = re.compile(rf"\s+(?:(?:ever|been|being|also|not)\s+)*(?:{any_of(SUFFERED)})\b", re.IGNORECASE)
_SUFFERED_LATER = re.compile(
    rf"\s+(?:[\w-]+\s+){{1,4}}?(?:been\s+)?(?:{any_of(SUFFERED)})\s*(?:[?.,]|$|by\b|for\b|as\b|in\b|at\b)",
    re.IGNORECASE,
)
_OPEN_SUBJECT = re.compile(
    rf"^(?:please\s+)?(?:(?:tell\s+me|show\s+me|list|name|find)\s+(?:all\s+)?(?:the\s+)?)?(?:(?:who(?:\s+else)?|how\s+many\s+(?:{any_of(JOINED_STATES)})|"
    rf"(?:which|what)\s+(?:(?:other|of\s+the|\w+)\s+)?(?:{any_of(JOINED_STATES)} statements speeches))\b|"
    rf"(?:{any_of(JOINED_STATES)})\s+(?:that|which|who)\b|"
    rf"(?:what\s+|how\s+)?(?:{any_of(AUXILIARY)})\s+(?:any(?:one|body)?|some(?:one|body)?|other|others|everyone|all)\b)".replace(
        " statements speeches", "|statements|speeches"
    ),
    re.IGNORECASE,
)
_COMPARES_BETWEEN = re.compile(rf"\b(?:between|of){_THE}", re.IGNORECASE)


def standings_in_english(
    text: str, groups: Sequence[Sequence[Mention]], *, comparing: bool
) -> list[Standing]:
    """What each group of mentions that stand together is in the question; ``comparing``: it compares."""
    is_open = bool(_OPEN_SUBJECT.match(text))
    standings: list[Standing] = []
    for at, group in enumerate(groups):
        has_subject = is_open or Standing.SUBJECT in standings
        is_asked = not (
            at + 1 < len(groups) and _INVERTED.fullmatch(text[group[-1].end : groups[at + 1][0].start])
        )
        standings.append(
            _standing(text, group, has_subject=has_subject, comparing=comparing)
            if is_asked
            else Standing.OBJECT
        )
    return standings


def _standing(text: str, group: Sequence[Mention], *, has_subject: bool, comparing: bool) -> Standing:
    """``has_subject``: the question has a subject already, or asks who it is."""
    first, last = group[0], group[-1]
    before, after = text[max(first.start - NEAR, 0) : first.start], after_of(text, last)
    before = _OFFICE_OF.sub("", before)
    is_people = last.form == "people" or (last.form == "adjective" and text[last.end - 1] == "s")
    is_adjective = last.form == "adjective" and not is_people
    has_words = bool(_HAS_WORDS.match(after))
    if _BY_ITS_ACCOUNT.search(before) and (not is_adjective or has_words):
        return Standing.SOURCE
    if (_AS_IT_TELLS.search(before) and _TELLS.match(after)) or _IN_THE_EYES_OF.search(before):
        return Standing.SOURCE
    if _THAT_IT.search(before) and _SPEAKS_OF.match(after):
        return Standing.SOURCE
    owns = is_adjective or bool(_POSSESSIVE.match(after))
    if owns and _BY_OR_IN.search(before) and _ACCOUNT_AFTER.match(after):
        return Standing.SOURCE if _SET_OFF_BEFORE.search(before) else Standing.SUBJECT
    if _ACCORDING.search(before) or (_IN_ITS_VIEW.search(before) and _EXPRESSION_AFTER.match(after)):
        return Standing.SUBJECT if not is_adjective or has_words else Standing.OBJECT
    if comparing and (_COMPARED_WITH.search(before) or (len(group) > 1 and _COMPARES_BETWEEN.search(before))):
        return Standing.SUBJECT
    if _FOR.search(before):
        return Standing.OBJECT if has_subject or _FOR_OBJECT.search(before) else Standing.OWNER
    if _OBJECT_BEFORE.search(before):
        return Standing.OWNER if _EXPRESSION_AFTER.match(after) and not has_subject else Standing.OBJECT
    if _AUXILIARY_BEFORE.search(before):
        acts = has_words or _STATES.match(after) or _SPEAKS_OF.match(after)
        if _is_patient(before, after) or (is_adjective and not acts):
            return Standing.OBJECT
        return Standing.SUBJECT
    if has_subject:
        return Standing.OBJECT
    if is_adjective:
        said = has_words or (
            bool(_STATES.match(after)) and bool(re.search(r"\bthe\s*$", before, re.IGNORECASE))
        )
        return Standing.SUBJECT if said else Standing.OBJECT
    if first.start < NEAR and _OPENING.match(before):
        labelled = _YEAR_AFTER.match(text, last.end)  # "kenya 2011 famine in somalia"
        return Standing.OBJECT if _SITUATION_AFTER.match(after) and not labelled else Standing.SUBJECT
    if _POSSESSIVE.match(after) or _STATES.match(after) or has_words:
        return Standing.SUBJECT
    if _PAST_AFTER.match(after) and not _PASSIVE.search(before):
        return Standing.SUBJECT
    if last.form in ("capital", "nickname", "speaker") and _PRESENT_AFTER.match(after):
        return Standing.SUBJECT
    return Standing.OBJECT


def asks_anybody(text: str) -> bool:
    """Whether a question asks for the words of whoever said something: "who …", "what is said about …"."""
    return bool(_OPEN_SUBJECT.match(text) or _IMPERSONAL.search(text))


def _is_patient(before: str, after: str) -> bool:
    """ "Has Iran been criticised", "was Iraq's invasion condemned": it is done to it."""
    if re.match(r"\s+(?:ever\s+|also\s+|not\s+)?(?:been|being)\b", after):
        return bool(_SUFFERED.match(after))
    if not _BE_BEFORE.search(before):
        return False
    possessive = _POSSESSIVE.match(after)
    if possessive:
        return not _EXPRESSION_AFTER.match(after) and bool(_SUFFERED_LATER.match(after, possessive.end()))
    return bool(_SUFFERED.match(after))


def only_one_named(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of the one delegation that a question names, where its grammar leaves open whose words
    are meant: "Which sector is expected to transform Bhutan?" It is that delegation's own, unless the
    question asks for anybody's, names a situation in the state, or names the state after "on"."""
    if len({mention.code for mention in mentions}) != 1 or _OPEN_SUBJECT.match(text):
        return ()
    if _OWN_STATEMENT.search(text):
        return tuple(mentions)
    if _IMPERSONAL.search(text) or not _ASKS.search(text):
        return ()
    for mention in (m for m in mentions if m.form != "speaker"):
        before, behind = text[: mention.start][-NEAR:], after_of(text, mention)
        if _AUXILIARY_BEFORE.search(before) and _is_patient(before, behind):
            return ()
        if _TOPIC_BEFORE.search(before) or _SITUATION_BEFORE.search(before) or _SITUATION_AFTER.match(behind):
            return ()
    return tuple(mentions)
