"""Whose words a Japanese question asks for, by its particles."""

import re
from collections.abc import Sequence

from answer.question.who.standing import Standing, after
from answer.question.words import (
    ACTS_JAPANESE,
    EXPRESSION_JAPANESE,
    OFFICE_JAPANESE,
    SITUATION_JAPANESE,
    any_of,
)
from core.delegations import Mention

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
_JA_ALONE = re.compile(r"^(?:\s|[、:：？?。]|$)")
_JA_SAME = re.compile(r"同(?:国|政府|代表)(?:政府|代表)?(?:は|が|の)")
_JA_OPEN = re.compile(
    r"(?:どの|どこの|いずれの|他の|ほかの|何か?)国|誰|だれ|国々?(?:は|が)?[？?。]?$|国々?は(?:どこ|ある|いる|あり|い[まく])|国(?:はどこ|を挙げ)"
)


def standings_in_japanese(text: str, groups: Sequence[Sequence[Mention]]) -> list[Standing]:
    """What each group of mentions that stand together is in the question."""
    is_open = bool(_JA_OPEN.search(text))
    same = _JA_SAME.search(text)
    standings = []
    has_topic = any(_JA_TOPIC.match(after(text, group[-1])) for group in groups)
    for at, group in enumerate(groups):
        behind = after(text, group[-1])
        following = groups[at + 1][0].start if at + 1 < len(groups) else len(text)
        if _JA_TOPIC.match(behind) or (same and not has_topic and group[-1].end <= same.start() < following):
            standings.append(Standing.SUBJECT)
        elif has_topic or is_open:
            standings.append(Standing.OBJECT)
        elif _JA_AGENT.match(behind) or _JA_OWN_WORDS.match(behind):
            standings.append(Standing.SUBJECT)
        elif _JA_OWNER.match(behind) or (not text[: group[0].start].strip() and _JA_ALONE.match(behind)):
            standings.append(Standing.OWNER)
        else:
            standings.append(Standing.OBJECT)
    return standings
