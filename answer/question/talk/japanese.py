"""Japanese questions that lean on the one before: 「中国は？」, 「2017年は？」."""

import re

from answer.question.talk.exchange import YEAR
from core.delegations import Gazetteer
from core.japanese import is_japanese

BARE_WHY = re.compile(
    r"(?:それは|では|じゃあ)?、?(?:なぜ|何故|どうして)(?:ですか|でしょうか|そうなのですか|なのですか)?[？?。]*|(?:その)?理由は(?:何ですか)?[？?。]*"
)
_JA_TAIL = re.compile(
    r"(?:については|に関しては|の場合は|では|は|ならば|なら)?(?:どう(?:ですか|でしょうか)?)?[？?。]*$"
)
_JA_LEAD = re.compile(r"^(?:では|じゃあ|それでは|ちなみに|また|次に|そして|それから)[、，]?")
_JA_YEAR = re.compile(rf"{YEAR}年(?:から{YEAR}年)?(?:以降|以前|まで)?")
THAT = re.compile(
    r"(?:それ|そのこと|そのテーマ|(?:その|この)(?:問題|件|点))(?=について|に関し|に対し|を|は|も|に)"
)
_JA_TOPIC = re.compile(r"(?:は|、|^)(?P<topic>[^は、。？?]{2,30}?)(?:について|に関して|に対して)")
_JA_ASKING = re.compile(r"何|どのよう|どう[いしなか]|なぜ|いつ|誰|だれ|どこ|どの|ますか|ですか|か[？?。]?$")


def completed_japanese(text: str, last: str, gazetteer: Gazetteer) -> str:
    """``text`` as a question that stands by itself, given the ``last`` one."""
    if BARE_WHY.fullmatch(text):
        return f"{last.rstrip('？?。')}、その理由は何ですか？"
    if THAT.search(text) and (topic := _JA_TOPIC.search(last)):
        return THAT.sub(topic["topic"], text, count=1)
    bare = _JA_LEAD.sub("", text)
    core = _JA_TAIL.sub("", bare).strip()
    if len(core) > 16 or (_JA_ASKING.search(core) and not _JA_YEAR.fullmatch(core)):
        return text
    mentions = gazetteer.find(core)
    old = gazetteer.find(last)
    year = _JA_YEAR.search(core)
    if mentions and core == core[mentions[0].start : mentions[-1].end] and old:
        return f"{last[: old[0].start]}{core}{last[old[0].end :]}"
    if year and year[0] == core:
        if found := _JA_YEAR.search(last):
            return f"{last[: found.start()]}{core}{last[found.end() :]}"
        return f"{core}の時点で、{last}" if core[-1] == "年" else f"{core}、{last}"
    if core and old and not mentions and is_japanese(last):
        return f"{last[old[0].start : old[0].end]}は{core}についてどう考えていますか？"
    return text
