"""Whose words a paragraph is: by turn, in filters, sources, the list and corrections."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.records import (
    NO_DELEGATION,
    POSITION_ROLES,
    Filters,
    Passage,
    Statement,
    Turn,
    turn_of,
    turns_of,
)
from index.library import Library
from index.search.dense import DenseIndex
from index.store.entries import Entry, validate
from index.store.filters import chroma_condition
from tests.index.library_samples import BINDING, OCEANS, PLURAL, HashEncoder, make_statement

QUESTION = "Will the Minister sign the treaty on fish stocks?"
OURS = "We will not sign the treaty on fish stocks this year."


def record() -> tuple[Statement, tuple[Passage, ...]]:
    """A joint press conference: a President, a journalist, a Prime Minister."""
    statement, passages = make_statement(BINDING, PLURAL, QUESTION, OURS, delegation="", context="")
    turns = (
        Turn(1, 1, 2, speaker="Aster", post="President", role="government", confidence=0.2),
        Turn(2, 3, 3, role="journalist"),
        Turn(3, 4, 4, delegation="CAN", speaker="Boréal", post="Prime Minister", role="government"),
    )
    return replace(statement, turns=turns, confidence=0.2), passages


def joint() -> tuple[Statement, tuple[Passage, ...]]:
    statement, passages = make_statement(OCEANS, delegation="", origin="joint.txt", date="2019-01-01")
    return replace(statement, parties=("ARG", "BRA")), passages


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, HashEncoder()) as opened:
        opened.put(*record())
        opened.put(*joint())
        yield opened


def labels(library: Library, query: str, filters: Filters) -> set[str]:
    return {hit.source.label for hit in library.search(query, filters).hits}


def test_statements_come_back_with_their_turns(library: Library) -> None:
    for statement, _ in (record(), joint()):
        assert library.statement(statement.id) == statement
    assert library.check() == ()


def test_a_paragraph_is_its_turns_speakers(library: Library) -> None:
    statement, _ = record()
    sources = [library.source(paragraph.id) for paragraph in statement.paragraphs]
    assert [(s.delegation, s.speaker, s.role, s.turn) for s in sources] == [
        ("", "Aster", "government", 1),
        ("", "Aster", "government", 1),
        ("", "", "journalist", 2),
        ("CAN", "Boréal", "government", 3),
    ]
    assert [source.label for source in sources] == [
        *("??? 2020-12-01 ¶1", "??? 2020-12-01 ¶2", "journalist 2020-12-01 ¶3", "CAN 2020-12-01 ¶4"),
    ]


def test_filters_are_of_the_turn(library: Library) -> None:
    treaty = "sign the treaty on fish stocks"
    assert labels(library, treaty, Filters(delegations=("CAN",))) == {"CAN 2020-12-01 ¶4"}
    assert labels(library, treaty, Filters(speaker="boreal")) == {"CAN 2020-12-01 ¶4"}
    assert labels(library, treaty, Filters(speaker="prime minister")) == {"CAN 2020-12-01 ¶4"}
    assert "journalist 2020-12-01 ¶3" in labels(library, treaty, Filters())
    assert "journalist 2020-12-01 ¶3" not in labels(library, treaty, Filters(roles=POSITION_ROLES))
    assert labels(library, treaty, Filters(roles=("journalist",))) == {"journalist 2020-12-01 ¶3"}


def test_a_joint_text_is_found_under_each_party_and_labelled_as_joint(library: Library) -> None:
    for code in ("ARG", "BRA"):
        assert labels(library, "fish stocks", Filters(delegations=(code,))) == {"ARG/BRA joint 2019-01-01 ¶1"}
    assert labels(library, "fish stocks", Filters(delegations=("CHL",))) == set()
    assert library.delegations() == ("ARG", "BRA", "CAN")


def test_words_of_nobody_known_can_be_asked_for(library: Library) -> None:
    found = labels(library, "instrument on fish stocks", Filters(delegations=(NO_DELEGATION,)))
    assert found == {"??? 2020-12-01 ¶1", "??? 2020-12-01 ¶2"}


def test_the_scope_counts_the_paragraphs_of_the_turns(library: Library) -> None:
    scope = library.scope(Filters(delegations=("CAN",)))
    assert (scope.statements, scope.paragraphs, scope.delegations) == (1, 1, ("CAN",))
    everything = library.scope()
    assert (everything.statements, everything.paragraphs) == (2, 5)
    assert everything.delegations == ("ARG", "BRA", "CAN")


def test_a_list_says_who_speaks_and_what_is_doubtful(library: Library) -> None:
    found = {row.origin: row for row in library.statements()}
    assert (found["statement.txt"].speaking, found["statement.txt"].turns) == (("CAN",), 3)
    assert found["joint.txt"].parties == ("ARG", "BRA")
    assert {origin: row.doubtful for origin, row in found.items()} == {
        "statement.txt": True,
        "joint.txt": False,
    }
    assert [row.origin for row in library.statements(Filters(delegations=("BRA",)))] == ["joint.txt"]


def test_through_chroma_the_same_is_found(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder()) as library:
        library.put(*record())
        library.put(*joint())
        searcher = library._searcher
        dense = DenseIndex(library._store, HashEncoder(), exact=0)
        dense.warm()
        for filters in (Filters(delegations=("ARG",)), Filters(delegations=("CAN", "BRA"))):
            admitted = {hit.source.paragraph_id for hit in library.search("fish", filters).hits}
            through = replace(searcher, dense=dense).search("fish", filters, 10)
            assert {hit.source.paragraph_id for hit in through.hits} == admitted != set()


def test_chroma_is_told_of_parties() -> None:
    own = {"delegation": {"$in": ["ARG"]}}
    assert chroma_condition(Filters(delegations=("ARG",))) == {"$or": [own, {"party_ARG": True}]}
    assert chroma_condition(Filters(delegations=(NO_DELEGATION,))) == {"delegation": {"$in": [""]}}


def test_one_turn_is_corrected_and_read_again(library: Library) -> None:
    statement, _ = record()
    library.edit(statement.id, {"turns.1.delegation": "USA"})
    assert library.source(statement.paragraphs[0].id).delegation == "USA"
    assert labels(library, "instrument", Filters(delegations=("USA",)))
    library.put(*record())  # reading the file again keeps it
    assert library.statement(statement.id).turns[0].delegation == "USA"
    assert library.check() == ()
    back = library.revert(statement.id, ["turns.1.delegation"])
    assert back == statement == library.statement(statement.id)
    with pytest.raises(UsageError, match="has no turn 4"):
        library.edit(statement.id, {"turns.4.delegation": "USA"})
    with pytest.raises(UsageError, match="is not a role"):
        library.edit(statement.id, {"turns.1.role": "king"})


def test_a_delegation_by_hand_is_not_a_journalists(library: Library) -> None:
    statement, _ = record()
    after = library.edit(statement.id, {"delegation": "USA"})
    assert [turn.delegation for turn in after.turns] == ["USA", "", "CAN"]
    (row,) = [row for row in library.statements() if row.id == statement.id]
    assert not row.doubtful
    assert library.revert(statement.id, ["delegation"]) == statement


def test_turns_are_all_the_paragraphs_in_order() -> None:
    statement, passages = record()
    for turns in (statement.turns[1:], statement.turns[:2], statement.turns[::-1]):
        with pytest.raises(ValueError, match="not all its paragraphs"):
            validate(Entry(replace(statement, turns=turns), passages))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=5))
def test_every_paragraph_is_in_exactly_one_turn(lengths: list[int]) -> None:
    words = [f"Paragraph number {number}." for number in range(sum(lengths))]
    statement, passages = make_statement(*words)
    firsts = [1 + sum(lengths[:at]) for at in range(len(lengths))]
    turns = tuple(
        Turn(at, first, first + length - 1)
        for at, (first, length) in enumerate(zip(firsts, lengths, strict=True), 1)
    )
    validate(Entry(replace(statement, turns=turns), passages))
    for one in (replace(statement, turns=turns), statement):
        spoken = [turn_of(one, paragraph) for paragraph in one.paragraphs]
        assert spoken == [turn for turn in turns_of(one) for _ in range(turn.first, turn.last + 1)]
