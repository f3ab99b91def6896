"""What the interface needs of the rest of the program. Every method may be called from several threads at
once, and raises RapporteurError with a sentence for the caller."""

import threading
from collections.abc import Sequence
from typing import Protocol

from core.records import Filters, Scope, Source, Statement, StatementSummary, Table
from desk.dossier.gather import Shelf
from desk.protocol import Desk
from desk.watch.records import Kind, Watch


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


class Service(Desk, Shelf, Protocol):
    """A library that can be asked."""

    @property
    def library(self) -> Holdings:
        """The library itself."""

    def table(
        self, question: str, filters: Filters, years: Sequence[str] = (), stop: threading.Event | None = None
    ) -> Table:
        """What each delegation said on a question, in each year."""

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

    def resolved(self, filters: Filters) -> Filters:
        """The filters with groups as those of their members that have statements."""
