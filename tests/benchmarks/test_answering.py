"""Percentiles of answers, and what the targets say of them."""

from typing import Any

import pytest

from benchmarks.answering import TARGETS, main, met, of_steps, summary
from benchmarks.processes import ChildRun
from benchmarks.timed import rates
from core.errors import UsageError
from measure.figures import percentiles


def asked(status: str = "answered", mode: str = "written", **timings: float) -> dict[str, Any]:
    timings_ms = {"first_quote": 400.0, "first_piece": 2000.0, "first_token": 3000.0, "total": 9000.0}
    return {"milestone": "asked", "status": status, "mode": mode, "timings_ms": timings_ms | timings}


def run(*records: dict[str, Any]) -> ChildRun:
    opened = {"milestone": "open", "seconds": 1.5, "paragraphs": 100_000}
    return ChildRun({}, (opened, {"milestone": "warm"}, *records), 2 * 10**9)


def test_seconds_are_told_over_what_was_answered_and_over_everything() -> None:
    refused = asked("not_addressed", first_quote=0.0, first_piece=0.0, first_token=0.0, total=1000.0)
    found = summary(run(asked(), asked(mode="quoted", total=11_000.0), refused))
    assert (found["questions"], found["answered"], found["written"]) == (3, 2, 1)
    assert found["seconds_answered"]["done"] == {"p50": 10.0, "p95": 10.9, "n": 2}
    assert found["seconds_all"]["done"]["p50"] == 9.0
    assert (found["paragraphs"], found["open_seconds"], found["peak_bytes"]) == (100_000, 1.5, 2 * 10**9)


def test_what_never_happened_does_not_count_as_zero() -> None:
    steps = of_steps([asked(first_token=0.0), asked()])
    assert steps["first_token"] == {"p50": 3.0, "p95": 3.0, "n": 1}
    assert percentiles([None, None]) is None


def test_every_target_is_judged_by_what_was_answered() -> None:
    found = summary(run(asked(first_token=4100.0), asked("not_addressed", total=99_000.0)))
    assert found["targets"] == TARGETS
    assert found["met"] == {"first_quote_p50": True, "first_token_p50": False, "done_p50": True}


def test_without_an_answer_no_target_is_met_or_missed() -> None:
    assert set(met(of_steps([])).values()) == {None}


def test_more_questions_than_there_are_is_one_sentence() -> None:
    with pytest.raises(UsageError, match="100000 different questions were asked for"):
        main(["--questions", "100000"])


def test_the_engines_rates_leave_out_requests_that_are_too_short_and_the_first_token() -> None:
    long = {"read_tokens": 200, "read_ms": 2000.0, "written_tokens": 21, "written_ms": 1000.0}
    short = {"read_tokens": 3, "read_ms": 1000.0, "written_tokens": 1, "written_ms": 0.0}
    assert rates([long, short]) == {"reading": 100.0, "writing": 20.0}
    assert rates([short]) == {"reading": None, "writing": None}
