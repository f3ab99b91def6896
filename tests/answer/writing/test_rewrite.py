"""A question that the language model rewrites is used only where it keeps to what was asked."""

import threading

import pytest

from answer.writing.rewrite import rewrite
from core.delegations import Gazetteer
from tests.answer.fakes import ScriptedLLM

GAZETTEER = Gazetteer.load()
LAST = "What did Japan say about whaling in 2011?"


@pytest.mark.parametrize(
    ("question", "reply", "used"),
    [
        ("on what grounds", "On what grounds did Japan speak of whaling in 2011?", True),
        ("the year after", "What did Japan say about whaling in 2012?", True),
        ("on what grounds", "On what grounds did Norway speak of whaling in 2011?", False),
        ("on what grounds", "On what grounds did Japan speak of whaling in 2014?", False),
        ("and what of Norway's fleet", "What did Japan say about whaling in 2011?", False),
        ("on what grounds", "", False),
    ],
)
def test_it_names_nobody_and_no_year_that_was_not_named(question: str, reply: str, used: bool) -> None:
    llm = ScriptedLLM([reply])
    assert rewrite(question, [LAST], llm, GAZETTEER, threading.Event()) == (reply if used else "")


def test_without_a_conversation_nothing_is_asked() -> None:
    llm = ScriptedLLM(["What?"])
    assert rewrite("why", [], llm, GAZETTEER, threading.Event()) == "why"
    assert llm.asked == []
