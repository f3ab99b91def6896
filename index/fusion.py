"""Several rankings into one."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Item = TypeVar("Item", bound=Hashable)

# Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet", SIGIR 2009
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each stage counts; only the proportions matter. ``first_*`` choose the candidates by
    reciprocal rank fusion, the others order them by their blended scores."""

    dense: float
    lexical: float
    rerank: float
    first_dense: float
    first_lexical: float


# On abstracts without context lines (cran, nDCG@10) the cross-encoder alone had .49, the vectors alone
# .53, words alone .45, this blend .55; on statements with context lines the cross-encoder alone was best,
# so it keeps half the say.
BALANCED = Weights(dense=0.35, lexical=0.15, rerank=0.5, first_dense=0.7, first_lexical=0.3)
# An English model sees little in Japanese: on a council's FAQ and JSQuAD (nDCG@10) vectors alone had .24
# and .54, words alone .45 and .94, this blend .47 and .95.
WORDS_FIRST = Weights(dense=0.3, lexical=0.7, rerank=0.0, first_dense=0.1, first_lexical=0.9)


def reciprocal_ranks(
    rankings: Sequence[tuple[Sequence[Item], float]], constant: int = RANK_CONSTANT
) -> dict[Item, float]:
    """Weighted reciprocal rank fusion: the sum over (ranking, weight) of weight / (constant + rank),
    best first, ties in order of first appearance."""
    scores: dict[Item, float] = {}
    for ranking, weight in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (constant + rank)
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def blend(columns: Mapping[str, NDArray[np.float32]], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """Weighted sum of the columns, each of shape (n,), after bringing each to mean 0 and deviation 1,
    so that logits, cosines and bm25 scores can be added. A column that says the same of all adds 0."""
    size = len(next(iter(columns.values())))
    total = np.zeros(size, dtype=np.float32)
    for name, column in columns.items():
        deviation = float(column.std())
        if deviation > 1e-6:
            total += np.float32(weights[name]) * ((column - column.mean()) / deviation)
    return total
