"""Requests that nobody well-meaning sends: to a shared page by somebody who has not signed in, and to the
interface by somebody who has a token. Nothing is given away, and nothing breaks."""

import itertools
import json
import socket
from collections.abc import Iterator, Mapping

import argon2
import httpx
import pytest

import ui
from access.file import access_file
from access.people import People
from access.rates import Rates
from access.sessions import COOKIE, Sessions
from access.tokens import Tokens
from access.users import Users
from api.app import create
from api.limits import Limits
from tests.api.scripted import ScriptedService
from ui.serve import Page

pytestmark = pytest.mark.slow

MANY = Limits(per_minute=1e6, burst=100_000)
FILES = (
    "etc/passwd",
    "proc/self/environ",
    "app.py",
    "var/access.sqlite3",
    "var/conversations.sqlite3",
    "var/notes.sqlite3",
)
METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE")
PLACES = (
    *("", "config", "theme.css", "info", "startup-events", "manifest.json", "robots.txt", "login", "logout"),
    *(
        "gradio_api/info",
        "gradio_api/queue/join",
        "gradio_api/queue/data?session_hash=a",
        "gradio_api/upload",
    ),
    *("gradio_api/run/predict", "gradio_api/component_server", "gradio_api/reset", "gradio_api/cancel"),
    *(
        "gradio_api/heartbeat/a",
        "gradio_api/stream/a",
        "gradio_api/proxy=http://169.254.169.254/",
        "monitoring",
    ),
    *("assets/../../app.py", "static/img/../../../app.py", "custom_component/a/b/c/../../../../app.py"),
)
TRAVERSALS = tuple(
    before.format(file)
    for file, before in itertools.product(
        FILES,
        (
            *("gradio_api/file=/{}", "gradio_api/file=../../../../{}", "gradio_api/file/{}", "file=/{}"),
            *("%2e%2e/%2e%2e/{}", "..%2f..%2f{}", "..\\..\\{}", "static/..%c0%af..%c0%af{}", "//{}"),
            *("api/v1/../../{}", "api/v1/statements/..%2f..%2f{}", "sign-in/../{}", "./sign-in/..;/{}"),
        ),
    )
)
HEADERS: tuple[Mapping[str, str], ...] = (
    {"Cookie": f"{COOKIE}="},
    {"Cookie": f"{COOKIE}=a.b"},
    {"Cookie": f"{COOKIE}={'x' * 4000}.{'0' * 64}"},
    {"Cookie": f'{COOKIE}="\\"; {COOKIE}=x'},
    {"Cookie": "; ; =; \\x00"},
    {"Cookie": f"{COOKIE}=' OR 1=1 --.0"},
    {"Cookie": "access-token=akiko; access-token-unsecure=akiko"},
    {"Authorization": "Basic YWtpa286eA=="},
    {"Authorization": "Bearer " + "x" * 4000},
    {"X-Forwarded-User": "akiko"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
    {"X-Original-URL": "/sign-in", "X-Rewrite-URL": "/sign-in"},
    {"X-HTTP-Method-Override": "GET"},
    {"Forwarded": "for=127.0.0.1;host=localhost"},
    {"Content-Length": "0", "Transfer-Encoding": "chunked"},
)
NESTED = b'{"question": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"
BODIES: tuple[bytes, ...] = (
    *(b"", b"null", b"[]", b"1", b'"text"', b"{", b"\xff\xfe", b"\x00" * 100, NESTED, b"[" * 100_000),
    *(b'{"question": "\\ud800"}', b'{"question": "\xff"}', b'{"question": NaN}', b'{"question": 1e999}'),
    *(b'{"question": null}', b'{"question": {"a": 1}}', b'{"question": ["a"]}', b'{"__proto__": {}}'),
    b'{"question": "a", "question": 2}',
    *(
        json.dumps({"question": "Why?", **extra}).encode()
        for extra in (
            *({"filters": value} for value in (1, [], "x", {"delegation": "JPN"}, {"since": 2019})),
            *({"filters": {"delegation": [value]}} for value in ("", " ", "'; --", "x" * 201, None, 1)),
            *({"filters": {"role": [value]}} for value in ("king", "", 0)),
            *({"history": value} for value in ("x", [1], [""], ["x"] * 51)),
            *({"infer": value} for value in ("maybe", 3, [])),
            *({name: 1} for name in ("stop", "markers", "owner", "llm", "home")),
        )
    ),
)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    return Tokens(access_file(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, token: Tokens) -> Iterator[Page]:
    file = access_file(tmp_path_factory.mktemp("people"))
    users = Users(file, argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    users.add("akiko", "correct horse battery")
    people = People(users, Sessions(file), Rates(1e6, 100_000))
    service = ScriptedService()
    served = ui.launch(ui.build(service), port=0, people=people, app=create(service, token.named, MANY))
    yield served
    served.close()


@pytest.fixture(scope="module")
def client(page: Page) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=page.url, trust_env=False, timeout=20) as opened:
        yield opened


def kept_out(reply: httpx.Response) -> bool:
    """Refused or sent to the form; nothing of the page, of a file or of the program in the answer."""
    given = ("window.rapporteur", "root:x:", "Traceback", "site-packages", "SQLite format", "gradio_config")
    refused = reply.status_code in (303, 307, 400, 401, 403, 404, 405, 422, 429)
    return refused and not any(word in reply.text for word in given)


def test_there_are_hundreds_of_them() -> None:
    assert len(METHODS) * len(PLACES) + len(TRAVERSALS) + 2 * len(HEADERS) + 2 * len(BODIES) >= 300


@pytest.mark.parametrize("method", METHODS)
def test_no_method_reaches_a_part_of_the_page(client: httpx.Client, method: str) -> None:
    let_in = [place for place in PLACES if not kept_out(client.request(method, place))]
    assert let_in == []


def test_no_path_reaches_a_file(page: Page) -> None:
    host, port = page.url.removeprefix("http://").rstrip("/").split(":")
    for path in TRAVERSALS:
        # By hand: a client would tidy the path up.
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
            raw = b"".join(iter(lambda: line.recv(65536), b""))
        head, _, body = raw.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        assert kept_out(httpx.Response(status, content=body)), (path, status)


@pytest.mark.parametrize("place", ["config", "gradio_api/file=/etc/passwd"])
def test_no_header_stands_for_a_session(client: httpx.Client, place: str) -> None:
    let_in = [headers for headers in HEADERS if not kept_out(client.get(place, headers=dict(headers)))]
    assert let_in == []


@pytest.mark.parametrize("place", ["api/v1/ask", "mcp"])
def test_a_body_that_is_no_question_is_refused_and_breaks_nothing(
    client: httpx.Client, token: Tokens, place: str
) -> None:
    name = place.replace("/", "-")
    shown = {"Authorization": f"Bearer {token.new(name)}", "Content-Type": "application/json"}
    for body in BODIES:
        reply = client.post(place, content=body, headers=shown)
        assert 400 <= reply.status_code < 500, (body[:80], reply.status_code, reply.text[:200])
        assert "Traceback" not in reply.text
        assert "site-packages" not in reply.text
        if place == "api/v1/ask":
            assert reply.headers["content-type"] == "application/problem+json", body[:80]
            assert "\n" not in reply.json()["detail"]
    assert client.post("api/v1/ask", json={"question": "Why?"}, headers=shown).status_code == 200
