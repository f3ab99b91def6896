"""Which request the first token of an answer belongs to."""

from benchmarks.timed import first_piece
from measure.engine import Call

TRANSLATING = Call(started=10.1, first_piece=10.3, ended=10.5)
WEIGHING = Call(started=10.6, first_piece=11.0, ended=11.1)
WRITING = Call(started=11.2, first_piece=11.5, ended=13.0)
TRANSLATING_BACK = Call(started=12.1, first_piece=12.2, ended=12.4)


def test_it_is_the_writing_not_what_came_before_or_after() -> None:
    calls = (TRANSLATING, WEIGHING, TRANSLATING_BACK, WRITING)
    found = first_piece(calls, started=10.0, first_written_ms=2000.0)
    assert found is not None
    assert round(found) == 1500


def test_nothing_written_has_no_first_piece() -> None:
    assert first_piece((WEIGHING,), started=10.0, first_written_ms=0.0) is None


def test_a_request_that_gave_nothing_is_no_first_piece() -> None:
    silent = Call(started=10.1, first_piece=None, ended=10.2)
    assert first_piece((silent,), started=10.0, first_written_ms=500.0) is None
