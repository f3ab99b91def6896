"""The documents of a checked draft, a briefing note and a question list, as the OpenAPI description has
them."""

from typing import Literal

from api.http.shapes import AnswerOut, CellOut, CitationOut, Document, FiltersOut, SentenceOut, SourceOut


class QuotationOut(Document):
    """Words that the draft has in quotation marks; `diff` tells an altered one from the source."""

    text: str
    start: int
    end: int
    state: Literal["exact", "altered", "joined", "not_found", "other_speaker"]
    diff: list[list[str]]
    said_by: str
    citations: list[CitationOut]


class ReferenceOut(Document):
    """A citation that the writer gave."""

    text: str
    start: int
    end: int
    state: Literal["found", "no_statement", "no_paragraph"]
    delegation: str
    since: str
    until: str
    numbers: list[int]
    paragraphs: list[str]


class CheckedOut(Document):
    """A sentence of the draft, characters `start` to `end`, with what was found."""

    text: str
    start: int
    end: int
    verdict: Literal["supported", "partly", "contradicted", "not_found", "no_claim"]
    reason: str
    differing: list[str]
    citations: list[CitationOut]
    quotations: list[QuotationOut]
    references: list[ReferenceOut]
    delegations: list[str]
    searched: int
    support: float


class DraftOut(Document):
    """A draft checked: the document of `rapporteur check-draft --json`."""

    sentences: list[CheckedOut]
    sources: list[SourceOut]
    searched: int
    stopped: bool
    counts: dict[str, int]


class ChangeOut(Document):
    """The words of one cell and of the one before it; `diff` leads from these to those."""

    before: CellOut
    after: CellOut
    diff: list[list[str]]


class PositionOut(Document):
    """What one delegation said on the topic."""

    delegation: str
    status: str
    bottom_line: list[SentenceOut]
    said: list[CellOut]
    in_groups: list[CellOut]
    may_bear: list[CellOut]
    changes: list[ChangeOut]
    searched: int


class OtherOut(CellOut):
    """Another delegation, and whether it agrees."""

    agreement: str


class RaisedOut(CellOut):
    """What was said on a question that may be asked."""

    question: str


class SearchedOut(Document):
    """How much a brief searched."""

    statements: int
    paragraphs: int
    since: str | None
    until: str | None


class BriefOut(Document):
    """A briefing note: the document of `rapporteur brief --json`."""

    topic: str
    made: str
    marking: str
    language: str
    filters: FiltersOut
    searched: SearchedOut
    positions: list[PositionOut]
    others: list[OtherOut]
    more_others: list[str]
    silent_others: list[str]
    raised: list[RaisedOut]
    not_addressed: list[str]
    sources: list[SourceOut]
    written: int
    dropped: int
    model: str
    library_sha256: str
    stopped: bool


class QuestionListOut(Document):
    """Expected questions, answered one by one: the document of `rapporteur qa --json`."""

    questions: list[str]
    filters: FiltersOut
    answers: list[AnswerOut]
    sources: list[SourceOut]
    stopped: bool
