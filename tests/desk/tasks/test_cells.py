"""A subject is read for twice: what is not found for it by itself is not said."""

import threading
from collections.abc import Callable, Iterator

import pytest

from answer.cells import Entry
from answer.evidence.excerpts import Excerpt
from answer.sheet import Sheet
from core.records import CellState, Filters
from desk.tasks import cells
from desk.tasks.cells import Reading
from desk.tasks.topic import Topic
from tests.answer.fakes import source
from tests.desk.library import pipeline

KEY = ("JPN", "", "")
SUBJECT = Topic("fisheries", "en", "fisheries")
Read = tuple[CellState, float]


@pytest.mark.parametrize(
    ("named", "alone", "state"),
    [
        (("said", 0.9), ("said", 0.8), "said"),
        (("said", 0.9), ("silent", 0.1), "silent"),
        (("said", 0.9), ("uncertain", 0.6), "said"),
        (("said", 0.8), ("uncertain", 0.3), "uncertain"),
        (("silent", 0.1), ("said", 0.9), "silent"),
    ],
)
def test_the_weaker_reading_counts(
    monkeypatch: pytest.MonkeyPatch, named: Read, alone: Read, state: CellState
) -> None:
    words = source("We fish.")

    def survey(question: Callable[[object], str], asked: str, *_: object, **__: object) -> Iterator[Entry]:
        found, probability = named if "Japan" in asked else alone
        yield Entry(*KEY, found, 1, (Excerpt(words, 0, 8, (0,)),), probability)

    monkeypatch.setattr(cells, "survey", survey)
    reading = Reading(pipeline().tools, Filters(), Sheet({}), threading.Event())
    entry = reading.one(SUBJECT, KEY)
    assert entry.state == state
    assert bool(entry.excerpts) == (state != "silent") or named[0] == "silent"
