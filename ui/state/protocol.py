"""What the page needs of the rest of the program, and nothing more: somebody to ask, and a library that is
kept. Every method may be called from several threads at once, and raises RapporteurError with a sentence for
the reader when it cannot do what it is asked."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from answer.events import Event
from answer.history.conversations import Conversations
from core.delegations import Gazetteer
from core.records import Adding, Answer, Filters, Scope, SearchResult, Source, Statement, StatementSummary
from desk.draft.records import DraftProgress
from desk.notes.store import Notes
from desk.records import Brief, Comparison, Order, Part, QuestionList, Timeline
from desk.watch.records import Looked, Watch
from desk.watch.store import Watches


class Keeper(Protocol):
    """The library: what is in it, read and removed."""

    def statement(self, statement_id: str) -> Statement:
        """The whole statement. Raises UsageError when it is not there."""

    def statements(self) -> tuple[StatementSummary, ...]:
        """Every statement in the library."""

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


class Asker(Protocol):
    """A library that can be asked."""

    @property
    def library(self) -> Keeper:
        """The library itself."""

    @property
    def intake(self) -> Taker:
        """The way into it."""

    @property
    def gazetteer(self) -> Gazetteer:
        """The delegations and groups that are known."""

    @property
    def conversations(self) -> Conversations:
        """Where conversations are kept."""

    @property
    def notes(self) -> Notes:
        """Where notes and papers are kept."""

    @property
    def watches(self) -> Watches:
        """Where watches are kept."""

    @property
    def model_name(self) -> str:
        """The writing model as the header shows it, with where it runs; "" when there is none."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that the reader should see above everything (a missing model, for one)."""

    def examples(self, language: str) -> Mapping[str, str]:
        """Questions to offer before the first one is asked, by kind ("position", "list", …)."""
        ...

    @property
    def groups(self) -> Mapping[str, str]:
        """Groups of delegations that can be chosen as filters, by code: their names."""

    def ask(
        self,
        question: str,
        *,
        filters: Filters,
        infer: bool,
        stop: threading.Event,
        markers: Mapping[str, int],
        history: Sequence[str],
        silent: Collection[str],
    ) -> Iterator[Event]:
        """Events up to ``Finished``. ``infer`` allows filters to be read from the question;
        ``markers`` (paragraph id → marker) are those already given out in this conversation, which
        are to be used again, and ``history`` the questions asked in it, the latest last, of which
        ``silent`` are not addressed; once ``stop`` is set, what has passed is finished as it stands."""

    def read_draft(self, data: bytes, name: str) -> str:
        """The text of a draft in a file. Raises UnreadableError."""

    def check_draft(self, draft: str, filters: Filters, stop: threading.Event) -> Iterator[DraftProgress]:
        """Each sentence of the draft compared with the statements, one step a sentence; once ``stop`` is set
        no more are looked at, and the last step's report says so."""

    def brief(self, order: Order, stop: threading.Event) -> Iterator[Brief]:
        """A briefing note as it grows; once ``stop`` is set it ends with what there is."""

    def refilled(self, part: Part, language: str, stop: threading.Event) -> Brief:
        """One part of a brief, made anew."""
        ...

    def comparison(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event, *, by_year: bool
    ) -> Iterator[Comparison]:
        """Delegations side by side, cell by cell."""

    def timeline(self, question: str, filters: Filters, stop: threading.Event) -> Iterator[Timeline]:
        """One delegation's words, statement by statement."""

    def read_questions(self, data: bytes, name: str) -> tuple[str, ...]:
        """The expected questions in a file. Raises UnreadableError."""

    def answered(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event
    ) -> Iterator[QuestionList]:
        """An answer to each question, one after the other."""

    def digest(self, statement_id: str) -> Answer:
        """A statement in at most five quotations. Raises UsageError when it is not there."""

    def keep_watched(self, answer: Answer, filters: Filters, *, infer: bool, owner: str) -> None:
        """Watch the question of an answer from what it found; ``filters`` are those that the person set, and
        ``infer`` whether others were read from the question."""

    def watched(
        self, chosen: Sequence[Watch], stop: threading.Event, *, again: bool = False
    ) -> Iterator[Looked]:
        """Each watch looked at, and asked again where it could find something else, or with ``again``."""

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs."""
