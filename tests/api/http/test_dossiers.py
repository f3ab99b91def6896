"""Dossiers over HTTP: as described, each caller's own, with what belongs to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from access.file import access_file
from access.tokens import Tokens
from api.app import create
from api.http import dossier_shapes, shapes
from tests.api.scripted import ScriptedService

PLACE = "/api/v1/dossiers"
CYBER = {"name": "Cyber", "filters": {"delegation": ["Japan"], "since": "2019"}}


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    with TestClient(create(service), raise_server_exceptions=False) as opened:
        yield opened


def test_a_dossier_is_made_filled_read_and_deleted(client: TestClient, service: ScriptedService) -> None:
    made = client.post(PLACE, json=CYBER)
    assert made.status_code == 200, made.text
    dossier_shapes.DossierOut.model_validate(made.json(), strict=True)
    one = f"{PLACE}/{made.json()['id']}"
    paragraph = service.kept.paragraphs[5]
    note = service.notes.new("A brief")
    belonging = {"statements": [service.kept.id], "notes": [note]}
    added = client.post(f"{one}/add", json={**belonging, "paragraphs": [paragraph.id]})
    assert added.status_code == 200, added.text
    dossier_shapes.DossierOut.model_validate(added.json(), strict=True)
    assert added.json()["filters"]["statements"] == [service.kept.id]
    assert added.json()["notes"] == [note]
    assert [entry["text"] for entry in added.json()["basket"]["entries"]] == [f"“{paragraph.text}”"]
    listed = client.get(PLACE).json()
    dossier_shapes.DossiersOut.model_validate(listed, strict=True)
    assert listed["dossiers"] == [client.get(one).json()] == [added.json()]
    found = client.post(
        "/api/v1/ask", json={"question": "What?", "filters": {"statements": [service.kept.id]}}
    )
    assert found.json()["filters"]["statements"] == [service.kept.id]
    within = client.post("/api/v1/ask", json={"question": "What?", "filters": added.json()["filters"]})
    assert within.status_code == 200, within.text
    assert within.json()["filters"] == {**added.json()["filters"], "inferred": []}
    renamed = client.post(f"{one}/rename", json={"name": "Cyber, 2019"}).json()
    assert renamed == {**added.json(), "name": "Cyber, 2019", "changed": renamed["changed"]}
    left = client.post(f"{one}/remove", json=belonging).json()
    assert (left["filters"].get("statements"), left["notes"]) == (None, [])
    assert client.delete(one).json() == {"deleted": made.json()["id"]}
    assert client.get(PLACE).json() == {"dossiers": []}
    assert [kept.title for kept in service.notes.summaries()] == ["Cyber", "A brief"]


@pytest.mark.parametrize(
    ("method", "place", "body", "status"),
    [
        ("POST", "", {"name": " "}, 400),
        ("POST", "", {"name": ""}, 422),
        ("POST", "", {"filters": {}}, 422),
        ("POST", "", {"name": "x", "filters": {"delegation": ["Atlantis"]}}, 400),
        ("GET", "/0000", None, 404),
        ("POST", "/0000/add", {"notes": []}, 404),
        ("POST", "/0000/rename", {"name": "x"}, 404),
        ("POST", "/0000/rename", {"name": ""}, 422),
        ("DELETE", "/0000", None, 404),
    ],
)
def test_an_error_is_a_problem(
    client: TestClient, method: str, place: str, body: object, status: int
) -> None:
    reply = client.request(method, PLACE + place, json=body)
    assert reply.status_code == status
    shapes.Problem.model_validate(reply.json(), strict=True)


def test_what_is_not_there_is_not_put_in(client: TestClient) -> None:
    one = f"{PLACE}/{client.post(PLACE, json=CYBER).json()['id']}"
    assert client.post(f"{one}/add", json={"paragraphs": ["0000"]}).status_code == 404
    assert client.post(f"{one}/add", json={"notes": ["0000"]}).status_code == 400
    assert client.post(f"{one}/remove", json={"notes": ["0000"]}).status_code == 404
    assert client.get(one).json()["notes"] == []


def test_each_token_has_its_own(service: ScriptedService, tmp_path: Path) -> None:
    tokens = Tokens(access_file(tmp_path))
    report, other = ({"Authorization": f"Bearer {tokens.new(name)}"} for name in ("report", "other"))
    with TestClient(create(service, tokens.named)) as client:
        assert client.get(PLACE).status_code == 401
        one = client.post(PLACE, json=CYBER, headers=report).json()["id"]
        assert client.get(f"{PLACE}/{one}", headers=other).status_code == 404
        assert client.post(f"{PLACE}/{one}/add", json={}, headers=other).status_code == 404
        assert client.get(PLACE, headers=other).json() == {"dossiers": []}
    assert [one.name for one in service.dossiers.all("token report")] == ["Cyber"]
    assert service.dossiers.all() == ()
