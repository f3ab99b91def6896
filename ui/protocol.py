"""What the page needs of the rest of the program, and nothing more."""

import threading
from collections.abc import Iterator, Mapping
from typing import Protocol

from answer.events import Event
from core.records import Filters, Scope, SearchResult, Source, Statement, StatementSummary


class Asker(Protocol):
    """A library that can be asked. Every method may be called from several threads at once, and
    raises RapporteurError with a sentence for the reader when it cannot do what it is asked."""

    @property
    def model_name(self) -> str:
        """The writing model as the header shows it, with where it runs; "" when there is none."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that the reader should see above everything (a missing model, for one)."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to offer before the first one is asked; three are meant."""

    def ask(
        self,
        question: str,
        *,
        filters: Filters,
        infer: bool,
        stop: threading.Event,
        markers: Mapping[str, int],
    ) -> Iterator[Event]:
        """Events up to ``Finished``. ``infer`` allows filters to be read from the question;
        ``markers`` (paragraph id → marker) are those already given out in this conversation, which
        are to be used again; once ``stop`` is set, what has passed is finished as it stands."""

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs."""

    def neighbours(self, paragraph_id: str) -> tuple[Source, ...]:
        """The paragraph among those around it, in the statement's order."""

    def statement(self, statement_id: str) -> Statement:
        """The whole statement."""

    def statements(self) -> tuple[StatementSummary, ...]:
        """Every statement in the library."""

    def scope(self, filters: Filters) -> Scope:
        """How much of the library the filters admit."""

    def delegation_name(self, code: str) -> str:
        """The name of a delegation ("Japan"), or the code itself when it is not known."""
