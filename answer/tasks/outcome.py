"""What a task found out: the verdict on one part of a question."""

from dataclasses import dataclass

from answer.evidence.excerpts import Excerpt
from answer.evidence.parts import Part
from answer.evidence.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """``excerpts`` are the words that answer (state "said"), may answer ("uncertain"), or contradict what the
    question takes for granted ("silent", reason "premise"). ``failure`` is why the language model could not
    go on, for the reader; ``written`` how many sentences of the bottom line passed."""

    part: Part
    verdict: Verdict
    excerpts: tuple[Excerpt, ...] = ()
    written: int = 0
    failure: str = ""
