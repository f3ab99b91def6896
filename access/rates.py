"""How often somebody may ask: a token bucket for each caller."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_MOST_CALLERS = 10_000  # remembered at once; those who have waited longest are forgotten first


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Lets each caller make ``burst`` calls at once and ``per_minute`` in the long run. Safe to use from
    several threads."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._clock = per_minute / 60.0, burst, clock
        self._lock = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, caller: str, cost: float = 1.0) -> int:
        """Count one call; 0 when it is allowed, else the whole seconds after which it would be."""
        now = self._clock()
        with self._lock:
            bucket = self._buckets.pop(caller, None) or _Bucket(float(self._burst), now)
            bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._per_second)
            bucket.at = now
            self._buckets[caller] = bucket  # last, because it was used last
            if len(self._buckets) > _MOST_CALLERS:
                del self._buckets[next(iter(self._buckets))]
            if bucket.left >= cost:
                bucket.left -= cost
                return 0
            return math.ceil((cost - bucket.left) / self._per_second)
