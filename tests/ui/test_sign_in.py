"""A shared page: nobody comes in without signing in, and everybody sees their own only."""

from collections.abc import Iterator

import argon2
import httpx
import pytest

import ui
from access.file import access_file
from access.people import People, Proxy
from access.rates import Rates
from access.sessions import COOKIE, Sessions
from access.users import Users
from api.app import create
from tests.api.scripted import ScriptedService
from ui.serve import Page

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery"
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    file = access_file(tmp_path_factory.mktemp("home"))
    users = Users(file, argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    users.add("akiko", PASSWORD)
    return People(users, Sessions(file), Rates(6000, 1000))


@pytest.fixture(scope="module")
def page(people: People) -> Iterator[Page]:
    service = ScriptedService()
    served = ui.launch(ui.build(service), port=0, people=people, app=create(service, lambda token: ""))
    yield served
    served.close()


@pytest.fixture
def browser(page: Page) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=page.url, trust_env=False, timeout=20) as client:
        yield client


def sign_in(browser: httpx.Client, password: str = PASSWORD, to: str = "") -> httpx.Response:
    return browser.post("sign-in", data={"name": "akiko", "password": password, "to": to})


def test_nothing_of_the_page_is_there_for_who_has_not_signed_in(browser: httpx.Client) -> None:
    sent = browser.get("", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?to=%2F")
    for path in ("config", "theme.css", "assets/x.js", "s/abc", "gradio_api/file=/etc/passwd"):
        assert browser.get(path).status_code == 401, path
    upload = {"files": ("a.txt", b"x")}
    assert browser.post("gradio_api/upload", files=upload).status_code == 401
    assert browser.post("gradio_api/queue/join", json={}).status_code == 401
    assert browser.post("sign-out").status_code == 401
    assert "window.rapporteur" not in browser.get("sign-in").text


def test_who_signs_in_is_known_by_name_until_they_sign_out(browser: httpx.Client) -> None:
    reply = sign_in(browser, to="/s/abc?p=1")
    assert (reply.status_code, reply.headers["location"]) == (303, "/s/abc?p=1")
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert browser.get("gradio_api/user").json() == "akiko"
    assert "window.rapporteur" in browser.get("", headers=PAGE).text
    kept = browser.cookies[COOKIE]
    assert browser.post("sign-out").status_code == 303
    assert browser.get("config", headers={"Cookie": f"{COOKIE}={kept}"}).status_code == 401


def test_a_session_that_is_ended_elsewhere_is_over_at_the_next_request(
    browser: httpx.Client, people: People
) -> None:
    sign_in(browser)
    assert browser.get("config").status_code == 200
    assert people.sessions.end_all("akiko")
    assert browser.get("config").status_code == 401


def test_a_wrong_password_is_a_sentence_and_no_cookie(browser: httpx.Client) -> None:
    reply = sign_in(browser, "wrong")
    assert reply.status_code == 403
    assert "set-cookie" not in reply.headers
    assert "The name or the password is wrong." in reply.text
    japanese = browser.post(
        "sign-in", data={"name": '"><script>', "password": "x"}, headers={"Accept-Language": "ja"}
    )
    assert "名前またはパスワードが違います。" in japanese.text
    assert "<script>" not in japanese.text


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-out",
        "x",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(browser: httpx.Client, people: People, to: str) -> None:
    assert sign_in(browser, to=to).headers["location"] == "/"


def test_another_site_cannot_sign_anybody_in(page: Page, browser: httpx.Client) -> None:
    fields = {"name": "akiko", "password": PASSWORD}
    assert browser.post("sign-in", data=fields, headers={"Origin": "http://evil.example"}).status_code == 403


def test_a_form_that_is_too_long_is_nobodys(browser: httpx.Client) -> None:
    assert sign_in(browser, "x" * 20_000).status_code in (403, 429)


def test_a_session_is_no_token_and_a_token_no_session(browser: httpx.Client) -> None:
    sign_in(browser)
    assert browser.get("api/v1/statements").status_code == 401
    with httpx.Client(base_url=browser.base_url, trust_env=False) as other:
        assert other.get("config", headers={"Authorization": "Bearer rpt_abc"}).status_code == 401


def test_a_proxys_header_is_believed_from_the_proxy_only() -> None:
    for address, status in (("127.0.0.1", 200), ("192.0.2.7", 401)):
        proxy = Proxy("X-Forwarded-User", frozenset({address}))
        served = ui.launch(ui.build(ScriptedService()), port=0, proxy=proxy)
        try:
            with httpx.Client(base_url=served.url, trust_env=False, timeout=20) as client:
                named = {"X-Forwarded-User": "omar", "X-Forwarded-For": "127.0.0.1"}
                reply = client.get("gradio_api/user", headers=named)
                assert reply.status_code == status
                assert status == 401 or reply.json() == "omar"
                assert client.get("gradio_api/user").status_code == 401
        finally:
            served.close()


def test_on_ones_own_machine_nothing_of_it_is_seen() -> None:
    served = ui.launch(ui.build(ScriptedService()), port=0)
    try:
        reply = httpx.get(served.url, headers=PAGE, trust_env=False, timeout=20)
        assert "window.rapporteur" in reply.text
        assert "set-cookie" not in reply.headers
        assert httpx.get(served.url + "sign-in", trust_env=False, timeout=20).status_code == 404
    finally:
        served.close()


def test_the_page_knows_who_asks(browser: httpx.Client) -> None:
    """What an event of the page is told: the name under which conversations are kept."""
    sign_in(browser)
    config = browser.get("config").json()
    components = {one["id"]: one["props"] for one in config["components"]}
    opened = next(
        one
        for one in config["dependencies"]
        if any(event == "load" for _, event in one["targets"])
        and "rp-head" in [components[at].get("elem_id") for at in one["outputs"]]
    )
    data = [components[at].get("value") for at in opened["inputs"]]
    joined = {"data": data, "fn_index": opened["id"], "session_hash": "abc"}
    assert browser.post("gradio_api/queue/join", json=joined).status_code == 200
    shown = ""
    with browser.stream("GET", "gradio_api/queue/data?session_hash=abc") as stream:
        for line in stream.iter_lines():
            shown += line
            if "process_completed" in line:
                break
    assert "akiko" in shown
    assert "Sign out" in shown
