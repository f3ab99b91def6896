"""The parts of a question that another leans on: whose words it asks for, when, about what; and the same
question with one of them exchanged."""

import re
from collections.abc import Sequence

from answer.question.who.whose_words import asked_mentions
from core.delegations import Gazetteer, Mention, with_article

YEAR = r"(?:19|20)\d\d"
WHEN = re.compile(
    rf"\b(?:(?:between|from)\s+{YEAR}\s+(?:and|to|until|through|[-–])\s*{YEAR}"
    rf"|(?:in|during|since|after|before|until|by|as\s+of)\s+(?:the\s+)?{YEAR}s?|{YEAR}s?)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?:it|its|itself|they|their|them|themselves|he|his|she|her|this|that|these|those)\b", re.IGNORECASE
)
_ANYONE = re.compile(r"\b(?:anyone|anybody|someone|somebody)\s+else\b", re.IGNORECASE)
_TOPIC = re.compile(
    r"\b(?:(?:on|about|of|regarding|concerning|towards?|for|against|mention(?:s|ed)?|condemn(?:s|ed)?|"
    r"rais(?:e|es|ed)|criticis(?:e|es|ed)|support(?:s|ed)?|oppos(?:e|es|ed))\s+(?!to\b|for\b)(?P<topic>(?:an?|the)?\s*[^?]+)"
    # not "to rebuild"
    r"|(?:approach|response|reaction|opposition|objection|commitment|committed|opposed|attitude|threat|"
    r"alternative|contribution|support)\s+to\s+(?P<matter>[^?]+)"
    r"|to\s+(?P<object>(?:(?:an?|the|its|their)\b|(?-i:[A-Z]))[^?]*))",
    re.IGNORECASE,
)


def about(topic: str, last: str, gazetteer: Gazetteer) -> str:
    """A question about ``topic`` to those whom ``last`` asks."""
    who = names_of(speakers_of(last, gazetteer), gazetteer)
    dates = "" if WHEN.search(topic) else dates_of(last)
    if not who:
        return f"What is said about {topic}{dates}?"
    return f"What {'do' if len(who) > 1 else 'does'} {listed(who)} say about {topic}{dates}?"


def with_other_state(question: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> str:
    """``question`` asked of other delegations."""
    old = speakers_of(question, gazetteer)
    new = [gazetteer.name(code) for code in dict.fromkeys(mention.code for mention in mentions)]
    if not old:
        if _ANYONE.search(question):
            return _ANYONE.sub(listed(new), question, count=1)
        return f"{question.rstrip('?？ ')}, according to {listed(new)}?"
    first, final = old[0], old[-1]
    before, after = question[: first.start], question[final.end :]
    possessive = re.match(r"['’]s?(?!\w)", after)
    if first.form == "adjective":
        before = re.sub(r"\b(?:the|a|an)\s+$", "", before, flags=re.IGNORECASE)
        named = f"{listed(new)}'s"
    else:
        named = listed(new)
        if possessive:
            after = after[possessive.end() :]
            named += "'s"
    if not before.rstrip().lower().endswith("the"):
        named = with_article(named)
    asked = f"{before}{named}{after}"
    return asked[:1].upper() + asked[1:]


def with_other_dates(question: str, dates: str) -> str:
    """``question`` asked of other ``dates``."""
    *_, found = (None, *WHEN.finditer(question))
    years = re.findall(YEAR, dates)
    if found and re.fullmatch(YEAR, found[0]) and len(years) == 1:  # "its 2017 speech"
        return f"{question[: found.start()]}{years[0]}{question[found.end() :]}"
    dates = dates if re.match(r"[a-z]", dates, re.IGNORECASE) else f"in {dates}"
    if found:
        return f"{question[: found.start()]}{dates}{question[found.end() :]}"
    return f"{question.rstrip('?？ .')} {dates}?"


def matter_of(question: str, gazetteer: Gazetteer) -> str:
    """What a question is about, in words that can stand after "about"; "" when it isn't clear."""
    topic = topic_of(question, gazetteer)
    spoken_of = state_spoken_of(question, gazetteer)
    after_about = bool(
        re.search(
            rf"\b(?:on|about|regarding|concerning|towards?|mention(?:s|ed)?|condemn(?:s|ed)?|rais(?:e|es|ed)|"
            rf"criticis(?:e|es|ed)|support(?:s|ed)?|oppos(?:e|es|ed))\s+{re.escape(topic)}",
            question,
        )
    )
    return topic if topic and after_about and not PRONOUN.search(topic) else spoken_of


def state_spoken_of(question: str, gazetteer: Gazetteer) -> str:
    """The one state that a question is about, beside those whose words it asks for; "" when there is none, or
    more."""
    asked = {mention.code for mention in speakers_of(question, gazetteer)}
    others = names_of([m for m in gazetteer.find(question) if m.code not in asked], gazetteer)
    return others[0] if len(others) == 1 else ""


def topic_of(question: str, gazetteer: Gazetteer) -> str:
    """What a question is about: the words after its last "on", "about", … ; "" when it isn't clear."""
    found = _TOPIC.search(WHEN.sub("", question).rstrip("?？ ."))
    if not found:
        return ""
    topic = " ".join((found["topic"] or found["matter"] or found["object"]).split())
    mentioned = gazetteer.find(topic)
    if mentioned and mentioned[0].start == 0 and mentioned[0].end == len(topic):
        return ""
    return topic


def speakers_of(question: str, gazetteer: Gazetteer) -> list[Mention]:
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


def names_of(mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[str]:
    """The names of the delegations mentioned, each once, with their article."""
    return [with_article(gazetteer.name(code)) for code in dict.fromkeys(m.code for m in mentions)]


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "A", "A and B"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def dates_of(question: str) -> str:
    """The dates of a question, with a space and a preposition before them; "" without any."""
    *_, found = (None, *WHEN.finditer(question))
    if not found:
        return ""
    return f" in {found[0]}" if re.fullmatch(rf"{YEAR}s?", found[0]) else f" {found[0]}"
