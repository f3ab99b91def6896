"""Medians and targets, from numbers made up so that each result is known."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.spine import Measured
from benchmarks.summary import Figure, Row, figure, missed, notes, rows


def asked(stack: str, condition: str = "cold", question: str = "binding", **values: Any) -> dict[str, Any]:
    record = {
        "stack": stack,
        "round": 0,
        "question": question,
        "condition": condition,
        "first_quote": 200.0,
        "first_token": 2000.0,
        "first_sentence": None,
        "done": 4000.0,
        "status": "answered",
        "text": "Japan sees no need.",
        "cited": ["I have a specific comment on paragraph 66, which…"],
        "dangling": 0,
        "calls": [],
        "peak_bytes": 2_000_000_000,
    }
    return record | values


def served(temperature: str, seconds: float) -> dict[str, Any]:
    return {
        "stack": "rapporteur",
        "kind": "serve",
        "temperature": temperature,
        "page_cache_dropped": False,
        "page": seconds - 0.5,
        "open": seconds,
        "peak_bytes": 1_500_000_000,
    }


def line(table: tuple[Row, ...], group: str, measure: str) -> Row:
    (found,) = [row for row in table if (row.group, row.measure) == (group, measure)]
    return found


def of_answers(*answers: dict[str, Any]) -> tuple[Row, ...]:
    return rows(Measured((), answers))


def test_nothing_measured_has_no_figure_and_no_line() -> None:
    assert figure([None, None]) is None
    assert rows(Measured((), ())) == ()


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_the_worst_is_never_better_than_the_median(values: list[float]) -> None:
    found = figure(values)
    assert found is not None
    assert found.worst >= found.median
    assert found.n == len(values)


def test_times_are_medians_in_seconds_over_what_the_statement_answers() -> None:
    table = of_answers(
        *(asked("rapporteur", first_quote=ms) for ms in (100.0, 300.0, 900.0)),
        asked("rapporteur", question="payment", first_quote=9000.0, done=700.0),
    )
    group = "first question of a process"
    assert line(table, group, "first quote").rapporteur == Figure(0.3, 0.9, 3)
    assert line(table, "question without an answer", "done").rapporteur == Figure(0.7, 0.7, 1)


def test_what_never_happened_does_not_count_as_zero() -> None:
    table = of_answers(asked("rapporteur", first_token=None), asked("rapporteur", first_token=1000.0))
    assert line(table, "first question of a process", "first token").rapporteur == Figure(1.0, 1.0, 1)


def test_conditions_are_kept_apart() -> None:
    table = of_answers(asked("rapporteur"), asked("rapporteur", "again", done=1000.0))
    assert line(table, "first question of a process", "done").rapporteur == Figure(4.0, 4.0, 1)
    assert line(table, "same question again", "done").rapporteur == Figure(1.0, 1.0, 1)


@pytest.mark.parametrize(("other", "met"), [(5000.0, True), (4000.0, False), (3000.0, False)])
def test_sooner_than_the_other_stack_means_sooner(other: float, met: bool) -> None:
    table = of_answers(asked("rapporteur"), asked("llamaindex", done=other))
    assert line(table, "first question of a process", "done").met is met


def test_a_comparison_with_what_was_not_measured_is_neither_met_nor_missed() -> None:
    table = of_answers(asked("rapporteur"))
    assert line(table, "first question of a process", "done").met is None
    assert missed(table) == ()


@pytest.mark.parametrize(("milliseconds", "met"), [(499.0, True), (500.0, False)])
def test_the_first_quote_has_half_a_second(milliseconds: float, met: bool) -> None:
    table = of_answers(asked("rapporteur", first_quote=milliseconds))
    assert line(table, "first question of a process", "first quote").met is met


def test_only_the_warm_start_has_a_target() -> None:
    table = rows(Measured((served("cold", 9.0), served("warm", 4.0), served("warm", 7.0)), ()))
    assert line(table, "cold start", "page up and library open").met is None
    warm = line(table, "warm start", "page up and library open")
    assert (warm.rapporteur, warm.met) == (Figure(5.5, 7.0, 2), False)
    assert warm in missed(table)


def test_memory_is_judged_by_the_worst_process() -> None:
    table = of_answers(asked("rapporteur"), asked("rapporteur", peak_bytes=3_600_000_000))
    assert line(table, "memory", "peak").met is False
    assert line(of_answers(asked("rapporteur")), "memory", "peak").met is True


def test_memory_that_the_system_does_not_tell_is_left_out() -> None:
    table = of_answers(asked("rapporteur", peak_bytes=None))
    assert [row for row in table if row.group == "memory"] == []


def test_rates_leave_out_requests_that_are_too_short_and_the_first_token() -> None:
    long = {"read_tokens": 200, "read_ms": 2000.0, "written_tokens": 21, "written_ms": 1000.0}
    short = {"read_tokens": 3, "read_ms": 1000.0, "written_tokens": 1, "written_ms": 0.0}
    table = of_answers(asked("rapporteur", calls=[long, short]))
    assert line(table, "language model", "reading").rapporteur == Figure(100.0, 100.0, 1)
    assert line(table, "language model", "writing").rapporteur == Figure(20.0, 20.0, 1)


def test_the_worst_rate_is_the_slowest() -> None:
    calls = [
        {"read_tokens": 100, "read_ms": ms, "written_tokens": 1, "written_ms": 0.0} for ms in (1000.0, 5000.0)
    ]
    found = line(of_answers(asked("llamaindex", calls=calls)), "language model", "reading").llamaindex
    assert found == Figure(60.0, 20.0, 2)


def test_notes_say_whether_the_paragraph_that_answers_is_among_the_cited() -> None:
    right, wrong = notes(
        [asked("rapporteur"), asked("llamaindex", cited=["I thank you, Chair."], dangling=2)]
    )
    assert right["cites_the_answer"] is True
    assert wrong["cites_the_answer"] is False
    assert (wrong["citations"], wrong["dangling"], wrong["cited_characters"]) == (1, 2, 19)


def test_notes_are_of_the_first_round_and_not_judged_where_there_is_no_answer() -> None:
    records = [
        asked("rapporteur", question="payment"),
        asked("rapporteur", round=1),
        asked("rapporteur", "again"),
    ]
    (note,) = notes(records)
    assert note["cites_the_answer"] is None
