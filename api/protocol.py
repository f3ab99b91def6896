"""What the interface needs of the rest of the program. Every method may be called from several threads at
once, and raises RapporteurError with a sentence for the caller."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from answer.events import Event
from core.delegations import Gazetteer
from core.records import Answer, Filters, Scope, SearchResult, Source, Statement, StatementSummary, Table
from desk.draft.records import DraftProgress
from desk.records import Brief, Comparison, Order, QuestionList, Timeline
from desk.watch.records import Kind, Looked, Watch
from desk.watch.store import Watches


class Holdings(Protocol):
    """The library, read."""

    def statement(self, statement_id: str) -> Statement:
        """The whole statement."""

    def statements(self, filters: Filters) -> tuple[StatementSummary, ...]:
        """The statements that the filters admit."""

    def neighbours(self, paragraph_id: str, before: int = 1, after: int = 1) -> tuple[Source, ...]:
        """The paragraph among those around it."""

    def scope(self, filters: Filters = Filters()) -> Scope:
        """How much of the library the filters admit."""


class Service(Protocol):
    """A library that can be asked."""

    @property
    def library(self) -> Holdings:
        """The library itself."""

    @property
    def gazetteer(self) -> Gazetteer:
        """The delegations and groups that are known."""

    @property
    def watches(self) -> Watches:
        """Where watches are kept."""

    @property
    def model_name(self) -> str:
        """The writing model, with where it runs; "" when there is none."""

    def ask(
        self,
        question: str,
        *,
        filters: Filters,
        infer: bool,
        stop: threading.Event,
        markers: Mapping[str, int],
        history: Sequence[str],
    ) -> Iterator[Event]:
        """Events up to ``Finished``."""

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs."""

    def table(
        self, question: str, filters: Filters, years: Sequence[str] = (), stop: threading.Event | None = None
    ) -> Table:
        """What each delegation said on a question, in each year."""

    def check_draft(self, draft: str, filters: Filters, stop: threading.Event) -> Iterator[DraftProgress]:
        """A writer's draft, compared with the statements sentence by sentence."""

    def brief(self, order: Order, stop: threading.Event) -> Iterator[Brief]:
        """A briefing note as it grows."""

    def comparison(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event, *, by_year: bool
    ) -> Iterator[Comparison]:
        """Delegations side by side, cell by cell."""

    def timeline(self, question: str, filters: Filters, stop: threading.Event) -> Iterator[Timeline]:
        """One delegation's words, statement by statement."""

    def answered(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event
    ) -> Iterator[QuestionList]:
        """An answer to each question, one after the other."""

    def digest(self, statement_id: str) -> Answer:
        """A statement in at most five quotations."""

    def watch(
        self,
        kind: Kind,
        question: str,
        filters: Filters,
        stop: threading.Event,
        *,
        infer: bool = True,
        owner: str = "",
    ) -> Watch | None:
        """A watch with what it finds now; None where it was stopped before that was known."""

    def watched(
        self, chosen: Sequence[Watch], stop: threading.Event, *, again: bool = False
    ) -> Iterator[Looked]:
        """Each watch looked at, and asked again where it could find something else, or with ``again``."""

    def resolved(self, filters: Filters) -> Filters:
        """The filters with groups as those of their members that have statements."""
