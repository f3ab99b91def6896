"""Paragraphs that say the same in (nearly) the same words."""

import re
from collections.abc import Sequence
from math import ceil

from index.store.lexical import index_words

SHINGLE = 3
NEAR = 0.85

# A paragraph that differs in one of these may say something else: "does not support", "must", "2021"
_TELLING = re.compile(
    r".*\d.*|no|not|never|none|nor|neither|without|against|cannot|can|could|may|might|must|shall|should|will"
    r"|would|only|unless|until|but|however|except|oppos\w*|reject\w*|support\w*|object\w*"
    r"|.*(?:ない|なか|なく|せん|ませ|べき|不|非|未|無|反).*"
)


class Wording:
    """The words of a text, compared by overlapping runs of three."""

    __slots__ = ("_shingles", "_words", "telltales")

    telltales: list[int]
    """Hashes of which any text that this one may repeat has at least one too: two sets with a Jaccard
    similarity of t share one of the first ``n - ceil(t * n) + 1`` elements of each, in any fixed order
    (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", ICDE 2006)."""

    def __init__(self, text: str) -> None:
        self._words = tuple(index_words(text))
        last = max(1, len(self._words) - SHINGLE + 1)
        self._shingles = frozenset(self._words[at : at + SHINGLE] for at in range(last))
        count = len(self._shingles) - ceil(NEAR * len(self._shingles)) + 1
        self.telltales = sorted(map(hash, self._shingles))[:count]

    def repeats(self, other: "Wording") -> bool:
        """True when the two say the same: the same words, or nearly so (Jaccard similarity of their
        shingles at least 0.85) with no difference in a number, a negation or a modal verb."""
        if self._words == other._words:
            return bool(self._words)
        shared = len(self._shingles & other._shingles)
        if shared < NEAR * (len(self._shingles) + len(other._shingles) - shared):
            return False
        different = set(self._words) ^ set(other._words)
        return not any(_TELLING.fullmatch(word) for word in different) and _telling(self._words) == _telling(
            other._words
        )


def fold(wordings: Sequence[Wording], groups: Sequence[str]) -> list[list[int]]:
    """Positions of texts, each with those after it that repeat it; the first of each list stands for
    the rest. Texts of different ``groups`` are never put together, ``""`` goes with any."""
    folded: list[list[int]] = []
    leaders: dict[int, list[int]] = {}  # telltale → indexes in `folded`
    for position, wording in enumerate(wordings):
        telltales = wording.telltales
        for index in sorted({index for telltale in telltales for index in leaders.get(telltale, ())}):
            first = folded[index][0]
            same_group = groups[position] == groups[first] or not (groups[position] and groups[first])
            if same_group and wordings[first].repeats(wording):
                folded[index].append(position)
                break
        else:
            for telltale in telltales:
                leaders.setdefault(telltale, []).append(len(folded))
            folded.append([position])
    return folded


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if _TELLING.fullmatch(word)]
