"""The tools as an assistant sees them, through the SDK's own client."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

import ui
from access.file import access_file
from access.tokens import Tokens
from api.app import create
from api.asking import Asking
from api.limits import Limits
from api.mcp.server import mcp_server
from api.metrics import Metrics
from core.config import load_config
from tests.api.scripted import ScriptedService
from tests.desk.library import TOPIC
from tests.ui.scripted import BINDING, SEABED
from tests.ui.scripted_cells import LIST
from workspace.workspace import Workspace

ROOT = Path(__file__).parents[3]
TOOLS = {"ask", "search", "show_paragraph", "compare", "timeline", "check_draft"}

T = TypeVar("T")


def awaited(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """In a thread of its own: a browser test may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(asyncio.wait_for(work(), 120))).result()


def called(service: Any, tool: str, **arguments: Any) -> CallToolResult:
    server = mcp_server(service, Asking(service, Limits(), Metrics()))

    async def work() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return awaited(work)


def text(result: CallToolResult) -> str:
    (block,) = result.content
    return str(block.text)


@pytest.fixture(scope="module")
def service() -> ScriptedService:
    return ScriptedService()


def test_every_tool_says_that_it_changes_nothing_and_what_it_returns(service: ScriptedService) -> None:
    server = mcp_server(service, Asking(service, Limits(), Metrics()))

    async def work() -> Any:
        async with Client(server) as client:
            return (await client.list_tools()).tools

    tools = awaited(work)
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.output_schema
        assert tool.description


def test_an_answer_has_checked_sentences_quotations_and_their_labels(service: ScriptedService) -> None:
    result = called(service, "ask", question=BINDING, delegations=["Japan"], since="2019")
    answer = result.structured_content
    assert answer is not None
    assert answer["status"] == "answered"
    assert [one["labels"] for one in answer["sentences"]] == [["JPN 2020-12-01 ¶6"]] * 2
    for quoted in answer["quotations"]:
        assert any(quoted["text"] in paragraph.text for paragraph in service.kept.paragraphs)
    said = text(result)
    assert "[JPN 2020-12-01 ¶6]" in said
    assert "Japan proposes a treaty." not in said  # it was written and did not pass
    assert service.calls[-1][1].delegations == ("JPN",)


def test_what_is_not_addressed_is_said_and_not_answered(service: ScriptedService) -> None:
    result = called(service, "ask", question=SEABED)
    answer = result.structured_content
    assert answer is not None
    assert (answer["status"], answer["sentences"], answer["quotations"]) == ("not_addressed", [], [])
    assert "Not addressed" in text(result)
    assert answer["elsewhere"][0]["delegation"] == "Norway"


def test_a_list_names_the_silent_too(service: ScriptedService) -> None:
    said = text(called(service, "ask", question=LIST))
    assert "France: said" in said
    assert "ASEAN: uncertain" in said
    assert "Silent: Australia, Brazil" in said


def test_a_timeline_has_what_changed_and_a_comparison_a_cell_for_each(service: ScriptedService) -> None:
    made = called(service, "timeline", question=TOPIC, delegation="Japan").structured_content or {}
    said = [cell for cell in made["cells"] if cell["state"] == "said"]
    assert len(said) > 1
    assert not said[0]["added"]
    assert any(cell["added"] or cell["dropped"] for cell in said[1:])
    assert [cell["since"] for cell in made["cells"]] == sorted(cell["since"] for cell in made["cells"])
    made = called(service, "compare", question=TOPIC, delegations=["Japan", "Kenya"]).structured_content or {}
    assert {cell["delegation"] for cell in made["cells"]} == {"Japan", "Kenya"}


def test_a_draft_is_checked_sentence_by_sentence(service: ScriptedService) -> None:
    checked = called(service, "check_draft", draft="Japan gives its support. Norway has a fleet.")
    sentences = (checked.structured_content or {})["sentences"]
    assert [one["verdict"] for one in sentences] == ["supported", "not_found"]
    assert sentences[0]["quotations"][0]["label"] == "JPN 2020-12-01 ¶1"
    assert "supported: Japan gives its support." in text(checked)


def test_a_paragraph_is_shown_among_those_around_it(service: ScriptedService) -> None:
    wanted = service.kept.paragraphs[5]
    shown = called(service, "show_paragraph", paragraph_id=wanted.id).structured_content
    assert shown is not None
    assert wanted.text in [one["text"] for one in shown["paragraphs"]]
    assert len(shown["paragraphs"]) == 3


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "Why?", "delegations": ["Atlantis"]}, "'Atlantis'"),
        ("show_paragraph", {"paragraph_id": "none"}, "'none'"),
        ("compare", {"question": "Why?", "delegations": []}, "Which delegations?"),
        ("timeline", {"question": " ", "delegation": "Japan"}, "The question is empty"),
        ("timeline", {"question": "Why?", "delegation": "Atlantis"}, "'Atlantis'"),
    ],
)
def test_a_refusal_is_its_sentence(
    service: ScriptedService, tool: str, arguments: dict[str, Any], words: str
) -> None:
    result = called(service, tool, **arguments)
    assert result.is_error
    assert words in text(result)


def test_a_mistake_inside_gives_nothing_away(service: ScriptedService) -> None:
    result = called(service, "ask", question="broken")
    assert result.is_error
    assert "secret" not in text(result)


@pytest.mark.slow
def test_a_served_page_answers_assistants_with_a_token(service: ScriptedService, tmp_path: Path) -> None:
    tokens = Tokens(access_file(tmp_path))
    shown = {"Authorization": f"Bearer {tokens.new('assistant')}"}
    page = ui.launch(ui.build(service), port=0, app=create(service, tokens.named))
    try:
        refused = httpx.post(page.url + "mcp", json={}, trust_env=False, timeout=20)
        assert refused.status_code == 401

        async def work() -> tuple[set[str], CallToolResult]:
            http = httpx2.AsyncClient(headers=shown, trust_env=False, timeout=30)
            async with http, Client(streamable_http_client(page.url + "mcp", http_client=http)) as client:
                names = {tool.name for tool in (await client.list_tools()).tools}
                return names, await client.call_tool("ask", {"question": BINDING})

        names, result = awaited(work)
        assert names == TOOLS
        assert "[JPN 2020-12-01 ¶6]" in text(result)
    finally:
        page.close()


def test_the_command_answers_on_standard_input_and_output(tmp_path: Path, encoder_dir: Path) -> None:
    command = ["-m", "cli.parser", "mcp", "--home", str(tmp_path), "--llm", "none"]
    server = StdioServerParameters(command=sys.executable, args=command, cwd=ROOT)

    async def work() -> list[CallToolResult]:
        async with Client(stdio_client(server)) as client:
            asked = await client.call_tool("ask", {"question": BINDING})
            found = await client.call_tool("search", {"query": "binding instrument", "limit": 2})
            compared = await client.call_tool(
                "compare", {"question": BINDING, "delegations": ["Japan", "France"], "by_year": True}
            )
            in_time = await client.call_tool("timeline", {"question": BINDING, "delegation": "Japan"})
            return [asked, found, compared, in_time]

    asked, found, compared, in_time = awaited(work)
    with closing(Workspace.open(load_config({}, home=tmp_path, llm="none"))) as workspace:
        (row,) = workspace.library.statements()
        texts = [paragraph.text for paragraph in workspace.library.statement(row.id).paragraphs]
    documents = [one.structured_content or {} for one in (asked, found, compared, in_time)]
    assert documents[0]["status"] == "answered"
    quoted = [*documents[0]["quotations"], *documents[1]["paragraphs"]]
    assert quoted
    assert all(any(one["text"] in whole for whole in texts) for one in quoted)
    said = [
        [(cell["delegation"], cell["since"][:4], cell["state"]) for cell in made["cells"]]
        for made in documents[2:]
    ]
    assert said == [[("France", "2020", "silent"), ("Japan", "2020", "said")], [("Japan", "2020", "said")]]
    json.dumps(documents)
