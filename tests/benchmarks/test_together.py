"""What is made of everybody's replies, without asking anybody."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import together
from benchmarks.processes import ChildRun
from benchmarks.together import main, summary
from core.errors import UsageError


def reply(how: str, question: str, person: int = 0, **changes: Any) -> dict[str, Any]:
    told = {"first_quote": 0.5, "done": 2.0, "cited": ["p1"], "quoted": ["p1"], "wording": "Yes."}
    return {"milestone": how, "person": person, "question": question, **told, **changes}


def run(*records: dict[str, Any]) -> ChildRun:
    return ChildRun({}, records, 10**9)


CLEAN = run(
    reply("together", "a"),
    reply("together", "b", 0, done=4.0),
    reply("together", "c", 1, done=3.0),
    *(reply("alone", question, done=1.0) for question in "abc"),
)


def test_everybodys_seconds_are_told_beside_those_of_a_question_alone() -> None:
    found = summary(CLEAN)
    assert (found["people"], found["questions"]) == (2, 3)
    assert found["seconds_together"]["done"] == {"p50": 3.0, "p95": 3.9, "n": 3}
    assert found["seconds_alone"]["done"]["p50"] == 1.0
    assert found["fairness"] == 2.0  # 6 s and 3 s
    assert found["met"] == {"done_p50": True}


def test_answers_are_compared_with_those_asked_alone() -> None:
    found = summary(run(reply("together", "a", cited=["p2"]), reply("alone", "a", wording="Yes, it does.")))
    assert found["same_as_alone"] == {"compared": 1, "cited": 0, "quoted": 1, "wording": 0}


@pytest.mark.parametrize(
    ("measured", "status"),
    [
        (CLEAN, 0),
        (run(reply("together", "a", quoted=["p2"]), reply("alone", "a")), 1),
        (run(reply("together", "a")), 1),
    ],
)
def test_the_exit_status_says_whether_people_got_in_each_others_way(
    measured: ChildRun, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "run_child", lambda *_, **__: measured)
    assert main(["--out", str(tmp_path / "new" / "together.json")]) == status
    assert '"same_as_alone"' in (tmp_path / "new" / "together.json").read_text("utf-8")


@pytest.mark.parametrize("people", ["0", "27"])
def test_as_many_people_as_there_are_questions_for(people: str) -> None:
    with pytest.raises(UsageError):
        main(["--people", people, "--questions", "1"])
