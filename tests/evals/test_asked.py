from core.records import Filters
from evals.asked import Asked, evaluate, read_asked, verdicts

QUESTION = Asked("report", "terse", "kenya 2016 somalia", "KEN", "2016")


def test_another_delegation_beside_the_right_one_is_wrong() -> None:
    assert verdicts(QUESTION, Filters(("KEN",), "2016-01-01", "2016-12-31")) == ("right", "right")
    assert verdicts(QUESTION, Filters(("KEN", "SOM"), "2017-01-01")) == ("wrong", "wrong")
    assert verdicts(QUESTION, Filters()) == ("missing", "missing")


def test_counts_are_by_half_and_style() -> None:
    result = evaluate([QUESTION], lambda text: Filters(("KEN",)))
    assert result["report"]["terse"] == {"delegation": {"right": 1}, "year": {"missing": 1}}
    assert result["build"] == {}


def test_the_halves_have_no_question_in_common() -> None:
    questions = read_asked()
    build = {asked.question for asked in questions if asked.half == "build"}
    report = {asked.question for asked in questions if asked.half == "report"}
    assert build
    assert report
    assert not build & report
