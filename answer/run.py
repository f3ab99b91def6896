"""What one call of ``Pipeline.ask`` carries along: its clock, its numbered sources, and whether to stop."""

import threading
from dataclasses import dataclass

from answer.clock import Clock
from answer.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Run:
    """``text`` is the question as asked; the ``sheet`` numbers what is cited; setting ``stop`` ends it."""

    clock: Clock
    sheet: Sheet
    stop: threading.Event
    text: str
