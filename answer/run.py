"""What one call of ``Pipeline.ask`` carries along: its clock, its numbered sources, whether to stop, and its
place in the line for the language model."""

import threading
from dataclasses import dataclass

from answer.clock import Clock
from answer.line import Place
from answer.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Run:
    """``text`` is the question as asked; the ``sheet`` numbers what is cited; setting ``stop`` ends it."""

    clock: Clock
    sheet: Sheet
    stop: threading.Event
    text: str
    place: Place
