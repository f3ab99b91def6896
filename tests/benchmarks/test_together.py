"""What is made of everybody's replies, without a server."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import together
from benchmarks.questions import Posed
from benchmarks.together import (
    Measured,
    converse,
    fairness,
    main,
    records,
    same_as_alone,
    summary,
    total,
)
from benchmarks.visitor import Reply, Seen
from core.errors import UsageError


def reply(question: str = "a", done: float | None = 2.0, **changes: Any) -> Reply:
    seen = changes.pop("seen", Seen((question,), wording="Yes.", cited=("JPN ¶6",), quoted=("JPN ¶6",)))
    return Reply(question, seen, first_quote=0.5, done=done, **changes)


def measured(*own: Sequence[Reply], ended: int | None = None, **alone: Reply) -> Measured:
    return Measured(own, alone, 9.0, ended, 10**9)


CLEAN = measured(
    [reply("a"), reply("b", 4.0)], [reply("c", 3.0)],
    a=reply("a", 1.0), b=reply("b", 1.0), c=reply("c", 1.0),
)  # fmt: skip


def test_when_all_is_well_nothing_is_counted_against_it() -> None:
    found = summary(CLEAN)
    assert (found["people"], found["questions"]) == (2, 3)
    assert (found["mixed_up"], found["crashed"]) == (0, 0)
    assert found["same_as_alone"] == {"compared": 3, "cited": 3, "quoted": 3, "wording": 3}
    assert found["seconds_together"]["done"] == {"p50": 3.0, "p95": 3.9, "n": 3}
    assert found["seconds_together"]["first_sentence"] is None
    assert found["seconds_alone"]["done"]["p50"] == 1.0
    assert found["seconds_for_all"] == {"together": 9.0, "one after the other": 3.0}


def test_fairness_is_of_the_whole_conversation_and_beside_what_it_takes_alone() -> None:
    found = summary(CLEAN)
    assert found["fairness"] == 2.0  # 6 s and 3 s
    assert found["fairness_of_slowdown"] == 1.0  # three times as long for both


def test_fairness_is_not_told_when_somebody_was_not_answered() -> None:
    assert fairness([1.0, None]) is None
    assert fairness([]) is None
    assert total([reply(), reply(done=None)]) is None
    assert total([]) is None


def test_what_strayed_is_mixed_up_wherever_it_happened() -> None:
    found = summary(measured([reply("a", strayed="turn 1 shows …")], [reply("b")], b=reply("b", strayed="x")))
    assert found["mixed_up"] == 2


def test_failures_and_the_servers_end_are_crashes() -> None:
    found = summary(measured([reply("a", None, failure="gone")], [reply("b")], ended=-9))
    assert (found["crashed"], found["server_exit_status"]) == (2, -9)
    assert found["fairness"] is None


def test_citations_are_compared_as_sets_and_words_by_themselves() -> None:
    def seen(wording: str, *cited: str) -> Seen:
        return Seen((), wording=wording, cited=cited)

    run = measured(
        [reply("a", seen=seen("Yes.", "1", "2")), reply("b", seen=seen("Yes.", "1"))],
        a=reply("a", seen=seen("Yes, it does.", "2", "1")),
        b=reply("b", seen=seen("Yes.", "2")),
    )
    assert same_as_alone(run) == {"compared": 2, "cited": 1, "quoted": 2, "wording": 1}


def test_what_failed_on_either_side_is_not_compared() -> None:
    run = measured(
        [reply("a", failure="gone"), reply("b"), reply("c")], a=reply("a"), b=reply("b", failure="x")
    )
    assert same_as_alone(run)["compared"] == 0


def test_every_question_has_a_line_with_what_went_wrong() -> None:
    lines = records(measured([reply("a", strayed="turn 1 shows …")], [reply("b")], a=reply("a")))
    assert [(line["person"], line["question"]) for line in lines] == [(1, "a"), (2, "b")]
    assert lines[0]["strayed"] == "turn 1 shows …"
    assert "failure" not in lines[0]
    assert "not asked alone" in lines[1]["alone"]["failure"].lower()


def test_a_page_that_is_not_there_fails_every_question() -> None:
    own = [Posed("1", "direct", "a"), Posed("2", "direct", "b")]
    replies = converse("http://127.0.0.1:9/", own)
    assert [one.question for one in replies] == ["a", "b"]
    assert "not there" in replies[0].failure
    assert "Not asked" in replies[1].failure


@pytest.mark.parametrize(
    ("run", "status"),
    [
        (CLEAN, 0),
        (measured([reply("a", strayed="x")], a=reply("a")), 1),
        (measured([reply("a")], ended=0, a=reply("a")), 1),
    ],
)
def test_the_exit_status_says_whether_people_got_in_each_others_way(
    run: Measured, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "measure", lambda home, lists, llm: run)
    assert main(["--out", str(tmp_path / "new" / "together.json")]) == status
    assert '"mixed_up"' in (tmp_path / "new" / "together.json").read_text("utf-8")


@pytest.mark.parametrize("people", ["0", "27"])
def test_as_many_people_as_there_are_questions_for(people: str) -> None:
    with pytest.raises(UsageError):
        main(["--people", people, "--questions", "1"])
