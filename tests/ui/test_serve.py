import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fastapi
import httpx
import pytest
import uvicorn

import ui
from core.errors import ServeError
from tests.ui.scripted import ScriptedAsker
from ui.serve import Guard, Page
from ui.shelf.uploads import MAX_FILE_BYTES, discard

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    served = ui.launch(ui.build(ScriptedAsker()), port=0)
    yield served
    served.close()


def get(page: Page, path: str = "", **headers: str) -> httpx.Response:
    return httpx.get(page.url + path, headers=headers, trust_env=False, timeout=20)


def test_the_page_is_served_with_its_own_style_and_nothing_from_elsewhere(page: Page) -> None:
    answer = get(page)
    assert answer.status_code == 200
    assert "window.rapporteur" in answer.text
    assert "fonts.googleapis" not in answer.text
    assert "connect-src 'self'" in answer.headers["content-security-policy"]


def test_loading_the_page_leaks_no_theme_font_from_elsewhere(page: Page) -> None:
    css = get(page, "theme.css").text
    assert "@import" not in css
    assert not re.search(r"url\(.?(https?:)?//", css)


@pytest.mark.parametrize("path", ["docs", "openapi.json", "monitoring/summary", "gradio_api/mcp/"])
def test_what_is_not_the_page_is_not_there(page: Page, path: str) -> None:
    assert get(page, path).status_code in (401, 403, 404)


def test_another_site_cannot_use_the_page(page: Page) -> None:
    assert get(page, Host="evil.example").status_code == 403
    assert get(page, "config", Origin="http://evil.example").status_code == 403
    assert get(page, "config", Origin=page.url.rstrip("/")).status_code == 200


def test_an_upload_over_the_limit_is_refused(page: Page) -> None:
    for size, code in ((MAX_FILE_BYTES + 1, 413), (10, 200)):
        files = {"files": ("a.txt", bytes(size))}
        answer = httpx.post(page.url + "gradio_api/upload", files=files, trust_env=False, timeout=30)
        assert answer.status_code == code
    discard(map(Path, answer.json()))


def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServeError, match=f"Port {port} on 127.0.0.1 is in use"):
            ui.launch(ui.build(ScriptedAsker()), port=port)


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", 70_000, "does not exist"),
        ("192.0.2.1", 0, "not an address of this machine"),
        ("no such host.invalid", 0, "not an address of this machine"),
    ],
)
def test_an_impossible_address_is_one_sentence(host: str, port: int, words: str) -> None:
    with pytest.raises(ServeError, match=words):
        ui.launch(ui.build(ScriptedAsker()), host, port)


def test_the_command_line_never_waits_for_gradio() -> None:
    modules = (
        "ui.state.protocol, ui.render.library, ui.tabs.readers, ui.shelf.adding, ui.state.talk, ui.serve"
    )
    code = f"import sys, ui, {modules}; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_web_server_before_the_page_may_call_it_by_its_name_and_others_may_not() -> None:
    served = ui.launch(ui.build(ScriptedAsker()), port=0, names=["Desk.example"])
    try:
        for name, status in (("desk.example", 200), ("desk.example:443", 200), ("evil.example", 403)):
            told = {"Host": name, "Origin": f"https://{name}"}
            assert httpx.get(served.url, headers=told, trust_env=False).status_code == status, name
    finally:
        served.close()


def test_the_guard_lets_a_page_on_the_network_be_called_by_any_name() -> None:
    app = fastapi.FastAPI()
    client = httpx.AsyncClient
    transport = httpx.ASGITransport(Guard(app, frozenset()))
    assert isinstance(uvicorn.Config(Guard(app, frozenset())), uvicorn.Config)

    async def call() -> int:
        async with client(transport=transport, base_url="http://desk.example:7860") as http:
            return (await http.get("/nothing")).status_code

    import asyncio

    # In a thread of its own: a browser test may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, call()).result() == 404
