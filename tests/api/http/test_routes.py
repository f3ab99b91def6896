"""What a program that asks over HTTP gets."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create
from api.http import paper_shapes, shapes
from api.http.requests import FiltersIn
from api.limits import Limits
from core.documents import answer_of
from tests.api.scripted import ScriptedService
from tests.ui.scripted import BINDING, SEABED
from tests.ui.scripted_cells import LIST, UNSURE

EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    with TestClient(create(service), raise_server_exceptions=False) as opened:
        yield opened


def streamed(text: str) -> list[tuple[str, Any]]:
    """Names and documents of a stream."""
    blocks = [block for block in text.split("\n\n") if block.startswith("event: ")]
    pairs = [block.split("\n") for block in blocks]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


@pytest.mark.parametrize("question", [BINDING, SEABED, LIST, UNSURE])
def test_an_answer_is_the_document_that_is_described_and_can_be_read_back(
    client: TestClient, question: str
) -> None:
    reply = client.post("/api/v1/ask", json={"question": question})
    assert reply.status_code == 200
    shapes.AnswerOut.model_validate(reply.json(), strict=True)
    assert answer_of(reply.json()).question == question


def test_filters_infer_and_history_are_passed_on(client: TestClient, service: ScriptedService) -> None:
    filters = {"delegation": ["japan", "FRA"], "since": "2019", "speaker": "Akahori", "role": ["chair"]}
    asked = {"question": BINDING, "filters": filters, "infer": False, "history": ["Before?"]}
    assert client.post("/api/v1/ask", json=asked).status_code == 200
    ((question, given, infer, _),) = service.calls
    assert (question, infer, service.histories) == (BINDING, False, [("Before?",)])
    assert (given.delegations, given.since, given.speaker) == (("JPN", "FRA"), "2019", "Akahori")
    assert given.roles == ("chair",)


def test_a_stream_has_the_events_of_the_page_and_ends_with_the_same_answer(client: TestClient) -> None:
    whole = client.post("/api/v1/ask", json={"question": BINDING}).json()
    reply = client.post("/api/v1/ask", json={"question": BINDING}, headers=EVENTS)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = streamed(reply.text)
    assert [name for name, _ in events] == [
        *("searching", "quoted", "passed", "passed", "dropped", "finished")
    ]
    assert events[-1][1] == whole
    listed = streamed(client.post("/api/v1/ask", json={"question": LIST}, headers=EVENTS).text)
    assert [name for name, _ in listed] == ["searching", *["surveyed"] * 4, "finished"]


def test_every_other_document_is_as_described(client: TestClient, service: ScriptedService) -> None:
    paragraph = service.kept.paragraphs[5].id
    found: list[tuple[Any, Any]] = [
        (shapes.SearchOut, client.post("/api/v1/search", json={"query": "binding"})),
        (shapes.TableOut, client.post("/api/v1/cells", json={"question": "Their view?"})),
        (
            paper_shapes.DraftOut,
            client.post("/api/v1/check-draft", json={"draft": "Japan agrees. “It” is so."}),
        ),
        (paper_shapes.BriefOut, client.post("/api/v1/briefs", json={"topic": "treaty", "marking": "Draft"})),
        (paper_shapes.QuestionListOut, client.post("/api/v1/qa", json={"questions": ["A treaty?", "Fish?"]})),
        (shapes.AnswerOut, client.get(f"/api/v1/statements/{service.kept.id}/digest")),
        (shapes.StatementsOut, client.get("/api/v1/statements")),
        (shapes.StatementOut, client.get(f"/api/v1/statements/{service.kept.id}")),
        (shapes.ParagraphOut, client.get(f"/api/v1/paragraphs/{paragraph}")),
        (shapes.HealthOut, client.get("/api/v1/healthz")),
    ]
    for shape, reply in found:
        assert reply.status_code == 200, reply.text
        shape.model_validate(reply.json(), strict=True)


def test_the_list_of_statements_is_limited_and_counted(client: TestClient) -> None:
    assert client.get("/api/v1/statements").json()["total"] == 1
    assert client.get("/api/v1/statements?offset=1").json()["statements"] == []
    assert client.get("/api/v1/statements?delegation=France").json()["total"] == 0
    assert client.get("/api/v1/statements?statements=0000&role=chair").json()["total"] == 0


def test_every_filter_of_a_question_limits_the_list_too(client: TestClient) -> None:
    parameters = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/statements"]["get"]["parameters"]
    assert {one["name"] for one in parameters} == {*FiltersIn.model_fields, "limit", "offset"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "ask", {"question": "   "}, 400, "The question is empty"),
        ("POST", "ask", {"question": ""}, 422, "question: "),
        ("POST", "ask", {"question": "x" * 4001}, 422, "question: "),
        ("POST", "qa", {"questions": []}, 422, "questions: "),
        ("POST", "qa", {"questions": ["Why?", " "]}, 400, "The question is empty"),
        ("POST", "ask", {"question": "Why?", "colour": "red"}, 422, "colour: "),
        ("POST", "ask", {"question": "Why?", "filters": {"delegation": ["Atlantis"]}}, 400, "'Atlantis'"),
        ("POST", "ask", None, 422, "Field required"),
        ("POST", "ask", {"question": "broken"}, 500, "the log of the server"),
        ("POST", "search", {"query": "x", "k": 0}, 422, "k: "),
        ("POST", "cells", {"question": "x", "years": ["20"]}, 422, "years.0: "),
        ("GET", "ask", None, 404, "/api/v1/ask"),
        ("GET", "statements?limit=0", None, 422, "limit"),
        ("GET", "statements?role=king", None, 422, "role"),
        ("GET", f"statements?forum={'x' * 201}", None, 422, "forum"),
        ("GET", "paragraphs/none", None, 404, "'none'"),
        ("GET", "nothing/here", None, 404, "openapi.json"),
    ],
)
def test_an_error_is_a_problem_with_one_sentence(
    client: TestClient, method: str, path: str, body: Any, status: int, words: str
) -> None:
    reply = client.request(method, f"/api/v1/{path}", json=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    found = shapes.Problem.model_validate(reply.json(), strict=True)
    assert found.status == status
    assert words in found.detail
    assert "secret" not in reply.text
    assert "\n" not in found.detail


def test_a_question_that_cannot_be_asked_is_refused_before_the_stream_begins(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": " "}, headers=EVENTS)
    assert (reply.status_code, reply.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.slow
def test_a_question_is_finished_with_what_there_is_when_its_time_is_over(service: ScriptedService) -> None:
    service.pace = 0.5
    with TestClient(create(service, limits=Limits(seconds=0.2))) as client:
        reply = client.post("/api/v1/ask", json={"question": BINDING})
    assert reply.json()["stopped"]


def test_more_questions_than_may_be_are_refused_and_places_come_back(service: ScriptedService) -> None:
    service.hold = threading.Event()
    with TestClient(create(service, limits=Limits(at_once=2))) as client, ThreadPoolExecutor(2) as pool:
        waiting = [
            pool.submit(client.post, "/api/v1/ask", json={"question": BINDING}, headers=headers)
            for headers in ({}, EVENTS)
        ]
        deadline = time.monotonic() + 10
        while len(service.calls) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        asked = len(service.calls)
        refused = client.post("/api/v1/ask", json={"question": BINDING})
        service.hold.set()
        assert asked == 2
        assert [reply.result().status_code for reply in waiting] == [200, 200]
        assert refused.status_code == 503
        assert "2 questions" in refused.json()["detail"]
        assert client.post("/api/v1/ask", json={"question": BINDING}).status_code == 200


def test_metrics_count_answers_and_never_name_a_question(client: TestClient) -> None:
    client.post("/api/v1/ask", json={"question": BINDING})
    client.post("/api/v1/ask", json={"question": SEABED})
    client.get("/api/v1/statements/abc")
    reply = client.get("/api/v1/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    lines = reply.text.splitlines()
    assert 'rapporteur_answers_total{status="answered"} 1.0' in lines
    assert 'rapporteur_answers_total{status="not_addressed"} 1.0' in lines
    assert "rapporteur_paragraphs 7.0" in lines
    assert any('route="/api/v1/statements/{statement_id}"' in line for line in lines)
    assert "binding" not in reply.text
    assert "abc" not in reply.text


def test_the_description_has_an_example_of_every_request_and_answer(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if path.endswith("/metrics"):
                continue
            content = operation["responses"]["200"]["content"]
            assert content["application/json"]["example"], (method, path)
            if method == "post":
                schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                assert described["components"]["schemas"][schema.split("/")[-1]]["examples"], path
