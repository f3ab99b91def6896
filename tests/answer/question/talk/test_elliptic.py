"""Questions of a few words that need all of the last one."""

import pytest

from answer.question.talk.follow_up import completed
from core.delegations import Gazetteer

GAZETTEER = Gazetteer.load()
LIST = "Which states condemned whaling in 2011?"
WHETHER = "Has Peru spoken about whaling?"


@pytest.mark.parametrize(
    ("last", "text", "whole"),
    [
        (LIST, "how many is that?", "How many states condemned whaling in 2011?"),
        (LIST, "which of them are Asian?", "Which Asian states condemned whaling in 2011?"),
        (LIST, "is Peru among them?", "Did Peru condemn whaling in 2011?"),
        (WHETHER, "since when?", "Since when has Peru spoken about whaling?"),
        (WHETHER, "did Chile say the same?", "Has Chile spoken about whaling?"),
        (WHETHER, "any figures?", "Did Peru give any figures on whaling?"),
        (WHETHER, "in 2018, after the ban", "Has Peru spoken about whaling in 2018, after the ban?"),
        (WHETHER, "Chile same?", "Has Chile spoken about whaling?"),
    ],
)
def test_it_is_completed_from_the_last_question(last: str, text: str, whole: str) -> None:
    assert completed(text, [last], GAZETTEER) == whole


@pytest.mark.parametrize("text", ["How many states are there in Asia?", "Does Chile want any quotas?"])
def test_a_question_that_says_what_it_asks_is_left_alone(text: str) -> None:
    assert completed(text, [LIST], GAZETTEER) == text
