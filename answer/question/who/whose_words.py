"""Whose words a question asks for, as opposed to those it only speaks of: by the grammar of the sentence.

"What does Kenya say about Russia?" and 「ケニアはロシアについてどう述べているか」 ask for Kenya's words.
"""

import re
from collections.abc import Collection, Sequence

from answer.question.who.english import asks_anybody, only_one_named, standings_in_english
from answer.question.who.japanese import standings_in_japanese
from answer.question.who.left_open import left_open
from answer.question.who.names import SHARED, Names, names_in
from answer.question.who.standing import Standing, without_own_year
from answer.question.words import COMPARED, any_of
from core.delegations import Gazetteer, Mention
from core.japanese import is_japanese
from core.records import Filters, Speaker

_JOINED = re.compile(
    r"(?:['’]s?)?\s*(?:(?:,\s*)?(?:and|or|as\s+well\s+as)|,|&|/)\s*(?:(?:also|both|by|of)\s+)?(?:the\s+)?|\s*(?:と|、|・|や|か|及び|および|並びに|または|又は)\s*",
    re.IGNORECASE,
)
_JOINED_COMPARING = re.compile(
    rf"{_JOINED.pattern}|\s*(?:and|with|to|versus|vs\.?|from|対)\s*(?:(?:that|those)\s+of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_COMPARING = re.compile(rf"\b(?:{any_of(COMPARED)}|versus|vs)\b|比較|違い|対比|相違|異な", re.IGNORECASE)
# "Macron's government", "President Magufuli's Tanzania": the state rather than the person.
_OF_STATE = re.compile(
    r"['’]s?\s+(?:\w+\s+)?(?:government|country|nation|administration|state|delegation|homeland|people|land"
    r"|foreign\s+minister|minister|ambassador|envoy|[A-Z]\w+)\b"
)
_MOST = 30  # names that are looked at; a group of states is named by its name


def asked_mentions(
    text: str,
    gazetteer: Gazetteer,
    speakers: Sequence[Speaker] = (),
    names: Names | None = None,
    held: Collection[str] = (),
) -> tuple[Mention, ...]:
    """The mentions, in order, of the delegations whose words the question asks for. ``names`` are those in
    the text where they are known already. Where the grammar leaves it open, it may be any of the delegations
    ``held``, by what is likely."""
    names = names or names_in(text, gazetteer, speakers)
    text = names.text
    groups = joined(text, names.mentions[:_MOST])
    japanese = is_japanese(text)
    comparing = bool(_COMPARING.search(text))
    standings = (
        standings_in_japanese(text, groups)
        if japanese
        else standings_in_english(text, groups, comparing=comparing)
    )
    strongest = max(standings, default=Standing.OBJECT)
    if strongest is Standing.OBJECT:
        return () if japanese else only_one_named(text, names.mentions) or _likely(text, groups, held)
    asked = tuple(
        mention
        for group, standing in zip(groups, standings, strict=True)
        if standing is strongest
        for mention in group
    )
    return () if any(mention.code == SHARED for mention in asked) else asked


def _likely(text: str, groups: Sequence[Sequence[Mention]], held: Collection[str]) -> tuple[Mention, ...]:
    """Those that are likely asked; a city stands for its government only where the grammar says so."""
    if not held or asks_anybody(text):
        return ()
    return tuple(m for m in left_open(text, groups) if m.code in held and m.form != "capital")


def asked_delegations(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Codes of the delegations whose words the question asks for, in order, groups by their own
    code. A state that the question is merely about ("what does Kenya say about Russia?") is none."""
    return tuple(dict.fromkeys(mention.code for mention in asked_mentions(text, gazetteer)))


def asked_speaker(names: Names, asked: Sequence[Mention], filters: Filters) -> str:
    """The name of the speaker whose own words are asked for, as a filter takes it; "" where those of the
    delegation are ("Macron's government"), and where they didn't speak in the years of the ``filters``."""
    persons = {person.start: person for person in names.persons}
    own = [persons[mention.start] for mention in asked if mention.start in persons]
    if len({person.name for person in own}) != 1 or len({mention.code for mention in asked}) != 1:
        return ""
    person = own[0]
    since, until = filters.since[:4], filters.until[:4] or "9999"
    if _OF_STATE.match(names.text, person.end) or not any(since <= year <= until for year in person.years):
        return ""
    return person.name


def joined(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand together ("Japan and China", "日本と中国", "compare Kenya with Norway"): what
    is asked of one is asked of all."""
    joins = _JOINED_COMPARING if _COMPARING.search(text) else _JOINED
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and joins.fullmatch(without_own_year(text[groups[-1][-1].end : mention.start])):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups
