"""The table and the page made from a result."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import document, table, value, without_places
from benchmarks.summary import Figure, Row

ROWS = (
    Row("warm start", "page answers", "s", Figure(3.25, 4.0, 2), None),
    Row("warm start", "page up and library open", "s", Figure(3.5, 4.1, 2), None, "< 5 s", True),
    Row("memory", "peak", "bytes", Figure(1.6e9, 1.9e9, 3), Figure(1.2e9, 1.2e9, 1), "< 3.5 GB", True),
    Row("language model", "writing", "tokens/s", Figure(25.6, 19.0, 4), Figure(25.1, 20.0, 4)),
)


def result(**changes: Any) -> dict[str, Any]:
    made = {
        "date": "2021-03-04T05:06:07+00:00",
        "commit": "0123456789abcdef0123",
        "dirty": False,
        "machine": {"processor": "Model X", "cores": 2, "memory_bytes": 16e9},
        "python": "3.11.9",
        "packages": {"xllamacpp": "1.0", "llama-index-core": "2.0"},
        "starts": [{"temperature": "cold", "page_cache_dropped": True}],
        "notes": [],
    }
    return made | changes


def note(**changes: Any) -> dict[str, Any]:
    made = {
        "stack": "llamaindex",
        "question": "Why?",
        "answerable": True,
        "status": "answered",
        "text": "Because\nof that.",
        "citations": 2,
        "dangling": 0,
        "cited_characters": 4100,
        "cites_the_answer": True,
    }
    return made | changes


def test_every_line_of_the_table_is_as_wide_as_the_others() -> None:
    lines = table(ROWS).splitlines()
    assert len(lines) == len(ROWS) + 2
    assert len({len(line) for line in lines}) == 1


def test_a_group_is_named_once() -> None:
    assert table(ROWS).count("warm start") == 1


def test_a_line_says_both_figures_the_target_and_whether_it_was_met() -> None:
    cells = [cell.strip() for cell in table(ROWS).splitlines()[4].split("|")[1:-1]]
    assert cells == ["memory", "peak", "1.90 GB", "1.20 GB", "< 3.5 GB", "yes"]


@pytest.mark.parametrize(
    ("figure", "unit", "shown"),
    [
        (None, "s", "–"),
        (Figure(0.123, 0.123, 1), "s", "0.12 s"),
        (Figure(0.123, 12.34, 3), "s", "0.12 s (12.3 s)"),
        (Figure(25.6, 19.0, 4), "tokens/s", "26 tokens/s"),
        (Figure(1.6e9, 1.9e9, 3), "bytes", "1.90 GB"),
    ],
)
def test_figures_are_shown_with_their_unit(figure: Figure | None, unit: str, shown: str) -> None:
    assert value(figure, unit) == shown


def test_the_page_says_where_it_comes_from() -> None:
    page = document(result(), ROWS)
    for said in ("2021-03-04", "0123456789ab:", "Model X, 2 cores, 16 GB", "cache was emptied"):
        assert said in page
    assert "with changes" in document(result(dirty=True), ROWS)


def test_the_page_says_when_the_cache_could_not_be_emptied() -> None:
    page = document(result(starts=[{"temperature": "cold", "page_cache_dropped": False}]), ROWS)
    assert "was not emptied" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "(cites 2 texts, 4,100 characters in all, with the paragraph that answers): Because of"),
        ({"cites_the_answer": False}, "without the paragraph that answers"),
        ({"citations": 1}, "(cites one text, "),
        ({"citations": 0}, "(cites nothing)"),
        ({"citations": 0, "dangling": 3}, "(cites nothing, and 3 that don't exist)"),
        ({"cites_the_answer": None}, "(the statement has no answer; cites 2 texts"),
    ],
)
def test_the_page_says_what_was_answered_and_cited(changes: dict[str, Any], said: str) -> None:
    assert said in document(result(notes=[note(**changes)]), ROWS)


def test_places_of_the_machine_are_not_told() -> None:
    places = {Path("/home/ann"): "~", Path("/home/ann/work"): ".", Path("/"): "nowhere"}
    found = without_places({"a": ["/home/ann/work/x", ("/home/ann/y", 3)], "b": None}, places)
    assert found == {"a": ["./x", ["~/y", 3]], "b": None}
