"""Whose words a question asks for, as opposed to those it only speaks of: by the grammar of the sentence.

"What does Kenya say about Russia?" and 「ケニアはロシアについてどう述べているか」 ask for Kenya's words.
"""

import re
from collections.abc import Sequence
from enum import IntEnum

from answer.question.words import (
    ABOUT,
    ACTS_JAPANESE,
    ATTITUDE,
    AUXILIARY,
    COMPARED,
    EXPRESSED_BY,
    EXPRESSION,
    EXPRESSION_JAPANESE,
    GIVEN_FOR,
    JOINED_STATES,
    OFFICE_JAPANESE,
    SITUATION,
    SITUATION_JAPANESE,
    SPOKEN_OF,
    STATING,
    SUFFERED,
    VALUED_BY,
    any_of,
)
from core.delegations import Gazetteer, Mention
from core.japanese import is_japanese


class _Standing(IntEnum):
    """What a delegation is in a question, the stronger the greater."""

    OBJECT = 0  # spoken about
    OWNER = 1  # "tell me about Japan's position": asked, unless the question has another subject
    SUBJECT = 2
    SOURCE = 3  # "how many tests had Pakistan carried out, according to India?"


_THE = r"(?:\s+the)?\s*$"
_ACCORDING = re.compile(
    rf"\b(?:according\s+to|(?:{any_of(VALUED_BY)})\s+(?:to|for)|hear[d]?\s+from|"
    rf"(?:{any_of(EXPRESSION)})\s+(?:\w+\s+)?(?:of|by|from)|"
    rf"(?:{any_of(EXPRESSED_BY, SPOKEN_OF)})\s+(?:\w+\s+)?by|"
    rf"(?:{any_of(STATING)})\s+by){_THE}",
    re.IGNORECASE,
)
_BY_ITS_ACCOUNT = re.compile(rf"\baccording\s+to{_THE}", re.IGNORECASE)
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
_JOINED = re.compile(
    r"\s*(?:(?:,\s*)?(?:and|or|as\s+well\s+as)|,|&|/)\s*(?:(?:also|both)\s+)?(?:the\s+)?|\s*(?:と|、|・|や|か|及び|および|並びに|または|又は)\s*",
    re.IGNORECASE,
)
_JOINED_COMPARING = re.compile(
    rf"{_JOINED.pattern}|\s*(?:and|with|to|versus|vs\.?|from|対)\s*(?:(?:that|those)\s+of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_COMPARING = re.compile(rf"\b(?:{any_of(COMPARED)}|versus|vs)\b|比較|違い|対比|相違|異な", re.IGNORECASE)
_COMPARES_BETWEEN = re.compile(rf"\b(?:between|of){_THE}", re.IGNORECASE)

_MOST = 30  # names that are looked at; a group of states is named by its name
_NEAR = 120  # code points on either side of a name that can tell what it is there for
_OWN_YEAR = re.compile(r"^\s*[(（](?:19|20)\d\d年?[)）]|^\s+in\s+(?:19|20)\d\d(?=\s)", re.IGNORECASE)

_OFFICE = rf"(?:諸国|各国|加盟国)?(?:の?[ァ-ヴー・一-龥]{{0,12}}?(?:{any_of(OFFICE_JAPANESE)}))?"
_JA_TOPIC = re.compile(rf"^{_OFFICE}(?:は(?!じめ)|としては|によれば|によると|にとって|も(?!と|ちろん)|なら)")
_JA_AGENT = re.compile(rf"^{_OFFICE}が")
_JA_OWNER = re.compile(
    rf"^{_OFFICE}の(?!(?:[^、。？?のは]{{0,6}})(?:{any_of(SITUATION_JAPANESE)}))"
    rf"[^。？?]{{0,40}}?(?:{any_of(EXPRESSION_JAPANESE, ACTS_JAPANESE)})"
)
_JA_OWN_WORDS = re.compile(
    rf"^(?:{any_of(OFFICE_JAPANESE)})?の(?:(?!に|への)[^、。？?]){{0,6}}(?:{any_of(EXPRESSION_JAPANESE)})"
)
_JA_ALONE = re.compile(r"^\s*(?:[、:：？?。]|$)")
_JA_SAME = re.compile(r"同(?:国|政府|代表)(?:政府|代表)?(?:は|が|の)")
_JA_OPEN = re.compile(
    r"(?:どの|どこの|いずれの|他の|ほかの|何か?)国|誰|だれ|国々?(?:は|が)?[？?。]?$|国々?は(?:どこ|ある|いる|あり|い[まく])|国(?:はどこ|を挙げ)"
)


def asked_mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions, in order, of the delegations whose words the question asks for."""
    groups = _coordinated(text, gazetteer.find(text)[:_MOST])
    japanese = is_japanese(text)
    standings = _japanese(text, groups) if japanese else _english(text, groups)
    strongest = max(standings, default=_Standing.OBJECT)
    if strongest is _Standing.OBJECT:
        return ()
    return tuple(
        mention
        for group, standing in zip(groups, standings, strict=True)
        if standing is strongest
        for mention in group
    )


def asked_delegations(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Codes of the delegations whose words the question asks for, in order, groups by their own
    code. A state that the question is merely about ("what does Kenya say about Russia?") is none."""
    return tuple(dict.fromkeys(mention.code for mention in asked_mentions(text, gazetteer)))


def _after(text: str, mention: Mention) -> str:
    """What follows a mention, its own year aside: "Japan (2014) on …", 「日本(2014年)は」."""
    return _OWN_YEAR.sub("", text[mention.end : mention.end + _NEAR], count=1)


def _coordinated(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand together ("Japan and China", "日本と中国", "compare Kenya with Norway"): what
    is asked of one is asked of all."""
    joins = _JOINED_COMPARING if _COMPARING.search(text) else _JOINED
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and joins.fullmatch(_OWN_YEAR.sub("", text[groups[-1][-1].end : mention.start], count=1)):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _english(text: str, groups: Sequence[Sequence[Mention]]) -> list[_Standing]:
    is_open = bool(_OPEN_SUBJECT.match(text))
    comparing = bool(_COMPARING.search(text))
    standings: list[_Standing] = []
    for group in groups:
        has_subject = is_open or _Standing.SUBJECT in standings
        standings.append(_standing(text, group, has_subject=has_subject, comparing=comparing))
    return standings


def _standing(text: str, group: Sequence[Mention], *, has_subject: bool, comparing: bool) -> _Standing:
    """``has_subject``: the question has a subject already, or asks who it is."""
    first, last = group[0], group[-1]
    before, after = text[max(first.start - _NEAR, 0) : first.start], _after(text, last)
    is_people = last.form == "adjective" and text[last.start : last.end].endswith("s")
    is_adjective = last.form == "adjective" and not is_people
    has_words = bool(_HAS_WORDS.match(after))
    if _BY_ITS_ACCOUNT.search(before) and (not is_adjective or has_words):
        return _Standing.SOURCE
    if _ACCORDING.search(before) or (_IN_ITS_VIEW.search(before) and _EXPRESSION_AFTER.match(after)):
        return _Standing.SUBJECT if not is_adjective or has_words else _Standing.OBJECT
    if comparing and (_COMPARED_WITH.search(before) or (len(group) > 1 and _COMPARES_BETWEEN.search(before))):
        return _Standing.SUBJECT
    if _FOR.search(before):
        return _Standing.OBJECT if has_subject or _FOR_OBJECT.search(before) else _Standing.OWNER
    if _OBJECT_BEFORE.search(before):
        return _Standing.OWNER if _EXPRESSION_AFTER.match(after) and not has_subject else _Standing.OBJECT
    if _AUXILIARY_BEFORE.search(before):
        if _is_patient(before, after) or (is_adjective and not (has_words or _STATES.match(after))):
            return _Standing.OBJECT
        return _Standing.SUBJECT
    if has_subject:
        return _Standing.OBJECT
    if is_adjective:
        said = has_words or (
            bool(_STATES.match(after)) and bool(re.search(r"\bthe\s*$", before, re.IGNORECASE))
        )
        return _Standing.SUBJECT if said else _Standing.OBJECT
    if first.start < _NEAR and _OPENING.match(before):
        return _Standing.OBJECT if _SITUATION_AFTER.match(after) else _Standing.SUBJECT
    if _POSSESSIVE.match(after) or _STATES.match(after) or has_words:
        return _Standing.SUBJECT
    return _Standing.OBJECT


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


def _japanese(text: str, groups: Sequence[Sequence[Mention]]) -> list[_Standing]:
    is_open = bool(_JA_OPEN.search(text))
    same = _JA_SAME.search(text)
    standings = []
    has_topic = any(_JA_TOPIC.match(_after(text, group[-1])) for group in groups)
    for at, group in enumerate(groups):
        after = _after(text, group[-1])
        following = groups[at + 1][0].start if at + 1 < len(groups) else len(text)
        if _JA_TOPIC.match(after) or (same and not has_topic and group[-1].end <= same.start() < following):
            standings.append(_Standing.SUBJECT)
        elif has_topic or is_open:
            standings.append(_Standing.OBJECT)
        elif _JA_AGENT.match(after) or _JA_OWN_WORDS.match(after):
            standings.append(_Standing.SUBJECT)
        elif _JA_OWNER.match(after) or (not text[: group[0].start].strip() and _JA_ALONE.match(after)):
            standings.append(_Standing.OWNER)
        else:
            standings.append(_Standing.OBJECT)
    return standings
