"""People who search and ask, one after the other, through the interface of a served page."""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_WAIT_S = 200.0  # longer than a question may take
_AGAIN_S = 1.0


@dataclass(slots=True)
class Asked:
    """What became of one question. Times are seconds since it was sent, None for what never came; ``silent``
    is the longest time without an event, ``numbers`` those that it had in the line."""

    person: int
    question: str
    first_quote: float | None = None
    done: float | None = None
    silent: float = 0.0
    numbers: list[int] = field(default_factory=list)
    status: str = ""
    mode: str = ""
    stopped: bool = False
    mixed_up: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token of a page at ``url``."""

    number: int
    url: str
    token: str

    def ask(self, question: str) -> Asked:
        """Ask, and note when what came."""
        asked = Asked(self.number, question)
        began = last = time.perf_counter()
        try:
            for name, document in self._events(question):
                now = time.perf_counter()
                asked.silent, last = max(asked.silent, now - last), now
                _note(asked, name, document, now - began)
        except (OSError, http.client.HTTPException) as error:
            asked.error = type(error).__name__
        return asked

    def search(self, words: str) -> tuple[float, list[str]]:
        """Seconds, and the titles of what was found. Raises OSError when the interface refuses."""
        began = time.perf_counter()
        with_token = self._post("search", {"query": words, "k": 10})
        hits = json.loads(with_token.read())["hits"]
        return time.perf_counter() - began, [hit["title"] for hit in hits]

    def _events(self, question: str) -> Iterator[tuple[str, Any]]:
        reply = self._post("ask", {"question": question}, Accept="text/event-stream")
        name = ""
        for raw in reply:
            kind, _, value = raw.decode().rstrip("\n").partition(": ")
            if kind == "event":
                name = value
            elif kind == "data":
                yield name, json.loads(value)

    def _post(self, path: str, sent: object, **headers: str) -> http.client.HTTPResponse:
        """The reply. Whoever is told to ask again later does. Raises OSError for another refusal."""
        place = urlsplit(self.url)
        headers |= {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        while True:
            connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=_WAIT_S)
            connection.request("POST", f"/api/v1/{path}", json.dumps(sent).encode(), headers)
            reply = connection.getresponse()
            if reply.status == http.HTTPStatus.OK:
                return reply
            if reply.status != http.HTTPStatus.TOO_MANY_REQUESTS:
                raise OSError(f"{reply.status} {reply.read(300).decode(errors='replace')}")
            connection.close()
            time.sleep(_AGAIN_S)


def at_work(person: Person, questions: Sequence[str], until: float) -> Iterator[tuple[str, Asked | float]]:
    """Search for each question's words, then ask it, as long as ``time.perf_counter()`` is below ``until``:
    ("searched", seconds) and ("asked", what became of it). A search that fails is a question that does."""
    for question in questions:
        if time.perf_counter() > until:
            return
        try:
            yield "searched", person.search(question)[0]
        except (OSError, http.client.HTTPException) as error:
            yield "asked", Asked(person.number, question, error=f"search: {error or type(error).__name__}")
            continue
        yield "asked", person.ask(question)


def _note(asked: Asked, name: str, document: Any, seconds: float) -> None:
    if name == "waiting":
        asked.numbers.append(document["number"])
    elif name == "quoted" and asked.first_quote is None:
        asked.first_quote = round(seconds, 2)
    elif name == "error":
        asked.error = document["detail"]
    elif name == "finished":
        asked.done = round(seconds, 2)
        asked.status, asked.mode, asked.stopped = document["status"], document["mode"], document["stopped"]
        asked.mixed_up = document["question"] != asked.question
