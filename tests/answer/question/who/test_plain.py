"""Those who are asked about, by the names that statements carry."""

import pytest

from answer.question.who.plain import named_plainly
from answer.question.who.whose_words import asked_mentions
from core.delegations import Gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("What did President Jomo Kenyatta say about whaling?", "What did Kenya say about whaling?"),
        ("Ottawa's line on whaling", "Canada's line on whaling"),
        ("what do the Kiwis want for whales", "what do New Zealand want for whales"),
        ("What does Manila want done about nets?", "What does the Philippines want done about nets?"),
        ("what is Urugauy's view of nets", "what is Uruguay's view of nets"),
        ("What does Kenya say about Washington?", "What does Kenya say about Washington?"),
        ("What is the Kenyan view of nets?", "What is the Kenyan view of nets?"),
        ("ケニアは捕鯨についてどう述べているか", "ケニアは捕鯨についてどう述べているか"),
    ],
)
def test_who_is_asked_has_the_name_of_the_delegation(question: str, plain: str) -> None:
    assert named_plainly(question, asked_mentions(question, GAZETTEER), GAZETTEER) == plain
