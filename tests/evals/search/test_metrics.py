"""The measures against values worked out by hand, and what must hold of any ranking."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.search.metrics import mean, measures, ndcg, recall, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0, "e": -1}


def test_gains_are_grades_and_discounts_logarithms() -> None:
    # 0/log2(2) + 3/log2(3) + 1/log2(4) over 3/log2(2) + 2/log2(3) + 1/log2(4)
    found = 3 / 1.5849625 + 1 / 2
    best = 3 + 2 / 1.5849625 + 1 / 2
    assert ndcg(["d", "a", "c"], GRADES, 10) == pytest.approx(found / best)
    assert found / best == pytest.approx(0.50250, abs=1e-5)


def test_a_cut_limits_the_ideal_too() -> None:
    assert ndcg(["a"], GRADES, 1) == 1
    assert ndcg(["b", "a"], GRADES, 1) == pytest.approx(2 / 3)


def test_the_unjudged_and_the_negative_count_as_not_relevant() -> None:
    assert ndcg(["x", "a", "b", "c"], GRADES, 10) == ndcg(["e", "a", "b", "c"], GRADES, 10)
    assert recall(["d", "e"], GRADES, 5) == 0
    assert reciprocal_rank(["e", "d", "c"], GRADES, 10) == pytest.approx(1 / 3)


def test_recall_is_over_all_that_is_relevant() -> None:
    assert recall(["a", "x", "b", "c"], GRADES, 2) == pytest.approx(1 / 3)
    assert recall(["a", "x", "b", "c"], GRADES, 3) == pytest.approx(2 / 3)


def test_a_document_named_twice_counts_once() -> None:
    assert ndcg(["a", "a", "b", "c"], GRADES, 10) == ndcg(["a", "b", "c"], GRADES, 10)
    assert recall(["a", "a", "b"], GRADES, 2) == pytest.approx(2 / 3)


def test_nothing_relevant_or_nothing_found_is_zero() -> None:
    assert set(measures(["a"], {}).values()) == {0.0}
    assert set(measures([], GRADES).values()) == {0.0}


def test_the_reciprocal_rank_ends_at_its_depth() -> None:
    ranking = [f"x{n}" for n in range(10)] + ["a"]
    assert measures(ranking, GRADES)["mrr@10"] == 0
    assert reciprocal_rank(ranking, GRADES, 11) == pytest.approx(1 / 11)


def test_means_are_over_queries() -> None:
    assert mean([{"m": 1.0}, {"m": 0.0}, {"m": 0.0}]) == {"m": 0.3333}
    assert mean([]) == {}


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-1, 3), min_size=1), st.permutations("abcdefgh")
)
def test_every_measure_is_between_nothing_and_the_ideal(grades: dict[str, int], ranking: list[str]) -> None:
    found = measures(ranking, grades)
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())
    ideal = measures(sorted(grades, key=lambda d: -grades[d]), grades)
    assert found["ndcg@10"] <= ideal["ndcg@10"] + 1e-9
    if any(grade > 0 for grade in grades.values()):
        assert ideal["ndcg@10"] == pytest.approx(1)
        assert found["recall@20"] == 1
        assert ndcg(["a"], {"a": 1}, 10) == 1 / log2(2)
