"""An answer sent while it is made, as server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping

from fastapi.responses import Response, StreamingResponse

from answer.events import Event, Finished
from api.http.events import event_document, server_sent
from api.http.problems import of_error

EVENT_STREAM = "text/event-stream"
_KEEP_ALIVE = ": working\n\n"
# A proxy must neither keep the stream nor collect it.
_HEADERS: Mapping[str, str] = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def streamed(events: AsyncGenerator[Event | None]) -> Response:
    """The events as they come, with a comment for every second without one. An error after the first event
    is the last event."""
    # The first one is waited for, so that a question that cannot be asked is refused with a status.
    first = await anext(events)
    return StreamingResponse(_body(first, events), headers=_HEADERS, media_type=EVENT_STREAM)


async def _body(first: Event | None, events: AsyncGenerator[Event | None]) -> AsyncIterator[str]:
    item = first
    try:
        while True:
            yield server_sent(*event_document(item)) if item is not None else _KEEP_ALIVE
            if isinstance(item, Finished):
                return
            item = await anext(events)
    except Exception as error:  # noqa: BLE001 - the stream's edge, where an error becomes the last event
        yield server_sent("error", of_error(error, "answering a question"))
    finally:
        await events.aclose()
