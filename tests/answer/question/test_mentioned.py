"""What a list of mentions is about."""

import pytest

from answer.question.mentioned import mentioned


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Which states mentioned the whaling moratorium in 1982?", "whaling moratorium"),
        ("Who raised the issue of locusts?", "locusts"),
        ("List the delegations that spoke about the Suez Canal in their 1956 speeches.", "Suez Canal"),
        ("How many countries referred to “tulip fever” in 2010?", "tulip fever"),
        ("Which governments brought up the situation in Ruritania last year?", "Ruritania"),
        ("Which states have discussed whaling since 2004?", "whaling"),
        ("Which states support a whaling moratorium?", ""),
        ("What does Japan say about whaling?", ""),
        ("Who mentioned that whales can only be saved when all states stop hunting them?", ""),
    ],
)
def test_the_term_is_what_is_looked_up(question: str, term: str) -> None:
    assert mentioned(question) == term
