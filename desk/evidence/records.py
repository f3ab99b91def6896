"""An evidence pack, and what checking it against a library found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from core.records import Filters
from desk.watch.records import Change, Finding, Kind

FoundState = Literal["found", "moved", "altered", "missing"]
AnswerState = Literal["same", "changed", "failed", "stopped"]
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a paragraph, "" where it is cited without being quoted. The hashes are SHA-256 of the whole
    paragraph's text and of its statement's, that "" where the statement was not at hand."""

    paragraph_id: str
    statement_id: str
    label: str
    delegation: str
    words: str
    paragraph_sha256: str
    statement_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, or the topic of a brief, as it was asked, with what it found then."""

    kind: Kind
    question: str
    filters: Filters
    infer: bool
    finding: Finding


@dataclass(frozen=True, slots=True)
class Pack:
    """What is in a pack beside its document. ``made`` is a day, ``made_with`` names the program, the models
    by their hashes, and the thresholds; ``files`` are the other files in it by name, with their SHA-256."""

    title: str
    made: str
    quotations: tuple[Quoted, ...] = ()
    questions: tuple[Asked, ...] = ()
    made_with: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    files: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class QuotedAgain:
    """A quotation looked up. ``found``: in its paragraph, which is as it was; ``moved``: word for word, but
    in another paragraph, or one that has changed otherwise; ``altered``: ``diff`` leads from the nearest
    words to it; ``missing``: nowhere. ``label`` is where it stands now."""

    quoted: Quoted
    state: FoundState
    label: str = ""
    diff: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A question asked again: what has changed, or ``said`` why it could not be asked."""

    asked: Asked
    state: AnswerState
    change: Change | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A pack checked, as far as it got. ``damaged`` are files in it that are not those it was made with;
    ``other`` names what it was made with and is another here: (name, then, now)."""

    pack: Pack
    quotations: tuple[QuotedAgain, ...] = ()
    answers: tuple[AskedAgain, ...] = ()
    damaged: tuple[str, ...] = ()
    other: tuple[tuple[str, str, str], ...] = ()
    stopped: bool = False

    @property
    def holds(self) -> bool:
        """Whether every quotation stands as it did, every answer is the same, and the files are whole."""
        return (
            not self.damaged
            and not self.stopped
            and all(one.state == "found" for one in self.quotations)
            and all(one.state == "same" for one in self.answers)
        )
