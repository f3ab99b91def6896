"""Who is interviewed, told by a post that one state alone has."""

import pytest

from core.delegations import Gazetteer
from ingest import understand

ASKED = "\n\n".join(
    f"Q. What of {one}, and when will it begin?\n\nA. It will begin soon, and we are ready for {one}."
    for one in ("the talks", "the vote", "the budget")
)


@pytest.mark.parametrize(
    ("above", "code"),
    [
        (
            "It is late in the evening, and the Taoiseach has one more call to make before he sits down.",
            "IRL",
        ),
        (
            "The Chief Cabinet Secretary, who is in a hurry, has agreed to answer our questions by the lift.",
            "JPN",
        ),
        ("The minister is back from her meeting with the Taoiseach and wishes to sit in the garden.", ""),
        ("She has spoken to the Chancellor of the Exchequer, she says, and then the tea is brought.", ""),
    ],
)
def test_the_one_who_answers_is_known_by_a_post_of_one_state(above: str, code: str) -> None:
    found = understand(f"{above}\n\n{ASKED}".encode(), "interview.txt", Gazetteer.load())
    answering = {turn.delegation for turn in found.turns if turn.role == "government"}
    assert answering == {code}
    assert {turn.delegation for turn in found.turns if turn.role == "journalist"} == {""}
