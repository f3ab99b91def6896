"""What the judge learns from, and the weights between the base's and the trained ones."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from core.delegations import Gazetteer
from core.errors import ModelError, UsageError
from index.search.glossary import Glossary
from training.base import base_folder, load_base
from training.judge import Examples, moved
from training.mine import holds, silent, state_of
from training.questions import (
    DATA,
    STATEMENTS,
    Question,
    Read,
    names_by_file,
    read_questions,
    write_questions,
)

pytestmark = pytest.mark.slow

TONGA = "TON_73_2018.txt"
QUESTION = Question(
    file=TONGA,
    style="detail",
    question="How much of its power does Tonga want from the sun in 2018?",
    answerable=True,
    words="we shall make half of our power from the sun",
    facts=("half|50 per cent",),
    answers=(f"{TONGA}/2.0",),
    silent=(f"{TONGA}/3.0", "FJI_73_2018.txt/4.0"),
)
PASSAGES = {
    f"{TONGA}/2.0": Read(
        "Tonga, 2018", "By 2020 we shall make half of our power from the sun. Ships are costly."
    ),
    f"{TONGA}/3.0": Read("Tonga, 2018", "We thank our partners."),
    "FJI_73_2018.txt/4.0": Read("Fiji, 2018", "Fiji builds wind parks."),
}


def examples(question: Question) -> list[tuple[str, float]]:
    makes = Examples(PASSAGES, names_by_file(PASSAGES), Gazetteer.load(), Glossary.load(), random.Random(0))
    return [(example.second, example.label) for example in makes.of(question)]


def test_passages_that_answer_are_told_from_others_and_the_sentence_that_answers_from_its_neighbour() -> None:
    made = examples(QUESTION)

    assert (str(PASSAGES[f"{TONGA}/2.0"]), 1.0) in made
    assert ("Tonga, 2018: We thank our partners.", 0.0) in made
    assert ("Tonga, 2018: By 2020 we shall make half of our power from the sun.", 1.0) in made
    assert ("Tonga, 2018: Ships are costly.", 0.0) in made


def test_passages_that_are_cut_otherwise_than_when_they_were_found_are_known_by_their_words() -> None:
    cut = replace(
        QUESTION, answers=(f"{TONGA}/9.0",), silent=(f"{TONGA}/2.0", f"{TONGA}/3.0", f"{TONGA}/8.0")
    )
    made = examples(cut)

    assert (str(PASSAGES[f"{TONGA}/2.0"]), 1.0) in made
    assert (str(PASSAGES[f"{TONGA}/2.0"]), 0.0) not in made
    assert ("Tonga, 2018: We thank our partners.", 0.0) in made


def test_the_right_words_under_another_states_name_do_not_answer() -> None:
    assert (f"Fiji, 2018: {PASSAGES[f'{TONGA}/2.0'].text}", 0.0) in examples(QUESTION)


def test_a_near_miss_has_examples_that_do_not_answer_only() -> None:
    near_miss = Question(
        TONGA, "near_miss", "What did Tonga pay for wind?", False, "", (), (), QUESTION.silent
    )
    assert [label for _, label in examples(near_miss)] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "lead", "is_silent"),
    [
        ("It is half done.", -5.0, False),  # has all of the facts
        ("We thank our partners.", 0.5, True),
        ("We thank our partners.", 4.0, False),  # may answer in other words
    ],
)
def test_what_may_answer_as_well_is_not_taken_for_silent(text: str, lead: float, is_silent: bool) -> None:
    assert silent(QUESTION, text, lead) is is_silent


def test_with_some_of_the_facts_a_passage_is_silent_only_far_below_the_one_that_answers() -> None:
    two = Question(TONGA, "detail", "What and when?", True, "x", ("half", "2020"))
    assert silent(two, "In 2020 it rained.", -2.0)
    assert not silent(two, "In 2020 it rained.", 0.0)


def test_words_are_found_across_line_ends_and_by_any_of_several_extracts() -> None:
    assert holds("make\nhalf of  our power", "make half of our")
    assert holds("We thank them.", "something else … We thank them")
    assert not holds("We thank them.", "We thank you")


def test_the_state_of_a_speech_is_read_from_its_name() -> None:
    assert (state_of(f"{TONGA}/2.0"), state_of("communique.txt/1.0")) == ("TON", "")


def test_questions_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_questions(tmp_path / "q.jsonl", [QUESTION])
    assert read_questions(tmp_path / "q.jsonl") == (QUESTION,)


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"file": "a.txt"}\n', "utf-8")
    with pytest.raises(UsageError, match=r"Line 1 of .*q\.jsonl"):
        read_questions(tmp_path / "q.jsonl")


@pytest.mark.parametrize("path", sorted(DATA.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_committed_question_has_passages_and_its_statement_where_that_is_ours(path: Path) -> None:
    ours = {statement.name for statement in STATEMENTS.glob("*.txt")}
    for question in read_questions(path):
        assert question.silent, question.question
        assert bool(question.answers) == question.answerable, question.question
        assert state_of(question.file) or question.file in ours


@pytest.mark.filterwarnings("ignore")
def test_weights_are_moved_by_the_share_of_the_way() -> None:
    try:
        folder = base_folder()
    except ModelError:
        pytest.skip("the models are not on this machine")
    base, trained = load_base(folder), load_base(folder)
    name, weight = next((n, p) for n, p in trained.named_parameters() if n.endswith("classifier.weight"))
    before = weight.detach().clone()
    weight.data += 1.0

    half = dict(moved(base, trained, 0.5).named_parameters())[name]

    assert half.detach().numpy() == pytest.approx(before.numpy() + 0.5)
