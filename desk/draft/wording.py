"""Words of a text with their places, so that two texts are compared word for word, marks and case aside."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.japanese import has_japanese

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words, folded for comparison, and where each stands; Japanese is compared by character."""

    text: str
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Read a text."""
        folded: list[str] = []
        spans: list[tuple[int, int]] = []
        for found in _WORD.finditer(text):
            each = range(found.start(), found.end()) if has_japanese(found[0]) else ()
            for start, end in [(i, i + 1) for i in each] or [found.span()]:
                folded.append(_folded(text[start:end]))
                spans.append((start, end))
        return cls(text, tuple(folded), tuple(spans))

    def find(self, wanted: Sequence[str], start: int = 0) -> int:
        """The index of the first word from ``start`` on at which ``wanted`` stands without a gap; -1."""
        wanted = tuple(wanted)
        if not wanted:
            return -1
        starts = range(start, len(self.folded) - len(wanted) + 1)
        return next((i for i in starts if self.folded[i : i + len(wanted)] == wanted), -1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words ``first`` to ``last``, both included."""
        return self.spans[first][0], self.spans[last][1]

    def words(self, first: int, end: int) -> str:
        """The text of the words from ``first`` up to ``end``, not included."""
        return self.text[slice(*self.span(first, end - 1))] if first < end else ""


def likeness(source: Words, quoted: Words) -> tuple[float, int, int]:
    """The share of the quoted words that ``source`` has in the same order, and the indices (first, end) of
    the source's words between which they stand."""
    blocks = _matcher(source, quoted).get_matching_blocks()[:-1]
    if not blocks or not quoted.folded:
        return 0.0, 0, 0
    # A word in common far from the rest does not belong to the passage that was quoted.
    best = max(blocks, key=lambda block: block.size)
    near = [b for b in blocks if abs((b.a - best.a) - (b.b - best.b)) <= len(quoted.folded)]
    share = sum(block.size for block in near) / len(quoted.folded)
    # Words that were put for others at either end stand for as many of the source's.
    start = max(0, near[0].a - near[0].b)
    end = near[-1].a + near[-1].size + len(quoted.folded) - near[-1].b - near[-1].size
    return share, start, min(end, len(source.folded))


def difference(source: Words, first: int, end: int, quoted: Words) -> tuple[tuple[str, str], ...]:
    """What differs between the source's words ``first`` to ``end`` and those that are quoted, in order:
    ("same" | "added" | "dropped", words), as somebody reads who has the source before them."""
    part = Words(source.text, source.folded[first:end], source.spans[first:end])
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in _matcher(part, quoted).get_opcodes():
        if tag == "equal":
            found.append(("same", quoted.words(c, d)))
            continue
        found += [("dropped", part.words(a, b))] if a < b else []
        found += [("added", quoted.words(c, d))] if c < d else []
    return tuple(found)


def _matcher(source: Words, quoted: Words) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, source.folded, quoted.folded, autojunk=False)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
