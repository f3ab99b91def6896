"""One question that asks for several things."""

import pytest

from answer.question.clauses import asks


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "What does Fiji give for reefs, and who leads the fund?",
            ("What does Fiji give for reefs?", "Who leads the fund?"),
        ),
        (
            "As told in 2011, which port did Peru open and how many ships use it?",
            ("As told in 2011: Which port did Peru open?", "As told in 2011: How many ships use it?"),
        ),
        (
            "Okafor on (a) the new port, (b) the day of the vote and (c) the fleet",
            ("Okafor on the new port?", "Okafor on the day of the vote?", "Okafor on the fleet?"),
        ),
        (
            "Chad: wells dug (2009) + goal for 2020, and number of teachers trained",
            ("Chad: wells dug (2009)?", "Chad: goal for 2020?", "Chad: number of teachers trained?"),
        ),
        (
            "What did Peru offer to Chile in 2014 and how did Chile answer?",
            ("What did Peru offer to Chile in 2014?", "How did Chile answer?"),
        ),
    ],
)
def test_each_thing_is_asked_by_itself_with_what_leads_in(question: str, asked: tuple[str, ...]) -> None:
    assert asks(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "What does Fiji say about reefs?",
        "What does Fiji say about reefs, and why?",
        "What does Fiji say about reefs, and for what reasons?",
        "Does Fiji support a ban or does it oppose one?",
        "Why, in Okafor's telling, have the fleets left?",
        "What did Fiji ask of the donors, first on fleets and then on what it owes?",
        "Which ports and airports does Fiji plan?",
        "Fiji: peace, security",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    assert asks(question) == (question,)
