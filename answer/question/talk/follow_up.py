"""Questions that lean on the one before: "and China?", "in 2017?", "what about its view on a treaty?".

Rules only. What comes out is a question that stands by itself, which is shown to the reader, so that a
wrong guess is seen and the question can be asked in full.
"""

import re
from collections.abc import Collection, Sequence

from answer.question.kind import kind_of
from answer.question.talk.elliptic import elliptic, of_a_list
from answer.question.talk.exchange import (
    PRONOUN,
    WHEN,
    YEAR,
    about,
    dates_of,
    listed,
    matter_of,
    names_of,
    speakers_of,
    state_spoken_of,
    topic_of,
    with_other_dates,
    with_other_state,
)
from answer.question.talk.japanese import BARE_WHY, THAT, completed_japanese
from answer.question.who.whose_words import asked_mentions
from answer.question.words import ATTITUDE, AUXILIARY, EXPRESSION, any_of
from answer.words.lexicon import words
from core.delegations import Gazetteer
from core.japanese import is_japanese

_LEAD = re.compile(
    r"^(?:(?:(?:and|or|but|so|also|then|now|only|just|ok(?:ay)?|no|sorry|i\s+mean[t]?)\b|&)[,:]?\s*)*"
    r"(?:(?:what|how)\s+about\b|(?:the\s+)?same\s+(?:question\s+)?(?:for|about)\b)?\s*",
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
_ANY_OBJECT = re.compile(r"\b(?:it|this|that|them|these|those|such\s+\w+)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:who|anyone|anybody|somebody|someone|which|what)\b.{0,20}?\belse\b|\bwhich other\b", re.IGNORECASE
)
_THAT_TIME = re.compile(
    r"\b(?:(?:in|during)\s+)?(?:that|(?:the\s+)?same)\s+(?:year|speech|statement|address|session)\b",
    re.IGNORECASE,
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
    rf"(?=\s+(?:in|during|since|after|before|until|by)\s+(?:the\s+)?{YEAR}|\s*[?.]?$)",
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
_SHORT = 6  # words
_TOO = re.compile(
    r"(?:[,\s]+(?:too|as\s+well|also|likewise|(?:the\s+)?same|please|pls|thanks?)\b)+(?=[\s?.!]*$)",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:after|before|during|when|at|since|until)\b", re.IGNORECASE)
_YEAR_BESIDE = re.compile(
    r"\b(?:in\s+)?the\s+(?:(?:year\s+(?:(?P<before>before|earlier)|after|later)(?!\s+\w+ed))"
    r"|(?P<previous>previous|preceding)\s+year|(?:following|next)\s+year)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(
    r"^(?:what\s+exactly|(?:the\s+|its\s+|their\s+)?exact\s+words|verbatim|word\s+for\s+word|quote(?:\s+(?:it|that|them|[A-Z]\w+))?)[\s?.]*$",
    re.IGNORECASE,
)


def is_why(text: str) -> bool:
    """Whether a question is a bare "why?", which wants the reason for the last answer."""
    return bool(_WHY.match(" ".join(text.split())) or BARE_WHY.fullmatch(text.strip()))


def leans(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a question can't be understood without those before it, as far as its words show: a pronoun,
    a beginning like "and …", or no more than a few words without a delegation."""
    bare = _LEAD.sub("", text, count=1)
    if is_japanese(text):
        return bool(THAT.search(text)) or len(text) <= 12
    short = len(text.split()) <= _SHORT and not asked_mentions(text, gazetteer)
    return bool(PRONOUN.search(text) or len(bare) < len(text) or short)


def completed(
    text: str, history: Sequence[str], gazetteer: Gazetteer, *, silent: Collection[str] = ()
) -> str:
    """``text`` as a question that stands by itself, given the ``history`` of such questions, the latest
    last. A question that leans on nothing comes back as it is. ``silent`` are the questions that were not
    addressed: what they take for granted is not."""
    text = " ".join(text.split())
    if not history or not text:
        return text
    last = history[-1]
    if kind_of(text) in ("greeting", "help"):
        return text
    if is_japanese(text):
        return completed_japanese(text, last, gazetteer)
    if _WHY.match(text):
        return _why(last, addressed=last not in silent)
    if _THAT_TIME.search(text) and (dates := dates_of(last)):
        text = " ".join(_THAT_TIME.sub(dates.strip(), text, count=1).split())
    if (_STILL.match(text) or _ELLIPSIS.match(text)) and (found := WHEN.search(text)):
        return with_other_dates(last, re.sub(r"\bthe\s+", "", found[0]))
    text = _TOO.sub("", text)
    if step := _year_beside(text, last):
        text = _YEAR_BESIDE.sub(step, text, count=1)
    if _QUOTES.match(text):
        return _quoted(text, last, gazetteer)
    if whole := of_a_list(text, last, gazetteer) or elliptic(text, last, gazetteer):
        return whole
    bare = _LEAD.sub("", text, count=1)
    if (len(bare) < len(text) and not _ASKING.search(bare)) or _is_fragment(text):
        return _grafted(bare, last, gazetteer)
    return _about_something(_resolved(text, last, gazetteer), text, history, gazetteer)


def _year_beside(text: str, last: str) -> str:
    """The year that "the year before" or "the following year" means after the question ``last``; "" where
    the one or the other tells none."""
    found, years = _YEAR_BESIDE.search(text), re.findall(YEAR, last)
    if not found or not years:
        return ""
    return f"in {int(years[-1]) + (-1 if found['before'] or found['previous'] else 1)}"


def _quoted(text: str, last: str, gazetteer: Gazetteer) -> str:
    """ "What exactly?", "quote Italy please": the words of those who are named, or were asked last."""
    who = names_of(gazetteer.find(text) or speakers_of(last, gazetteer), gazetteer)
    topic = matter_of(last, gazetteer)
    if not who or not topic:
        return text
    return f"What are {listed(who)}'s exact words on {topic}{dates_of(text) or dates_of(last)}?"


def _is_fragment(text: str) -> bool:
    """No verb of asking, and short: "in 2017?", "China?", "on climate change?", "Sudan too please"."""
    return not _ASKING.search(text) and len(text.split()) <= _SHORT


def _why(last: str, *, addressed: bool) -> str:
    if addressed and _YES_OR_NO.match(last):
        return f"Why {last[:1].lower()}{last[1:]}"
    return f"{last.rstrip('?？ .')}, and for what reasons?"


def _grafted(bare: str, last: str, gazetteer: Gazetteer) -> str:
    """The last question with its state, its dates or its topic exchanged for what ``bare`` names."""
    bare = bare.rstrip("?？. ")
    mentions = gazetteer.find(bare)
    dates = WHEN.search(bare)
    rest = _MEANWHILE.sub("", WHEN.sub("", bare)) if dates else bare
    for mention in mentions:
        rest = rest.replace(bare[mention.start : mention.end], "")
    rest = re.sub(
        r"\b(?:the|for|by|from|of|in|and|or)\b|['’]s?\b|[,;]", " ", rest, flags=re.IGNORECASE
    ).strip()
    question = last
    if dates and rest and not mentions and _EVENT.match(bare[dates.end() :].lstrip(" ,")):
        return with_other_dates(last, bare)
    topical = bool(rest) or bool(re.match(r"(?:on|about|regarding)\b", bare, re.IGNORECASE))
    if topical:
        topic = re.sub(r"^(?:on|about|regarding|concerning)\s+", "", bare, flags=re.IGNORECASE)
        return about(topic, last, gazetteer)
    if mentions:
        question = with_other_state(question, mentions, gazetteer)
    if dates:
        question = with_other_dates(question, dates[0])
    return question


def _resolved(text: str, last: str, gazetteer: Gazetteer) -> str:
    """``text`` with the pronouns that stand for the last question's delegation, or topic, put as names."""
    named = gazetteer.find(text)
    who = names_of(speakers_of(last, gazetteer), gazetteer)
    leans = bool(PRONOUN.search(text))
    if named and who and _REPLIES.search(text):
        return f"What did {listed(names_of(named, gazetteer))} say about {listed(who)}{dates_of(last)}?"
    if named and _AGREES.match(text) and (topic := topic_of(last, gazetteer)):
        return f"What does {listed(names_of(named, gazetteer))} say about {topic}?"
    if _OTHERS.search(text) and (topic := topic_of(last, gazetteer)):
        return _ANY_OBJECT.sub(lambda _: topic, text, count=1)
    if (spoken_of := state_spoken_of(last, gazetteer)) and _THE_COUNTRY.search(text):
        text, named = _THE_COUNTRY.sub(spoken_of, text, count=1), ()
    if who and named and _DID.search(text):
        text = _DID.sub(lambda found: f"{_agreeing(found['aux'], len(who))} {listed(who)}", text, count=1)
    if who and not named:
        name = listed(who)
        if _SUBJECT.search(text):
            text = _SUBJECT.sub(lambda found: f"{_agreeing(found['aux'], len(who))} {name}", text, count=1)
        elif _OWNER.search(text):
            text = _OWNER.sub(f"{name}'s", text, count=1)
    if (named or who) and (found := _OBJECT.search(text)):
        # Only "about that" can be about a state: what is condemned, or done, is an act.
        spoken_of = state_spoken_of(last, gazetteer) if _ABOUT_IT.search(text[: found.end()]) else ""
        if topic := topic_of(last, gazetteer) or spoken_of:
            text = f"{text[: found.start()]}{topic}{text[found.end() :]}"
    if who and not named and leans and (text.endswith("?") or _ASKING.search(text)):
        return _placed(text, listed(who), last, gazetteer)
    return text


def _about_something(resolved: str, text: str, history: Sequence[str], gazetteer: Gazetteer) -> str:
    """ "What did Japan want done in 2017?" with what the conversation is about, where ``text`` leans on it
    and names no topic of its own."""
    if not PRONOUN.search(text) or not _EXPRESSED.search(resolved) or _says_topic(resolved, gazetteer):
        return resolved
    topic = next((found for one in reversed(history) if (found := matter_of(one, gazetteer))), "")
    if not topic:
        return resolved
    bare = resolved.rstrip("?？ .")
    when = WHEN.search(bare)
    at = when.start() if when and when.end() == len(bare) else len(bare)
    return f"{bare[:at].rstrip()} about {topic}{' ' * (at < len(bare))}{bare[at:]}?"


def _says_topic(question: str, gazetteer: Gazetteer) -> bool:
    """Whether a question has a word that says what it is about, beside whose words it asks for and when."""
    rest = question
    for mention in reversed(speakers_of(question, gazetteer)):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    return any(word not in _TOPICLESS for word in re.findall(r"[^\W\d_]+", WHEN.sub(" ", rest).lower()))


def _placed(text: str, who: str, last: str, gazetteer: Gazetteer) -> str:
    """``text``, which leans on the last question, with whose words it asks for where it names nobody, and
    with that question's dates where it speaks of the past and has none."""
    ending = "" if gazetteer.find(text) else f", according to {who}"
    if _PAST.search(text) and not WHEN.search(text):
        ending += dates_of(last)
    return f"{text.rstrip('?？ .')}{ending}?" if ending else text


def _agreeing(auxiliary: str, count: int) -> str:
    if count > 1:
        return auxiliary
    return {"do": "does", "are": "is", "were": "was", "have": "has"}.get(auxiliary.lower(), auxiliary)
