"""What one call of ``Pipeline.ask`` accumulates."""

import threading
from dataclasses import dataclass, field

from answer.clock import Clock
from answer.evidence.answerable import Decision
from answer.evidence.parts import Part
from answer.evidence.sentences import EvidenceSentence
from answer.sheet import Sheet
from core.records import Scope, Source


@dataclass(slots=True)
class Run:
    """``text`` is the question as asked; ``against`` are sentences that contradict what it takes for
    granted; ``failure`` is why the language model could not go on, for the reader."""

    clock: Clock
    sheet: Sheet
    stop: threading.Event
    text: str
    scope: Scope = field(default_factory=lambda: Scope(0, 0))
    decision: Decision = field(default_factory=lambda: Decision(True))
    failure: str = ""
    against: list[EvidenceSentence] = field(default_factory=list)
    elsewhere: tuple[Source, ...] = ()

    def wrote(self, part: Part) -> bool:
        """Whether a sentence of the answer rests on this part's evidence."""
        mine = {s.source.paragraph_id for s in part.evidence.sentences}
        return any(c.paragraph_id in mine for s in self.sheet.sentences for c in s.citations)
