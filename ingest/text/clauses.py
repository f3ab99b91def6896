"""Where the clauses of a resolution begin: one sentence, in lines that end in a comma or semicolon."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.text.lines import Line

# "The General Assembly,", "The Conference of the Parties,": who decides what follows, a name and no more
_BODY = re.compile(
    r"[*_]{0,2}The(?=.{5,92}$)(?:,?\s+[A-Z][\w'’-]*|\s+(?:of|the|and|or|for|on|in|to|at|its|serving|as|meeting))+,[*_]{0,2}"
)
_FEWEST = 2  # clauses
# "Recalling its resolution …", "Deeply concerned at …"; "Requests the Secretary-General …;", "PP3 Noting …"
_PREAMBULAR = re.compile(
    r"[*_]{0,2}(?:PP\s?\d|(?!United\b)(?=[A-Z])(?:(?:[Aa]lso|[Ff]urther|[Aa]gain|[Ff]ully|[A-Za-z]+ly)\s+)?"
    r"(?:[A-Za-z]{2,}(?:ing|ed)|[Mm]indful|[Aa]ware|[Cc]onscious|[Dd]esirous|[Aa]nxious)\b)"
)
_OPERATIVE = re.compile(
    r"[*_]{0,2}(?:OP\s?\d|(?=[A-Z])(?:(?:Also|Further|[A-Z][a-z]+ly)\s+)?[A-Za-z][a-z]+s\b)"
)
_GOES_ON = re.compile(r"[,;](?:\s?\[\d+\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)?[*_]{0,2}(?:\s+and)?$")


def clauses(lines: Sequence[Line]) -> frozenset[int]:
    """The offsets of the lines with which a clause begins, below the line that says who decides."""
    opening = next((at for at, line in enumerate(lines) if _BODY.fullmatch(line.text)), len(lines))
    found = frozenset(
        line.start
        for before, line in pairwise(lines[opening:])
        if _GOES_ON.search(before.text)
        and (_PREAMBULAR.match(line.text) or (";" in before.text[-8:] and _OPERATIVE.match(line.text)))
    )
    return found if len(found) >= _FEWEST else frozenset()
