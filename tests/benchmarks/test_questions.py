"""Which questions are put, and to whom."""

import pytest

from benchmarks.questions import COMMON, SHIPPED, SPEECHES, dealt, drawn, posed
from benchmarks.together import PEOPLE, QUESTIONS, questions_for
from core.errors import UsageError


def test_the_speeches_are_asked_about_by_the_common_types() -> None:
    pool = posed(SPEECHES, COMMON)
    assert {question.type for question in pool} == set(COMMON)
    assert len({question.text for question in pool}) == len(pool) >= 100


def test_the_same_questions_are_drawn_each_time() -> None:
    pool = posed(SPEECHES, COMMON)
    assert drawn(pool, 30) == drawn(pool, 30) != drawn(pool, 30, seed=1)
    assert len(set(drawn(pool, 30))) == 30


def test_more_questions_than_there_are_is_one_sentence() -> None:
    with pytest.raises(UsageError, match="27 different questions were asked for, and there are 26"):
        drawn(posed(SHIPPED), 27)


def test_nobody_gets_another_ones_question() -> None:
    pool = posed(SHIPPED)[:7]
    lists = dealt(pool, 3)
    assert [len(own) for own in lists] == [3, 2, 2]
    assert sorted(q.id for own in lists for q in own) == sorted(q.id for q in pool)


@pytest.mark.parametrize("speeches", [True, False])
def test_there_are_enough_questions_for_everybody(speeches: bool) -> None:
    lists = questions_for(PEOPLE, QUESTIONS, speeches=speeches)
    assert [len(own) for own in lists] == [QUESTIONS] * PEOPLE
