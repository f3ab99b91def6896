"""Whether a yes-or-no question is settled with yes."""

import pytest

from answer.question.claim import yes_or_no
from answer.support.check import Evidence, SupportCheck
from answer.support.settled import says_yes
from core.delegations import Gazetteer
from tests.answer.fakes import FakeScorer

CHECK = SupportCheck(FakeScorer(), gazetteer=Gazetteer.load())
SAID = Evidence("Japan supports a treaty on whaling.", "Japan, 2020")
DENIED = Evidence("Japan does not support a treaty on whaling.", "Japan, 2020")


@pytest.mark.parametrize(
    ("question", "evidence", "carrying"),
    [
        ("Does Japan support a treaty on whaling?", [SAID], (0,)),
        ("Does Japan support a treaty on whaling?", [DENIED, SAID], ()),
        ("Does Japan support a treaty on whaling?", [DENIED], ()),
        ("Does Japan not support a treaty on whaling?", [DENIED], ()),
        ("Does Japan support a treaty on whaling or a ban?", [SAID], ()),
        ("What treaty does Japan support?", [SAID], ()),
    ],
)
def test_only_a_clear_yes_is_told(question: str, evidence: list[Evidence], carrying: tuple[int, ...]) -> None:
    assert says_yes(yes_or_no(question), evidence, CHECK) == carrying
