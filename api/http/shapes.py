"""The documents of answers, as the OpenAPI description gives them. ``core/documents.py`` makes them; a test
holds what is really answered against what is described here."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CitationOut(Document):
    """The words of one source that support a sentence: characters `start` to `end` of its text."""

    marker: int
    paragraph_id: str
    quote: str
    start: int
    end: int


class SentenceOut(Document):
    """A sentence with its citations. `support` is the probability that the cited words support it."""

    text: str
    support: float
    verbatim: bool
    citations: list[CitationOut]


class SourceOut(Document):
    """A paragraph with all that is needed to cite it. `marker` is 0 where no answer cites it."""

    paragraph_id: str
    statement_id: str
    label: str
    number: int
    printed: bool
    ordinal: int
    section: str
    title: str
    delegation: str
    speaker: str
    forum: str
    date: str
    date_end: str
    url: str
    origin: str
    language: str
    text: str
    page: int
    marker: int
    parties: list[str]
    post: str
    role: str
    turn: int


class RejectedOut(Document):
    """A sentence that was written and is not part of the answer."""

    text: str
    reason: str
    support: float
    differing: list[str]


class CellOut(Document):
    """What one delegation said in a span of time; `searched` counts statements."""

    delegation: str
    since: str
    until: str
    state: Literal["said", "uncertain", "silent"]
    searched: int
    quotes: list[SentenceOut]


class LimitsOut(Document):
    """What a search is limited to, as a request gives it."""

    delegation: list[str]
    since: str | None
    until: str | None
    forum: str | None
    speaker: str = ""
    language: str = ""
    role: list[str] = Field(default_factory=list)
    statements: list[str] = Field(default_factory=list)


class FiltersOut(LimitsOut):
    """What was searched; `inferred` names the fields that were read from the question."""

    inferred: list[str]


class ScopeOut(Document):
    """How much was searched."""

    statements: int
    paragraphs: int
    delegations: list[str]
    since: str
    until: str


class AnswerOut(Document):
    """An answer with everything needed to trace it: the document of `rapporteur ask --json`."""

    question: str
    status: Literal["answered", "uncertain", "not_addressed", "empty_library"]
    mode: Literal["written", "quoted"]
    kind: str
    language: str
    filters: FiltersOut
    sentences: list[SentenceOut]
    quotes: list[SentenceOut]
    cells: list[CellOut]
    sources: list[SourceOut]
    rejected: list[RejectedOut]
    nearest: list[SourceOut]
    elsewhere: list[SourceOut]
    asked_as: str
    searched: ScopeOut
    note: str
    stopped: bool
    model: str
    prompt_sha256: str
    library_sha256: str
    settings: dict[str, str]
    raw_text: str
    evidence: list[str]
    timings_ms: dict[str, float]


class TableOut(Document):
    """Cells with the sources that they cite; `stopped` says that time ran out before the rest."""

    question: str
    filters: FiltersOut
    cells: list[CellOut]
    sources: list[SourceOut]
    stopped: bool


class FoundOut(Document):
    """Why a paragraph was found."""

    lexical_rank: int
    dense_rank: int
    similarity: float
    rerank: float | None
    matched: list[str]


class DuplicateOut(Document):
    """A paragraph with (nearly) the same words."""

    paragraph_id: str
    label: str


class HitOut(SourceOut):
    """A paragraph that was found."""

    score: float
    found: FoundOut
    duplicates: list[DuplicateOut]


class SearchOut(Document):
    """Paragraphs, best first."""

    query: str
    filters: FiltersOut
    hits: list[HitOut]
    timings_ms: dict[str, float]


class ParagraphOut(Document):
    """A paragraph among those around it, in the statement's order."""

    paragraphs: list[SourceOut]


class HealthOut(Document):
    """That the library can be read."""

    status: Literal["ok"]


class Problem(Document):
    """What went wrong (RFC 9457); `detail` is the sentence that the page would show."""

    type: str
    title: str
    status: int
    detail: str


class _About(Document):
    id: str
    title: str
    delegation: str
    speaker: str
    speaker_latin: str
    post: str
    on_behalf_of: str
    forum: str
    agenda_item: str
    date: str
    date_end: str
    language: str
    url: str
    origin: str
    provenance: dict[str, str]
    notices: list[str]
    parties: list[str]
    confidence: float


class SummaryOut(_About):
    """A statement in a list."""

    origins: list[str]
    versions: list[str]
    paragraphs: int
    speaking: list[str]
    turns: int


class StatementsOut(Document):
    """A page of the list of statements."""

    statements: list[SummaryOut]
    total: int


class NumberedOut(Document):
    """A paragraph of a statement: characters `start` to `end` of its text."""

    id: str
    ordinal: int
    number: int
    printed: bool
    section: str
    start: int
    end: int
    text: str
    page: int


class TurnOut(Document):
    """What one of several speakers says, from paragraph `first` to `last`."""

    ordinal: int
    first: int
    last: int
    delegation: str
    parties: list[str]
    on_behalf_of: str
    speaker: str
    speaker_latin: str
    post: str
    role: str
    confidence: float


class RepeatOut(Document):
    """A stretch of the text that says again what stands earlier."""

    start: int
    end: int
    of_start: int
    of_end: int


class StatementOut(_About):
    """A statement whole."""

    text: str
    paragraphs: list[NumberedOut]
    repeats: list[RepeatOut]
    turns: list[TurnOut]
