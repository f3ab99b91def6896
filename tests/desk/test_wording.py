"""A difference of wording leads from the one text to the other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.sheet import one_line
from desk.wording import is_reworded, is_unchanged, wording_diff

BEFORE = "We urge all States to ratify the Treaty. The Treaty is vital."
AFTER = "We call on all States to ratify the Treaty without delay. Its entry into force is overdue."


def text(steps: tuple[tuple[str, str], ...], *kinds: str) -> str:
    return one_line("".join(words for kind, words in steps if kind in kinds))


def test_sentences_are_paired_before_words_are_compared() -> None:
    steps = wording_diff(BEFORE, AFTER)
    assert ("dropped", "urge") in steps
    assert ("added", "call on") in steps
    assert ("same", " all States to ratify the Treaty") in steps
    assert steps[-1] == ("added", " without delay. Its entry into force is overdue. ")
    assert is_reworded(steps)


def test_a_sentence_put_before_another_does_not_shift_the_comparison() -> None:
    steps = wording_diff(
        "We urge restraint by all parties.", "Peace is dear to us. We urge restraint by all parties."
    )
    assert steps == (("added", "Peace is dear to us. "), ("same", "We urge restraint by all parties. "))


def test_other_words_altogether_are_no_rewording() -> None:
    steps = wording_diff("We urge restraint.", "The ocean is warming fast, and islands drown.")
    assert not is_reworded(steps)
    assert not is_unchanged(steps)


def test_white_space_alone_changes_nothing() -> None:
    assert is_unchanged(wording_diff("We urge\nrestraint.", "We urge  restraint."))


def test_japanese_is_compared_by_characters() -> None:
    steps = wording_diff("日本は核兵器の廃絶を求める。", "日本は核兵器の全面的な廃絶を求める。")
    assert ("added", "全面的な") in steps
    assert text(steps, "same", "dropped") == "日本は核兵器の廃絶を求める。"


sentences = st.lists(
    st.sampled_from(
        [
            "We urge peace.",
            "We urge lasting peace now.",
            "No.",
            "日本は平和を願う。",
            "It rose by 3.5 per cent!",
            "",
        ]
    )
    | st.text("ab .,'日本。", max_size=20),
    max_size=5,
).map(" ".join)


@given(sentences, sentences)
def test_what_stayed_and_came_is_the_new_text_and_what_stayed_and_went_the_old(
    before: str, after: str
) -> None:
    steps = wording_diff(before, after)
    for kinds, whole in ((("same", "added"), after), (("same", "dropped"), before)):
        assert text(steps, *kinds).replace(" ", "") == one_line(whole).replace(" ", "")
    assert all(first[0] != second[0] for first, second in pairwise(steps))


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "We urge."), ("We urge.", "")])
def test_nothing_is_compared_without_harm(before: str, after: str) -> None:
    assert text(wording_diff(before, after), "same", "added") == after
