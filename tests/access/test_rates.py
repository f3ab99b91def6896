"""Each caller has a bucket of its own, which fills again."""

from hypothesis import given
from hypothesis import strategies as st

from access.rates import Rates


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_and_then_one_a_second() -> None:
    clock = Clock()
    rates = Rates(60, 3, clock)
    assert [rates.wait("a") for _ in range(4)] == [0, 0, 0, 1]
    assert rates.wait("b") == 0
    clock.now += 1.0
    assert [rates.wait("a") for _ in range(2)] == [0, 1]


@given(st.lists(st.floats(0, 30), max_size=60))
def test_never_more_than_the_burst_and_what_has_filled(pauses: list[float]) -> None:
    clock = Clock()
    rates = Rates(30, 5, clock)
    allowed = 0
    for pause in pauses:
        clock.now += pause
        allowed += rates.wait("a") == 0
        assert allowed <= 5 + clock.now * 0.5 + 1e-6


def test_after_the_wait_that_was_named_the_call_is_allowed() -> None:
    clock = Clock()
    rates = Rates(10, 1, clock)
    assert rates.wait("a") == 0
    clock.now += rates.wait("a")
    assert rates.wait("a") == 0


def test_callers_without_end_do_not_fill_the_memory() -> None:
    rates = Rates(60, 1, Clock())
    for at in range(10_050):
        rates.wait(f"caller {at}")
    assert rates.wait("caller 10049") == 1
    assert rates.wait("caller 0") == 0  # forgotten, so new
