"""The form in which people sign in, and the way out."""

from html import escape
from urllib.parse import parse_qs, urlsplit

import fastapi
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from access.people import Attempt, People
from access.sessions import COOKIE, LONGEST_S
from ui.door import SIGN_IN, cookie_of
from ui.render.page import SIGN_OUT
from ui.texts import Texts, preferred

_MOST_BYTES = 8192
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:12vh auto;max-width:22rem;padding:0 1rem;color:#1c1917}"
    "h1{font-size:1.4rem}label{display:block;margin:.8rem 0}input{font:inherit;width:100%;padding:.45rem;"
    "box-sizing:border-box}button{font:inherit;padding:.5rem 1.2rem}p[role=alert]{color:#9f1239}"
    "@media(prefers-color-scheme:dark){body{background:#1c1917;color:#e7e5e4}p[role=alert]{color:#fda4af}}"
)


def add_sign_in(app: fastapi.FastAPI, people: People, title: str = "Rapporteur") -> None:
    """Put the form and its answers on ``app``."""

    async def show(request: fastapi.Request) -> Response:
        texts = preferred(request.headers.get("accept-language", ""))
        return HTMLResponse(_form(title, texts, request.query_params.get("to", "")))

    async def sign_in(request: fastapi.Request) -> Response:
        texts = preferred(request.headers.get("accept-language", ""))
        fields = await _fields(request)
        name, to = fields.get("name", ""), fields.get("to", "")
        address = request.client.host if request.client else ""
        tried = await run_in_threadpool(people.sign_in, name, fields.get("password", ""), address)
        if not tried.cookie:
            page = _form(title, texts, to, name, _why(tried, texts))
            return HTMLResponse(page, 429 if tried.wait else 403, {"Cache-Control": "no-store"})
        reply = RedirectResponse(_within(to), 303)
        reply.set_cookie(
            COOKIE,
            tried.cookie,
            max_age=int(LONGEST_S),
            httponly=True,
            samesite="lax",
            # Whoever pretends this of an open line only loses the own cookie.
            secure="https" in (request.url.scheme, request.headers.get("x-forwarded-proto")),
        )
        return reply

    async def sign_out(request: fastapi.Request) -> Response:
        await run_in_threadpool(people.sessions.end, cookie_of(request.scope))
        reply = RedirectResponse(SIGN_IN, 303)
        reply.delete_cookie(COOKIE)
        return reply

    for path, endpoint, method in (
        (SIGN_IN, show, "GET"),
        (SIGN_IN, sign_in, "POST"),
        (SIGN_OUT, sign_out, "POST"),
    ):
        app.add_api_route(path, endpoint, methods=[method], include_in_schema=False, response_model=None)


async def _fields(request: fastapi.Request) -> dict[str, str]:
    """The form's fields, each once; none of a body that is too long to be one."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return {}
    parsed = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
    return {name: values[0] for name, values in parsed.items()}


def _within(to: str) -> str:
    """``to`` when it is a place of this page, else the page itself: a link must not lead elsewhere."""
    parts = urlsplit(to)
    inside = to.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in to
    return to if inside and to.isprintable() and not to.startswith((SIGN_IN, SIGN_OUT)) else "/"


def _why(tried: Attempt, texts: Texts) -> str:
    return texts("sign_in.wait", seconds=tried.wait) if tried.wait else texts("sign_in.wrong")


def _form(title: str, texts: Texts, to: str, name: str = "", problem: str = "") -> str:
    labels = {key: escape(texts(f"sign_in.{key}")) for key in ("lead", "name", "password", "send")}
    told = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1><p>{labels['lead']}</p>{told}"
        f'<form method="post" action="{SIGN_IN}"><input type="hidden" name="to" value="{escape(to)}">'
        f'<label>{labels["name"]}<input name="name" value="{escape(name)}" autocomplete="username" required '
        f"{'' if name else 'autofocus'}></label>"
        f'<label>{labels["password"]}<input name="password" type="password" required '
        f'autocomplete="current-password" {"autofocus" if name else ""}></label>'
        f'<button type="submit">{labels["send"]}</button></form></main></body></html>'
    )
