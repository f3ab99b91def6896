"""A question that was asked of some delegations, asked of one of them, in the year that stands beside it."""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from answer.question.understand import Question
from core.delegations import Gazetteer, Mention, with_article

# "Iran in 2006", "Guatemala (2005)", "Uruguay's 2007 …", "Chile, 2017"
_YEAR = r"(?:'s|’s)?\s*(?:,\s*|\(\s*)?(?:(?:in|of|from)\s+)?(?P<year>(?:19|20)\d\d)\b\s*\)?"
_BESIDE = re.compile(_YEAR, re.IGNORECASE)
_JOINED = re.compile(
    rf"(?:{_YEAR})?\s*(?:,?\s*\b(?:and|or|versus|vs\.?|with|to|than|against)\b|,|&)\s*"
    r"(?:(?:both|that|those)\s+)?(?:(?:by|of|from|in|for|to)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_NO_YEARS: Mapping[str, str] = MappingProxyType({})


def what_says(name: str, matter: str) -> str:
    """The plainest question: what the delegation ``name`` says about a matter."""
    return f"What does {with_article(name)} say about {matter}?"


def asked_of(question: Question, query: str, code: str, gazetteer: Gazetteer) -> str:
    """``query``, in which a question is searched for, asked of one of its delegations: for the matter alone
    where it has one; as it is where ``code`` is nobody's."""
    if not code:
        return query
    name = gazetteer.name(code)
    if question.matter:
        return what_says(name, question.matter)
    return put_to(query, question.filters.delegations, name, gazetteer)


def put_to(question: str, codes: Collection[str], who: str, gazetteer: Gazetteer) -> str:
    """The question asked of the delegations ``codes``, asked of ``who``: a name in it draws in whoever speaks
    of that delegation. Several that are joined ("Norway and China", "by Iran in 2006 and by Malaysia in
    2019") are asked as one, without their years."""
    groups: list[list[Mention]] = []
    for mention in gazetteer.find(question):
        if mention.code not in codes:
            continue
        if groups and _JOINED.fullmatch(question[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    for group in reversed(groups):
        first, last = group[0], group[-1]
        people = question[: last.end].endswith("s")
        rest = question[last.end :]
        owned = last.form == "adjective" and not people
        if len(group) > 1 and (year := _BESIDE.match(rest)):
            owned = owned or rest.startswith(("'s", "’s"))
            rest = re.sub(r"^\s*(?=\w)", " ", rest[year.end() :])
        before = re.sub(r"\bthe\s+$", "", question[: first.start], flags=re.IGNORECASE)
        question = f"{before}{who}'s{rest}" if owned else f"{before}{who}{rest}"
    return question


def own_years(question: str, codes: Collection[str], gazetteer: Gazetteer) -> Mapping[str, str]:
    """The year that stands beside each of the delegations ``codes`` where each has one of its own and they
    are not all the same: "by Iran in 2006 and by Malaysia in 2019". Empty otherwise."""
    years: dict[str, str] = {}
    for mention in gazetteer.find(question):
        beside = _BESIDE.match(question, mention.end)
        if mention.code not in codes or beside is None:
            continue
        if years.setdefault(mention.code, beside["year"]) != beside["year"]:
            return _NO_YEARS
    return years if set(years) == set(codes) and len(set(years.values())) > 1 else _NO_YEARS
