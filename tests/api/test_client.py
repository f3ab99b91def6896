"""The client that docs/ offers, against a page that is served with the interface beside it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from client import Rapporteur, RapporteurProblemError, answer_of

import ui
from access.file import access_file
from access.tokens import Tokens
from api.app import create
from tests.api.scripted import ScriptedService
from tests.ui.scripted import BINDING, SEABED
from ui.serve import Page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    return Tokens(access_file(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def page(tokens: Tokens) -> Iterator[Page]:
    service = ScriptedService()
    served = ui.launch(ui.build(service), port=0, app=create(service, tokens.named))
    yield served
    served.close()


@pytest.fixture(scope="module")
def client(page: Page, tokens: Tokens) -> Rapporteur:
    return Rapporteur(page.url, tokens.new("client"))


def test_an_answer_leads_to_its_sources(client: Rapporteur) -> None:
    answer = client.ask(BINDING, delegation=["JPN"], since="2019")
    assert answer.status == "answered"
    for sentence in answer.sentences:
        for citation in sentence.citations:
            source = answer.source(citation)
            assert source.text[citation.start : citation.end] == citation.quote
    assert client.ask(SEABED).status == "not_addressed"


def test_a_stream_ends_with_the_answer(client: Rapporteur) -> None:
    *before, finished = client.stream(BINDING)
    assert [event.name for event in before] == ["searching", "quoted", "passed", "passed", "dropped"]
    assert answer_of(finished.document) == client.ask(BINDING)


def test_search_and_statements(client: Rapporteur) -> None:
    assert [source.delegation for source in client.search("binding", k=2)] == ["JPN", "JPN"]
    assert len(client.statements()) == 1


def test_a_refusal_is_its_sentence(client: Rapporteur, page: Page) -> None:
    with pytest.raises(RapporteurProblemError, match="The question is empty") as refused:
        client.ask(" ")
    assert refused.value.status == 400
    with pytest.raises(RapporteurProblemError, match="A token is needed"):
        Rapporteur(page.url).ask(BINDING)


def test_the_page_and_the_interface_are_at_one_address(page: Page) -> None:
    shown = httpx.get(page.url, trust_env=False, timeout=20)
    assert "window.rapporteur" in shown.text
    foreign = httpx.get(
        page.url + "api/v1/healthz", headers={"Origin": "http://evil.example"}, trust_env=False
    )
    assert foreign.status_code == 403
    alive = httpx.get(page.url + "api/v1/healthz", trust_env=False, timeout=20)
    assert alive.json() == {"status": "ok"}
    assert alive.headers["x-content-type-options"] == "nosniff"


def test_the_example_of_the_client_runs(client: Rapporteur) -> None:
    text = (Path(__file__).parents[2] / "docs" / "client.py").read_text("utf-8")
    example = text.split('"""')[1].split("\n\n", 1)[1]
    lines = example.splitlines()[1:]
    shown: list[object] = []
    exec("\n".join(lines), {"rapporteur": client, "print": lambda *said: shown.append(said)})
    assert len(shown) == 2
