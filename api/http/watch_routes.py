"""The routes under ``/api/v1/watches``: each caller has their own."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.asking import Asking
from api.http import watch_shapes
from api.http.described import described
from api.http.gate import caller_of
from api.http.watch_shapes import WatchIn, WatchRunIn
from api.protocol import Service
from api.work import TimeLimitError
from core.errors import NotThereError
from desk.watch.documents import run_document, watch_document


def watch_routes(service: Service, asking: Asking) -> APIRouter:
    """Watches of whoever shows a token; where none is asked for, those of the page."""
    api = APIRouter(prefix="/api/v1/watches")

    @api.get("", **described("watches list", watch_shapes.WatchesOut))
    def listed(request: Request) -> Response:
        """The caller's watches, the latest first."""
        found = service.watches.all(caller_of(request))
        return JSONResponse({"watches": [watch_document(one) for one in found]})

    @api.post("", **described("watches", watch_shapes.WatchOut))
    async def add(asked: WatchIn, request: Request) -> Response:
        """Ask a question, or make a brief, and keep what it finds, with which later answers are compared."""
        made = await asking.watch(
            asked.kind,
            asked.question,
            asked.filters.filters(service.gazetteer),
            infer=asked.infer,
            owner=caller_of(request),
            gone=request.is_disconnected,
        )
        if made is None:
            raise TimeLimitError("The question was not answered in time, so nothing is watched; ask again.")
        return JSONResponse(watch_document(made))

    @api.post("/run", **described("watches/run", watch_shapes.WatchRunOut))
    async def run(asked: WatchRunIn, request: Request) -> Response:
        """Look at watches: those that statements which came or went since could touch are asked again, and
        compared with what they found before."""
        found = {one.id: one for one in service.watches.all(caller_of(request))}
        for one in asked.ids:
            if one not in found:
                raise NotThereError(f"There is no watch {one!r}.")
        chosen = tuple(found[one] for one in dict.fromkeys(asked.ids)) or tuple(found.values())
        ran = await asking.watched(chosen, again=asked.again, gone=request.is_disconnected)
        stopped = len(ran) < len(chosen) or any(step.outcome == "stopped" for step in ran)
        return JSONResponse({"watches": [run_document(step) for step in ran], "stopped": stopped})

    @api.get("/{watch_id}", **described("watch", watch_shapes.WatchOut))
    def one(watch_id: str, request: Request) -> Response:
        """A watch with its changes."""
        return JSONResponse(watch_document(service.watches.load(watch_id, caller_of(request))))

    @api.delete("/{watch_id}", **described("watch removed", watch_shapes.RemovedOut))
    def remove(watch_id: str, request: Request) -> Response:
        """Remove a watch for good."""
        service.watches.remove(watch_id, caller_of(request))
        return JSONResponse({"removed": watch_id})

    return api
