"""Who is at the door of a shared page: everybody who asks for it is known by name, or asked to sign in."""

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from access.people import People, Proxy
from access.sessions import COOKIE

SIGN_IN = "/sign-in"
_PERSON = "rapporteur.person"
_OWN = ("/api/", "/mcp")  # programs have tokens, which the interface looks at itself


def person(connection: HTTPConnection) -> str | None:
    """Who asks; None for nobody that is known."""
    found: str | None = connection.scope.get(_PERSON)
    return found


class Door:
    """Lets those in who have signed in, and shows the others where to. ``known`` finds the name."""

    def __init__(self, app: ASGIApp, known: Callable[[Scope], str]) -> None:
        self._app, self._known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on with the name."""
        if scope["type"] != "http" or scope["path"].startswith(_OWN):
            await self._app(scope, receive, send)
            return
        name = await run_in_threadpool(self._known, scope)
        if name or scope["path"] == SIGN_IN:
            await self._app({**scope, _PERSON: name or None}, receive, send)
            return
        await _refusal(scope)(scope, receive, send)


def by_session(people: People) -> Callable[[Scope], str]:
    """Finds who signed in with a password."""
    return lambda scope: people.sessions.user(cookie_of(scope))


def by_proxy(proxy: Proxy) -> Callable[[Scope], str]:
    """Finds whom a proxy has signed in."""

    def known(scope: Scope) -> str:
        peer = scope["client"][0] if scope.get("client") else ""
        return Headers(scope=scope).get(proxy.header, "").strip() if peer in proxy.addresses else ""

    return known


def cookie_of(scope: Scope) -> str:
    """The session's cookie; "" where there is none."""
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _refusal(scope: Scope) -> Response:
    wants_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    if not wants_page:
        return PlainTextResponse("Sign in first.", 401)
    query = scope.get("query_string", b"").decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"{SIGN_IN}?to={quote(asked, safe='')}", 303)
