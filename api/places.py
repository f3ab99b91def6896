"""How many questions are worked on at the same time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.metrics import Metrics
from core.errors import RapporteurError


class BusyError(RapporteurError):
    """As many questions as may be are being worked on."""


class Places:
    """``at_once`` places. Safe to use from several threads."""

    def __init__(self, at_once: int, metrics: Metrics) -> None:
        self._at_once, self._metrics = at_once, metrics
        self._lock = threading.Lock()
        self._taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place while the block runs. Raises BusyError when there is none."""
        self._change(1)
        try:
            yield
        finally:
            self._change(-1)

    def _change(self, by: int) -> None:
        with self._lock:
            if self._taken + by > self._at_once:
                raise BusyError(
                    f"{self._at_once} questions are being answered, which is the most; ask again soon."
                )
            self._taken += by
            self._metrics.working(self._taken)
