"""Texts of which it is not known whose words they are are read where those asked about have no answer."""

import pytest

from answer.events import Finished
from core.records import Filters
from tests.answer.fakes import ScriptedLLM, source
from tests.answer.test_pipeline import ask, assert_traceable, pipeline

QUESTION = "What does Kenya say about tariffs on dried fish?"
NAMED = "The minister of Kenya rejects tariffs on dried fish in every market."
NAMELESS = "We reject tariffs on dried fish in every market, and say so again."
OWN = source("Kenya plants trees on its hills and in its towns.", delegation="KEN")


def test_a_text_that_names_them_answers_and_is_not_taken_for_their_words() -> None:
    _, answer = ask(None, QUESTION, [OWN, source(NAMED, delegation="")])
    assert answer.status == "answered"
    assert [quote.text for quote in answer.quotes] == [NAMED]
    assert answer.note.startswith("Not from a statement by Kenya")
    assert_traceable(answer)


@pytest.mark.parametrize("llm", [None, ScriptedLLM([NAMELESS])])
def test_a_text_that_does_not_name_them_may_bear_on_it_and_never_answers(llm: ScriptedLLM | None) -> None:
    _, answer = ask(llm, QUESTION, [OWN, source(NAMELESS, delegation="")])
    assert (answer.status, answer.sentences) == ("uncertain", ())
    assert [quote.text for quote in answer.quotes] == [NAMELESS]
    assert "not known to be any state's words" in answer.note


def test_their_own_words_come_first_and_are_never_read_with_others() -> None:
    own = source("Kenya rejects tariffs on dried fish.", delegation="KEN")
    _, answer = ask(None, QUESTION, [own, source(NAMED, delegation="")])
    assert {quote.citations[0].paragraph_id for quote in answer.quotes} == {own.paragraph_id}
    assert "not known to be any state's words" not in answer.note


def test_a_delegation_that_the_person_chose_is_kept_to() -> None:
    asked = pipeline(None, [OWN, source(NAMED, delegation="")])
    *_, last = asked.ask("What is said about tariffs on dried fish?", filters=Filters(("KEN",)))
    assert isinstance(last, Finished)
    assert last.answer.status == "not_addressed"


def test_what_holds_no_sentence_is_nothing() -> None:
    _, answer = ask(None, QUESTION, [source("Fish", delegation="KEN"), source("Tariffs", delegation="")])
    assert answer.status == "not_addressed"
