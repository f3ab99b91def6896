"""Serving the page: our own socket, our own server, and headers that keep the page to itself."""

import errno
import ipaddress
import socket
import threading
from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import fastapi
import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.people import People, Proxy
from core.errors import ServeError
from ui.door import Door, by_proxy, by_session, person
from ui.sign_in import add_sign_in

if TYPE_CHECKING:
    import gradio as gr

START_S = 20.0

# Gradio's own scripts need inline code and eval; nothing may load from, or be sent to, another host.
POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class Guard:
    """Refuses requests that another web site makes through the reader's browser.

    ``names`` are the host names the page may be called by; empty allows any (a page served on purpose
    to a network). A request that carries an Origin must come from the page itself.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin", "")
        foreign = bool(origin) and urlsplit(origin).netloc != host
        if foreign or (self.names and urlsplit(f"//{host}").hostname not in self.names):
            refused = PlainTextResponse("This page answers requests from itself only.", 403)
            await refused(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = MutableHeaders(scope=message)
                added["Content-Security-Policy"] = POLICY
                # With "no-referrer" a browser sends "null" as the Origin of a form, which is refused above.
                added["Referrer-Policy"] = "same-origin"
                added["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self.app(scope, receive, guarded)


class Page:
    """A page being served. ``url`` is where."""

    def __init__(self, server: uvicorn.Server, taken: socket.socket, url: str) -> None:
        self.url = url
        self._server = server
        self._thread = threading.Thread(target=server.run, args=([taken],), name="page", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Block until the page is closed."""
        while self._thread.is_alive():
            # In slices, because a join without a limit does not let Ctrl-C through everywhere.
            self._thread.join(0.5)

    def close(self) -> None:
        """End the page; open connections are cut after a moment."""
        self._server.should_exit = True
        self._thread.join(5.0)

    def ready(self) -> bool:
        """True once requests are answered, False when the server ended instead. Waits for either."""
        waited = 0.0
        while not self._server.started and self._thread.is_alive() and waited < START_S:
            self._thread.join(0.02)
            waited += 0.02
        return self._server.started


def launch(
    blocks: "gr.Blocks",
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    people: People | None = None,
    proxy: Proxy | None = None,
    names: Collection[str] = (),
    app: fastapi.FastAPI | None = None,
) -> Page:
    """Serve ``blocks``, on ``app`` beside its routes, and return at once. ``people`` sign in, or a ``proxy``
    has signed them in; without either everybody is let in. On this machine's own address the page may be
    called by ``names``, too. Raises ServeError when the address cannot be had."""
    taken = _bind(host, port)
    real = taken.getsockname()[1]
    from ui.tabs.blocks import mount

    app = app or fastapi.FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _add_addresses(app)
    if people:
        add_sign_in(app, people)
    served: ASGIApp = mount(blocks, app, host, real, person if people or proxy else None)
    if people:
        served = Door(served, by_session(people))
    elif proxy:
        served = Door(served, by_proxy(proxy))
    config = uvicorn.Config(
        Guard(served, _names(host, names)),
        log_level="warning",
        timeout_graceful_shutdown=1,
        ws="none",
        proxy_headers=False,  # who is believed about where a request comes from is said by --proxy
    )
    shown = f"[{host}]" if ":" in host else host
    page = Page(uvicorn.Server(config), taken, f"http://{shown}:{real}/")
    if not page.ready():
        page.close()
        raise ServeError(f"The page could not be started at {page.url}; see the log, then try again.")
    return page


def _add_addresses(app: fastapi.FastAPI) -> None:
    """An answer, a statement, a search: their addresses lead to the page, which is told what was asked for.
    The page is served at its root only, because it finds its own parts relative to where it is."""

    def page(request: fastapi.Request) -> RedirectResponse:
        asked = request.url.path.removeprefix(request.scope.get("root_path", "")).lstrip("/")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{request.base_url.path}?{urlencode({'at': asked + query})}")

    for path in (
        "/a/{answer}",
        "/s/{statement}",
        "/search",
        "/library",
        "/draft",
        "/desk",
        "/notes",
        "/watch",
        "/dossiers",
    ):
        app.add_api_route(path, page, methods=["GET"], include_in_schema=False, response_model=None)


def _bind(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise ServeError(f"Port {port} does not exist; choose one between 1 and 65535 with --port.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise ServeError(f"{host!r} is not an address of this machine; use 127.0.0.1 with --host.") from None
    taken = socket.socket(family, kind, protocol)
    try:
        # Without it a restart within a minute of the last one finds its own port "in use".
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(128)
    except OSError as error:
        taken.close()
        raise ServeError(_refusal(error, host, port)) from None
    return taken


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use by another program; choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has; choose one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host!r} is not an address of this machine; use 127.0.0.1 with --host."
    return f"The page could not be served on {host}:{port} ({error.strerror}); choose another with --port."


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is served there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names(host: str, others: Collection[str]) -> frozenset[str]:
    if not is_loopback(host):
        return frozenset()
    return frozenset({"localhost", "127.0.0.1", "::1", host, *(name.lower() for name in others)})
