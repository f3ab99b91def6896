"""Watches looked at: what new statements could touch is asked again, and nothing else."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from answer.pipeline import Pipeline
from core.errors import UsageError
from core.records import Filters, Source
from core.sqlite_file import now
from desk.records import Order
from desk.tasks.brief import brief
from desk.tasks.watching import begun, kept_brief, run
from desk.watch.records import Finding, Looked, Watch
from desk.watch.store import Watches
from tests.answer.fakes import FakeLibrary, ScriptedLLM, source
from tests.desk.library import CHINA, JAPAN_2018, JAPAN_2020, KENYA, STATEMENTS, TOPIC, pipeline

OLD, NEW, SAYS_NO, GAMES = STATEMENTS
JAPAN = f"What does Japan say about a {TOPIC}?"
WHO = "Which states support a binding instrument on outer space weapons?"


@pytest.fixture
def watches(tmp_path: Path) -> Watches:
    return Watches(tmp_path)


def library(pipe: Pipeline) -> FakeLibrary:
    assert isinstance(pipe.tools.retriever, FakeLibrary)
    return pipe.tools.retriever


def holds(pipe: Pipeline, *sources: Source) -> None:
    """The library has just these statements now."""
    library(pipe).sources = sources
    library(pipe).changes += 1


def begin(pipe: Pipeline, watches: Watches, question: str = JAPAN, **given: object) -> Watch:
    made = begun("question", question, Filters(), pipe, watches)
    assert made is not None
    return made


def stepped(pipe: Pipeline, watches: Watches, *, again: bool = False) -> list[Looked]:
    return list(run(watches.all(None), pipe, watches, again=again))


def test_a_new_statement_that_answers_is_told_with_its_wording_against_the_old(watches: Watches) -> None:
    pipe = pipeline((OLD, SAYS_NO))
    made = begin(pipe, watches)
    assert [quote.paragraph_id for quote in made.finding.quotes] == [OLD.paragraph_id]
    holds(pipe, OLD, NEW, SAYS_NO)
    (step,) = stepped(pipe, watches)
    assert (step.outcome, step.new) == ("changed", 1)
    assert step.change is not None
    (added,) = step.change.added
    assert (added.source.paragraph_id, added.words) == (NEW.paragraph_id, JAPAN_2020.split(" We ")[0])
    assert added.before is not None
    assert added.before.paragraph_id == OLD.paragraph_id
    assert [words.strip() for kind, words in added.steps if kind != "same"] == ["instrument", "treaty"]
    assert watches.load(made.id).unread == 1


def test_nothing_is_asked_where_nothing_came_or_only_of_others(watches: Watches) -> None:
    pipe = pipeline((OLD,), ScriptedLLM())
    begin(pipe, watches)
    asked = len(library(pipe).searched)
    assert [step.outcome for step in stepped(pipe, watches)] == ["untouched"]
    holds(pipe, OLD, SAYS_NO, GAMES)
    (step,) = stepped(pipe, watches)
    assert (step.outcome, step.new) == ("untouched", 0)
    assert len(library(pipe).searched) == asked


def test_a_new_statement_that_the_search_ranks_low_is_not_read(watches: Watches) -> None:
    many = [source(JAPAN_2018, date=f"{1990 + n}-10-01", ordinal=n) for n in range(25)]
    llm = ScriptedLLM()
    pipe = pipeline(many, llm)
    begin(pipe, watches)
    asked = len(llm.asked)
    holds(pipe, *many, source("Japan will host the winter games.", date="2025-10-01"))
    (step,) = stepped(pipe, watches)
    assert (step.outcome, step.new) == ("untouched", 1)
    assert len(llm.asked) == asked
    # It is not new any more.
    library(pipe).changes += 1
    assert [step.new for step in stepped(pipe, watches)] == [0]
    holds(pipe, source(JAPAN_2018, date="2026-10-01"), *many)
    assert [step.outcome for step in stepped(pipe, watches)] != ["untouched"]
    assert len(llm.asked) > asked


def test_a_cited_statement_that_is_gone_is_asked_about_and_told(watches: Watches) -> None:
    pipe = pipeline((OLD, SAYS_NO))
    begin(pipe, watches)
    holds(pipe, SAYS_NO)
    (step,) = stepped(pipe, watches)
    assert step.change is not None
    assert [(one.before, one.after) for one in step.change.verdicts] == [("answered", "not_addressed")]
    assert [(one.words, one.removed) for one in step.change.gone] == [(JAPAN_2018.split(" We ")[0], True)]


def test_a_cited_statement_that_was_found_to_be_anothers_is_asked_about(watches: Watches) -> None:
    pipe = pipeline((OLD, SAYS_NO))
    begin(pipe, watches)
    holds(pipe, replace(OLD, delegation="CHN"), SAYS_NO)
    (step,) = stepped(pipe, watches)
    assert step.outcome == "changed"
    assert step.change is not None
    assert [one.removed for one in step.change.gone] == [False]


def test_again_asks_whatever_came_and_no_change_is_a_result(watches: Watches) -> None:
    pipe = pipeline((OLD,))
    made = begin(pipe, watches)
    (step,) = stepped(pipe, watches, again=True)
    assert step.outcome == "same"
    assert step.change is not None
    assert step.change.same
    found = watches.load(made.id)
    assert found.changes == ()
    assert found.checked > made.checked


def test_a_list_tells_who_came_and_a_brief_too(watches: Watches) -> None:
    pipe = pipeline((OLD, GAMES))
    begin(pipe, watches, WHO)
    begun("brief", TOPIC, Filters(("JPN",)), pipe, watches)
    holds(pipe, *STATEMENTS, source(f"Fiji supports a {TOPIC} treaty.", delegation="FJI"))
    steps = {step.watch.kind: step for step in stepped(pipe, watches)}
    for kind in ("question", "brief"):
        change = steps[kind].change
        assert change is not None, kind
        assert "FJI" in {one.of for one in change.verdicts if one.after in ("said", "uncertain")}, kind
        assert "CHN" not in {one.of for one in change.verdicts}, kind


def test_a_brief_is_not_made_again_for_what_nobody_would_read_for_it(watches: Watches) -> None:
    many = [source(KENYA, delegation="KEN", date=f"{1950 + n}-10-01", ordinal=n) for n in range(70)]
    pipe = pipeline((OLD, *many))
    begun("brief", TOPIC, Filters(("JPN",)), pipe, watches)
    holds(pipe, OLD, *many, source(CHINA, delegation="CHN", date="2025-01-01"))
    assert [(step.outcome, step.new) for step in stepped(pipe, watches)] == [("untouched", 1)]


def test_stop_leaves_the_rest_for_the_next_time(watches: Watches) -> None:
    pipe = pipeline((OLD,))
    for _ in range(2):
        begin(pipe, watches)
    holds(pipe, OLD, NEW)
    stop = threading.Event()
    done: list[Looked] = []
    for step in run(watches.all(), pipe, watches, stop=stop):
        done.append(step)
        stop.set()
    assert [step.outcome for step in done] == ["changed"]
    assert [step.outcome for step in stepped(pipe, watches)] == ["untouched", "changed"]


class Stopping(FakeLibrary):
    """Stops whoever searches it."""

    stop: threading.Event

    def search(self, query: str, *given: object, **named: object) -> object:
        self.stop.set()
        return super().search(query, *given, **named)


def test_what_was_found_before_stop_is_not_kept(watches: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = pipeline((OLD,), ScriptedLLM())
    made = begin(pipe, watches)
    holds(pipe, OLD, NEW)
    stop = threading.Event()
    search = library(pipe).search

    def stopping(*given: object, **named: object) -> object:
        stop.set()
        return search(*given, **named)

    monkeypatch.setattr(library(pipe), "search", stopping)
    assert [step.outcome for step in run([made], pipe, watches, stop=stop)] == ["stopped"]
    assert watches.load(made.id) == made


def test_one_that_cannot_be_asked_is_told_and_the_others_go_on(watches: Watches) -> None:
    pipe = pipeline((OLD,))
    begin(pipe, watches)
    watches.new("question", "x" * 3_000, Filters(), Finding(now()), counted=-1)
    begin(pipe, watches)
    steps = stepped(pipe, watches)
    assert [step.outcome for step in steps] == ["untouched", "failed", "untouched"]
    assert "3,000 characters" in steps[1].said


@pytest.mark.parametrize("sources", [(), (GAMES,)])
def test_what_is_not_there_yet_can_be_watched(watches: Watches, sources: Sequence[Source]) -> None:
    pipe = pipeline(sources)
    made = begin(pipe, watches)
    assert dict(made.finding.verdicts)[""] != "answered"
    holds(pipe, *sources, OLD)
    (step,) = stepped(pipe, watches)
    assert step.change is not None
    assert [one.after for one in step.change.verdicts] == ["answered"]


def test_a_brief_that_was_made_is_watched_from_what_it_found(watches: Watches) -> None:
    pipe = pipeline(STATEMENTS)
    *_, made = brief(Order(f"Japan on a {TOPIC}"), pipe)
    kept_brief(made, pipe, watches, owner="akiko")
    (watch,) = watches.all("akiko")
    assert (watch.kind, watch.filters.delegations) == ("brief", ("JPN",))
    assert watch.finding.sources == made.sources
    assert [step.outcome for step in stepped(pipe, watches)] == ["untouched"]
    assert [step.outcome for step in stepped(pipe, watches, again=True)] == ["same"]
    with pytest.raises(UsageError, match="stopped before it was whole"):
        kept_brief(replace(made, stopped=True), pipe, watches)
