"""A small client of Rapporteur's interface, in one file that needs Python's standard library only: copy it.

rapporteur = Rapporteur("http://127.0.0.1:7860")
answer = rapporteur.ask("What is Japan's view on a binding instrument?", delegation=["JPN"])
for sentence in answer.sentences:
    print(sentence.text, [answer.source(citation).label for citation in sentence.citations])
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class RapporteurProblemError(Exception):
    """The server refused; the message is its sentence, ``status`` the HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True)
class Citation:
    """Words of one source: characters ``start`` to ``end`` of its text are ``quote``."""

    marker: int
    paragraph_id: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence with its citations; ``support`` in [0, 1]."""

    text: str
    support: float
    verbatim: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Source:
    """A paragraph. ``document`` has everything that is known about it."""

    paragraph_id: str
    label: str
    delegation: str
    date: str
    text: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """``status`` is "answered", "uncertain", "not_addressed" or "empty_library"; ``document`` is complete."""

    status: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    note: str
    document: Mapping[str, Any]

    def source(self, citation: Citation) -> Source:
        """The paragraph that is cited."""
        return next(one for one in self.sources if one.paragraph_id == citation.paragraph_id)


@dataclass(frozen=True)
class Event:
    """A step of an answer while it is made: "searching", "quoted", "passed", "dropped", "surveyed" or
    "finished"."""

    name: str
    document: Mapping[str, Any]


class Rapporteur:
    """A server, by its address; ``token`` where it asks for one. Times are in seconds."""

    def __init__(self, url: str, token: str = "", timeout: float = 180.0) -> None:
        self._url = url.rstrip("/") + "/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._timeout = timeout

    def ask(self, question: str, *, history: Sequence[str] = (), **filters: Any) -> Answer:
        """The answer. ``filters`` are delegation, since, until, forum, speaker, language and role. Raises
        RapporteurProblemError."""
        return answer_of(self._call("/ask", _asked(question, history, filters)))

    def stream(self, question: str, *, history: Sequence[str] = (), **filters: Any) -> Iterator[Event]:
        """What happens while the answer is made; the last event is "finished" with the whole answer's
        document."""
        headers = {"Accept": "text/event-stream"}
        with self._open("/ask", _asked(question, history, filters), headers) as reply:
            name = ""
            for line in reply:
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    document = json.loads(value)
                    if name == "error":
                        raise RapporteurProblemError(document["status"], document["detail"])
                    yield Event(name, document)

    def search(self, query: str, k: int = 10, **filters: Any) -> tuple[Source, ...]:
        """The ``k`` best paragraphs."""
        found = self._call("/search", {"query": query, "k": k, "filters": filters})
        return tuple(_source(hit) for hit in found["hits"])

    def statements(self, limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
        """A page of the list of statements."""
        listed: list[dict[str, Any]] = self._call(f"/statements?limit={limit}&offset={offset}")["statements"]
        return listed

    def _call(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        with self._open(path, body, {}) as reply:
            return json.load(reply)

    def _open(self, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]) -> Any:
        data = None if body is None else json.dumps(body).encode()
        sent = {**self._headers, **headers, "Content-Type": "application/json"}
        request = urllib.request.Request(self._url + path, data, sent)  # noqa: S310  the caller's own server
        try:
            return urllib.request.urlopen(request, timeout=self._timeout)  # noqa: S310
        except urllib.error.HTTPError as error:
            with error:
                raise RapporteurProblemError(error.code, json.load(error)["detail"]) from None


def answer_of(document: Mapping[str, Any]) -> Answer:
    """An answer's document as a record."""
    return Answer(
        status=document["status"],
        sentences=tuple(_sentence(one) for one in document["sentences"]),
        quotes=tuple(_sentence(one) for one in document["quotes"]),
        sources=tuple(_source(one) for one in document["sources"]),
        note=document["note"],
        document=document,
    )


def _asked(question: str, history: Sequence[str], filters: Mapping[str, Any]) -> dict[str, Any]:
    return {"question": question, "history": list(history), "filters": dict(filters)}


def _sentence(document: Mapping[str, Any]) -> Sentence:
    citations = tuple(Citation(**citation) for citation in document["citations"])
    return Sentence(document["text"], document["support"], document["verbatim"], citations)


def _source(document: Mapping[str, Any]) -> Source:
    return Source(
        document["paragraph_id"],
        document["label"],
        document["delegation"],
        document["date"],
        document["text"],
        document,
    )
