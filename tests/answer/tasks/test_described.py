"""Whose words are asked for by a name that no table has."""

import pytest

from answer.tasks.described import described
from core.delegations import Gazetteer
from tests.answer.fakes import FakeLibrary, source

GAZETTEER = Gazetteer.load()
QUOTED = "We thank President Ozunu of Kenya for his words."
LIBRARY = FakeLibrary(
    [source(QUOTED), source("We met Ozunu, the President of Kenya.", ordinal=2), source("", delegation="KEN")]
)


def codes_of(question: str, library: FakeLibrary) -> tuple[str, ...]:
    return tuple(mention.code for mention in described(question, library, GAZETTEER))


def asked(question: str) -> tuple[str, ...]:
    return codes_of(question, LIBRARY)


def test_a_leader_is_known_by_what_statements_say_of_him() -> None:
    assert asked("What does Ozunu say about whaling?") == ("KEN",)


@pytest.mark.parametrize(
    "question",
    ["What is said about Ozunu?", "What does Zuzumo say about whaling?", "What is said about whaling?"],
)
def test_who_is_only_spoken_of_or_unknown_is_not_asked(question: str) -> None:
    assert asked(question) == ()


def test_texts_that_disagree_tell_nothing() -> None:
    texts = [source("President Ozunu of Kenya left."), source("President Ozunu of Peru left.", ordinal=2)]
    library = FakeLibrary([*texts, source("", delegation="KEN"), source("", delegation="PER")])
    assert codes_of("What does Ozunu say about whaling?", library) == ()


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("What did Adenauer say about whaling?", ("DEU",)),
        ("What did President Kaczyński say about whaling?", ("POL",)),
        ("What did Konrad say about whaling?", ("DEU",)),
        ("What is said about Adenauer?", ()),
        ("What did de Gaulle say about whaling?", ()),
        ("What did Adenaur say about whaling?", ("DEU",)),
        ("What did Adenbaum say about whaling?", ()),
    ],
)
def test_a_leader_whom_no_statement_names_is_known_by_the_table_where_the_library_has_the_state(
    question: str, codes: tuple[str, ...]
) -> None:
    library = FakeLibrary([source("Whales.", delegation="DEU"), source("Ships.", delegation="POL")])
    assert codes_of(question, library) == codes
