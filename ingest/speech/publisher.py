"""Which state's office put up a page: "Ministry of Foreign Affairs of Estonia", 在英国日本国大使館."""

import re
from dataclasses import dataclass

from core.delegations import Gazetteer
from ingest.speech.cues import english
from ingest.speech.evidence import NOBODY, gather, parts_of

_OFFICES = ("start/office", "ja_own", "ja_embassy")
_FIRST = r"\W*(?:the\s+)?{}\b"
_LONGEST = 120  # code points of an office's name; a longer line says something else


@dataclass(frozen=True, slots=True)
class Publisher:
    """The state whose office published a text, and the office as it is named; "" where none is."""

    code: str = ""
    name: str = ""


def publisher_of(lines: str, gazetteer: Gazetteer) -> Publisher:
    """The publisher that is named in what a page has beside its text, a line each: the site's name, its
    header, the end of its title; none where they name offices of several states."""
    found: dict[str, str] = {}
    for line in lines.splitlines():
        for code in _offices(line, gazetteer):
            found.setdefault(code, line)
    return Publisher(*next(iter(found.items()))) if len(found) == 1 else Publisher()


def _offices(line: str, gazetteer: Gazetteer) -> set[str]:
    if len(line) > _LONGEST:
        return set()
    evidence = gather(parts_of([line]), gazetteer)
    if any(one.code == NOBODY for one in evidence):
        return set()
    codes = set()
    first = re.compile(_FIRST.format(english()["office"]), re.IGNORECASE)
    for one in evidence:
        role = one.kind.partition(" ")[2].partition(":")[0]
        whole = role == "institution" and 2 * len(one.words) > len(line)
        government = role == "alone" and first.match(line)
        if role in _OFFICES or whole or government:
            codes.add(one.code)
    return codes
