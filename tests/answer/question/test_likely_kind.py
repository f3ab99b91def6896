"""The task that a question likely sets where no phrase tells it."""

import pytest

from answer.question.likely_kind import features_of, likely_kind
from answer.question.understand import Holdings, understand
from answer.question.who.names import names_in
from core.delegations import Gazetteer
from core.records import Filters

GAZETTEER = Gazetteer.load()
HOLDINGS = Holdings(frozenset(one.code for one in GAZETTEER if not one.is_group), "1990", "2022")


def kind(text: str, *, likely: bool = True) -> str:
    return understand(text, Filters(), GAZETTEER, HOLDINGS, likely=likely).kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an arms embargo on the rebels: which capitals?", "list"),
        ("supporters of a tax on flights", "list"),
        ("Fishing: Peru, Chile, each one's version", "compare"),
        ("Vanuatu on the embargo against Cuba", ""),
        ("what did Peru say about fishing?", ""),
    ],
)
def test_a_task_is_told_without_its_phrase_where_the_question_admits_it(text: str, expected: str) -> None:
    assert kind(text, likely=False) == ""
    assert kind(text) == expected


def test_names_and_years_stand_for_all_of_them() -> None:
    def features(text: str) -> frozenset[str]:
        return features_of(text, names_in(text, GAZETTEER).mentions)

    assert features("Peru on fishing, 2012") == features("Chile on fishing, 2015")
    assert {"states=1", "years=1", "b:STATE on", "s:^ _ on"} <= features("Peru on fishing, 2012")
    assert "c:は何" in features("ペルーは何と述べたか")
    assert likely_kind("Peru on fishing", ()) == ""
