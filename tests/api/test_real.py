"""The interface over a real library with the real retrieval models; the writing model is off."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create
from api.http import dossier_shapes, paper_shapes, shapes, watch_shapes
from cli import parser
from core.config import load_config
from workspace.workspace import Workspace

QUESTION = "What is Japan's view on a binding instrument?"
SHAPES = {
    "ask": shapes.AnswerOut,
    "search": shapes.SearchOut,
    "cells": shapes.TableOut,
    "check-draft": paper_shapes.DraftOut,
    "briefs": paper_shapes.BriefOut,
    "qa": paper_shapes.QuestionListOut,
    "watches": watch_shapes.WatchOut,
    "watches/run": watch_shapes.WatchRunOut,
    "dossiers": dossier_shapes.DossierOut,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder_dir: Path) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with closing(Workspace.open(load_config({}, home=home, llm="none"))) as workspace:
        workspace.intake.add_corpus()
        with TestClient(create(workspace)) as opened:
            yield opened


def untimed(document: Any) -> Any:
    return {name: value for name, value in document.items() if name != "timings_ms"}


def test_an_answer_is_that_of_the_command_line(
    client: TestClient, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert asked["status"] == "answered"
    capsys.readouterr()
    assert parser.main(["ask", QUESTION, "--home", str(home), "--llm", "none", "--json"]) == 0
    assert untimed(asked) == untimed(json.loads(capsys.readouterr().out))
    found = client.post("/api/v1/search", json={"query": "binding", "k": 3}).json()
    assert parser.main(["search", "binding", "-k", "3", "--home", str(home), "--json"]) == 0
    assert untimed(found) == untimed(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("path", sorted(SHAPES))
def test_the_example_of_every_request_is_answered_as_described(client: TestClient, path: str) -> None:
    described = client.get("/api/v1/openapi.json").json()
    body = described["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"]
    (example,) = described["components"]["schemas"][body["schema"]["$ref"].split("/")[-1]]["examples"]
    reply = client.post(f"/api/v1/{path}", json=example)
    assert reply.status_code == 200, reply.text
    SHAPES[path].model_validate(reply.json(), strict=True)


def test_cells_are_one_for_each_delegation_and_year_and_quote_what_is_there(client: TestClient) -> None:
    asked = {"question": QUESTION, "filters": {"delegation": ["JPN"]}, "years": ["2019", "2020"]}
    found = client.post("/api/v1/cells", json=asked).json()
    assert [(cell["since"][:4], cell["state"]) for cell in found["cells"]] == [
        ("2019", "silent"),
        ("2020", "said"),
    ]
    texts = {source["paragraph_id"]: source["text"] for source in found["sources"]}
    (citation,) = found["cells"][1]["quotes"][0]["citations"]
    assert texts[citation["paragraph_id"]][citation["start"] : citation["end"]] == citation["quote"]


def test_the_examples_of_the_description_are_of_its_form(client: TestClient) -> None:
    examples = json.loads((Path(__file__).parents[2] / "api" / "http" / "examples.json").read_text("utf-8"))
    for name, shape in {
        **SHAPES,
        "statements": shapes.StatementsOut,
        "statement": shapes.StatementOut,
        "digest": shapes.AnswerOut,
    }.items():
        shape.model_validate(examples[name], strict=True)
