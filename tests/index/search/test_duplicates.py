import pytest

from index.search.duplicates import Wording, fold

LONG = (
    "On the topic of regular institutional dialogue, Japan stresses the importance of implementing the "
    "achievements on norms, international law, confidence-building measures and capacity-building, and "
    "considers that the work of the group should go on in this spirit until the end of its mandate."
)


def test_the_same_words_are_the_same_whatever_the_typography() -> None:
    assert Wording("Japan’s Programme — of Action.").repeats(Wording("japan's program of action"))


def test_a_long_text_with_a_word_changed_is_nearly_the_same() -> None:
    assert Wording(LONG).repeats(Wording(LONG.replace("stresses", "underlines")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Japan stresses", "Japan does not stress"),
        ("should go on", "must go on"),
        ("should go on", "should not go on"),
        ("achievements on norms", "11 achievements on norms"),
        ("until the end", "without the end"),
    ],
)
def test_a_change_of_meaning_is_never_folded(old: str, new: str) -> None:
    assert old in LONG
    assert not Wording(LONG).repeats(Wording(LONG.replace(old, new)))


def test_moving_a_negation_is_a_change() -> None:
    words = " ".join(f"word{chr(97 + n)}{chr(97 + m)}" for n in range(12) for m in range(5))
    assert not Wording(f"not {words} end").repeats(Wording(f"{words} not end not"))


def test_japanese_negation_is_a_change() -> None:
    text = (
        "我が国は既存の規範の実施を優先することが重要であると考え、"
        "国際法の適用に関する議論を続けることを支持する。"
    )
    assert Wording(text).repeats(Wording(text + "\n"))
    assert not Wording(text).repeats(Wording(text.replace("支持する", "支持しない")))


def test_nothing_repeats_nothing() -> None:
    assert not Wording("…").repeats(Wording("—"))


def test_only_one_delegations_words_are_put_together() -> None:
    wordings = [Wording("Thank you, Chair."), Wording(LONG), Wording("Thank you Chair"), Wording(LONG)]
    assert fold(wordings, ["JPN", "JPN", "JPN", "FRA"]) == [[0, 2], [1], [3]]
    assert fold(wordings, ["JPN", "JPN", "JPN", ""]) == [[0, 2], [1, 3]]
