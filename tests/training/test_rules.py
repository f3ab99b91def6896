"""What the training pairs are made of."""

import random
from pathlib import Path

import pytest

from evals.support.sets import read_pairs
from training.alterations import altered
from training.entailment import WRITTEN, measured_on
from training.rewordings import reworded
from training.rules import Source, tables
from training.statements import Speech, statement_examples

SENTENCES = (
    "We will build 20 schools in Kenya by 2019, if the General Assembly agrees.",
    "The Secretary-General has called for a ceasefire in the eastern provinces.",
    "Japan supports the African Union, which has sent 3,000 troops to the border.",
    "In this regard, we strongly welcome the progress that was made in Geneva.",
)
CHOSEN = range(60)


def source(place: int) -> Source:
    return Source(SENTENCES[place], "Japan", 2015, SENTENCES, place, ("Japan", "Norway", "Peru"))


@pytest.mark.parametrize("place", range(len(SENTENCES)))
def test_an_altered_sentence_is_another_and_a_reworded_one_is_not_empty(place: int) -> None:
    told = SENTENCES[place].replace("We", "Japan").replace("we ", "Japan ")
    outcomes = {altered(told, source(place), random.Random(seed)) for seed in CHOSEN}
    assert told not in outcomes
    assert len(outcomes) > 8
    assert all(reworded(told, source(place), random.Random(seed)) for seed in CHOSEN)


def test_a_condition_a_number_and_a_future_are_among_what_is_altered() -> None:
    told = "Japan will build 20 schools in Kenya by 2019, if the General Assembly agrees."
    outcomes = {altered(told, source(0), random.Random(seed)) for seed in range(400)}
    assert "Japan will build 20 schools in Kenya by 2019." in outcomes
    assert any(" has built " in out for out in outcomes)
    assert any("20 schools" not in out and " schools" in out for out in outcomes)


def test_about_half_of_the_examples_are_true_and_the_evidence_names_who_speaks() -> None:
    examples = statement_examples([Speech("Japan", 2015, SENTENCES * 5)], 40)
    true = sum(example.label for example in examples)
    assert 0.35 < true / len(examples) < 0.65
    assert all(example.second.startswith("Japan: ") for example in examples)
    assert examples == statement_examples([Speech("Japan", 2015, SENTENCES * 5)], 40)


def test_nothing_may_become_itself() -> None:
    for name in ("same", "other"):
        for line in tables()[name].strip().splitlines():
            word, _, others = line.partition(":")
            assert word.strip() not in [other.strip() for other in others.split(",")]


def test_no_speech_that_pairs_were_written_about_is_measured_on() -> None:
    written = {Path(item.source).stem for file in WRITTEN.glob("*.jsonl") for item in read_pairs(file)}
    assert len(written) > 100
    assert not written & measured_on()
