"""What is made of a crowd's replies, and one of its people before a server that is ours."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from benchmarks.crowd.people import Asked, Person, at_work
from benchmarks.crowd.run import summary


def test_waits_failures_and_mix_ups_are_counted() -> None:
    asked = [
        Asked(0, "a", 0.5, 2.0, 1.5, [2, 1, 0], "answered", "written"),
        Asked(1, "b", 1.0, 4.0, 1.0, [], "answered", "quoted", stopped=True),
        Asked(1, "c", error="No."),
        Asked(2, "d", 0.1, 6.0, 1.0, [1, 0], "uncertain", "written", mixed_up=True),
    ]
    found = summary(asked, [0.25, 0.5], "embedded")
    assert found["questions"] == 4
    assert found["statuses"] == {"answered": 2, "uncertain": 1}
    assert (found["stopped"], found["mixed_up"], found["errors"]) == (1, 1, {"No.": 1})
    assert (found["waited"], found["longest_line"]) == (2, 2)
    assert found["seconds"]["done"]["n"] == 3
    assert found["met"] == {"done_p50": True}
    assert summary(asked, [], "server")["met"] == {"first_quote_p95": True}


def sent(name: str, document: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(document)}\n\n".encode()


class Page(BaseHTTPRequestHandler):
    """Refuses the first request of each path, then answers every question with another's."""

    def do_POST(self) -> None:
        seen: set[str] = self.server.seen
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        first, _ = self.path not in seen, seen.add(self.path)
        self.send_response(429 if first else 200)
        self.end_headers()
        if first:
            return
        if self.path.endswith("search"):
            self.wfile.write(json.dumps({"hits": [{"title": body["query"]}]}).encode())
            return
        finished = {"question": "another?", "status": "answered", "mode": "quoted", "stopped": False}
        self.wfile.write(b": working\n\n" + sent("waiting", {"number": 1}) + sent("quoted", {}))
        self.wfile.write(sent("finished", finished))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def page() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.seen = set()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_person_asks_again_when_told_to_and_notes_what_comes(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.crowd.people._AGAIN_S", 0.0)
    steps = list(at_work(Person(3, page, "token"), ["mine?"], time.perf_counter() + 60))
    assert [name for name, _ in steps] == ["searched", "asked"]
    asked = steps[1][1]
    assert isinstance(asked, Asked)
    assert (asked.person, asked.status, asked.numbers, asked.error) == (3, "answered", [1], "")
    assert asked.mixed_up
    assert asked.first_quote is not None
    assert asked.done is not None


def test_nobody_begins_when_time_is_over(page: str) -> None:
    assert list(at_work(Person(0, page, "token"), ["mine?"], time.perf_counter())) == []


def test_a_search_that_fails_is_told_and_the_next_question_is_asked() -> None:
    steps = list(at_work(Person(0, "http://127.0.0.1:9/", "token"), ["a?", "b?"], time.perf_counter() + 60))
    assert [step.error[:8] for _, step in steps if isinstance(step, Asked)] == ["search: "] * 2
