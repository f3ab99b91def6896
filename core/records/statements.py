"""Statements, their paragraphs and turns, and what happens when one is added.

Offsets are half-open code-point offsets, so ``text[start:end]`` is always the thing meant. Dates are
ISO 8601 strings, ``YYYY-MM-DD`` or, where a source says no more, ``YYYY-MM`` or ``YYYY``; an unknown
one is ``""``.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Role = Literal["", "government", "member", "chair", "journalist", "other"]
""" In which capacity a person speaks: for a state or group (``government``), as a member of a parliament or
party, as the one who leads the meeting, as a journalist, or as anybody else: a secretariat, an expert, the
record itself. ``""`` is the only speaker of a text that says no more."""

ROLES: tuple[Role, ...] = ("government", "member", "chair", "journalist", "other")
# Whose words may be given as a position: never a journalist's question or a member's speech.
POSITION_ROLES: tuple[Role, ...] = ("", "government", "chair", "other")
BY_HAND = "corrected by hand"  # the provenance of what a person has corrected
DOUBTFUL_BELOW = 0.9  # a delegation that is less likely to be right than this is shown for correction

_NOTHING: Mapping[str, str] = MappingProxyType({})


def content_id(*parts: str, length: int = 16) -> str:
    """Hex digest of the parts, shortened to ``length`` characters (16 = 64 bits).

    The parts are joined by a separator that does not occur in text, so ("ab", "c") and ("a", "bc")
    differ.
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a statement: the unit that is cited.

    ``ordinal`` counts from 1 within the statement. ``number`` is the number printed in the source
    when ``printed`` is true, and equals ``ordinal`` otherwise. ``page`` is the 1-based page of the file
    on which it begins, 0 when the source has no pages.
    """

    id: str
    ordinal: int
    number: int
    printed: bool
    section: str
    start: int
    end: int
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without a break: the paragraphs ``first`` to ``last`` (ordinals, both
    included). Turns are numbered from 1 within their statement.

    ``delegation`` and ``on_behalf_of`` are as those of a statement; ``parties`` are the delegations whose
    joint words these are, and then ``delegation`` is ``""``. ``confidence`` in [0, 1] is how sure it is
    that the delegation is as given; where none is, that of the likeliest one.
    """

    ordinal: int
    first: int
    last: int
    delegation: str = ""
    parties: tuple[str, ...] = ()
    on_behalf_of: str = ""
    speaker: str = ""
    speaker_latin: str = ""
    post: str = ""
    role: Role = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A stretch of the statement's text that says again, word for word, what stands earlier."""

    start: int
    end: int
    of_start: int
    of_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known about a statement; "" where it is not."""

    title: str = ""
    delegation: str = ""
    speaker: str = ""
    speaker_latin: str = ""
    post: str = ""
    on_behalf_of: str = ""
    forum: str = ""
    agenda_item: str = ""
    date: str = ""
    date_end: str = ""
    language: str = ""
    url: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Statement(About):
    """A statement as read: its text, what is known about it, and its numbered paragraphs.

    ``text[p.start:p.end] == p.text`` holds for every paragraph. ``delegation`` is an ISO 3166
    alpha-3 code or a group's code (``EU``), ``""`` when unknown; ``on_behalf_of`` is the code of a
    group for which that delegation speaks here. ``date``..``date_end`` is the span of the meeting,
    both inclusive; ``date_end`` equals ``date`` for a single day. ``provenance`` maps a field's name
    to where its value came from ("title line", "file name", "corrected by hand", …). ``notices`` are
    sentences for the person who added it.

    ``parties`` are the delegations whose joint text it is. ``turns`` are its speakers' where it has several,
    in order, together all paragraphs; then the fields of the statement hold what is true of all who speak for
    a state. Without turns the statement's own fields tell who speaks. ``confidence`` in [0, 1] is how sure
    it is that the delegation is as given, of several turns the least.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    provenance: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    repeats: tuple[Repeat, ...] = ()
    notices: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    confidence: float = 1.0
    turns: tuple[Turn, ...] = ()


def turns_of(statement: Statement) -> tuple[Turn, ...]:
    """Its turns: of a statement with one speaker a single one, numbered 0."""
    if statement.turns or not statement.paragraphs:
        return statement.turns
    return (
        Turn(
            ordinal=0,
            first=1,
            last=len(statement.paragraphs),
            delegation=statement.delegation,
            parties=statement.parties,
            on_behalf_of=statement.on_behalf_of,
            speaker=statement.speaker,
            speaker_latin=statement.speaker_latin,
            post=statement.post,
            confidence=statement.confidence,
        ),
    )


def turn_of(statement: Statement, paragraph: Paragraph) -> Turn:
    """The turn in which ``paragraph`` is spoken. Raises ValueError when there is none."""
    for turn in turns_of(statement):
        if turn.first <= paragraph.ordinal <= turn.last:
            return turn
    raise ValueError(f"paragraph {paragraph.id!r} is in no turn")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who spoke for a delegation, in the ``years`` ("2016", ascending) of the statements that the
    library has from them. ``latin`` is the name in Latin letters where ``name`` is not."""

    name: str
    delegation: str
    years: tuple[str, ...] = ()
    latin: str = ""


# What a person may correct by hand, in the order in which it is shown.
CORRECTABLE = (
    *("title", "delegation", "on_behalf_of", "speaker", "post", "forum", "agenda_item"),
    *("date", "date_end", "language", "url"),
)
TURN_CORRECTABLE = ("delegation", "speaker", "post", "role")  # and of one of its turns


@dataclass(frozen=True, slots=True)
class StatementSummary(About):
    """A statement without its text, for lists. ``paragraphs`` is how many it has; ``origins`` are all
    the files and addresses from which the same content was read, ``origin`` the first of them.
    ``versions`` are the ids of the same statement in other languages. ``speaking`` are the codes of the
    delegations that speak in it, ``turns`` is how many turns it has (0: one speaker)."""

    id: str
    origins: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    paragraphs: int = 0
    provenance: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    notices: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    confidence: float = 1.0
    speaking: tuple[str, ...] = ()
    turns: int = 0

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at whose words these are, and has not."""
        return self.confidence < DOUBTFUL_BELOW and self.provenance.get("delegation") != BY_HAND


AddingOutcome = Literal["", "added", "unchanged", "origin added", "moved", "replaced", "refused"]


@dataclass(frozen=True, slots=True)
class Adding:
    """One step of adding documents to the library: what became of one of them, or a mere sign of life.

    ``done`` of ``total`` documents are through (None: how many there are is not known yet). ``name`` is
    how the person knows the document that is through, ``origin`` where exactly it lies; name and outcome
    are "" for a sign of life. ``detail`` is the refusal's sentence, or what the reader of the document
    noticed. ``per_second`` counts the passages embedded a
    second so far, 0 while none was; ``seconds_left`` is an estimate, None while there is none.
    """

    done: int
    total: int | None
    name: str
    outcome: AddingOutcome
    detail: str = ""
    statement_id: str = ""
    paragraphs: int = 0
    origin: str = ""
    per_second: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded: a paragraph, or a window of sentences of a long one.

    ``start``/``end`` are offsets in the paragraph's text. ``context`` is the line that says whose
    words these are and when ("Japan, 2020-12-01, OEWG"); it is embedded and indexed with the text,
    but is never part of a quotation.
    """

    id: str
    paragraph_id: str
    start: int
    end: int
    text: str
    context: str
