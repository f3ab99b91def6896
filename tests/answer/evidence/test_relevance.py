"""How likely a paragraph answers, and what follows from it."""

from hypothesis import given
from hypothesis import strategies as st

from answer.events import Finished
from answer.evidence.excerpts import excerpts
from answer.evidence.relevance import Signals
from answer.evidence.sentences import Evidence, gather
from answer.pipeline import Pipeline
from answer.support.check import SupportCheck
from core.delegations import Gazetteer
from core.records import Answer, Hit
from tests.answer.fakes import FakeLibrary, FakeScorer, ScriptedLLM, source

GAZETTEER = Gazetteer.load()
QUESTION = "What does Japan say about ships and ports?"
SHIPS = source("Japan says that ships and ports must be safe. We thank the Chair.", ordinal=1)
PORTS = source("Our ports were opened to traders in the north.", ordinal=2)
FORESTS = source("Forests cover the north.", ordinal=3)
LOGITS = st.floats(-12, 12)
DISTANCE = st.floats(-20, 0)


@given(LOGITS, DISTANCE, DISTANCE)
def test_a_likelihood_is_one_and_falls_with_distance(best: float, below: float, behind: float) -> None:
    here = Signals(best, below, behind)
    assert 0 <= here.likelihood <= 1
    assert Signals(best, below, behind - 1).likelihood <= here.likelihood
    assert Signals(best - 1, below - 1, behind).likelihood <= here.likelihood


def evidence(*scores: float) -> Evidence:
    hits = [Hit(one, score) for one, score in zip((SHIPS, PORTS, FORESTS), scores, strict=True)]
    return gather(QUESTION, hits, FakeLibrary([SHIPS, PORTS, FORESTS]), GAZETTEER)


def test_a_paragraph_far_behind_in_the_search_is_neither_quoted_nor_read() -> None:
    found = evidence(4.0, 3.9, -4.0)
    assert found.paragraphs()[0] == SHIPS.paragraph_id
    read = {found.sentences[i].source.paragraph_id for group in found.extracts() for i in group}
    assert FORESTS.paragraph_id not in read
    quoted = {excerpt.source.paragraph_id for excerpt in excerpts(found)}
    assert quoted == {SHIPS.paragraph_id}


def test_the_sentences_of_one_paragraph_are_its_own() -> None:
    found = evidence(4, 3, 2)
    mine = [found.sentences[i].source.paragraph_id for i in found.of(PORTS.paragraph_id)]
    assert set(mine) == {PORTS.paragraph_id}


def test_what_is_added_comes_only_from_what_surely_bears_on_the_question() -> None:
    aside = "Japan says that its ports were opened to traders in the north."
    first = "Japan says that ships and ports must be safe."
    assert [s.text for s in _answer(f"{first} {aside}").sentences] == [first]
    assert "beside_question" in [r.reason for r in _answer(f"{first} {aside}").rejected]


def _answer(written: str) -> Answer:
    support = SupportCheck(FakeScorer(), gazetteer=GAZETTEER)
    pipeline = Pipeline(FakeLibrary([SHIPS, PORTS]), GAZETTEER, support, ScriptedLLM([written]))
    return next(event.answer for event in pipeline.ask(QUESTION) if isinstance(event, Finished))
