"""Several rankings into one."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Item = TypeVar("Item", bound=Hashable)
Scores = NDArray[np.float32]

# Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet", SIGIR 2009
RANK_CONSTANT = 60


# Words of a question of ordinary length. The cross-encoder was trained on questions of web search, and a
# long request describes by itself what feedback would add: for questions of 34 words and more (cisi's)
# feedback cost .002 nDCG@10 and an even say of the cross-encoder .027, for those of up to 12 words it
# gained .011 (cran, cisi and med). Over General Debate speeches, which have context lines, feedback cost
# .011 (53 questions), and the general cross-encoder gained with its say. The judge, which has learned more,
# is best at .7 to .8: of 205 desk officers' questions it puts the paragraph first for .824, at .9 for .805.
_ORDINARY_WORDS = 12


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the stages are combined.

    ``dense`` and ``lexical`` weigh the two first stages (0: that one is not asked), by standard scores or,
    with ``by_rank``, by reciprocal ranks. ``feedback`` is how much the mean of the best passages' vectors
    is added to the question's before it is compared again (0: not at all), as far as they have no context
    lines: what the best paragraphs of statements have in common is often just the state and the year. The
    cross-encoder reads the best ``depth`` passages (0: none); its say in their order, in [0, 1], is
    ``rerank``, or ``rerank_in_context`` where the passages have context lines.
    """

    dense: float
    lexical: float
    feedback: float = 0.0
    rerank: float = 0.0
    rerank_in_context: float = 0.0
    depth: int = 0
    by_rank: bool = False

    def for_length(self, words: int) -> "Ranking":
        """With less feedback and less say of the cross-encoder for a question of many ``words``. Among
        passages with context lines it keeps its say: whose words they are, it tells best."""
        brevity = min(1.0, _ORDINARY_WORDS / max(words, 1))
        return replace(
            self,
            feedback=self.feedback * brevity,
            rerank=self.rerank * brevity,
        )


@dataclass(frozen=True, slots=True)
class Rankings:
    """The ranking for questions that the models can read, for those in Japanese where the encoder knows
    English only, and for these where there is a multilingual one beside it. ``by_length`` fits the first to
    the length of a question."""

    readable: Ranking = Ranking(
        dense=0.75, lexical=0.25, feedback=1.0, rerank=0.4, rerank_in_context=0.8, depth=20
    )
    unreadable: Ranking = Ranking(dense=0.25, lexical=0.75)
    multilingual: Ranking = Ranking(dense=0.9, lexical=0.1, rerank=0.4, rerank_in_context=0.9, depth=20)
    by_length: bool = True


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


def standard(scores: Scores) -> Scores:
    """``scores``, shape (n,), brought to mean 0 and deviation 1, so that logits, cosines and bm25 scores
    can be added; zeros when they are all the same."""
    deviation = float(scores.std()) if len(scores) else 0.0
    if deviation <= 1e-6:
        return np.zeros_like(scores)
    deviations: Scores = (scores - scores.mean()) / np.float32(deviation)
    return deviations


def blend(*columns: tuple[Scores, float]) -> Scores:
    """Weighted sum of the standard scores of columns, each of shape (n,). A column that says the same of
    all adds 0."""
    total: Scores = np.sum([np.float32(weight) * standard(scores) for scores, weight in columns], axis=0)
    return total.astype(np.float32)
