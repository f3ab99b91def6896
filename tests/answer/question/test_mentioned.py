"""What a list of mentions is about."""

import pytest

from answer.question.mentioned import mentioned, year_of


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Which states mentioned the whaling moratorium in 1982?", ("whaling moratorium",)),
        ("Who raised the issue of locusts?", ("locusts",)),
        ("List the delegations that spoke about the Suez Canal in their 1956 speeches.", ("Suez Canal",)),
        ("How many countries referred to “tulip fever” in 2010?", ("tulip fever",)),
        ("Which governments brought up the situation in Ruritania last year?", ("Ruritania",)),
        ("Which states have discussed whaling since 2004?", ("whaling",)),
        (
            "Can you tell me which states named Atlantis or the Atlanteans in 1950?",
            ("Atlantis", "Atlanteans"),
        ),
        ("Among African states, who used the phrase “tulip fever” in 2010?", ("tulip fever",)),
        ("tulip fever 1950 - who brought it up", ("tulip fever",)),
        ("In whose 1950 speeches does the name of Lewis Carroll appear?", ("Lewis Carroll",)),
        ("Not all say Ruritania. Which states used the word 'Graustark' in 1950?", ("Graustark",)),
        ("I write on Graustark. In 1950, who named Zenda? Everyone please.", ("Zenda",)),
        ("Which states raised concerns about whaling?", ()),
        ("Atlantis: which states mentioned it in 1950?", ("Atlantis",)),
        ("Who praised or otherwise mentioned Nessie (the monster) in 1950?", ("Nessie",)),
        ("Did any leader mention Atlantis in 1950, and if so which?", ("Atlantis",)),
        ("who mentioned tulip fever 1950", ("tulip fever",)),
        ("Which states support a whaling moratorium?", ()),
        ("What does Japan say about whaling?", ()),
        ("Who mentioned that whales can only be saved when all states stop hunting them?", ()),
    ],
)
def test_the_term_is_what_is_looked_up(question: str, term: tuple[str, ...]) -> None:
    assert mentioned(question) == term


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Which states brought up locusts in 1954?", "1954"),
        ("Who mentioned locusts in the 1954 debate?", "1954"),
        ("Who mentions the Locust Act of 1954?", ""),
        ("Who mentioned locusts between 1954 and 1956?", ""),
    ],
)
def test_the_year_is_that_of_the_mention(question: str, year: str) -> None:
    assert year_of(question) == year
