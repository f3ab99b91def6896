"""What a question asks to be done. The rules were written from the build half of evals/gold/kinds.jsonl; both
halves keep a floor."""

import json
from pathlib import Path

import pytest

from answer.question.kind import claimed, kind_of
from answer.question.understand import Holdings, understand
from core.delegations import Gazetteer
from core.records import Filters

GOLD = Path(__file__).parents[3] / "evals" / "gold" / "kinds.jsonl"
LINES = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("half", "floor"), [("build", 0.95), ("report", 0.6)])
def test_the_task_is_recognised(half: str, floor: float) -> None:
    mine = [line for line in LINES if line["half"] == half]
    right = [(kind_of(line["question"]) or "position") == line["kind"] for line in mine]
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize("half", ["build", "report"])
def test_an_ordinary_question_is_hardly_ever_taken_for_another_task(half: str) -> None:
    mine = [line for line in LINES if line["half"] == half and line["kind"] == "position"]
    assert sum(bool(kind_of(line["question"])) for line in mine) <= 2


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which country did Croatia back for a new permanent seat?", ""),
        ("Which countries back a new permanent seat?", "list"),
        ("How do Croatia and Norway differ on the seat?", "compare"),
        ("How do views differ on the seat?", ""),
        ("How has Croatia's position on the seat changed?", "over_time"),
        ("How has Croatia's position on the seat changed in 2014?", ""),
    ],
)
def test_a_task_needs_what_it_is_about(question: str, kind: str) -> None:
    holdings = Holdings(("HRV", "NOR"), "2005", "2019")
    assert understand(question, Filters(), Gazetteer.load(), holdings).kind == kind


def test_a_list_claims_the_same_of_each() -> None:
    assert claimed("Which states support a treaty?") == "support a treaty"
    assert claimed("What is a treaty?") == ""
