"""After several wrong passwords a name, or an address, has to wait, each time twice as long."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_MOST = 10_000  # names and addresses remembered at once


@dataclass(slots=True)
class _Failures:
    count: int
    until: float
    latest: float


class Lockout:
    """``free`` failures are without consequence; then the wait is ``first_s`` seconds, doubled by each
    further failure up to ``most_s``. They are forgotten after ``most_s`` without one. Safe to use from
    several threads."""

    def __init__(
        self,
        free: int,
        first_s: float = 30.0,
        most_s: float = 900.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free, self._first, self._most, self._clock = free, first_s, most_s, clock
        self._lock = threading.Lock()
        self._failed: dict[str, _Failures] = {}

    def wait(self, who: str) -> int:
        """Whole seconds that ``who`` has to wait; 0 for none."""
        now = self._clock()
        with self._lock:
            found = self._failed.get(who)
            return max(0, math.ceil(found.until - now)) if found else 0

    def failed(self, who: str) -> None:
        """Count a failure."""
        now = self._clock()
        with self._lock:
            found = self._failed.pop(who, None)
            if found is None or now - max(found.latest, found.until) > self._most:
                found = _Failures(0, 0.0, now)
            found.count, found.latest = found.count + 1, now
            beyond = found.count - self._free
            if beyond > 0:
                found.until = now + min(self._most, self._first * 2.0 ** min(beyond - 1, 30))
            self._failed[who] = found
            if len(self._failed) > _MOST:
                del self._failed[next(iter(self._failed))]

    def succeeded(self, who: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failed.pop(who, None)
