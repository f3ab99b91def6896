"""Words broken at the end of a line, put together again."""

import re
from collections import Counter
from collections.abc import Iterable

SOFT_HYPHEN = "\xad"
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_ENDS = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐\xad]$")
_BEGINS = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
# First parts that English joins to a word with a hyphen, and that no word is broken after otherwise.
_FIRST_PARTS = re.compile(
    r"multi|non|self|post|ex|vice|pro|anti|counter|cross|well|long|short|high|low|large|small|full|half|far|so|mid"
    r"|quasi|semi|pan|euro|afro|indo|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty"
    r"|first|second|third|cyber|nuclear|decision|policy|peace|fact|human|gender|climate|confidence|capacity"
    r"|legally|internationally|mutually|politically|export|state|world|region|age|risk|needs|rights|evidence"
)
_FREE_PARTS = frozenset({"multi", "non", "self"})
# Words that begin other words: "under-" and "standing" are "understanding".
_NEVER_FIRST = re.compile(
    r"under|with|there|here|how|over|up|where|out|in|on|to|for|any|some|every|no|an|be|other|after|through|more"
    r"|what|who|when|re|de|dis|mis|con|com|inter|intra|trans|sub|super|pre|per|un|im|ad|ab|ob|sur"
)


def is_wide(character: str) -> bool:
    """True for the characters that are written without spaces between words (Japanese, Chinese)."""
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF or code >= 0x20000


class Words:
    """The words of a document, which decide whether a hyphen at a line's end belongs to its word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        for line in lines:
            # The first and the last word of a line may be parts of broken words.
            words = [found[0].casefold() for found in _WORD.finditer(line)]
            self._count.update(words[1:-1] if _ENDS.search(line) else words[1:])

    def seam(self, first: str, second: str) -> tuple[int, str]:
        """How the line ``second`` is put after the line ``first``: how many characters are taken off
        its end, and what goes between."""
        if not first or not second:
            return 0, ""
        if first.endswith(SOFT_HYPHEN):
            return 1, ""
        ends, begins = _ENDS.search(first), _BEGINS.match(second)
        if ends and begins:
            return (0 if self._keeps(ends[1], begins[0]) else 1), ""
        last, inner = first[-1], first[-2:-1].strip()
        if last in "-‐/" and inner:
            return 0, ""  # "2019-" and "2020", "and/" and "or"
        if is_wide(last) and is_wide(second[0]):
            return 0, ""
        return 0, " "

    def is_broken(self, first: str, second: str) -> bool:
        """Whether the text itself shows that a word is broken between two lines: it has the word elsewhere,
        whole and never with a hyphen."""
        ends, begins = _ENDS.search(first), _BEGINS.match(second)
        if not ends or not begins:
            return False
        left, right = ends[1].casefold(), begins[0].casefold()
        return self._count[left + right] > 0 and not self._count[f"{left}-{right}"]

    def _keeps(self, left: str, right: str) -> bool:
        """Whether the hyphen between the two parts belongs to the word."""
        left, right_low = left.casefold(), right.casefold()
        with_hyphen = self._count[f"{left}-{right_low}"]
        without = self._count[left + right_low]
        if with_hyphen != without:
            return with_hyphen > without
        if not right[0].islower():
            return True
        last = re.split(r"[-‐‑]", left)[-1]
        if _NEVER_FIRST.fullmatch(last) or len(right_low) < 3:
            return False
        if _FIRST_PARTS.fullmatch(last):
            return last in _FREE_PARTS or len(right_low) > 3
        return len(last) > 2 and self._count[last] > 0 and self._count[right_low] > 0
