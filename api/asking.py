"""The long pieces of work that can be asked for, under the limits of time and number."""

import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import TypeVar

from answer.events import Event, Finished
from api.limits import Limits
from api.metrics import Metrics
from api.places import Places
from api.protocol import Service
from api.work import last, steps
from core.records import Answer, Filters, Table
from desk.draft.records import DraftReport
from desk.records import Brief, Comparison, Order, QuestionList, Timeline
from desk.watch.records import Kind, Looked, Watch

T = TypeVar("T")

Gone = Callable[[], Awaitable[bool]]
"""Whether the caller has left."""


async def _stays() -> bool:
    return False


class Asking:
    """Questions to a service. ``at_once`` of them are worked on at the same time, whoever asks."""

    def __init__(self, service: Service, limits: Limits, metrics: Metrics) -> None:
        self._service, self._limits, self._metrics = service, limits, metrics
        self._places = Places(limits.at_once, metrics)

    async def events(
        self, question: str, filters: Filters, *, infer: bool = True, history: Sequence[str] = ()
    ) -> AsyncGenerator[Event | None]:
        """The answer's events, and None for each second without one. Closing this stops the work. Raises
        BusyError, TimeLimitError, and what `Service.ask` raises."""
        stop = threading.Event()
        markers: Mapping[str, int] = {}
        events = self._service.ask(
            question, filters=filters, infer=infer, stop=stop, markers=markers, history=history
        )
        async with aclosing(self._working(events, stop)) as found:
            async for event in found:
                if isinstance(event, Finished):
                    self._metrics.answered(event.answer.status)
                yield event

    async def answer(
        self,
        question: str,
        filters: Filters,
        *,
        infer: bool = True,
        history: Sequence[str] = (),
        gone: Gone = _stays,
    ) -> Answer:
        """The whole answer; the same errors."""
        events = self.events(question, filters, infer=infer, history=history)
        finished = await last(events, gone)
        assert isinstance(finished, Finished)  # noqa: S101  the pipeline's last event
        return finished.answer

    async def table(
        self, question: str, filters: Filters, years: Sequence[str] = (), gone: Gone = _stays
    ) -> Table:
        """What each delegation said, in each year; the same errors."""
        stop = threading.Event()

        def work() -> Iterator[Table]:
            yield self._service.table(question, filters, years, stop)

        return await last(self._working(work(), stop), gone)

    async def comparison(
        self, question: str, filters: Filters, *, by_year: bool, gone: Gone = _stays
    ) -> Comparison:
        """Delegations side by side, as far as the time allows; the same errors."""
        stop = threading.Event()
        work = self._service.comparison([question], filters, stop, by_year=by_year)
        return await last(self._working(work, stop), gone)

    async def timeline(self, question: str, filters: Filters, gone: Gone = _stays) -> Timeline:
        """One delegation's words in order of time, as far as the time allows; the same errors."""
        stop = threading.Event()
        return await last(self._working(self._service.timeline(question, filters, stop), stop), gone)

    async def draft(self, draft: str, filters: Filters, gone: Gone = _stays) -> DraftReport:
        """A draft checked, as far as the time allows; the same errors."""
        stop = threading.Event()
        work = self._service.check_draft(draft, filters, stop)
        return (await last(self._working(work, stop), gone)).report

    async def brief(self, order: Order, gone: Gone = _stays) -> Brief:
        """A briefing note, as far as the time allows; the same errors."""
        stop = threading.Event()
        return await last(self._working(self._service.brief(order, stop), stop), gone)

    async def answered(self, questions: Sequence[str], filters: Filters, gone: Gone = _stays) -> QuestionList:
        """An answer to each question, as far as the time allows; the same errors."""
        stop = threading.Event()
        return await last(self._working(self._service.answered(questions, filters, stop), stop), gone)

    async def watch(
        self,
        kind: Kind,
        question: str,
        filters: Filters,
        *,
        infer: bool,
        owner: str,
        gone: Gone = _stays,
    ) -> Watch | None:
        """A watch that is kept for ``owner``, with what it finds now; None where time ran out before that was
        known; the same errors."""
        stop = threading.Event()

        def work() -> Iterator[tuple[Watch | None]]:
            yield (self._service.watch(kind, question, filters, stop, infer=infer, owner=owner),)

        return (await last(self._working(work(), stop), gone))[0]

    async def watched(
        self, chosen: Sequence[Watch], *, again: bool, gone: Gone = _stays
    ) -> tuple[Looked, ...]:
        """What became of the watches, as far as the time allows; the same errors."""
        stop = threading.Event()

        def work() -> Iterator[tuple[Looked, ...]]:
            done: tuple[Looked, ...] = ()
            yield done
            for step in self._service.watched(chosen, stop, again=again):
                done = (*done, step)
                yield done

        return await last(self._working(work(), stop), gone)

    async def _working(self, work: Iterator[T], stop: threading.Event) -> AsyncGenerator[T | None]:
        with self._places.one():
            async with aclosing(steps(work, stop, self._limits.seconds)) as found:
                async for item in found:
                    yield item
