"""What was reached on the forms that people wrote who had not seen the code is kept: titles and headers of
which half are about another state, texts in which several speak, and dates."""

import json

import pytest

from core.delegations import Gazetteer
from evals.reading.dates import GOLD as DATES
from evals.reading.dates import evaluate, ours
from evals.reading.paragraphs import paragraphs
from evals.reading.speakers import GOLD, titles

GAZETTEER = Gazetteer.load()
HALVES = ("build", "report")


@pytest.mark.parametrize("half", HALVES)
def test_no_title_puts_words_under_another_states_name(half: str) -> None:
    found = titles(GOLD / f"{half}_titles.jsonl", GAZETTEER)
    assert found["forms"] == 75
    assert found["wrong_share"] <= 0.01, found["misses"]
    assert found["empty_share"] <= 0.15


@pytest.mark.parametrize("half", HALVES)
def test_every_speaker_has_his_own_words(half: str) -> None:
    found = paragraphs(GOLD / f"{half}_multi", GAZETTEER)
    assert found["texts"] == 10
    assert found["right_share"] >= 0.98, found["missed"]
    assert found["another_state"] <= 2


@pytest.mark.parametrize("half", HALVES)
def test_dates_are_read_or_left_empty(half: str) -> None:
    lines = (DATES / f"{half}.jsonl").read_text("utf-8").splitlines()
    found = evaluate([json.loads(line) for line in lines], ours(GAZETTEER))
    assert found["headers"] == 40
    assert found["wrong"] == 0, found["missed"]
    assert int(str(found.get("lost", 0))) <= 0.08 * 40
