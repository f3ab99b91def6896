import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from answer.events import Finished
from answer.history.conversations import FILE, Conversations, Exchange
from answer.pipeline import Pipeline
from answer.support.check import SupportCheck
from core.delegations import Gazetteer
from core.errors import StorageError, UsageError
from core.records import Answer, Filters
from tests.answer.fakes import FakeLibrary, FakeScorer, ScriptedLLM, source

GAZETTEER = Gazetteer.load()
TEXT = "Japan does not see the need for a new legally binding instrument on cybersecurity."
QUESTION = "What is Japan's view on a legally binding instrument?"


def answer(question: str = QUESTION) -> Answer:
    """A real answer of the pipeline's, with everything on it."""
    support = SupportCheck(FakeScorer(), gazetteer=GAZETTEER)
    library = FakeLibrary([source(TEXT), source("Kenya likes treaties. Very much.", delegation="KEN")])
    llm = ScriptedLLM([f"{TEXT} Japan will leave the United Nations."])
    last = list(Pipeline(library, GAZETTEER, support, llm, settings={"provider": "none"}).ask(question))[-1]
    assert isinstance(last, Finished)
    return last.answer


def exchange(number: int = 1, question: str = QUESTION) -> Exchange:
    return Exchange(number, question, Filters(("JPN",), since="2016-01-01"), True, answer(question))


def test_a_conversation_comes_back_exactly_as_it_was(tmp_path: Path) -> None:
    first, second = exchange(), exchange(2, "What does China say about whaling?")
    assert first.answer.sentences
    assert first.answer.rejected
    assert second.answer.status == "not_addressed"
    kept = Conversations(tmp_path)
    id_ = kept.save("", first)
    assert kept.save(id_, second) == id_
    assert Conversations(tmp_path).load(id_) == (first, second)


def test_an_answer_says_what_it_was_made_with() -> None:
    made = answer()
    assert made.evidence == ("JPN-2020-12-01-0001",)
    assert made.settings == {"provider": "none"}
    assert made.library_sha256
    assert made.prompt_sha256
    assert "leave the United Nations" in made.raw_text


def test_an_exchange_that_is_asked_again_takes_the_place_of_the_old(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    id_ = kept.save("", exchange())
    kept.save(id_, replace(exchange(), infer=False))
    assert [e.infer for e in kept.load(id_)] == [False]
    kept.drop(id_, 1)
    assert kept.load(id_) == ()


def test_the_latest_is_listed_first_under_its_first_question(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    older, newer = kept.save("", exchange()), kept.save("", exchange(question="Other?"))
    assert [s.id for s in kept.summaries()] == [newer, older]
    kept.save(older, exchange(2))
    latest = kept.summaries()[0]
    assert (latest.id, latest.exchanges, latest.title) == (older, 2, QUESTION)


def test_nobody_sees_or_deletes_the_conversation_of_another(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    id_ = kept.save("", exchange(), owner="aiko")
    assert kept.summaries("ben") == ()
    for attempt in (kept.load, kept.delete):
        with pytest.raises(UsageError, match="no longer there"):
            attempt(id_, "ben")
    assert len(kept.load(id_, "aiko")) == 1


def test_what_is_deleted_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    id_ = kept.save("", exchange())
    assert TEXT.encode() in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    kept.delete(id_)
    assert TEXT.encode() not in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    with pytest.raises(UsageError):
        kept.load(id_)


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError, match="cannot be used"):
        Conversations(tmp_path).summaries()


def test_an_answer_of_another_version_is_one_sentence(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    id_ = kept.save("", exchange())
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("UPDATE turns SET document = '{}'")
    connection.commit()
    connection.close()
    with pytest.raises(StorageError, match="Question 1"):
        kept.load(id_)
