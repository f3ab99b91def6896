"""The conversation: what each event shows, what stays between turns, and how it ends."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answer.events import Event, Searching
from answer.history.conversations import Conversations
from core.errors import UsageError
from core.records import Filters, Scope
from tests.ui.scripted import BINDING, BINDING_JA, SEABED, ScriptedAsker
from ui.state.running import Running
from ui.state.stopping import stoppable
from ui.state.talk import Talk, converse, dropped, reopened
from ui.state.turn import markers
from ui.texts import texts_in


def ask(
    asker: ScriptedAsker,
    question: str,
    talk: Talk | None = None,
    stop: threading.Event | None = None,
    filters: Filters | None = None,
) -> list[Talk]:
    """Every state of the conversation while ``question`` is answered."""
    switch = stop or threading.Event()
    return list(converse(asker, talk or Talk(), question, switch, filters=filters or Filters(), infer=True))


def test_quotations_come_before_the_first_written_sentence() -> None:
    states = [step.turns[-1] for step in ask(ScriptedAsker(), BINDING)]
    first_quote = next(index for index, turn in enumerate(states) if turn.quotes)
    first_sentence = next(index for index, turn in enumerate(states) if turn.sentences)
    assert first_quote < first_sentence
    assert [turn.working for turn in states] == [True] * (len(states) - 1) + [False]


def test_a_source_keeps_its_number_through_the_conversation() -> None:
    asker = ScriptedAsker()
    talk = ask(asker, BINDING)[-1]
    talk = ask(asker, "Who initiated the Programme of Action?", talk)[-1]
    talk = ask(asker, BINDING_JA, talk)[-1]
    assert [sorted(s.marker for s in turn.sources) for turn in talk.turns] == [[1, 2], [3], [1, 2]]
    assert len(set(markers(talk.turns).values())) == 3
    assert asker.calls[2][3] == markers(talk.turns[:2])


def test_a_broken_pipeline_is_logged_and_gives_nothing_away(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        turn = ask(ScriptedAsker(), "broken")[-1].turns[-1]
    assert turn.error == texts_in("en")("error.inside")
    assert not turn.working
    assert "secret path" in caplog.text


def test_our_own_errors_are_told_as_they_are() -> None:
    turn = ask(ScriptedAsker(), "x" * 100_000)[-1].turns[-1]
    assert turn.error.startswith("The question has 100,000 characters")
    assert ask(ScriptedAsker(), "  ")[-1].turns[-1].error.startswith("The question is empty")


@pytest.mark.parametrize("deaf", [False, True])
@pytest.mark.slow
def test_stop_ends_the_turn_within_a_second_and_keeps_what_passed(deaf: bool) -> None:
    stop = threading.Event()
    steps = converse(ScriptedAsker(pace=0.3, deaf=deaf), Talk(), BINDING, stop, filters=Filters(), infer=True)
    for step in steps:
        if step.turns[-1].sentences:
            break
    stop.set()
    began = time.monotonic()
    last = [*steps][-1].turns[-1]
    assert time.monotonic() - began < 1.0
    assert last.stopped
    assert not last.working
    assert last.sentences


@pytest.mark.slow
def test_a_pipeline_that_does_not_hear_stop_is_left_behind() -> None:
    stop, ended = threading.Event(), threading.Event()

    def deaf() -> Iterator[Event]:
        yield Searching(Scope(1, 1), Filters())
        time.sleep(1.2)
        ended.set()

    events = stoppable(deaf(), stop, grace_s=0.1)
    next(events)
    stop.set()
    began = time.monotonic()
    assert list(events) == []
    assert time.monotonic() - began < 0.6
    assert not ended.is_set()
    assert ended.wait(5)


def test_a_reader_who_leaves_stops_the_work() -> None:
    stop = threading.Event()
    steps = converse(ScriptedAsker(pace=0.05), Talk(), BINDING, stop, filters=Filters(), infer=True)
    next(steps)
    next(steps)
    steps.close()
    assert stop.is_set()


def test_one_session_answers_one_question_at_a_time() -> None:
    running = Running()
    first = running.start("a")
    assert first is not None
    assert running.start("a") is None
    assert running.start("b") is not None
    running.stop("a")
    assert first.is_set()
    running.stop("nobody")
    running.end("a", first)
    assert running.start("a") is not None


def test_a_forgotten_question_is_stopped_and_no_longer_the_sessions() -> None:
    running = Running()
    old = running.start("a")
    assert old is not None
    assert running.holds("a", old)
    running.forget("a")
    new = running.start("a")
    assert new is not None
    running.end("a", old)
    assert old.is_set()
    assert not running.holds("a", old)
    assert running.holds("a", new)


def test_not_addressed_brings_cards_of_the_nearest() -> None:
    talk = ask(ScriptedAsker(), SEABED)[-1]
    answer = talk.turns[0].answer
    assert answer is not None
    assert {source.paragraph_id for source in answer.nearest} <= set(talk.cards)
    assert talk.names == {"JPN": "Japan", "NOR": "Norway"}
    assert markers(talk.turns) == {}


def test_taking_a_chip_off_leaves_the_others_as_set_by_hand() -> None:
    both = Filters(("JPN", "FRA"), "2020-01-01", "2020-12-31", "OEWG", frozenset({"delegation", "since"}))
    assert dropped(both, "delegations", "JPN") == Filters(("FRA",), "2020-01-01", "2020-12-31", "OEWG")
    assert dropped(both, "delegations", "").delegations == ()
    assert dropped(both, "since until", "") == Filters(("JPN", "FRA"), forum="OEWG")
    assert dropped(both, "forum", "").forum == ""
    assert dropped(both, "nonsense", "").delegations == ("JPN", "FRA")


def test_a_question_leans_on_those_that_were_answered_before_it() -> None:
    asker = ScriptedAsker()
    talk = ask(asker, BINDING)[-1]
    talk = ask(asker, "broken", talk)[-1]
    list(converse(asker, talk, "and China?", threading.Event(), filters=Filters(), infer=True))
    assert asker.histories == [(), (BINDING,), (BINDING,)]


def test_a_conversation_is_kept_and_comes_back_with_its_citations_as_they_were_shown() -> None:
    asker = ScriptedAsker()
    talk = ask(asker, BINDING)[-1]
    talk = ask(asker, SEABED, talk)[-1]
    (kept,) = asker.conversations.summaries()
    assert (kept.id, kept.exchanges, kept.title) == (talk.id, 2, BINDING)
    again = reopened(asker, talk.id, "")
    shown, before = ([replace(turn, rejected=()) for turn in t.turns] for t in (again, talk))
    assert [t.answer for t in shown] == [t.answer for t in before]
    assert [t.sources for t in shown] == [t.sources for t in before]
    assert markers(again.turns) == markers(talk.turns)
    assert again.cards.keys() == talk.cards.keys()


def test_the_conversation_of_another_person_cannot_be_opened() -> None:
    asker = ScriptedAsker()
    steps = converse(asker, Talk(), BINDING, threading.Event(), filters=Filters(), infer=True, owner="aiko")
    talk = list(steps)[-1]
    with pytest.raises(UsageError):
        reopened(asker, talk.id, "ben")


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    asker = ScriptedAsker()
    (tmp_path / "file").write_text("")
    asker.conversations = Conversations(tmp_path / "file")
    talk = ask(asker, BINDING)[-1]
    assert talk.turns[-1].answer
    assert talk.id == ""
