"""Questions that lean on the one before: "and China?", "in 2017?", "what about its view on a treaty?".

Rules only. What comes out is a question that stands by itself, which is shown to the reader, so that a
wrong guess is seen and the question can be asked in full.
"""

import re
from collections.abc import Sequence

from answer.question.kind import kind_of
from answer.question.who.whose_words import asked_mentions
from answer.question.words import ATTITUDE, AUXILIARY, EXPRESSION, any_of
from answer.words.lexicon import words
from core.delegations import Gazetteer, Mention, with_article
from core.japanese import is_japanese

_LEAD = re.compile(
    r"^(?:(?:and|or|but|so|also|then|now|ok(?:ay)?)\b[,:]?\s*)*"
    r"(?:(?:what|how)\s+about\b|(?:the\s+)?same\s+(?:question\s+)?(?:for|about)\b)?\s*",
    re.IGNORECASE,
)
_YEAR = r"(?:19|20)\d\d"
_WHEN = re.compile(
    rf"\b(?:(?:between|from)\s+{_YEAR}\s+(?:and|to|until|through|[-–])\s*{_YEAR}"
    rf"|(?:in|during|since|after|before|until|by|as\s+of)\s+(?:the\s+)?{_YEAR}s?|{_YEAR}s?)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"\b(?:what|which|who|whose|whom|why|how|when|where|{any_of(AUXILIARY)}|tell|list|quote|compare|give|"
    r"show|explain|summari[sz]e)\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"^why(?:\s+(?:not|so|is\s+that))?\s*\??$|^(?:for\s+what\s+reasons?)\s*\??$", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"^(?:{any_of(AUXILIARY)})\b", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"\b(?P<aux>{any_of(AUXILIARY)})\s+(?P<who>it|they|he|she|(?:the|that|this)\s+(?:country|state|delegation|government))\b",
    re.IGNORECASE,
)
# not "is it true that China …"
_DID = re.compile(r"\b(?P<aux>did|does|do|has|had)\s+(?:it|they)\b", re.IGNORECASE)
_OWNER = re.compile(
    rf"\b(?P<who>its|their|his|her)(?=\s+(?:\w+\s+){{0,2}}?"
    rf"(?:{any_of(EXPRESSION, ATTITUDE)}|reasons?|arguments?)\b)",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:it|this|that|them|these|those)(?=\s*(?:[?.]|$|\b(?:in|since|after|before)\b))", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:it|its|itself|they|their|them|themselves|he|his|she|her|this|that|these|those)\b", re.IGNORECASE
)
_ANY_OBJECT = re.compile(r"\b(?:it|this|that|them|these|those|such\s+\w+)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:who|anyone|anybody|somebody|someone|which|what)\b.{0,20}?\belse\b|\bwhich other\b", re.IGNORECASE
)
_ANYONE = re.compile(r"\b(?:anyone|anybody|someone|somebody)\s+else\b", re.IGNORECASE)
_THAT_TIME = re.compile(
    r"\b(?:(?:in|during)\s+)?(?:that|the\s+same)\s+(?:year|speech|statement|address|session)\b", re.IGNORECASE
)
# "twenty years later", "under the next president": when, in other words than a date
_MEANWHILE = re.compile(
    r"\b(?:(?:\w+\s+)?(?:years?|decades?)\s+(?:later|earlier|before|after(?:wards)?|on)|later|earlier|afterwards|"
    r"now|then|again|still|under\s+(?:the|its|their|a)\s+(?:\w+\s+){1,2}?(?:president|government|minister|leader)\w*)\b",
    re.IGNORECASE,
)
_REPLIES = re.compile(
    r"\b(?:answer|reply|respond|react|retort)(?:ed|s)?\s*(?:to\s+(?:it|that|this|them)\s*)?[?.]?$",
    re.IGNORECASE,
)
_STILL = re.compile(
    rf"^(?:{any_of(AUXILIARY)})\s+(?:that|this|it)\s+(?:still\s+)?(?:the\s+same|(?:its|their|the|his|her)\s+\w+)"
    rf"(?=\s+(?:in|during|since|after|before|until|by)\s+(?:the\s+)?{_YEAR}|\s*[?.]?$)",
    re.IGNORECASE,
)
_THE_COUNTRY = re.compile(
    r"\b(?:the|that|this)\s+country\b(?=['’]s|\s*[?.,]|\s+(?:in|since|after|before)\b|$)", re.IGNORECASE
)
_AGREES = re.compile(
    rf"^(?:{any_of(AUXILIARY)})\s+(?P<who>.+?)\s+(?:agree|disagree|concur|side)\s+with\s+(?:it|that|this|them|him|her)\s*\??$",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(
    r"^(?:and\s+|so\s+)?what\s+(?:is|was|were|are)\s+the\s+(?:figure|number|amount|target|date|deadline|sum|share|"
    r"percentage|total|answer|wording)s?\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:did|was|were|had|would|could|should)\b", re.IGNORECASE)
_TOPIC = re.compile(
    r"\b(?:(?:on|about|of|regarding|concerning|towards?|for|against)\s+(?P<topic>(?:an?|the)?\s*[^?]+)"
    # not "to rebuild"
    r"|(?:approach|response|reaction|opposition|objection|commitment|committed|opposed|attitude|threat|"
    r"alternative|contribution|support)\s+to\s+(?P<matter>[^?]+)"
    r"|to\s+(?P<object>(?:(?:an?|the|its|their)\b|(?-i:[A-Z]))[^?]*))",
    re.IGNORECASE,
)

_ABOUT_IT = re.compile(r"\b(?:about|of|on|towards?)\s+(?:it|this|that)$", re.IGNORECASE)
_EXPRESSED = re.compile(
    r"\b(?:say|says|said|want|wants|wanted|think|thinks|thought|propose[ds]?|demand(?:s|ed)?|suggest(?:s|ed)?|"
    r"recommend(?:s|ed)?|promise[ds]?|ask(?:s|ed)?)\b",
    re.IGNORECASE,
)
# Words of a question that say nothing of what it is about.
_TOPICLESS = words(
    """what which how why when and so but then or else also more s want wants wanted do does did done doing
    say says said saying think thinks thought propose proposes proposed call calls called for ask asks
    asked demand demands demanded suggest suggests suggested recommend recommends recommended promise
    promised offer offered add added view views position stance opinion to be is was were are has had
    have would will should could can of the a an in at it its they them their he she his her this that
    these those there by from according us me still again exactly"""
)

_JA_TAIL = re.compile(
    r"(?:については|に関しては|の場合は|では|は|ならば|なら)?(?:どう(?:ですか|でしょうか)?)?[？?。]*$"
)
_JA_LEAD = re.compile(r"^(?:では|じゃあ|それでは|ちなみに|また|次に)[、，]?")
_JA_YEAR = re.compile(rf"{_YEAR}年(?:から{_YEAR}年)?(?:以降|以前|まで)?")
_JA_THAT = re.compile(
    r"(?:それ|そのこと|そのテーマ|(?:その|この)(?:問題|件|点))(?=について|に関し|に対し|を|は|も|に)"
)
_JA_TOPIC = re.compile(r"(?:は|、|^)(?P<topic>[^は、。？?]{2,30}?)(?:について|に関して|に対して)")
_JA_ASKING = re.compile(r"何|どのよう|どう[いしなか]|なぜ|いつ|誰|だれ|どこ|どの|ますか|ですか|か[？?。]?$")


def completed(text: str, history: Sequence[str], gazetteer: Gazetteer) -> str:
    """``text`` as a question that stands by itself, given the ``history`` of such questions, the latest
    last. A question that leans on nothing comes back as it is."""
    text = " ".join(text.split())
    if not history or not text:
        return text
    last = history[-1]
    if kind_of(text) == "help":
        return text
    if is_japanese(text):
        return _japanese(text, last, gazetteer)
    if _WHY.match(text):
        return _why(last)
    if _THAT_TIME.search(text) and (dates := _dates(last)):
        text = " ".join(_THAT_TIME.sub(dates.strip(), text, count=1).split())
    if (_STILL.match(text) or _ELLIPSIS.match(text)) and (found := _WHEN.search(text)):
        return _other_dates(last, re.sub(r"\bthe\s+", "", found[0]))
    bare = _LEAD.sub("", text, count=1)
    if (len(bare) < len(text) and not _ASKING.search(bare)) or _is_fragment(text):
        return _grafted(bare, last, gazetteer)
    return _about_something(_resolved(text, last, gazetteer), text, history, gazetteer)


def questions(text: str) -> tuple[str, ...]:
    """The questions in a text, in order: "What is X? And why?" are two. One that holds no more than one
    comes back whole."""
    parts = [part.strip() for part in re.split(r"(?<=[?？])\s*(?=\S)", text) if part.strip()]
    asked = [part for part in parts if part.endswith(("?", "？"))]
    if len(asked) < 2:
        return (text,)
    # What is no question introduces the one after it, or closes the last.
    joined: list[str] = []
    for part in parts:
        if joined and not joined[-1].endswith(("?", "？")):
            joined[-1] = f"{joined[-1]} {part}"
        elif part.endswith(("?", "？")) or not joined:
            joined.append(part)
        else:
            joined[-1] = f"{joined[-1]} {part}"
    return tuple(joined)


def _is_fragment(text: str) -> bool:
    """No verb of asking, and short: "in 2017?", "China?", "on climate change?"."""
    return text.endswith("?") and not _ASKING.search(text) and len(text.split()) <= 6


def _why(last: str) -> str:
    if _YES_OR_NO.match(last):
        return f"Why {last[:1].lower()}{last[1:]}"
    return f"{last.rstrip('?？ .')}, and for what reasons?"


def _grafted(bare: str, last: str, gazetteer: Gazetteer) -> str:
    """The last question with its state, its dates or its topic exchanged for what ``bare`` names."""
    bare = bare.rstrip("?？. ")
    mentions = gazetteer.find(bare)
    dates = _WHEN.search(bare)
    rest = _MEANWHILE.sub("", _WHEN.sub("", bare)) if dates else bare
    for mention in mentions:
        rest = rest.replace(bare[mention.start : mention.end], "")
    rest = re.sub(
        r"\b(?:the|for|by|from|of|in|and|or)\b|['’]s?\b|[,;]", " ", rest, flags=re.IGNORECASE
    ).strip()
    question = last
    topical = bool(rest) or bool(re.match(r"(?:on|about|regarding)\b", bare, re.IGNORECASE))
    if topical:
        topic = re.sub(r"^(?:on|about|regarding|concerning)\s+", "", bare, flags=re.IGNORECASE)
        return _about(topic, last, gazetteer)
    if mentions:
        question = _other_state(question, mentions, gazetteer)
    if dates:
        question = _other_dates(question, dates[0])
    return question


def _about(topic: str, last: str, gazetteer: Gazetteer) -> str:
    who = _names(_speakers(last, gazetteer), gazetteer)
    dates = "" if _WHEN.search(topic) else _dates(last)
    if not who:
        return f"What is said about {topic}{dates}?"
    return f"What {'do' if len(who) > 1 else 'does'} {_listed(who)} say about {topic}{dates}?"


def _other_state(question: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> str:
    """``question`` asked of other delegations."""
    old = _speakers(question, gazetteer)
    new = [gazetteer.name(code) for code in dict.fromkeys(mention.code for mention in mentions)]
    if not old:
        if _ANYONE.search(question):
            return _ANYONE.sub(_listed(new), question, count=1)
        return f"{question.rstrip('?？ ')}, according to {_listed(new)}?"
    first, final = old[0], old[-1]
    before, after = question[: first.start], question[final.end :]
    possessive = re.match(r"['’]s?(?!\w)", after)
    if first.form == "adjective":
        before = re.sub(r"\b(?:the|a|an)\s+$", "", before, flags=re.IGNORECASE)
        named = f"{_listed(new)}'s"
    else:
        named = _listed(new)
        if possessive:
            after = after[possessive.end() :]
            named += "'s"
    if not before.rstrip().lower().endswith("the"):
        named = with_article(named)
    asked = f"{before}{named}{after}"
    return asked[:1].upper() + asked[1:]


def _other_dates(question: str, dates: str) -> str:
    *_, found = (None, *_WHEN.finditer(question))
    years = re.findall(_YEAR, dates)
    if found and re.fullmatch(_YEAR, found[0]) and len(years) == 1:  # "its 2017 speech"
        return f"{question[: found.start()]}{years[0]}{question[found.end() :]}"
    dates = dates if re.match(r"[a-z]", dates, re.IGNORECASE) else f"in {dates}"
    if found:
        return f"{question[: found.start()]}{dates}{question[found.end() :]}"
    return f"{question.rstrip('?？ .')} {dates}?"


def _resolved(text: str, last: str, gazetteer: Gazetteer) -> str:
    """``text`` with the pronouns that stand for the last question's delegation, or topic, put as names."""
    named = gazetteer.find(text)
    who = _names(_speakers(last, gazetteer), gazetteer)
    leans = bool(_PRONOUN.search(text))
    if named and who and _REPLIES.search(text):
        return f"What did {_listed(_names(named, gazetteer))} say about {_listed(who)}{_dates(last)}?"
    if named and _AGREES.match(text) and (topic := _topic(last, gazetteer)):
        return f"What does {_listed(_names(named, gazetteer))} say about {topic}?"
    if _OTHERS.search(text) and (topic := _topic(last, gazetteer)):
        return _ANY_OBJECT.sub(lambda _: topic, text, count=1)
    if (spoken_of := _spoken_of(last, gazetteer)) and _THE_COUNTRY.search(text):
        text, named = _THE_COUNTRY.sub(spoken_of, text, count=1), ()
    if who and named and _DID.search(text):
        text = _DID.sub(lambda found: f"{_agreeing(found['aux'], len(who))} {_listed(who)}", text, count=1)
    if who and not named:
        name = _listed(who)
        if _SUBJECT.search(text):
            text = _SUBJECT.sub(lambda found: f"{_agreeing(found['aux'], len(who))} {name}", text, count=1)
        elif _OWNER.search(text):
            text = _OWNER.sub(f"{name}'s", text, count=1)
    if (named or who) and (found := _OBJECT.search(text)):
        # Only "about that" can be about a state: what is condemned, or done, is an act.
        spoken_of = _spoken_of(last, gazetteer) if _ABOUT_IT.search(text[: found.end()]) else ""
        if topic := _topic(last, gazetteer) or spoken_of:
            text = f"{text[: found.start()]}{topic}{text[found.end() :]}"
    if who and not named and leans and (text.endswith("?") or _ASKING.search(text)):
        return _placed(text, _listed(who), last, gazetteer)
    return text


def _about_something(resolved: str, text: str, history: Sequence[str], gazetteer: Gazetteer) -> str:
    """ "What did Japan want done in 2017?" with what the conversation is about, where ``text`` leans on it
    and names no topic of its own."""
    if not _PRONOUN.search(text) or not _EXPRESSED.search(resolved) or _says_topic(resolved, gazetteer):
        return resolved
    topic = next((found for one in reversed(history) if (found := _matter(one, gazetteer))), "")
    if not topic:
        return resolved
    bare = resolved.rstrip("?？ .")
    when = _WHEN.search(bare)
    at = when.start() if when and when.end() == len(bare) else len(bare)
    return f"{bare[:at].rstrip()} about {topic}{' ' * (at < len(bare))}{bare[at:]}?"


def _says_topic(question: str, gazetteer: Gazetteer) -> bool:
    """Whether a question has a word that says what it is about, beside whose words it asks for and when."""
    rest = question
    for mention in reversed(_speakers(question, gazetteer)):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    return any(word not in _TOPICLESS for word in re.findall(r"[^\W\d_]+", _WHEN.sub(" ", rest).lower()))


def _matter(question: str, gazetteer: Gazetteer) -> str:
    """What a question is about, in words that can stand after "about"; "" when it isn't clear."""
    topic = _topic(question, gazetteer)
    spoken_of = _spoken_of(question, gazetteer)
    after_about = bool(
        re.search(rf"\b(?:on|about|regarding|concerning|towards?)\s+{re.escape(topic)}", question)
    )
    return topic if topic and after_about and not _PRONOUN.search(topic) else spoken_of


def _spoken_of(question: str, gazetteer: Gazetteer) -> str:
    """The one state that a question is about, beside those whose words it asks for; "" when there is none, or
    more."""
    asked = {mention.code for mention in _speakers(question, gazetteer)}
    others = _names([m for m in gazetteer.find(question) if m.code not in asked], gazetteer)
    return others[0] if len(others) == 1 else ""


def _placed(text: str, who: str, last: str, gazetteer: Gazetteer) -> str:
    """``text``, which leans on the last question, with whose words it asks for where it names nobody, and
    with that question's dates where it speaks of the past and has none."""
    ending = "" if gazetteer.find(text) else f", according to {who}"
    if _PAST.search(text) and not _WHEN.search(text):
        ending += _dates(last)
    return f"{text.rstrip('?？ .')}{ending}?" if ending else text


def _agreeing(auxiliary: str, count: int) -> str:
    if count > 1:
        return auxiliary
    return {"do": "does", "are": "is", "were": "was", "have": "has"}.get(auxiliary.lower(), auxiliary)


def _topic(question: str, gazetteer: Gazetteer) -> str:
    """What a question is about: the words after its last "on", "about", … ; "" when it isn't clear."""
    found = _TOPIC.search(_WHEN.sub("", question).rstrip("?？ ."))
    if not found:
        return ""
    topic = " ".join((found["topic"] or found["matter"] or found["object"]).split())
    mentioned = gazetteer.find(topic)
    if mentioned and mentioned[0].start == 0 and mentioned[0].end == len(topic):
        return ""
    return topic


def _speakers(question: str, gazetteer: Gazetteer) -> list[Mention]:
    """The delegations whose words a question asks for; where that isn't clear the first that it names, and
    those joined to it."""
    if asked := asked_mentions(question, gazetteer):
        return list(asked)
    mentions = gazetteer.find(question)
    group = list(mentions[:1])
    for mention in mentions[1:]:
        between = question[group[-1].end : mention.start].strip().lower()
        if between not in ("and", ",", "or", "&", "と", "、", "with", "to", "and the"):
            break
        group.append(mention)
    return group


def _names(mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[str]:
    return [with_article(gazetteer.name(code)) for code in dict.fromkeys(m.code for m in mentions)]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _dates(question: str) -> str:
    *_, found = (None, *_WHEN.finditer(question))
    if not found:
        return ""
    return f" in {found[0]}" if re.fullmatch(rf"{_YEAR}s?", found[0]) else f" {found[0]}"


def _japanese(text: str, last: str, gazetteer: Gazetteer) -> str:
    if _JA_THAT.search(text) and (topic := _JA_TOPIC.search(last)):
        return _JA_THAT.sub(topic["topic"], text, count=1)
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
