import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import blend, reciprocal_ranks


def test_ranks_are_added_by_weight() -> None:
    scores = reciprocal_ranks([(["a", "b"], 0.75), (["b", "c"], 0.25)], constant=60)
    assert scores == pytest.approx({"a": 0.75 / 61, "b": 0.75 / 62 + 0.25 / 61, "c": 0.25 / 62})
    assert list(scores) == ["b", "a", "c"]


@given(st.permutations("abcdef"))
def test_one_ranking_keeps_its_order(ranking: list[str]) -> None:
    assert list(reciprocal_ranks([(ranking, 1.0)])) == ranking


def test_scales_do_not_matter_to_a_blend() -> None:
    small, large = np.array([0.1, 0.2, 0.4]), np.array([3.0, -2.0, 1.0])
    columns = {"a": small.astype(np.float32), "b": large.astype(np.float32)}
    scaled = {"a": columns["a"] * 100 + 7, "b": columns["b"]}
    weights = {"a": 0.5, "b": 0.5}
    assert np.allclose(blend(columns, weights), blend(scaled, weights), atol=1e-4)


def test_a_column_without_differences_has_no_say() -> None:
    columns = {"a": np.ones(3, dtype=np.float32), "b": np.array([1, 2, 3], dtype=np.float32)}
    assert np.argsort(blend(columns, {"a": 5.0, "b": 0.1})).tolist() == [0, 1, 2]
