"""How good a ranking is, by the conventions of trec_eval.

A judgement is an integer grade; what is not judged, or graded 0 or less, is not relevant. The gain of a
document is its grade, discounted by log2(rank + 1), ranks from 1 (Järvelin and Kekäläinen, "Cumulated
gain-based evaluation of IR techniques", TOIS 2002). A document that a ranking names twice counts where
it stands first, and only there.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log2

Grades = Mapping[str, int]
"""Grade by document."""

# name → (measure, depth), as they are reported
DEPTHS: Mapping[str, int] = {"ndcg@10": 10, "recall@5": 5, "recall@20": 20, "recall@100": 100, "mrr@10": 10}


def ndcg(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """Normalised discounted cumulative gain of the first ``depth`` documents, in [0, 1]; 0 when
    nothing is relevant."""
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:depth]
    best = _discounted(ideal)
    return _discounted(max(grades.get(d, 0), 0) for d in _distinct(ranking)[:depth]) / best if best else 0.0


def recall(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """Share in [0, 1] of the relevant documents that are among the first ``depth``; 0 when nothing is
    relevant."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(_distinct(ranking)[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """1 / rank of the first relevant document, 0 when there is none among the first ``depth``."""
    for rank, document in enumerate(_distinct(ranking)[:depth], start=1):
        if grades.get(document, 0) > 0:
            return 1 / rank
    return 0.0


def measures(ranking: Sequence[str], grades: Grades) -> dict[str, float]:
    """Every measure of `DEPTHS` for one query."""
    of = {"ndcg": ndcg, "recall": recall, "mrr": reciprocal_rank}
    return {name: of[name.partition("@")[0]](ranking, grades, depth) for name, depth in DEPTHS.items()}


def mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each measure over queries, to four places; {} when there are none."""
    if not rows:
        return {}
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) for name in rows[0]}


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _distinct(ranking: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ranking))
