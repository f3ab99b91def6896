import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.fit import ByLength

pytestmark = pytest.mark.slow


@given(st.lists(st.integers(1, 500), max_size=300), st.integers(1, 40), st.integers(0, 9))
def test_every_example_is_in_one_batch_and_no_batch_is_larger_than_asked(
    lengths: list[int], batch: int, seed: int
) -> None:
    batches = list(ByLength(lengths, batch, seed))

    assert sorted(i for found in batches for i in found) == list(range(len(lengths)))
    assert all(0 < len(found) <= batch for found in batches)


def test_a_batch_holds_texts_of_like_length_and_the_order_changes_by_epoch() -> None:
    sampler = ByLength([n % 100 for n in range(2000)], 10, 1)
    first = list(sampler)
    sampler.set_epoch(1)

    spread = [max(i % 100 for i in found) - min(i % 100 for i in found) for found in first]
    assert max(spread) < 20
    assert list(sampler) != first
