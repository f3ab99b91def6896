import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.search.fusion import Ranking, blend, reciprocal_ranks, standard


def column(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_ranks_are_added_by_weight() -> None:
    scores = reciprocal_ranks([(["a", "b"], 0.75), (["b", "c"], 0.25)], constant=60)
    assert scores == pytest.approx({"a": 0.75 / 61, "b": 0.75 / 62 + 0.25 / 61, "c": 0.25 / 62})
    assert list(scores) == ["b", "a", "c"]


@given(st.permutations("abcdef"))
def test_one_ranking_keeps_its_order(ranking: list[str]) -> None:
    assert list(reciprocal_ranks([(ranking, 1.0)])) == ranking


@given(st.lists(st.integers(-1000, 1000), min_size=2, unique=True))
def test_standard_scores_keep_the_order(values: list[int]) -> None:
    scores = standard(column(*values))
    assert np.argsort(scores).tolist() == np.argsort(values).tolist()
    assert float(scores.mean()) == pytest.approx(0, abs=1e-3)
    assert float(scores.std()) == pytest.approx(1, abs=1e-3)


def test_scales_do_not_matter_to_a_blend() -> None:
    small, large = column(0.1, 0.2, 0.4), column(3.0, -2.0, 1.0)
    one = blend((small, 0.5), (large, 0.5))
    assert np.allclose(one, blend((small * 100 + 7, 0.5), (large, 0.5)), atol=1e-4)


def test_a_column_without_differences_has_no_say() -> None:
    scores = blend((column(1, 1, 1), 5.0), (column(1, 2, 3), 0.1))
    assert np.argsort(scores).tolist() == [0, 1, 2]


def test_one_candidate_and_none_can_be_blended() -> None:
    assert blend((column(4), 1.0)).tolist() == [0.0]
    assert standard(column()).shape == (0,)


def test_a_long_question_leaves_less_to_feedback_and_the_cross_encoder() -> None:
    ranking = Ranking(dense=0.75, lexical=0.25, feedback=1.0, rerank=0.4, rerank_in_context=0.6, depth=20)
    assert ranking.for_length(5) == ranking
    assert ranking.for_length(0) == ranking
    long = ranking.for_length(48)
    assert (long.feedback, long.rerank, long.rerank_in_context) == pytest.approx((0.25, 0.1, 0.6))
    assert (long.dense, long.lexical, long.depth) == (0.75, 0.25, 20)
