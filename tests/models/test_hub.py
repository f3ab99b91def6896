"""Fetching from a model hub: what is continued, what is refused, and where the token goes."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import NotOffered, Unavailable
from models.hub import HubSource
from models.manifest import ModelFile
from tests.models.model_fakes import CONTENT, FakeHub, Served, fake_hub, tiny_file

FILE = tiny_file()


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with fake_hub() as server:
        yield server


def fetch(
    source: HubSource, folder: Path, before: bytes = b"", file: ModelFile = FILE
) -> tuple[bytes, list[int]]:
    """What is in the part file afterwards, and what was reported on the way."""
    part = folder / "tiny.bin.part"
    if before:
        part.write_bytes(before)
    seen: list[int] = []
    source.fetch(file, part, folder, seen.append)
    return part.read_bytes(), seen


def test_a_file_arrives_whole(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    content, seen = fetch(HubSource(hub.endpoint), tmp_path)
    assert content == CONTENT
    assert seen[-1] == len(CONTENT)
    assert hub.ranges() == [""]


def test_a_partial_file_is_continued(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    content, _ = fetch(HubSource(hub.endpoint), tmp_path, CONTENT[:3000])
    assert content == CONTENT
    assert hub.ranges() == ["bytes=3000-"]


def test_a_transfer_that_breaks_off_is_taken_up_where_it_stopped(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT, break_after=[1000, 500]))
    content, _ = fetch(HubSource(hub.endpoint, pause=0), tmp_path)
    assert content == CONTENT
    assert hub.ranges() == ["", "bytes=1000-", "bytes=1500-"]


@settings(max_examples=15, deadline=None)
@given(start=st.integers(0, len(CONTENT)), breaks=st.lists(st.integers(0, 4000), max_size=3))
@pytest.mark.slow
def test_wherever_it_starts_and_breaks_the_bytes_are_the_same(
    start: int, breaks: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with fake_hub() as server:
        server.offer("tiny.bin", Served(CONTENT, break_after=list(breaks)))
        folder = tmp_path_factory.mktemp("resume")
        content, _ = fetch(HubSource(server.endpoint, pause=0), folder, CONTENT[:start])
    assert content == CONTENT


def test_a_hub_that_ignores_ranges_is_read_from_the_start(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT, ignore_range=True))
    content, _ = fetch(HubSource(hub.endpoint), tmp_path, b"?" * 3000)
    assert content == CONTENT


def test_a_hub_that_never_gets_further_is_given_up_and_the_part_kept(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT, break_after=[1000] + [0] * 50))
    with pytest.raises(Unavailable, match=r"broke off after 1,000 of 10,240 bytes"):
        fetch(HubSource(hub.endpoint, pause=0), tmp_path)
    assert (tmp_path / "tiny.bin.part").read_bytes() == CONTENT[:1000]


@pytest.mark.parametrize("size", [len(CONTENT) - 1, len(CONTENT) + 1])
def test_a_file_of_another_size_is_refused_before_it_is_read(hub: FakeHub, tmp_path: Path, size: int) -> None:
    hub.offer("tiny.bin", Served((CONTENT + b"+")[:size]))
    with pytest.raises(Unavailable, match=f"has {size:,} bytes where 10,240 are expected"):
        fetch(HubSource(hub.endpoint), tmp_path)
    assert not (tmp_path / "tiny.bin.part").exists()


def test_a_part_longer_than_what_the_hub_has_is_reported(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT[:100]))
    with pytest.raises(Unavailable, match="fewer than the 10,240 bytes"):
        fetch(HubSource(hub.endpoint), tmp_path, CONTENT[:200])


def test_a_stream_without_end_is_cut_off(tmp_path: Path) -> None:
    def endless(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=(b"x" * 4096 for _ in range(1_000_000)))

    source = HubSource("https://hub.example", transport=httpx.MockTransport(endless))
    with pytest.raises(Unavailable, match="sends more than the 10,240 bytes"):
        fetch(source, tmp_path)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_refusal_is_passed_on_at_once(hub: FakeHub, tmp_path: Path, status: int) -> None:
    hub.offer("tiny.bin", Served(status=status))
    with pytest.raises(Unavailable, match=f"answered {status}"):
        fetch(HubSource(hub.endpoint), tmp_path)
    assert len(hub.requests) == 1


def test_a_hub_that_refuses_the_connection_is_asked_once_per_pull(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    attempts: list[httpx.Request] = []

    class Counting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            attempts.append(request)
            return super().handle_request(request)

    source = HubSource(f"http://127.0.0.1:{port}", transport=Counting())
    for _ in range(3):
        with pytest.raises(Unavailable, match="could not be reached"):
            fetch(source, tmp_path)
    assert len(attempts) == 1


def test_an_offline_hub_is_not_asked(hub: FakeHub, tmp_path: Path) -> None:
    source = HubSource.from_environment({"HF_ENDPOINT": hub.endpoint + "/", "HF_HUB_OFFLINE": "1"})
    with pytest.raises(Unavailable, match="HF_HUB_OFFLINE"):
        fetch(source, tmp_path)
    assert hub.requests == []


def test_a_file_that_the_manifest_has_no_hub_for_is_not_asked_for(hub: FakeHub, tmp_path: Path) -> None:
    file = ModelFile("tiny", "tiny.bin", 1, "0" * 64)
    with pytest.raises(NotOffered):
        fetch(HubSource(hub.endpoint), tmp_path, file=file)
    assert hub.requests == []


@pytest.mark.parametrize("endpoint", ["https://[bad", "ftp://hub.example", "hub.example", "://"])
def test_an_endpoint_that_is_no_address_is_reported(endpoint: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        fetch(HubSource(endpoint), tmp_path)


def test_a_redirect_on_the_loopback_hub_is_followed(hub: FakeHub, tmp_path: Path) -> None:
    hub.served["/cdn"] = Served(CONTENT)
    hub.offer("tiny.bin", Served(location="/cdn"))
    content, _ = fetch(HubSource(hub.endpoint), tmp_path)
    assert content == CONTENT


def test_redirects_in_a_circle_end(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(location="/me/tiny/resolve/abc/tiny.bin"))
    with pytest.raises(Unavailable, match="redirects too often"):
        fetch(HubSource(hub.endpoint), tmp_path)


def routes(log: list[httpx.Request], answers: dict[str, httpx.Response]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        log.append(request)
        return answers[f"{request.url.scheme}://{request.url.host}"]

    return httpx.MockTransport(answer)


def test_the_token_goes_to_the_hub_and_not_to_where_it_redirects(tmp_path: Path) -> None:
    log: list[httpx.Request] = []
    transport = routes(
        log,
        {
            "https://hub.example": httpx.Response(302, headers={"location": "https://cdn.example/x"}),
            "https://cdn.example": httpx.Response(200, content=iter([CONTENT])),
        },
    )
    content, _ = fetch(HubSource("https://hub.example", "secret", transport=transport), tmp_path)
    assert content == CONTENT
    assert [request.headers.get("authorization") for request in log] == ["Bearer secret", None]


@pytest.mark.parametrize("location", ["https://hub.example.evil.example/x", "https://hub.example:444/x"])
def test_a_host_that_only_looks_like_the_hub_gets_no_token(tmp_path: Path, location: str) -> None:
    log: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        log.append(request)
        redirect = len(log) == 1
        return httpx.Response(302, headers={"location": location}) if redirect else httpx.Response(404)

    source = HubSource("https://hub.example", "secret", transport=httpx.MockTransport(answer))
    with pytest.raises(Unavailable):
        fetch(source, tmp_path)
    assert "authorization" not in log[1].headers


def test_the_token_is_never_sent_unencrypted(hub: FakeHub, tmp_path: Path) -> None:
    hub.offer("tiny.bin", Served(CONTENT))
    fetch(HubSource(hub.endpoint, "secret"), tmp_path)
    assert "authorization" not in hub.requests[0][1]


def test_a_redirect_out_of_https_is_refused(tmp_path: Path) -> None:
    log: list[httpx.Request] = []
    answers = {"https://hub.example": httpx.Response(302, headers={"location": "http://cdn.example/x"})}
    with pytest.raises(Unavailable, match="not https"):
        fetch(HubSource("https://hub.example", transport=routes(log, answers)), tmp_path)
    assert len(log) == 1


def test_the_token_is_not_in_the_sources_repr() -> None:
    assert "secret" not in repr(HubSource(token="secret"))
