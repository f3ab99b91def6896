"""What the page needs of the rest of the program, and nothing more: somebody to ask, and a library that is
kept. Every method may be called from several threads at once, and raises RapporteurError with a sentence for
the reader when it cannot do what it is asked."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from answer.history.conversations import Exchange
from core.records import Adding, Answer, Filters, Scope, Source, Statement, StatementSummary
from desk.dossier.gather import Shelf
from desk.notes.records import Note
from desk.protocol import Desk
from desk.records import Brief, Part


class Keeper(Protocol):
    """The library: what is in it, read and removed."""

    def statement(self, statement_id: str) -> Statement:
        """The whole statement. Raises UsageError when it is not there."""

    def statements(self, filters: Filters = Filters()) -> tuple[StatementSummary, ...]:
        """The statements that the filters admit."""

    def scope(self, filters: Filters) -> Scope:
        """How much of the library the filters admit."""

    def neighbours(self, paragraph_id: str) -> tuple[Source, ...]:
        """The paragraph among those around it, in the statement's order."""

    def remove(self, statement_id: str) -> None:
        """Take the statement out of the library for good. Raises UsageError when it is not there."""

    def check(self) -> tuple[str, ...]:
        """A sentence for everything in the library that is not as it should be."""


class Taker(Protocol):
    """The way into the library, and what is known about a statement corrected."""

    def add_files(self, files: Sequence[tuple[str, Path]], *, stop: threading.Event) -> Iterator[Adding]:
        """Add files, folders' files and archives, given as (name as the person knows it, where the upload
        lies). One that cannot be read is reported as refused and the rest goes on. Once ``stop`` is set
        what is stored stays. Raises LibraryError when nothing can be stored."""

    def add_url(self, url: str, *, stop: threading.Event) -> Iterator[Adding]:
        """Fetch and add what lies at an address. A refusal is reported like that of a file."""

    def edit(self, statement_id: str, changes: Mapping[str, str]) -> Statement:
        """The statement with fields (of CORRECTABLE) corrected by hand; "" says that it is not known.
        Raises UsageError when a value cannot be one of that field, or the statement is not there."""


class Asker(Desk, Shelf, Protocol):
    """A library that can be asked."""

    @property
    def library(self) -> Keeper:
        """The library itself."""

    @property
    def intake(self) -> Taker:
        """The way into it."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that the reader should see above everything (a missing model, for one)."""

    def examples(self, language: str) -> Mapping[str, str]:
        """Questions to offer before the first one is asked, by kind ("position", "list", …)."""
        ...

    @property
    def groups(self) -> Mapping[str, str]:
        """Groups of delegations that can be chosen as filters, by code: their names."""

    def read_draft(self, data: bytes, name: str) -> str:
        """The text of a draft in a file. Raises UnreadableError."""

    def refilled(self, part: Part, language: str, stop: threading.Event) -> Brief:
        """One part of a brief, made anew."""
        ...

    def read_questions(self, data: bytes, name: str) -> tuple[str, ...]:
        """The expected questions in a file. Raises UnreadableError."""

    def keep_watched(self, answer: Answer, filters: Filters, *, infer: bool, owner: str) -> None:
        """Watch the question of an answer from what it found; ``filters`` are those that the person set, and
        ``infer`` whether others were read from the question."""

    def keep_brief_watched(self, made: Brief, *, owner: str) -> None:
        """Watch a brief from what it found. Raises UsageError for one that was stopped."""

    def evidence(self, note: Note, asked: Sequence[Exchange]) -> bytes:
        """An evidence pack of a note, and of questions with what they found."""
        ...
