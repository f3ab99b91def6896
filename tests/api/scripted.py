"""The scripted library of the page's tests, as the interface wants it."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from answer.events import Event
from core.errors import NotThereError
from core.records import Cell, Filters, Source, StatementSummary, Table
from desk.records import Brief
from desk.tasks.brief import Order
from tests.ui.scripted import ScriptedAsker, source
from tests.ui.scripted_cells import quoting


class ScriptedService(ScriptedAsker):
    """``hold`` keeps every question from being answered until it is set, or the question is stopped."""

    hold: threading.Event | None = None

    @property
    def library(self) -> "ScriptedService":
        """Itself: the one statement."""
        return self

    def ask(self, question: str, **given: Any) -> Iterator[Event]:
        """The scripted answer, once it is let go."""
        events = super().ask(question, **given)
        first = next(events)
        while self.hold is not None and not self.hold.wait(0.01) and not given["stop"].is_set():
            pass
        yield first
        yield from events

    def statements(self, filters: Filters = Filters()) -> tuple[StatementSummary, ...]:
        """The one statement there is, unless another delegation is asked for."""
        return super().statements(filters) if set(filters.delegations) <= {"JPN"} else ()

    def neighbours(self, paragraph_id: str, before: int = 1, after: int = 1) -> tuple[Source, ...]:
        """As of the page's; refuses what is not there."""
        found = super().neighbours(paragraph_id)
        if not found:
            raise NotThereError(f"There is no paragraph {paragraph_id!r}.")
        return found

    def scope(self, filters: Filters = Filters()) -> Any:
        """One statement."""
        return super().scope(filters)

    def brief(self, order: Order, stop: threading.Event) -> Iterator[Brief]:
        """A note without positions, in two steps."""
        for done in (0, 1):
            yield Brief(order.topic, "en", order.filters, "2026-01-01", order.marking, done=done, total=1)

    def resolved(self, filters: Filters) -> Filters:
        """As they are."""
        return filters

    def table(
        self, question: str, filters: Filters, years: Sequence[str] = (), stop: threading.Event | None = None
    ) -> Table:
        """One cell."""
        cited = source(self.kept, 6, 1)
        cell = Cell("JPN", "", "", "said", 1, (quoting(cited),))
        return Table(question, filters, (cell,), (cited,))
