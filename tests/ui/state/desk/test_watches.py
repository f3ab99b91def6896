"""What a person does with their watches on the page, over scripted statements."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from answer.history.conversations import Exchange
from core.errors import NotThereError, UsageError
from core.records import Answer, Filters
from tests.answer.fakes import FakeLibrary
from tests.desk.library import STATEMENTS, TOPIC
from tests.ui.scripted import ScriptedAsker
from ui.render.desk.watch import watches_page
from ui.state.desk.watches import Looking, acted, after_adding, chosen_by, looked
from ui.texts import texts_in

EN, JA = texts_in("en"), texts_in("ja")
JAPAN = f"What does Japan say about a {TOPIC}?"


@pytest.fixture
def session() -> ScriptedAsker:
    made = ScriptedAsker()
    held(made, 1)
    return made


def held(session: ScriptedAsker, statements: int) -> None:
    """The library has as many of the desk's statements."""
    library = session.desk.tools.retriever
    assert isinstance(library, FakeLibrary)
    library.sources = STATEMENTS[:statements]
    library.changes += 1


def watched(session: ScriptedAsker, owner: str = "", question: str = JAPAN) -> str:
    made = session.watch("question", question, Filters(), threading.Event(), owner=owner)
    assert made is not None
    return made.id


def ran(session: ScriptedAsker, owner: str = "", stop: threading.Event | None = None) -> list[Looking]:
    return list(looked(session, after_adding(session, owner), owner, stop or threading.Event()))


def shown(session: ScriptedAsker, looking: Looking | None = None, owner: str = "") -> str:
    return watches_page(session.watches.all(owner), EN, lambda code: session.gazetteer.name(code), looking)


def test_a_turn_is_watched_with_the_answer_that_it_got(session: ScriptedAsker) -> None:
    answer = next(event.answer for event in session.desk.ask(JAPAN) if hasattr(event, "answer"))
    talk = session.conversations.save("", Exchange(2, JAPAN, Filters(since="2018"), True, answer), "akiko")
    wanted = {"do": "add", "conversation": talk, "turn": "2"}
    with pytest.raises(UsageError, match="no longer there"):
        acted(session, wanted, "bruno", EN)
    with pytest.raises(UsageError, match="not kept"):
        acted(session, {**wanted, "turn": "1"}, "akiko", EN)
    assert "Watched" in acted(session, wanted, "akiko", EN)
    (watch,) = session.watches.all("akiko")
    assert (watch.question, watch.filters.since, watch.finding.sources) == (JAPAN, "2018", answer.sources)
    assert [step.working for step in ran(session, "akiko")][-1] is False
    assert session.watches.all("akiko")[0].unread == 0


def test_an_answer_from_before_a_change_is_looked_at_with_all_that_is_there(session: ScriptedAsker) -> None:
    answer: Answer = next(event.answer for event in session.desk.ask(JAPAN) if hasattr(event, "answer"))
    session.keep_watched(replace(answer, library_sha256="before"), Filters(), infer=True, owner="")
    held(session, 2)
    assert ran(session)[-1].changed == 1


def test_everybodys_watches_are_looked_at_and_only_ones_own_are_told(session: ScriptedAsker) -> None:
    watched(session, "bruno", f"{JAPAN[:-1]} 2018?")
    watched(session, "akiko")
    held(session, 2)
    states = ran(session, "akiko")
    assert [(state.done, state.last) for state in states[:2]] == [(0, JAPAN), (1, "")]
    assert (states[-1].done, states[-1].total, states[-1].changed) == (2, 2, 1)
    assert [watch.unread for watch in session.watches.all(None)] == [1, 1]
    assert chosen_by(session, {}, "akiko") == session.watches.all("akiko")
    with pytest.raises(NotThereError):
        chosen_by(session, {"id": session.watches.all("bruno")[0].id}, "akiko")


def test_the_page_shows_what_changed_against_the_old_words_until_it_was_seen(session: ScriptedAsker) -> None:
    one = watched(session)
    assert "No change so far." in shown(session)
    held(session, 2)
    final = ran(session)[-1]
    page = shown(session, final)
    assert "1 watched answer has changed." in page
    assert "1 new change" in page
    assert "<del>instrument</del><ins>treaty</ins>" in page
    assert f'data-paragraph="{STATEMENTS[1].paragraph_id}"' in page
    acted(session, {"do": "read", "id": one}, "", EN)
    assert "new change" not in shown(session)
    acted(session, {"do": "remove", "id": one}, "", EN)
    assert EN("watch.none") in shown(session)


class Slow(ScriptedAsker):
    """Stops as soon as the first watch was looked at."""

    def watched(self, chosen: object, stop: threading.Event, **given: bool) -> Iterator[object]:
        for step in super().watched(chosen, stop, **given):
            yield step
            stop.set()


def test_stop_is_told_and_an_error_too(session: ScriptedAsker) -> None:
    slow = Slow()
    held(slow, 1)
    for _ in range(3):
        watched(slow)
    final = ran(slow)[-1]
    assert (final.done, final.stopped, final.working) == (1, True, False)
    assert "Stopped; the other watches" in shown(slow, final)
    working = Looking(3, 1, "<b>Why?</b>")
    assert "1 of 3 <span>&lt;b&gt;Why?" in shown(slow, working)
    assert 'data-do="stop"' in shown(slow, working)


def test_words_of_a_statement_stay_words(session: ScriptedAsker) -> None:
    watched(session, question="What does Japan say about <script>alert(1)</script>?")
    assert "<script>" not in shown(session)


def test_both_languages_have_a_word_for_every_verdict() -> None:
    for texts in (EN, JA):
        for verdict in ("answered", "uncertain", "not_addressed", "empty_library", "said", "silent", "none"):
            assert texts(f"watch.verdict.{verdict}")
