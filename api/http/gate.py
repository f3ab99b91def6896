"""What every request for the interface passes first: where it comes from, who asks, how much, how often."""

import time
from collections.abc import Callable
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.rates import Rates
from api.http.problems import problem
from api.limits import Limits
from api.metrics import Metrics

PLACES = ("/api/", "/mcp")
ALIVE = "/api/v1/healthz"  # asked by whatever watches the server, which has no token

_CALLER = "rapporteur.caller"

Named = Callable[[str], str]
"""The name of a token; "" for one that lets nobody in."""


class Gate:
    """Before the interface's routes; other paths pass untouched.

    ``named`` None lets everybody in. A refusal is a problem document.
    """

    def __init__(self, app: ASGIApp, named: Named | None, limits: Limits, metrics: Metrics) -> None:
        self._app, self._named, self._limits, self._metrics = app, named, limits, metrics
        self._rates = Rates(limits.per_minute, limits.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or pass it on, and count it."""
        if scope["type"] != "http" or not scope["path"].startswith(PLACES):
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            refused = await self._refusal(scope)
            if refused is None:
                await self._app(scope, _Bounded(receive, self._limits.body_bytes), counted)
            else:
                await refused(scope, receive, counted)
        finally:
            route = getattr(scope.get("route"), "path", "/mcp" if scope["path"] == "/mcp" else "other")
            self._metrics.requested(route, status, time.monotonic() - began)

    async def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site") == "cross-site":
            return problem(HTTPStatus.FORBIDDEN, "Another web site may not ask through a reader's browser.")
        if scope["path"] == ALIVE:
            return None
        client = scope.get("client")
        caller = f"address {client[0]}" if client else "address"
        if self._named is not None:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            shown = token.strip() if scheme.lower() == "bearer" else ""
            name = await run_in_threadpool(self._named, shown) if shown else ""
            if not name:
                return self._nobody(caller)
            caller = scope[_CALLER] = f"token {name}"
        if seconds := self._rates.wait(caller):
            return _too_often(seconds)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limits.body_bytes:
            return problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The request has more than {self._limits.body_bytes:,} bytes; send less at once.",
            )
        return None

    def _nobody(self, caller: str) -> Response:
        # Guesses are counted by address, so that a program without a token cannot try many.
        if seconds := self._rates.wait(f"guess {caller}"):
            return _too_often(seconds)
        return problem(
            HTTPStatus.UNAUTHORIZED,
            "A token is needed, as 'Authorization: Bearer TOKEN'; make one with: rapporteur token new NAME.",
            {"WWW-Authenticate": "Bearer"},
        )


def caller_of(request: HTTPConnection) -> str:
    """Under which name what a caller keeps is kept: a token's, which is nobody's who signs in, as a person's
    name has no space; ``""`` where nobody has to say who they are, which is also the page's."""
    return str(request.scope.get(_CALLER, ""))


def _too_often(seconds: int) -> Response:
    return problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"That is too many requests; ask again in {seconds} s.",
        {"Retry-After": str(seconds)},
    )


class _Bounded:
    """The request's body, cut off where it is longer than it may be and did not say so."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        # A caller who sends on is treated like one who left.
        return {"type": "http.disconnect"} if self._left < 0 else message
