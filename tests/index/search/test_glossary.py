"""Names of the same thing find each other, and count once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError
from core.records import Filters
from index.library import Library
from index.search.glossary import Glossary
from index.search.matching import lexical_matches
from index.store.lexical import index_words, parse_query
from tests.index.library_samples import HashEncoder, make_statement

OEWG = "The OEWG should go on."
SPELLED = "The open-ended working group should go on."
BOTH = "The open-ended working group (OEWG) should go on."
OTHER = "Fish stocks are in decline."


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    return Glossary.load()


def others(glossary: Glossary, query: str) -> set[str]:
    return {name for synonym in glossary.find(query) for name in synonym.others.values()}


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("What became of the OEWG?", "open-ended working group"),
        ("the Open-Ended Working Groups of the UN", "OEWG"),
        ("oewg", "open-ended working group"),
        ("Programme of Action", "PoA"),
        ("a program of action", "PoA"),
        ("PoA", "programme of action"),
        ("LDCs", "least developed country"),
        ("the least developed countries", "LDC"),
        ("SIDS", "small island developing state"),
        ("SDGs", "sustainable development goal"),
        ("confidence building measures", "CBM"),
        ("国連の行動計画について", "programme of action"),
        ("国連はどう考えるか", "United Nations"),
        ("programme of action", "行動計画"),
        ("WHO reform", "World Health Organization"),
    ],
)
def test_a_name_in_a_question_brings_its_others(shipped: Glossary, query: str, other: str) -> None:
    assert other in others(shipped, query)


@pytest.mark.parametrize("query", ["who spoke?", "aid to Africa", "Viet Nam", "", "a", "計画", "!?"])
def test_a_common_word_is_no_acronym(shipped: Glossary, query: str) -> None:
    assert shipped.find(query) == ()


def test_the_longest_name_counts(shipped: Glossary) -> None:
    (synonym,) = shipped.find("the Treaty on the Non-Proliferation of Nuclear Weapons")
    assert "NPT" in synonym.others.values()


@given(query=st.text(max_size=60))
def test_any_question_can_be_read(shipped: Glossary, query: str) -> None:
    shipped.find(query)


def test_no_two_lines_that_ship_claim_the_same_name(shipped: Glossary) -> None:
    claimed = [" ".join(index_words(name)) for group in shipped.names for name in group]
    assert len(claimed) == len(set(claimed))


def test_a_home_adds_replaces_and_takes_away(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text(
        '[terms]\nTOC = ["transnational organized crime"]\nPOA = ["plan of attack"]\nNPT = []\n', "utf-8"
    )
    glossary = Glossary.load(tmp_path)
    assert others(glossary, "TOC") == {"transnational organized crime"}
    assert others(glossary, "PoA") == {"plan of attack"}
    assert others(glossary, "NPT") == set()
    assert others(glossary, "OEWG")


@pytest.mark.parametrize("text", ["[terms", 'terms = "x"', "[terms]\nA = 1\n", "[terms]\nA = [1]\n"])
def test_an_unusable_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "glossary.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"glossary\.toml"):
        Glossary.load(tmp_path)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("names"), HashEncoder()) as opened:
        opened.put(*make_statement(OEWG, SPELLED, BOTH, OTHER, context=""))
        yield opened


def scores(library: Library, query: str) -> dict[str, float]:
    searcher = library._searcher
    with searcher.database.reading() as connection:
        found = lexical_matches(
            connection, parse_query(query).any_term, Filters(), (), 10, searcher.glossary.find(query)
        )
        texts = dict(connection.execute("SELECT key, text FROM passages"))
    return {texts[key]: score for key, score in found}


@pytest.mark.parametrize("query", ["OEWG", "open-ended working group"])
def test_every_way_of_writing_is_found(library: Library, query: str) -> None:
    assert set(scores(library, query)) == {OEWG, SPELLED, BOTH}


def test_a_text_with_two_names_counts_one(library: Library) -> None:
    alone = scores(library, "OEWG")
    assert alone[BOTH] < alone[OEWG] + alone[SPELLED]
    assert alone[BOTH] <= max(alone[OEWG], alone[SPELLED])
