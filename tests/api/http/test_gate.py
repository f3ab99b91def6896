"""Who gets through to the interface."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from access.file import access_file
from access.tokens import Tokens
from api.app import create
from api.limits import Limits
from tests.api.scripted import ScriptedService
from tests.ui.scripted import BINDING

LIMITS = Limits()
ASKED = {"question": BINDING}


def opened(named: Callable[[str], str] | None = None, limits: Limits = LIMITS) -> TestClient:
    return TestClient(create(ScriptedService(), named, limits))


def test_a_token_is_needed_where_tokens_are_asked_for(tmp_path: Path) -> None:
    tokens = Tokens(access_file(tmp_path))
    shown = {"Authorization": f"Bearer {tokens.new('report')}"}
    client = opened(tokens.named)
    for path in ("ask", "search", "cells"):
        refused = client.post(f"/api/v1/{path}", json=ASKED)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.headers["content-type"] == "application/problem+json"
    for path in ("statements", "metrics", "openapi.json", "nothing"):
        assert client.get(f"/api/v1/{path}").status_code == 401
    assert client.get("/api/v1/healthz").status_code == 200
    assert client.post("/api/v1/ask", json=ASKED, headers=shown).status_code == 200
    tokens.revoke("report")
    assert client.post("/api/v1/ask", json=ASKED, headers=shown).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "rpt_abc", "Bearer rpt_abc rpt_def"]
)
def test_what_is_no_token_lets_nobody_in(tmp_path: Path, header: str) -> None:
    client = opened(Tokens(access_file(tmp_path)).named)
    assert client.get("/api/v1/statements", headers={"Authorization": header}).status_code == 401


def test_another_site_cannot_ask_through_a_readers_browser() -> None:
    client = opened()
    assert client.get("/api/v1/statements", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/api/v1/statements", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not() -> None:
    client = opened(limits=Limits(body_bytes=1000))
    large = b'{"question": "' + b"x" * 1000 + b'"}'
    refused = client.post("/api/v1/ask", content=large)
    assert refused.status_code == 413
    assert "1,000 bytes" in refused.json()["detail"]
    chunked = client.post("/api/v1/ask", content=(large[at : at + 100] for at in range(0, len(large), 100)))
    assert chunked.status_code >= 400
    assert client.post("/api/v1/ask", json=ASKED).status_code == 200


def test_requests_over_the_rate_are_told_when_to_come_again() -> None:
    client = opened(limits=Limits(per_minute=1, burst=2))
    replies = [client.get("/api/v1/statements") for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert 0 < int(replies[-1].headers["retry-after"]) <= 60


def test_guesses_of_tokens_are_limited_and_do_not_shut_out_who_has_one(tmp_path: Path) -> None:
    tokens = Tokens(access_file(tmp_path))
    shown = {"Authorization": f"Bearer {tokens.new('report')}"}
    client = opened(tokens.named, Limits(per_minute=1, burst=5))
    guesses = [
        client.get("/api/v1/statements", headers={"Authorization": f"Bearer rpt_{at}"}) for at in range(8)
    ]
    assert [reply.status_code for reply in guesses] == [401] * 5 + [429] * 3
    assert client.get("/api/v1/statements", headers=shown).status_code == 200
