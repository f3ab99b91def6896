"""One person at the page, without a browser: what the page's script says to the server, and what the
person would see of the answer.

The page's events are closed to Gradio's own client (``api_visibility="private"``), so its queue is spoken
to as the script does it: the form's values join under a session's name, and the session's messages are
read until the event is complete. The first update holds the conversation, later ones how it changed.
"""

import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from gradio_client.utils import apply_diff  # type: ignore[import-untyped]
from lxml import html

from core.errors import ServeError

QUESTION_S = 900.0  # before a question counts as never answered
_SILENCE_S = 60.0  # the server gives a sign of life every quarter of a minute
_CONVERSATION, _QUESTION = "rp-talk", "rp-question"  # ids of elements of the page


@dataclass(frozen=True, slots=True)
class Form:
    """The event behind the Ask button. ``values`` are its inputs as the page opens, ``question`` is the
    question's place among them, ``shown`` the conversation's place among the outputs."""

    number: int
    values: tuple[Any, ...]
    question: int
    shown: int

    def filled(self, question: str) -> list[Any]:
        """The inputs with the question typed in."""
        return [question if at == self.question else value for at, value in enumerate(self.values)]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows of a conversation: the questions of all its turns, and of the last turn the
    rest. ``wording`` is the answer's text; ``cited`` are the labels of the paragraphs that it cites, and
    ``quoted`` those of the verbatim sentences shown beside it, each once and in order. ``trouble`` is the
    line that stands instead of an answer once there is nothing more to wait for."""

    questions: tuple[str, ...]
    working: bool = False
    trouble: str = ""
    wording: str = ""
    written: int = 0
    quotations: int = 0
    cited: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """How one question went. Seconds since it was asked, None for what did not happen: ``first_quote`` is
    the first update with words of a statement, ``first_sentence`` the first with a written sentence.
    ``strayed`` says what was shown that is not this person's, ``failure`` why there is no answer;
    both are "" when all is well."""

    question: str
    seen: Seen = field(default_factory=lambda: Seen(()))
    first_quote: float | None = None
    first_sentence: float | None = None
    done: float | None = None
    strayed: str = ""
    failure: str = ""


class Visitor:
    """A browser session of its own at ``http``, a client of the page's address. One question at a time.
    Raises ServeError, or httpx.HTTPError, where the page is not there."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._session = secrets.token_hex(8)
        config = http.get("config").raise_for_status().json()
        self._form = form_of(config)
        self._prefix = str(config["api_prefix"]).strip("/")
        self._asked: list[str] = []

    def ask(self, question: str) -> Reply:
        """Ask, after what was asked before in this session, and wait for the answer."""
        self._asked.append(question)
        return witnessed(self._pages(question), self._asked, time.monotonic)

    def _pages(self, question: str) -> Iterator[Mapping[str, Any]]:
        body = {
            "data": self._form.filled(question),
            "fn_index": self._form.number,
            "session_hash": self._session,
        }
        self._http.post(f"{self._prefix}/queue/join", json=body).raise_for_status()
        address, whose = f"{self._prefix}/queue/data", {"session_hash": self._session}
        with self._http.stream("GET", address, params=whose) as stream:
            stream.raise_for_status()
            yield from pages(messages(stream.iter_lines()), self._form.shown)


def client(url: str) -> httpx.Client:
    """A client of the page at ``url``, to be closed by the caller."""
    return httpx.Client(base_url=url, trust_env=False, timeout=_SILENCE_S)


def form_of(config: Mapping[str, Any]) -> Form:
    """The form in the page's configuration. Raises ServeError when there is none."""
    props = {part["id"]: part["props"] for part in config["components"]}

    def named(ids: Sequence[int]) -> list[str]:
        return [str(props[at].get("elem_id")) for at in ids]

    for event in config["dependencies"]:
        inputs, outputs = named(event["inputs"]), named(event["outputs"])
        if _QUESTION in inputs and _CONVERSATION in outputs:
            values = tuple(props[at].get("value") for at in event["inputs"])
            return Form(event["id"], values, inputs.index(_QUESTION), outputs.index(_CONVERSATION))
    raise ServeError("The page has no question box that this benchmark knows; bring benchmarks.visitor up.")


def messages(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The JSON objects in a stream of server-sent events."""
    for line in lines:
        if line.startswith("data:"):
            yield json.loads(line.removeprefix("data:"))


def pages(told: Iterable[Mapping[str, Any]], shown: int) -> Iterator[Mapping[str, Any]]:
    """The conversation, whole, after each of an event's messages up to its completion; ``shown`` is its
    place among the outputs. Signs of life give it again. Read until the server is through, as the page
    does. Raises ServeError when the event fails or never ends."""
    page: Any = None
    complete = False
    for message in told:
        match message["msg"]:
            case "process_generating":
                value = _output(message)[shown]
                page = value if page is None else apply_diff(page, value)
            case "process_completed":
                page, complete = _output(message)[shown], True
            case "close_stream":
                break
            case "unexpected_error" | "server_stopped":
                raise ServeError(f"The page gave up: {message.get('message') or message['msg']}.")
        if isinstance(page, dict) and "turns" in page:
            yield page
    if not complete:
        raise ServeError("The page broke off before the answer was complete.")


def _output(message: Mapping[str, Any]) -> Sequence[Any]:
    if not message["success"]:
        raise ServeError(f"The page failed: {message['output'].get('error') or 'it does not say why'}.")
    data: Sequence[Any] = message["output"]["data"]
    return data


def witnessed(told: Iterable[Mapping[str, Any]], asked: Sequence[str], clock: Callable[[], float]) -> Reply:
    """What becomes of the last of ``asked``, the questions of one session, while ``told`` gives the
    conversation as the page shows it, again and again. ``clock`` tells seconds."""
    started = clock()
    times: dict[str, float] = {}
    strayed, failure, seen = "", "", Seen(())
    try:
        for page in told:
            now = _in_time(clock() - started)
            seen = seen_of(page)
            strayed = strayed or stray(seen.questions, asked)
            if seen.quotations:
                times.setdefault("first_quote", now)
            if seen.written:
                times.setdefault("first_sentence", now)
        times["done"] = clock() - started
        failure = _shortcoming(seen)
    except (ServeError, httpx.HTTPError, ValueError, LookupError) as error:
        failure = f"{type(error).__name__}: {error}"
    first = times.get("first_quote"), times.get("first_sentence")
    return Reply(asked[-1], seen, *first, times.get("done"), strayed, failure)


def _in_time(seconds: float) -> float:
    if seconds > QUESTION_S:
        raise ServeError(f"There was no answer within {QUESTION_S:.0f} s.")
    return seconds


def _shortcoming(seen: Seen) -> str:
    """Why what is shown at the end is no answer, or ""."""
    if seen.working:
        return "It was still being answered when the page was through."
    return seen.trouble or ("" if seen.wording else "Nothing was answered.")


def stray(shown: Sequence[str], asked: Sequence[str]) -> str:
    """Which of the questions shown are not those asked in this session, in order; "" when all are."""
    for number, (there, meant) in enumerate(zip(shown, asked, strict=False), 1):
        if there != meant:
            return f"turn {number} shows {there!r} where {meant!r} was asked"
    if len(shown) != len(asked):
        return f"{len(shown)} turns are shown of {len(asked)} questions"
    return ""


def seen_of(page: Mapping[str, Any]) -> Seen:
    """What a person sees of a conversation as the server sends it: ``turns``, each with the HTML of its
    ``slots``, a string or pairs of a key and HTML."""
    turns = page["turns"]
    questions = tuple(_text(turn["slots"]["question"], "//h2") for turn in turns)
    if not turns:
        return Seen(questions)
    slots, working = turns[-1]["slots"], bool(turns[-1]["working"])
    answer = "".join(block for _, block in slots["sentences"])
    written = _texts(answer, "//*[@class='rp-s']")
    quotations = _texts(slots["quotes"], "//blockquote/text()")
    quoted_answer = () if working else quotations  # where nothing was written, their words are the answer
    note = _texts(answer, "//*[@class='rp-note']")
    sources = "".join(block for _, block in slots["sources"])
    return Seen(
        questions,
        working,
        "" if working else _text(slots["status"]),
        " ".join(written or note or quoted_answer),
        len(written),
        len(quotations),
        _labels(answer + slots["quotes"], sources, "s"),
        _labels(slots["quotes"], sources, "q"),
    )


def _labels(marked: str, sources: str, kind: str) -> tuple[str, ...]:
    """The labels of the paragraphs behind the markers of answer sentences (``kind`` "s") or quotations
    ("q"); a marker without its card has none, which is said."""
    cards = _tree(sources).xpath("//section[@data-marker]")
    labels = {card.get("data-marker"): str(card.get("aria-label")) for card in cards}
    markers = _tree(marked).xpath(f"//a[starts-with(@data-key, '{kind}')]/@data-marker")
    return tuple(dict.fromkeys(labels.get(marker, f"no source {marker}") for marker in markers))


def _text(markup: str, path: str = ".") -> str:
    return " ".join(_texts(markup, path))


def _texts(markup: str, path: str) -> list[str]:
    """The text of everything that ``path`` finds, without runs of blanks."""
    found = _tree(markup).xpath(path)
    texts = [part if isinstance(part, str) else part.text_content() for part in found]
    return [" ".join(text.split()) for text in texts if text.strip()]


def _tree(markup: str) -> Any:
    return html.fragment_fromstring(markup, create_parent="div")
