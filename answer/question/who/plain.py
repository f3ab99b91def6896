"""A question with those whose words it asks for by the names that statements carry: neither a search nor the
judge knows that Mujica, Montevideo and Uruguay are one.
"""

import re
from collections.abc import Sequence

from answer.question.words import OFFICE, TITLES, any_of
from core.delegations import Gazetteer, Mention, with_article
from core.japanese import is_japanese

_NOT_PLAIN = frozenset(["speaker", "capital", "nickname", "people"])
_BEFORE = re.compile(rf"(?:\b(?:the|{any_of(OFFICE, TITLES)})\.?\s+)+$", re.IGNORECASE)


def named_plainly(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> str:
    """``text`` with the ``mentions`` of leaders, capitals, nicknames and slips of the finger as names of
    their delegations; a Japanese text as it is."""
    if is_japanese(text):
        return text
    for mention in sorted(mentions, key=lambda m: -m.start):
        written = text[mention.start : mention.end]
        if mention.form not in _NOT_PLAIN and gazetteer.find(written):
            continue
        before, after = _BEFORE.sub("", text[: mention.start]), text[mention.end :]
        name = with_article(gazetteer.name(mention.code))
        text = f"{before}{name}{after}" if before else f"{name[:1].upper()}{name[1:]}{after}"
    return text
