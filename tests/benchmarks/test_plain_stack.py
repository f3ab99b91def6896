"""The other stack's adapter: same limits as ours, and its citations read as it writes them."""

import pytest

from answer.writing import writer
from benchmarks.plain.answers import MAX_TOKENS, cited_numbers


def test_both_stacks_may_write_as_much() -> None:
    assert MAX_TOKENS == writer._MAX_TOKENS


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("No citation, in 2020.", ()),
        ("Wet [2], in the evening [1].", (2, 1)),
        ("Both [1, 2] and again [2].", (1, 2)),
        ("Said so. [Source 1, Source 3]", (1, 3)),
        ("Not a number [66th paragraph].", ()),
    ],
)
def test_citations_are_found_as_written(text: str, numbers: tuple[int, ...]) -> None:
    assert cited_numbers(text) == numbers
