"""The line of those who wait for the language model, and their turns at it.

Prompts of several questions that are read by turns push each other out of the engine's cache, and each has
to be read again. So whoever has a turn keeps the model from judging the evidence to the last sentence.
Questions go before papers (a brief), and who has had fewer turns before who has had more; whoever was passed
over ``PATIENCE`` times goes first.
"""

import itertools
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

from answer.events import Waiting
from core.errors import LLMError

T = TypeVar("T")

PATIENCE = 4
MOST = 100
_POLL_S = 0.1  # until Stop is noticed


class LineFullError(LLMError):
    """As many wait for the language model as may."""


class Line:
    """``at_once`` have a turn at the same time, ``most`` wait. Safe to use from several threads."""

    def __init__(self, at_once: int = 1, most: int = MOST) -> None:
        self._at_once, self._most = at_once, most
        self._changed = threading.Condition()
        self._arrivals = itertools.count()
        self._waiting: list[Turn] = []
        self._turns = 0

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @property
    def turns(self) -> int:
        """How many have a turn."""
        return self._turns

    def place(self, *, paper: bool = False) -> "Place":
        """A place for one question or one paper, which may take several turns."""
        return Place(self, paper=paper)

    def enter(self, turn: "Turn") -> None:
        """Have ``turn`` wait. Raises LineFullError."""
        with self._changed:
            if len(self._waiting) >= self._most:
                raise LineFullError(
                    f"{self._most} questions wait for the language model, which is the most; ask again soon."
                )
            turn.arrival = next(self._arrivals)
            self._waiting.append(turn)
            self._call()

    def leave(self, turn: "Turn") -> None:
        """``turn`` is over, whether it came or not."""
        with self._changed:
            if turn.called:
                self._turns -= 1
            else:
                self._waiting.remove(turn)
            self._call()

    def look(self, turn: "Turn", known: int) -> int:
        """The number of ``turn`` in the line, 0 once it is called; when it is ``known``, after waiting a
        moment for another."""
        with self._changed:
            if not turn.called and self._number(turn) == known:
                self._changed.wait(_POLL_S)
            return self._number(turn)

    def _number(self, turn: "Turn") -> int:
        return 0 if turn.called else 1 + sorted(self._waiting, key=Turn.order).index(turn)

    def _call(self) -> None:
        while self._waiting and self._turns < self._at_once:
            turn = min(self._waiting, key=Turn.order)
            self._waiting.remove(turn)
            turn.called = True
            self._turns += 1
            for other in self._waiting:
                other.passed_over += other.arrival < turn.arrival
        self._changed.notify_all()


class Place:
    """One question's place in the line. ``failed``: the language model failed it, or the line was full."""

    def __init__(self, line: Line, *, paper: bool) -> None:
        self._line, self._paper = line, paper
        self._had = 0
        self.failed = False

    @contextmanager
    def turn(self) -> Iterator["Turn"]:
        """A turn, to be waited for with `Turn.come`; it is over when the block ends, however it ends. Raises
        LineFullError."""
        turn = Turn(self._line, paper=self._paper, had=self._had)
        self._had += 1
        try:
            self._line.enter(turn)
            try:
                yield turn
            finally:
                self._line.leave(turn)
        except LLMError:
            self.failed = True
            raise


class Turn:
    """One turn at the language model, waited for or had. The line changes its fields."""

    def __init__(self, line: Line, *, paper: bool, had: int) -> None:
        self._line, self._paper, self._had = line, paper, had
        self.arrival = self.passed_over = 0
        self.called = False

    def order(self) -> tuple[bool, int, int]:
        """What turns are called by, the least first."""
        if self.passed_over >= PATIENCE:
            return False, 0, self.arrival
        return self._paper, self._had, self.arrival

    def come(self, stop: threading.Event) -> Generator[Waiting, None, bool]:
        """Wait until the turn comes, with an event whenever its number in the line changes. False when
        ``stop`` was set before."""
        known = 0
        while (number := self._line.look(self, known)) or not self.called:
            if stop.is_set():
                return False
            if number != known:
                yield Waiting(number)
                known = number
        if known:
            yield Waiting(0)
        return not stop.is_set()


def silently(steps: Generator[object, None, T]) -> T:
    """The result of steps whose events nobody sees."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: T = done.value
            return result
