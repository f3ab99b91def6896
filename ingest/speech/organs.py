"""The text of a group's own organ: "Communiqué of the Council of Ministers, Southern African Development
Community", which its members adopt together and no one of them speaks."""

import re
from collections.abc import Sequence

from core.delegations import Gazetteer
from core.japanese import has_japanese

_ADOPTED = re.compile(
    r"\W*(?:(?:final|press|closing|summit)\s+)*"
    r"(?:communiqu[eé]|declaration|conclusions|decisions?|outcome document)\b[^:;]*?\b(?:of|by|from)\b",
    re.IGNORECASE,
)
_ORGAN = re.compile(
    r"\b(?:summit|council|committee|conference|assembly|authority|organ|session|meeting)\b", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:on|about|regarding|concerning|with|to|against|for|between|towards|after|at|following)\b",
    re.IGNORECASE,
)


def organ_of(head: Sequence[str], gazetteer: Gazetteer) -> str:
    """The group whose organ a line above the text names as the one that adopted it; "" where none does, or
    several."""
    found: set[str] = set()
    for line in head:
        adopted = None if has_japanese(line) else _ADOPTED.match(line)
        if adopted is None:
            continue
        for mention in gazetteer.find(line):
            named = line[adopted.end() : mention.start]
            if not _ORGAN.search(named) or _ABOUT.search(named):
                break
            group = gazetteer.get(mention.code)
            if group is None or not group.is_group:
                break  # a state's own office, or where they met
            found.add(mention.code)
    return found.pop() if len(found) == 1 else ""
