import threading
import time
from collections.abc import Callable, Iterator

import pytest

from answer.events import Waiting
from answer.line import PATIENCE, Line, LineFullError, Place, silently
from core.errors import LLMError


class Party:
    """Callers that note when their turn comes and keep it until they are let go."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.came: list[str] = []
        self.numbers: dict[str, list[int]] = {}
        self._go: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def join(self, name: str, place: Place | None = None, *, paper: bool = False) -> None:
        """``name`` waits for a turn; returns when it has it or is known to wait."""
        place = place or self.line.place(paper=paper)
        self._go[name] = threading.Event()
        before = self.line.waiting + self.line.turns

        def call() -> None:
            with place.turn() as turn:
                steps = turn.come(threading.Event())
                self.numbers[name] = []
                for event in steps:
                    self.numbers[name].append(event.number)
                self.came.append(name)
                self._go[name].wait(5)

        self._threads.append(threading.Thread(target=call, daemon=True))
        self._threads[-1].start()
        until(lambda: self.line.waiting + self.line.turns == before + 1)

    def let_go(self, name: str) -> None:
        until(lambda: name in self.came)
        self._go[name].set()

    def all_gone(self) -> list[str]:
        """Everybody is let go, each when it has had its turn; the order in which turns came."""
        while len(self.came) < len(self._go) or self.line.turns:
            for name in tuple(self.came):
                self._go[name].set()
            time.sleep(0.005)
        for thread in self._threads:
            thread.join(5)
        return self.came


def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.002)
    raise AssertionError("this did not come about")


@pytest.fixture
def party() -> Iterator[Party]:
    made = Party(Line())
    yield made
    made.all_gone()


def test_turns_come_in_the_order_of_arrival_and_numbers_are_shown(party: Party) -> None:
    for name in ("first", "second", "third"):
        party.join(name)
    until(lambda: party.numbers.get("third") == [2])
    party.let_go("first")
    until(lambda: party.numbers.get("third") == [2, 1])
    party.let_go("second")
    assert party.all_gone() == ["first", "second", "third"]
    assert party.numbers == {"first": [], "second": [1, 0], "third": [2, 1, 0]}


def test_a_question_goes_before_the_next_part_of_a_paper(party: Party) -> None:
    party.join("working")
    party.join("brief", paper=True)
    until(lambda: party.numbers.get("brief") == [1])
    party.join("question")
    until(lambda: party.numbers["brief"] == [1, 2])
    assert party.all_gone() == ["working", "question", "brief"]


def test_a_paper_is_passed_over_only_so_often(party: Party) -> None:
    party.join("working")
    party.join("brief", paper=True)
    questions = [f"question {number}" for number in range(PATIENCE + 2)]
    for name in questions:
        party.join(name)
    assert party.all_gone() == ["working", *questions[:PATIENCE], "brief", *questions[PATIENCE:]]


def test_who_asks_for_many_turns_goes_behind_who_asks_for_one(party: Party) -> None:
    greedy = party.line.place()
    party.join("greedy 1", greedy)
    party.join("greedy 2", greedy)
    party.join("modest")
    assert party.all_gone() == ["greedy 1", "modest", "greedy 2"]


def test_so_many_have_a_turn_at_the_same_time() -> None:
    party = Party(Line(at_once=2))
    for name in ("first", "second", "third"):
        party.join(name)
    until(lambda: len(party.came) == 2)
    assert (party.line.turns, party.line.waiting) == (2, 1)
    assert sorted(party.all_gone()) == ["first", "second", "third"]


def test_stop_leaves_the_line() -> None:
    line, stop = Line(), threading.Event()
    with line.place().turn() as held:
        assert silently(held.come(threading.Event()))
        with line.place().turn() as turn:
            waiting = turn.come(stop)
            assert next(waiting) == Waiting(1)
            stop.set()
            assert not silently(waiting)
        assert (line.turns, line.waiting) == (1, 0)
    assert (line.turns, line.waiting) == (0, 0)


def test_who_leaves_while_waiting_or_fails_with_a_turn_blocks_nobody() -> None:
    line = Line()
    place = line.place()

    def failing() -> None:
        with place.turn() as held:
            silently(held.come(threading.Event()))
            with line.place().turn() as left:
                next(left.come(threading.Event()))
            raise LLMError("The engine failed.")

    with pytest.raises(LLMError):
        failing()
    assert place.failed
    assert (line.turns, line.waiting) == (0, 0)


def test_a_full_line_says_so_and_keeps_those_who_wait() -> None:
    line = Line(most=1)
    with line.place().turn(), line.place().turn():
        place = line.place()
        with pytest.raises(LineFullError, match="1 questions wait"), place.turn():
            raise AssertionError("there is no turn")
        assert place.failed
        assert (line.turns, line.waiting) == (1, 1)
