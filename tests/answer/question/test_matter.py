"""What a comparison or a change over time is about."""

import pytest

from answer.question.matter import matter
from answer.question.who.whose_words import asked_mentions
from core.delegations import Gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("question", "about"),
    [
        (
            "How has Kenya's stance on whaling in the Arctic changed from 2006 to 2015?",
            "whaling in the Arctic",
        ),
        ("Norway and Kenya on a ban of driftnets: where do they differ?", "ban of driftnets"),
        ("Kenya on climate change, 2013 next to 2018, what shifted", "climate change"),
        ("kenya whaling line 2005/2013 what is new each time", "whaling"),
        ("How did Kenya's quarrel with the whalers develop between 2007 and 2014?", "whalers"),
        ("What did Kenya say in 2004 and what in 2009?", ""),
    ],
)
def test_it_is_what_is_left_without_who_when_and_the_words_of_comparing(question: str, about: str) -> None:
    mentions = [m for m in asked_mentions(question, GAZETTEER) if m.code in ("KEN", "NOR")]
    assert matter(question, mentions, lambda word: not word.startswith("quarrel")) == about


def test_words_that_nobody_uses_stay_where_there_are_no_others() -> None:
    assert matter("Kenya on whaling since 2004", (), lambda word: False) == "Kenya on whaling"
