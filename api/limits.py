"""How much one caller may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``body_bytes``: of one request. ``per_minute`` and ``burst``: requests of one caller, in the long run
    and at once. ``seconds``: until a question is finished with what there is. ``at_once``: questions of all
    callers together that are worked on."""

    body_bytes: int = 256 * 1024
    per_minute: float = 60.0
    burst: int = 30
    seconds: float = 120.0
    at_once: int = 32
