"""What a search is limited to, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from core.records.statements import Role

NO_DELEGATION = "none"  # among a filter's delegations: words of which it is not known whose they are

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to. Empty means anything; ``inferred`` names the fields that were
    read from the question rather than set by the person. ``speaker`` is a name or part of one, in any
    case and order; ``language`` a code. A delegation's joint texts are its own, too, and ``NO_DELEGATION``
    stands for none. Delegation, speaker and ``roles`` are those of a paragraph's turn. ``statements`` are
    the ids of those that were chosen."""

    delegations: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    forum: str = ""
    inferred: frozenset[str] = frozenset()
    speaker: str = ""
    language: str = ""
    roles: tuple[Role, ...] = ()
    statements: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        """True when nothing is excluded."""
        limits = (self.delegations, self.since, self.until, self.forum, self.speaker, self.language)
        return not any((*limits, self.roles, self.statements))


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph with all that is needed to cite it. ``marker`` is 0 until an answer assigns one.

    Delegation, parties, speaker, post and role are those of its turn; ``turn`` is the turn's number, 0 where
    the statement has one speaker.
    """

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
    page: int = 0
    marker: int = 0
    parties: tuple[str, ...] = ()
    post: str = ""
    role: Role = ""
    turn: int = 0

    def marked(self, marker: int) -> "Source":
        """The same source under a citation marker (1-based)."""
        return replace(self, marker=marker)


@dataclass(frozen=True, slots=True)
class Found:
    """Why a hit was found. Ranks are 1-based, 0 when that stage did not find it; ``similarity`` is
    the cosine in [-1, 1]; ``rerank`` is the cross-encoder's raw logit (None when it was not asked)."""

    lexical_rank: int = 0
    dense_rank: int = 0
    similarity: float = 0.0
    rerank: float | None = None
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked paragraph; ``score`` is comparable within one search only. ``duplicates`` are other
    paragraphs with (nearly) the same words that were folded into this one."""

    source: Source
    score: float
    found: Found = Found()
    duplicates: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, with the filters that were applied and milliseconds spent by stage
    (``retrieve``, ``rerank``)."""

    query: str
    filters: Filters
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of the library a set of filters admits."""

    statements: int
    paragraphs: int
    delegations: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How often a word or phrase occurs: paragraphs and statements that have it, and the number of paragraphs
    by delegation, most first, and by year."""

    words: str
    paragraphs: int = 0
    statements: int = 0
    by_delegation: tuple[tuple[str, int], ...] = ()
    by_year: tuple[tuple[str, int], ...] = ()
