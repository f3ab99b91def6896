"""A question that was asked of some delegations, asked of another."""

import re
from collections.abc import Collection

from core.delegations import Gazetteer, Mention

_JOINED = re.compile(r"\s*(?:,|,?\s*\b(?:and|or)\b|&)\s*(?:the\s+)?", re.IGNORECASE)


def put_to(question: str, codes: Collection[str], who: str, gazetteer: Gazetteer) -> str:
    """The question asked of the delegations ``codes``, asked of ``who``: a name in it draws in whoever speaks
    of that delegation. Several that are joined ("Norway and China") are asked as one."""
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
        named = f"{who}'s" if last.form == "adjective" and not people else who
        before = re.sub(r"\bthe\s+$", "", question[: first.start], flags=re.IGNORECASE)
        question = f"{before}{named}{question[last.end :]}"
    return question
