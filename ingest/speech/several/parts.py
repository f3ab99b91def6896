"""A text taken apart by who speaks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.japanese import has_japanese
from ingest.speech import english
from ingest.speech.several.labels.marks import is_narration
from ingest.speech.several.stage import Voice
from ingest.text.lines import Line

_SHORTEST, _SHORTEST_JA = 40, 20  # code points of a line of prose above the first label


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text from offset ``start`` on: whose it is (None: as before it, of whoever the text as a
    whole is), and where its words begin behind the label."""

    start: int
    words: int
    voice: Voice | None


@dataclass(frozen=True, slots=True)
class Script:
    """A text's speakers: ``header`` is how many lines stand above the first words, ``parts`` are in order,
    ``headings`` the offsets of lines that are titles between turns."""

    header: int
    parts: tuple[Part, ...]
    headings: frozenset[int] = frozenset()

    def breaks(self) -> frozenset[int]:
        """The offsets of the lines at which a paragraph begins, whatever they look like."""
        return frozenset(part.start for part in self.parts)

    def part_at(self, offset: int) -> Part | None:
        """The part in which the text at ``offset`` is, None when it is above the first."""
        at = bisect_right([part.start for part in self.parts], offset)
        return self.parts[at - 1] if at else None


def in_order(parts: Sequence[Part]) -> list[Part]:
    """One part an offset, the last that was said of it, in order."""
    return [part for _, part in sorted({part.start: part for part in parts}.items())]


def first_prose(above: Sequence[Line]) -> int | None:
    """The first line above the first label that is running text, None when there is none."""
    for at, line in enumerate(above):
        shortest = _SHORTEST_JA if has_japanese(line.text) else _SHORTEST
        if is_narration(line.text) or len(line.text) < shortest:
            continue
        if re.search(r"(?<!\b[ap]\.m)[.!?。！？][\"”’」』]?$", line.text) and not english.pattern(
            "note"
        ).match(line.text):
            return at
    return None
