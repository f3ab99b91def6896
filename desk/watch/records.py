"""A watch, what its question found at one time, and what changed between two times."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

from core.records import Filters, Source
from desk.wording import Step

Kind = Literal["question", "brief"]
Outcome = Literal["untouched", "same", "changed", "failed", "stopped"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paragraph, as they were quoted."""

    paragraph_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question found at one time (ISO 8601, UTC). ``verdicts`` says of what: "" is the question as a
    whole, else a delegation, a year, both ("KEN 2019") or an expected question of a brief. ``written`` is the
    bottom line where a model wrote it. ``sources`` are the paragraphs that are cited, ``basis`` names what
    the answer depended on."""

    at: str
    verdicts: tuple[tuple[str, str], ...] = ()
    written: str = ""
    quotes: tuple[Quote, ...] = ()
    sources: tuple[Source, ...] = ()
    basis: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict that is another than it was; "" where there was, or is, none."""

    of: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A paragraph that is cited with its quoted words, one after the other. ``steps`` lead to them from the
    words of ``before``, the earlier quotation that they are closest to; () where none is another version of
    them."""

    source: Source
    words: str
    before: Source | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A paragraph that is cited no more; ``removed`` where it is not in the library any more."""

    source: Source
    words: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two findings. ``added`` paragraphs were not cited before, ``reworded`` ones were,
    with other words. ``written`` leads from the one bottom line to the other. ``basis`` names what the answer
    depends on and has changed, which by itself is no change of the answer."""

    since: str
    at: str
    verdicts: tuple[Verdict, ...] = ()
    written: tuple[Step, ...] = ()
    added: tuple[Cited, ...] = ()
    reworded: tuple[Cited, ...] = ()
    gone: tuple[Gone, ...] = ()
    basis: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing that a reader is shown has changed."""
        return not (self.verdicts or self.written or self.added or self.reworded or self.gone)


@dataclass(frozen=True, slots=True)
class Saved:
    """A change as it is kept; ``unread`` until its owner has seen it."""

    change: Change
    unread: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """A question or a brief's topic, with the filters that the person set and whether others may be read from
    it. ``seen`` are the statements that it could be answered from when it was last looked at, and ``counted``
    the library's count of changes then; ``checked`` is when. ``changes`` are the latest first. Its times are
    ISO 8601, in UTC."""

    id: str
    owner: str
    kind: Kind
    question: str
    filters: Filters
    infer: bool
    made: str
    checked: str
    counted: int
    finding: Finding
    seen: frozenset[str] = frozenset()
    changes: tuple[Saved, ...] = ()

    @property
    def unread(self) -> int:
        """How many changes its owner has not seen."""
        return sum(one.unread for one in self.changes)


@dataclass(frozen=True, slots=True)
class Looked:
    """One watch looked at, of ``total``. ``untouched``: nothing new could touch it, so that it was not asked;
    ``change`` is there where it was, ``said`` is why it failed."""

    done: int
    total: int
    watch: Watch
    outcome: Outcome
    new: int = 0
    change: Change | None = None
    said: str = ""
