"""The routes under ``/api/v1``."""

import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from answer.events import Finished
from api import shapes
from api.described import described
from api.limits import Limits
from api.metrics import CONTENT_TYPE, Metrics
from api.places import Places
from api.problems import problem
from api.protocol import Service
from api.requests import AskIn, CellsIn, FiltersIn, SearchIn
from api.stream import EVENT_STREAM, streamed
from api.work import last, steps
from core.documents import (
    answer_document,
    search_document,
    source_document,
    statement_document,
    statements_document,
    table_document,
)
from core.records import Table

T = TypeVar("T")


def routes(service: Service, limits: Limits, metrics: Metrics) -> APIRouter:
    """Everything that can be asked of ``service``."""
    api = APIRouter(prefix="/api/v1")
    places = Places(limits.at_once, metrics)

    def limited(
        delegation: Annotated[list[str] | None, Query()] = None,
        since: str | None = None,
        until: str | None = None,
        forum: str | None = None,
        speaker: str | None = None,
        language: str | None = None,
    ) -> FiltersIn:
        return FiltersIn(
            delegation=tuple(delegation or ()),
            since=since,
            until=until,
            forum=forum,
            speaker=speaker,
            language=language,
        )

    async def working(work: Iterator[T], stop: threading.Event) -> AsyncGenerator[T | None]:
        with places.one():
            async with aclosing(steps(work, stop, limits.seconds)) as found:
                async for item in found:
                    yield item

    @api.post("/ask", **described("ask", shapes.AnswerOut, stream=True))
    async def ask(asked: AskIn, request: Request) -> Response:
        """Answer a question. With `Accept: text/event-stream` the events of the page are sent as they come:
        `searching`, `quoted`, `passed`, `dropped`, `surveyed`, and last `finished` with the whole answer, or
        `error` with a problem document."""
        stop = threading.Event()
        events = service.ask(
            asked.question,
            filters=asked.filters.filters(service.gazetteer),
            infer=asked.infer,
            stop=stop,
            markers={},
            history=asked.history,
        )
        if EVENT_STREAM in request.headers.get("accept", ""):
            return await streamed(working(events, stop), metrics)
        finished = await last(working(events, stop), stop, request.is_disconnected)
        assert isinstance(finished, Finished)  # noqa: S101  the pipeline's last event
        metrics.answered(finished.answer.status)
        return JSONResponse(answer_document(finished.answer))

    @api.post("/search", **described("search", shapes.SearchOut))
    def search(asked: SearchIn) -> Response:
        """The best paragraphs, ranked, with why each was found."""
        filters = asked.filters.filters(service.gazetteer)
        return JSONResponse(search_document(service.search(asked.query, filters, asked.k)))

    @api.post("/cells", **described("cells", shapes.TableOut))
    async def cells(asked: CellsIn, request: Request) -> Response:
        """What each delegation said on a question, in each year: said, uncertain or silent, with the best
        quotation. Nothing is written by a model."""
        stop = threading.Event()
        filters = asked.filters.filters(service.gazetteer)

        def work() -> Iterator[Table]:
            yield service.table(asked.question, filters, asked.years, stop)

        found = await last(working(work(), stop), stop, request.is_disconnected)
        return JSONResponse(table_document(found))

    @api.get("/statements", **described("statements", shapes.StatementsOut))
    def statements(
        filters: Annotated[FiltersIn, Depends(limited)],
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        """The statements in the library: by delegation, then date, then title. `total` counts all of them."""
        found = service.library.statements(service.resolved(filters.filters(service.gazetteer)))
        page = statements_document(found[offset : offset + limit])
        return JSONResponse({**page, "total": len(found)})

    @api.get("/statements/{statement_id}", **described("statement", shapes.StatementOut))
    def statement(statement_id: str) -> Response:
        """A statement whole, with its numbered paragraphs."""
        return JSONResponse(statement_document(service.library.statement(statement_id)))

    @api.get("/paragraphs/{paragraph_id}", **described("paragraph", shapes.ParagraphOut))
    def paragraph(
        paragraph_id: str,
        before: Annotated[int, Query(ge=0, le=20)] = 1,
        after: Annotated[int, Query(ge=0, le=20)] = 1,
    ) -> Response:
        """A paragraph among those around it, each with what is needed to cite it."""
        around = service.library.neighbours(paragraph_id, before, after)
        return JSONResponse({"paragraphs": [source_document(source) for source in around]})

    @api.get("/healthz", **described("healthz", shapes.HealthOut))
    def healthz() -> Response:
        """Whether questions can be answered: the library can be read. Needs no token."""
        service.library.scope()
        return JSONResponse({"status": "ok"})

    @api.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def counted() -> Response:
        """Counters in Prometheus' text format."""
        return Response(metrics.text(service.library.scope()), media_type=CONTENT_TYPE)

    @api.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False)
    def nothing(rest: str) -> Response:
        sentence = f"There is no /api/v1/{rest}; /api/v1/openapi.json lists what there is."
        return problem(HTTPStatus.NOT_FOUND, sentence)

    return api
