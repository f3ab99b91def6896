from core.delegations import Gazetteer
from core.records import Filters
from evals.asked import Asked, evaluate, read_asked, verdicts, whose_words

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


def test_what_was_learned_tells_more_questions_than_the_rules_on_the_half_that_it_has_not_seen() -> None:
    gazetteer = Gazetteer.load()
    held = [one.code for one in gazetteer if not one.is_group]
    counts = whose_words("report", gazetteer, held)
    assert counts["learned"]["right"] > counts["rules"]["right"]
    assert counts["learned"]["unasked"] < counts["learned"]["right"] / 5
    assert sum(counts["learned"].values()) == sum(counts["rules"].values())
