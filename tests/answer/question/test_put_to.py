"""Who else says it, and how others are asked."""

import pytest

from answer.question.put_to import own_years, put_to
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


@pytest.mark.parametrize(
    ("question", "codes", "asked"),
    [
        (
            "How do the plans for whaling presented by Iceland in 2004 and by Samoa in 2018 differ?",
            ("ISL", "WSM"),
            "How do the plans for whaling presented by Fiji differ?",
        ),
        (
            "Kenya (2005) and Ghana (2007) on trade: where do they agree?",
            ("KEN", "GHA"),
            "Fiji on trade: where do they agree?",
        ),
        ("Compare Peru's 2009 and Chile's 2011 views of it.", ("PER", "CHL"), "Compare Fiji's views of it."),
    ],
)
def test_joined_delegations_are_asked_as_one_without_their_years(
    question: str, codes: tuple[str, ...], asked: str
) -> None:
    assert put_to(question, codes, "Fiji", GAZETTEER) == asked


@pytest.mark.parametrize(
    ("question", "codes", "years"),
    [
        (
            "How do Iceland in 2004 and Samoa in 2018 differ on whaling?",
            ("ISL", "WSM"),
            {"ISL": "2004", "WSM": "2018"},
        ),
        ("Kenya (2005) and Ghana (2007) on trade", ("KEN", "GHA"), {"KEN": "2005", "GHA": "2007"}),
        ("Kenya and Ghana in 2007 on trade", ("KEN", "GHA"), {}),
        ("Kenya (2005, and Kenya in 2006) and Ghana (2007)", ("KEN", "GHA"), {}),
    ],
)
def test_each_delegation_is_asked_in_the_year_beside_it(
    question: str, codes: tuple[str, ...], years: dict[str, str]
) -> None:
    assert own_years(question, codes, GAZETTEER) == years
