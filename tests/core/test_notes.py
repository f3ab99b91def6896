"""Footnotes: the mark where the source has it, the note below its paragraph."""

import pytest

from core.notes import notes_of, with_notes
from core.sentences import split_sentences

WORDS = "Norway aligns itself with the statement.[1] It has one point[2] to add. It thanks you."
TEXT = with_notes(WORDS, [("1", "Norway does not align itself\nwith paragraph 9."), ("[2]", "See A/75/1.")])


def test_notes_stand_below_on_lines_of_their_own() -> None:
    assert TEXT.split("\n")[1:] == ["[1] Norway does not align itself with paragraph 9.", "[2] See A/75/1."]


@pytest.mark.parametrize(("sentence", "notes"), [(0, [0]), (1, [1]), (2, [])])
def test_a_sentence_has_the_notes_whose_marks_it_holds(sentence: int, notes: list[int]) -> None:
    lines = TEXT.split("\n")[1:]
    start, end = split_sentences(TEXT)[sentence]
    assert [TEXT[s:e] for s, e in notes_of(TEXT, start, end)] == [lines[n] for n in notes]


def test_a_mark_stays_with_its_sentence() -> None:
    start, end = split_sentences(TEXT)[0]
    assert TEXT[start:end] == "Norway aligns itself with the statement.[1]"


def test_a_number_in_brackets_without_a_note_has_none() -> None:
    assert notes_of("We recall [1] and [2].", 0, 22) == ()
