from answer.support.check import SupportCheck
from core.delegations import Gazetteer
from evals.yes_or_no import Asked, evaluate, read_asked
from tests.answer.fakes import FakeScorer


def test_a_yes_is_counted_under_the_right_answer() -> None:
    speech = {"JPN_75_2020": "Thank you.\n\nJapan supports a treaty on whaling.\n"}
    asked = [
        Asked("build", "2020/JPN_75_2020.txt", 2, "Does Japan support a treaty on whaling?", "yes"),
        Asked("build", "2020/JPN_75_2020.txt", 2, "Does Japan want ships?", "no"),
    ]
    counted = evaluate(asked, speech, SupportCheck(FakeScorer(), gazetteer=Gazetteer.load()))
    assert counted == {"build": {"no": 1, "yes": 1, "yes, said yes": 1}}


def test_every_yes_of_the_gold_set_has_its_opposite() -> None:
    asked = read_asked()
    places = {(one.file, one.paragraph) for one in asked if one.answer == "yes"}
    assert places <= {(one.file, one.paragraph) for one in asked if one.answer == "no"}
