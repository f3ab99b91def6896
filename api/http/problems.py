"""Errors as problem documents (RFC 9457): the sentence that the page and the command line would show."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.places import BusyError
from api.work import TimeLimitError
from core.errors import (
    LibraryBusyError,
    LLMError,
    ModelError,
    NotThereError,
    RapporteurError,
    StorageError,
    UsageError,
)

MEDIA_TYPE = "application/problem+json"
_INSIDE = "Something went wrong inside Rapporteur; the log of the server has the details."
_log = logging.getLogger("rapporteur.api")

# The most exact class first.
_STATUS: tuple[tuple[type[RapporteurError], HTTPStatus], ...] = (
    (UsageError, HTTPStatus.BAD_REQUEST),
    (LibraryBusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StorageError, HTTPStatus.INSUFFICIENT_STORAGE),
    (NotThereError, HTTPStatus.NOT_FOUND),
    (ModelError, HTTPStatus.SERVICE_UNAVAILABLE),
    (LLMError, HTTPStatus.SERVICE_UNAVAILABLE),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (TimeLimitError, HTTPStatus.GATEWAY_TIMEOUT),
)


def problem_document(status: HTTPStatus, detail: str) -> dict[str, Any]:
    """``detail`` is the sentence."""
    return {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}


def problem(status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response."""
    return JSONResponse(problem_document(status, detail), status.value, headers, MEDIA_TYPE)


def of_error(error: BaseException, doing: str) -> dict[str, Any]:
    """The problem document of an error; one that is not ours is logged under ``doing`` and gives nothing
    away."""
    if isinstance(error, RapporteurError):
        return problem_document(status_of(error), str(error))
    _log.error("%s failed", doing, exc_info=error)
    return problem_document(HTTPStatus.INTERNAL_SERVER_ERROR, _INSIDE)


def status_of(error: RapporteurError) -> HTTPStatus:
    """The status that says what kind of error it is."""
    kinds = (status for kind, status in _STATUS if isinstance(error, kind))
    return next(kinds, HTTPStatus.INTERNAL_SERVER_ERROR)


def install(app: FastAPI) -> None:
    """Have every error of ``app`` answered by a problem document."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        document = of_error(error, request.url.path)
        return JSONResponse(document, document["status"], media_type=MEDIA_TYPE)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101  it is registered for no other
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "The request"
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}.")

    async def http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101  it is registered for no other
        return problem(HTTPStatus(error.status_code), str(error.detail), dict(error.headers or {}))

    app.add_exception_handler(RapporteurError, ours)
    app.add_exception_handler(Exception, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
