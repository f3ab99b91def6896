"""Watches over HTTP: as described, each caller's own, asked again where something came."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from access.file import access_file
from access.tokens import Tokens
from api.app import create
from api.http import shapes, watch_shapes
from api.limits import Limits
from tests.answer.fakes import FakeLibrary
from tests.api.scripted import ScriptedService
from tests.desk.library import JAPAN_2020, STATEMENTS, TOPIC

PLACE = "/api/v1/watches"
ASKED = {"question": f"What does Japan say about a {TOPIC}?", "filters": {"delegation": ["Japan"]}}


@pytest.fixture
def service() -> ScriptedService:
    made = ScriptedService()
    held(made, 1)
    return made


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    with TestClient(create(service), raise_server_exceptions=False) as opened:
        yield opened


def held(service: ScriptedService, statements: int) -> None:
    """The library has as many of the desk's statements."""
    library = service.desk.tools.retriever
    assert isinstance(library, FakeLibrary)
    library.sources = STATEMENTS[:statements]
    library.changes += 1


def test_a_watch_is_made_run_read_and_removed(client: TestClient, service: ScriptedService) -> None:
    made = client.post(PLACE, json=ASKED)
    assert made.status_code == 200, made.text
    watch_shapes.WatchOut.model_validate(made.json(), strict=True)
    one = made.json()["id"]
    held(service, 2)
    ran = client.post(f"{PLACE}/run", json={"ids": [one]}).json()
    watch_shapes.WatchRunOut.model_validate(ran, strict=True)
    assert not ran["stopped"]
    assert [found["outcome"] for found in ran["watches"]] == ["changed"]
    assert [added["words"] for added in ran["watches"][0]["change"]["added"]] == [JAPAN_2020.split(" We ")[0]]
    listed = client.get(PLACE).json()
    watch_shapes.WatchesOut.model_validate(listed, strict=True)
    assert client.get(f"{PLACE}/{one}").json() == listed["watches"][0]
    assert listed["watches"][0]["unread"] == 1
    assert client.post(f"{PLACE}/run", json={}).json()["watches"][0]["outcome"] == "untouched"
    assert client.delete(f"{PLACE}/{one}").json() == {"removed": one}
    assert client.get(PLACE).json() == {"watches": []}


@pytest.mark.parametrize(
    ("method", "place", "body", "status"),
    [
        ("POST", "", {"question": " "}, 400),
        ("POST", "", {"question": "Why?", "kind": "poem"}, 422),
        ("POST", "", {}, 422),
        ("POST", "/run", {"ids": ["0000"]}, 404),
        ("GET", "/0000", None, 404),
        ("DELETE", "/0000", None, 404),
    ],
)
def test_an_error_is_a_problem(
    client: TestClient, method: str, place: str, body: object, status: int
) -> None:
    reply = client.request(method, PLACE + place, json=body)
    assert reply.status_code == status
    shapes.Problem.model_validate(reply.json(), strict=True)


def test_each_token_has_its_own_and_nobody_who_signs_in_has_it(
    service: ScriptedService, tmp_path: Path
) -> None:
    tokens = Tokens(access_file(tmp_path))
    report, other = ({"Authorization": f"Bearer {tokens.new(name)}"} for name in ("report", "other"))
    with TestClient(create(service, tokens.named)) as client:
        assert client.get(PLACE).status_code == 401
        one = client.post(PLACE, json=ASKED, headers=report).json()["id"]
        assert client.get(f"{PLACE}/{one}", headers=other).status_code == 404
        assert client.get(PLACE, headers=other).json() == {"watches": []}
        assert client.get(f"{PLACE}/{one}", headers=report).json()["id"] == one
    assert [watch.owner for watch in service.watches.all(None)] == ["token report"]
    assert service.watches.all("report") == service.watches.all("") == ()


@pytest.mark.slow
def test_what_the_time_does_not_allow_is_said(service: ScriptedService) -> None:
    with TestClient(create(service)) as client:
        for _ in range(3):
            client.post(PLACE, json=ASKED)
    service.pace = 0.4
    held(service, 2)
    with TestClient(create(service, limits=Limits(seconds=0.2))) as client:
        ran = client.post(f"{PLACE}/run", json={}).json()
    assert ran["stopped"]
    assert len(ran["watches"]) < 3
