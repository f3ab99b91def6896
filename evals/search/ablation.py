"""The stages of a search switched off one by one: what does each add?

A variant is a `Searcher` over the same opened library.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.models.reranker import Reranker
from index.search.fusion import Ranking, Rankings
from index.search.glossary import Glossary
from index.search.search import Searcher

SINGLE = ("lexical", "dense", "fused", "reranked")
"""Variants of one stage, or of stages put together in the plainest way."""

_FUSED = Ranking(dense=1, lexical=1, by_rank=True)


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of searching under the name that tables give it."""

    name: str
    searcher: Searcher


def variants(shipped: Searcher) -> tuple[Variant, ...]:
    """The single stages, equal-weight reciprocal rank fusion, the cross-encoder's order of what that finds,
    what ships, and what ships without each of its stages."""
    depth = shipped.rankings.readable.depth
    plain = {
        "lexical": alike(Ranking(dense=0, lexical=1)),
        "dense": alike(Ranking(dense=1, lexical=0)),
        "fused": alike(_FUSED),
        # a model that cannot read the question's script is never asked, so there it is the fusion
        "reranked": Rankings(
            replace(_FUSED, rerank=1, rerank_in_context=1, depth=depth), _FUSED, by_length=False
        ),
        "shipped": shipped.rankings,
        "without feedback": without_feedback(shipped.rankings),
        "without cross-encoder": replace(
            shipped.rankings, readable=replace(shipped.rankings.readable, depth=0)
        ),
        "without regard to length": replace(shipped.rankings, by_length=False),
    }
    return (
        *(Variant(name, replace(shipped, rankings=rankings)) for name, rankings in plain.items()),
        Variant("without glossary", replace(shipped, glossary=Glossary(()))),
    )


def alike(ranking: Ranking) -> Rankings:
    """The same ranking for every question."""
    return Rankings(ranking, ranking, by_length=False)


def without_feedback(rankings: Rankings) -> Rankings:
    """Every ranking without its feedback."""
    return replace(
        rankings,
        readable=replace(rankings.readable, feedback=0.0),
        unreadable=replace(rankings.unreadable, feedback=0.0),
    )


class RememberingReranker:
    """A cross-encoder that reads each pair once, so that variants of a search cost little more than one.
    With ``fresh`` set it reads again what it knows, as a measurement of time must."""

    def __init__(self, reranker: Reranker) -> None:
        self.english_only = getattr(reranker, "english_only", False)
        self.fresh = False
        self._reranker = reranker
        self._known: dict[tuple[str, str], float] = {}

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Raw logits, shape (len(texts),)."""
        new = [text for text in texts if self.fresh or (query, text) not in self._known]
        if new:
            pairs = [(query, text) for text in new]
            self._known |= dict(zip(pairs, self._reranker.score(query, new).tolist(), strict=True))
        return np.array([self._known[query, text] for text in texts], dtype=np.float32)
