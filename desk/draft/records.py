"""What the check of a draft finds. Offsets are half-open and in code points, of the draft unless said."""

from dataclasses import dataclass
from typing import Literal

from core.records import Citation, Source

Verdict = Literal["supported", "partly", "contradicted", "not_found", "no_claim"]
QuotationState = Literal["exact", "altered", "joined", "not_found", "other_speaker"]
ReferenceState = Literal["found", "no_statement", "no_paragraph"]

# The one order in which verdicts are listed and counted.
VERDICTS: tuple[Verdict, ...] = ("supported", "partly", "contradicted", "not_found", "no_claim")


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation that the writer gave: ``draft[start:end] == text``. ``paragraphs`` are the ids that it leads
    to; with ``state`` "no_statement" or "no_paragraph" there are none."""

    text: str
    start: int
    end: int
    delegation: str
    since: str
    until: str
    numbers: tuple[int, ...]
    state: ReferenceState = "no_statement"
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the draft has in quotation marks: ``draft[start:end] == text``, without the marks.

    ``citations`` are where they, or the words nearest to them, stand. ``diff`` tells an altered quotation
    from the source: ("same" | "added" | "dropped", words); what is "added" stands in the draft only.
    ``said_by`` is the code of the delegation whose words they are, where the draft says another's.
    """

    text: str
    start: int
    end: int
    state: QuotationState
    citations: tuple[Citation, ...] = ()
    diff: tuple[tuple[str, str], ...] = ()
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of the draft, ``draft[start:end] == text``, with what was found.

    ``reason`` says why it is not "supported": a reason of the support check, or ``quotation``, ``speaker``,
    ``citation`` (the cited paragraph does not exist). With "supported" it is "" or ``elsewhere``: another
    paragraph supports it than the one cited. ``differing`` are the words that the sources do not support.
    ``delegations`` are those about whom it claims something, ``searched`` is how many statements of theirs
    were searched. ``support`` in [0, 1] is the score of the support check.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    reason: str = ""
    differing: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    references: tuple[Reference, ...] = ()
    delegations: tuple[str, ...] = ()
    searched: int = 0
    support: float = 0.0

    @property
    def flagged(self) -> bool:
        """Whether the writer should look at it."""
        return self.verdict in ("partly", "contradicted", "not_found")


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A draft checked, as far as it got: ``stopped`` tells that sentences at its end were not looked at.
    Every citation's marker is that of one of ``sources``; ``searched`` counts the statements that the filters
    admit."""

    text: str
    sentences: tuple[CheckedSentence, ...]
    sources: tuple[Source, ...]
    searched: int
    stopped: bool = False

    def count(self, verdict: Verdict) -> int:
        """How many sentences have this verdict."""
        return sum(sentence.verdict == verdict for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """``done`` of ``total`` sentences are through; ``report`` is the draft as far as it is checked."""

    done: int
    total: int
    report: DraftReport
