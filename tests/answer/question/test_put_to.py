"""Who else says it, and how others are asked."""

import pytest

from answer.question.put_to import put_to
from core.delegations import Gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("question", "codes", "who", "asked"),
    [
        ("What does Kenya say about Ebola?", ("KEN",), "Norway", "What does Norway say about Ebola?"),
        (
            "What is China's position on trade?",
            ("CHN",),
            "the country",
            "What is the country's position on trade?",
        ),
        ("What is the Norwegian view of it?", ("NOR",), "Kenya", "What is Kenya's view of it?"),
        ("What does Tuvalu say about China?", ("TUV",), "Fiji", "What does Fiji say about China?"),
        ("What is said about whaling?", (), "Fiji", "What is said about whaling?"),
        ("What do the Russians think of it?", ("RUS",), "Fiji", "What do Fiji think of it?"),
        ("What do Norway and China say of it?", ("NOR", "CHN"), "Fiji", "What do Fiji say of it?"),
    ],
)
def test_a_question_is_put_to_another_delegation(
    question: str, codes: tuple[str, ...], who: str, asked: str
) -> None:
    assert put_to(question, codes, who, GAZETTEER) == asked
