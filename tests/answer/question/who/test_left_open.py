"""Whose words are asked for where the grammar leaves it open, and by whose leader's name."""

import pytest

from answer.question.who.leaders import leaders_in_japanese
from answer.question.who.left_open import features_of, left_open
from answer.question.who.names import names_in
from answer.question.who.whose_words import asked_mentions, joined
from core.delegations import Gazetteer

GAZETTEER = Gazetteer.load()
HELD = frozenset(one.code for one in GAZETTEER if not one.is_group)


def asked(text: str, held: frozenset[str] = HELD) -> list[str]:
    names = names_in(text, GAZETTEER, held=held)
    return [mention.code for mention in asked_mentions(text, GAZETTEER, names=names, held=held)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Peruvian money for the rainforest", ["PER"]),
        ("Danish frigates off Somalia, how many", ["DNK"]),
        ("refugees from Libya", []),
        ("Who sees Peruvian money for the rainforest as a danger?", []),
        ("How are the Peruvian elections described?", []),
    ],
)
def test_it_is_likely_a_states_own_words_that_its_adjective_before_a_matter_asks_for(
    text: str, codes: list[str]
) -> None:
    assert asked(text) == codes


def test_nobody_is_likely_asked_whom_the_library_does_not_hold_and_no_city_is() -> None:
    assert asked("Peruvian money for the rainforest", frozenset(["CHL"])) == []
    assert asked("number of guests at the Lima talks") == []


def test_a_name_is_weighed_by_its_form_its_place_and_the_words_beside_it() -> None:
    text = "the Peruvian plans for a Chilean port"
    mentions = names_in(text, GAZETTEER).mentions
    (first, known), (second, other) = features_of(text, joined(text, mentions))
    assert (first.code, second.code) == ("PER", "CHL")
    assert {"form=adjective", "named=2", "before=START", "after=plans", "ending=s", "first"} <= known
    assert {"before=a", "second_before=for", "after=port", "last", "adjective_before"} <= other
    assert left_open(text, []) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What does Kibaki want?", "KEN"),
        ("kibaki on tea prices", "KEN"),
        ("al-Abadi on the oil law", "IRQ"),
        ("How many ships are there per Kibaki?", "KEN"),
    ],
)
def test_a_leaders_family_name_alone_tells_the_delegation_where_it_is_held(text: str, code: str) -> None:
    assert asked(text) == [code]
    assert asked(text, HELD - {code}) == []


def test_a_city_with_an_article_is_no_persons_name() -> None:
    assert not names_in("The Hague on piracy", GAZETTEER, held=HELD).mentions
    assert [m.code for m in names_in("the Kibaki government on piracy", GAZETTEER, held=HELD).mentions] == [
        "KEN"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ムワイ・キバキ大統領は何と述べたか", [("KEN", "ムワイ・キバキ")]),
        ("キバキ大統領は何と述べたか", [("KEN", "キバキ")]),
        ("江沢民主席の発言", [("CHN", "江沢民")]),
        ("小泉政権の対応", [("JPN", "小泉")]),
        ("小泉の対応", []),
        ("キバキンは何か", []),
    ],
)
def test_leaders_are_known_by_their_names_in_japanese(text: str, found: list[tuple[str, str]]) -> None:
    mentions = leaders_in_japanese(text, HELD)
    assert [(m.code, text[m.start : m.end]) for m in mentions] == found


def test_a_name_that_two_states_share_is_that_of_the_one_that_is_held() -> None:
    assert asked("What do the Dominicans want?", HELD - {"DMA"}) == ["DOM"]
    assert asked("What do the Dominicans want?") == []
