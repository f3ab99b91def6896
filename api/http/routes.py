"""The routes under ``/api/v1``."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from api.asking import Asking
from api.http import paper_shapes, shapes
from api.http.described import described
from api.http.problems import problem
from api.http.requests import (
    AskIn,
    BriefIn,
    CellsIn,
    DraftIn,
    FiltersIn,
    QuestionsIn,
    Role,
    SearchIn,
    Short,
)
from api.http.stream import EVENT_STREAM, streamed
from api.metrics import CONTENT_TYPE, Metrics
from api.protocol import Service
from core.documents import (
    answer_document,
    search_document,
    source_document,
    statement_document,
    statements_document,
    table_document,
)
from desk.documents import brief_document, question_list_document
from desk.draft.document import draft_document
from desk.records import Order


def routes(service: Service, asking: Asking, metrics: Metrics) -> APIRouter:
    """Everything that can be asked of ``service``."""
    api = APIRouter(prefix="/api/v1")

    def limited(
        delegation: Annotated[list[Short] | None, Query(max_length=250)] = None,
        since: Short | None = None,
        until: Short | None = None,
        forum: Short | None = None,
        speaker: Short | None = None,
        language: Short | None = None,
        role: Annotated[list[Role] | None, Query(max_length=5)] = None,
        statements: Annotated[list[Short] | None, Query(max_length=1000)] = None,
    ) -> FiltersIn:
        return FiltersIn(
            delegation=tuple(delegation or ()),
            since=since,
            until=until,
            forum=forum,
            speaker=speaker,
            language=language,
            role=tuple(role or ()),
            statements=tuple(statements or ()),
        )

    @api.post("/ask", **described("ask", shapes.AnswerOut, stream=True))
    async def ask(asked: AskIn, request: Request) -> Response:
        """Answer a question. With `Accept: text/event-stream` the events of the page are sent as they come:
        `searching`, `quoted`, `passed`, `dropped`, `surveyed`, and last `finished` with the whole answer, or
        `error` with a problem document."""
        filters = asked.filters.filters(service.gazetteer)
        how: dict[str, Any] = {"infer": asked.infer, "history": asked.history}
        if EVENT_STREAM in request.headers.get("accept", ""):
            return await streamed(asking.events(asked.question, filters, **how))
        answer = await asking.answer(asked.question, filters, gone=request.is_disconnected, **how)
        return JSONResponse(answer_document(answer))

    @api.post("/search", **described("search", shapes.SearchOut))
    def search(asked: SearchIn) -> Response:
        """The best paragraphs, ranked, with why each was found."""
        filters = asked.filters.filters(service.gazetteer)
        return JSONResponse(search_document(service.search(asked.query, filters, asked.k)))

    @api.post("/cells", **described("cells", shapes.TableOut))
    async def cells(asked: CellsIn, request: Request) -> Response:
        """What each delegation said on a question, in each year: said, uncertain or silent, with the best
        quotation. Nothing is written by a model."""
        filters = asked.filters.filters(service.gazetteer)
        found = await asking.table(asked.question, filters, asked.years, request.is_disconnected)
        return JSONResponse(table_document(found))

    @api.post("/check-draft", **described("check-draft", paper_shapes.DraftOut))
    async def check_draft(asked: DraftIn, request: Request) -> Response:
        """Compare each sentence of a draft with the statements: supported, partly, contradicted, not_found
        or no_claim; quotations and the draft's own citations are looked up."""
        filters = asked.filters.filters(service.gazetteer)
        report = await asking.draft(asked.draft, filters, request.is_disconnected)
        return JSONResponse(draft_document(report))

    @api.post("/briefs", **described("briefs", paper_shapes.BriefOut))
    async def briefs(asked: BriefIn, request: Request) -> Response:
        """A briefing note: positions, changes, who agrees, and what may be asked. Where time runs out, it is
        what is made until then, and `stopped`."""
        filters = asked.filters.filters(service.gazetteer)
        order = Order(asked.topic, filters, asked.questions, asked.marking, asked.language)
        return JSONResponse(brief_document(await asking.brief(order, request.is_disconnected)))

    @api.post("/qa", **described("qa", paper_shapes.QuestionListOut))
    async def qa(asked: QuestionsIn, request: Request) -> Response:
        """A checked answer to each of a list of expected questions, or that it is uncertain or not addressed.
        Where time runs out, it is what is answered until then, and `stopped`."""
        filters = asked.filters.filters(service.gazetteer)
        made = await asking.answered(asked.questions, filters, request.is_disconnected)
        return JSONResponse(question_list_document(made))

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

    @api.get("/statements/{statement_id}/digest", **described("digest", shapes.AnswerOut))
    def digest(statement_id: str) -> Response:
        """A statement in at most five quotations, in its own order. Nothing is written by a model."""
        return JSONResponse(answer_document(service.digest(statement_id)))

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
