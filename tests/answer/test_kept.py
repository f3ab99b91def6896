import threading
from dataclasses import replace

from answer.events import Event, Finished, Passed, Searching, Waiting
from answer.kept import KeptAnswers
from answer.line import Line
from answer.pipeline import Pipeline
from answer.support.check import SupportCheck
from core.delegations import Gazetteer
from core.documents import answer_document
from core.records import Answer, Filters
from tests.answer.fakes import FakeLibrary, FakeScorer, ScriptedLLM
from tests.answer.test_pipeline import CARRIED, LIBRARY, QUESTION

GAZETTEER = Gazetteer.load()


def keeping(llm: ScriptedLLM, library: FakeLibrary, kept: KeptAnswers, line: Line | None = None) -> Pipeline:
    support = SupportCheck(FakeScorer(), gazetteer=GAZETTEER)
    return Pipeline(library, GAZETTEER, support, llm, settings={"llm": "scripted"}, line=line, kept=kept)


def answer_of(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def untimed(answer: Answer) -> dict[str, object]:
    return {**answer_document(answer), "timings_ms": {}}


class Asked:
    """A pipeline that keeps answers, and how often its model was asked."""

    def __init__(self, replies: int = 9) -> None:
        self.llm = ScriptedLLM([CARRIED] * replies)
        self.library = FakeLibrary(LIBRARY)
        self.kept = KeptAnswers()
        self.pipeline = keeping(self.llm, self.library, self.kept)

    def again(self, question: str = QUESTION, **how: object) -> bool:
        """Whether the model had to be asked for this."""
        before = len(self.llm.asked)
        answer_of(list(self.pipeline.ask(question, **how)))
        return len(self.llm.asked) > before


def test_the_same_question_is_given_the_same_answer() -> None:
    asked = Asked()
    first = list(asked.pipeline.ask(QUESTION))
    again = list(asked.pipeline.ask(QUESTION))
    assert any(isinstance(event, Passed) for event in first)
    assert [type(event) for event in again] == [Searching, Finished]
    assert untimed(answer_of(again)) == untimed(answer_of(first))
    assert answer_of(again).timings_ms["total"] > 0


def test_whatever_may_change_the_answer_has_it_made_again() -> None:
    asked = Asked()
    assert asked.again()
    assert not asked.again()
    assert asked.again(filters=Filters(since="2019"))
    assert asked.again("What is Kenya's view on a legally binding instrument?")
    assert asked.again(markers={LIBRARY[0].paragraph_id: 7})
    asked.llm.name = "another"
    assert asked.again()
    asked.llm.name = "scripted"
    assert not asked.again()
    asked.library.changes += 1  # a date was corrected: the text is the same
    assert asked.again()
    assert not asked.again()


def test_a_conversation_counts_where_it_changes_what_is_asked() -> None:
    asked = Asked()
    assert asked.again("And Kenya?", history=[QUESTION])
    assert not asked.again("And Kenya?", history=["What is the weather?", QUESTION])
    assert asked.again("And Kenya?", history=["What is Japan's view on a multi-stakeholder approach?"])


def test_an_answer_is_not_kept_when_it_was_stopped_or_the_model_failed() -> None:
    asked = Asked()
    stop = threading.Event()
    stop.set()
    list(asked.pipeline.ask(QUESTION, stop=stop))
    asked.llm.fails = True
    list(asked.pipeline.ask(QUESTION))
    assert not asked.kept.bytes
    asked.llm.fails = False
    assert asked.again()
    assert asked.kept.bytes


def test_an_answer_is_not_kept_when_the_library_changed_meanwhile() -> None:
    asked = Asked()
    for event in asked.pipeline.ask(QUESTION):
        if isinstance(event, Passed):
            asked.library.changes += 1
    assert not asked.kept.bytes


def test_the_answers_asked_for_longest_ago_make_room() -> None:
    asked = Asked()
    answer = answer_of(list(asked.pipeline.ask(QUESTION)))
    kept = KeptAnswers(most_bytes=3 * asked.kept.bytes)
    for key in "abc":
        kept.keep(key, answer)
    assert kept.find("a")
    kept.keep("d", answer)
    assert [key for key in "abcd" if kept.find(key)] == ["a", "c", "d"]
    assert kept.bytes == 3 * asked.kept.bytes
    kept.keep("e", replace(answer, note="x" * kept.bytes))
    assert kept.find("e") is None


def test_a_question_waits_in_line_and_is_told_its_number() -> None:
    line = Line()
    pipeline = keeping(ScriptedLLM([CARRIED]), FakeLibrary(LIBRARY), KeptAnswers(), line)
    with line.place().turn():
        events = pipeline.ask(QUESTION)
        seen = [next(event for event in events if isinstance(event, Waiting))]
    seen += [event for event in events if isinstance(event, Waiting)]
    assert seen == [Waiting(1), Waiting(0)]
    assert (line.turns, line.waiting) == (0, 0)


def test_a_question_that_is_stopped_in_line_ends_with_what_was_found() -> None:
    line, stop, llm = Line(), threading.Event(), ScriptedLLM([CARRIED])
    pipeline = keeping(llm, FakeLibrary(LIBRARY), KeptAnswers(), line)
    with line.place().turn():
        events = pipeline.ask(QUESTION, stop=stop)
        while not isinstance(next(events), Waiting):
            pass
        stop.set()
        answer = answer_of(list(events))
        assert line.waiting == 0
    assert answer.stopped
    assert not llm.asked


def test_the_model_is_never_asked_without_a_turn() -> None:
    line = Line()

    class Watched(ScriptedLLM):
        def _note(self, messages: object) -> None:
            assert line.turns == 1
            super()._note(messages)

    llm = Watched([CARRIED, "What does Japan say about it?", "日本は新しい条約を必要としない。", "x"])
    pipeline = keeping(llm, FakeLibrary(LIBRARY), KeptAnswers(), line)
    answer_of(list(pipeline.ask(QUESTION)))
    answer_of(list(pipeline.ask("サイバーセキュリティに関する日本の見解は？")))
    answer_of(list(pipeline.ask("Is that so for all of them in the same way?", history=[QUESTION])))
    pipeline.search("サイバーセキュリティ", Filters(), 3)
    pipeline.table("サイバーセキュリティ", Filters(("JPN",)))
    assert len(llm.asked) > 5
    assert line.turns == 0


def test_a_digest_is_given_again_until_the_library_changes() -> None:
    asked = Asked()
    first = asked.pipeline.digest(LIBRARY[0].statement_id)
    assert first.quotes
    assert asked.pipeline.digest(LIBRARY[0].statement_id) is first
    asked.library.changes += 1
    again = asked.pipeline.digest(LIBRARY[0].statement_id)
    assert again is not first
    assert untimed(again) == untimed(first)
