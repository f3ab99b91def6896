"""What the page and the interface for other programs both need of a library that can be asked. Every method
may be called from several threads at once, and raises RapporteurError with a sentence for the reader."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from answer.events import Event
from core.delegations import Gazetteer
from core.records import Answer, Filters, SearchResult
from desk.draft.records import DraftProgress
from desk.records import Brief, Comparison, Order, QuestionList, Timeline
from desk.watch.records import Looked, Watch
from desk.watch.store import Watches


class Desk(Protocol):
    """A library that answers and makes papers; once ``stop`` is set, a paper ends with what it has."""

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
        silent: Collection[str] = (),
    ) -> Iterator[Event]:
        """Events up to ``Finished``. ``infer`` allows filters to be read from the question;
        ``markers`` (paragraph id → marker) are those already given out in this conversation, which
        are to be used again, and ``history`` the questions asked in it, the latest last, of which
        ``silent`` are not addressed; once ``stop`` is set, what has passed is finished as it stands."""

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """The ``k`` best paragraphs."""

    def check_draft(self, draft: str, filters: Filters, stop: threading.Event) -> Iterator[DraftProgress]:
        """Each sentence of a writer's draft compared with the statements, one step a sentence; the last
        step's report says whether it was stopped."""

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
        """A statement in at most five quotations. Raises UsageError when it is not there."""

    def watched(
        self, chosen: Sequence[Watch], stop: threading.Event, *, again: bool = False
    ) -> Iterator[Looked]:
        """Each watch looked at, and asked again where it could find something else, or with ``again``."""
