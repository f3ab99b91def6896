"""What a person at the page sees, from what the server says."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
import pytest

from benchmarks.visitor import (
    QUESTION_S,
    Form,
    Visitor,
    form_of,
    messages,
    pages,
    seen_of,
    stray,
    witnessed,
)
from core.errors import ServeError
from core.records import Answer, Citation, Filters, Scope, Sentence, Source
from ui.render.answer import conversation
from ui.state.known import Known
from ui.state.turn import Turn
from ui.texts import texts_in

FIRST, SECOND = "What is Japan's view?", "日本はどう考えていますか？"
TEXT = "Japan sees no need. Others do."
SOURCE = Source(
    paragraph_id="p1", statement_id="s1", label="JPN 2020-12-01 ¶6", number=6, printed=False, ordinal=6,
    section="", title="", delegation="JPN", speaker="", forum="OEWG", date="2020-12-01",
    date_end="2020-12-01", url="", origin="japan.txt", language="en", text=TEXT, marker=3,
)  # fmt: skip
CITED = (Citation(3, "p1", "Japan sees no need.", 0, 19),)
QUOTE = Sentence("Japan sees no need.", 1.0, CITED, verbatim=True)
WRITTEN = Sentence("Japan says that it is not needed.", 0.9, CITED)
CONFIG = {
    "api_prefix": "/gradio_api",
    "components": [
        {"id": 1, "props": {"elem_id": "rp-talk"}},
        {"id": 2, "props": {}},
        {"id": 3, "props": {"elem_id": "rp-question", "value": None}},
        {"id": 4, "props": {"value": []}},
    ],
    "dependencies": [
        {"id": 6, "inputs": [2], "outputs": [1, 2]},
        {"id": 7, "inputs": [2, 3, 4], "outputs": [2, 1, 3]},
    ],
}


def page(*turns: Turn) -> dict[str, Any]:
    """As the server sends it, by way of JSON."""
    sent: dict[str, Any] = json.loads(
        json.dumps({"turns": conversation(turns, Known(texts_in("en"))), "welcome": ""})
    )
    return sent


def answer(**changes: Any) -> Answer:
    return Answer(FIRST, "answered", "written", "en", Filters(), **changes)


def turn(number: int = 1, question: str = FIRST, **changes: Any) -> Turn:
    return Turn(number, question, scope=Scope(1, 7), **changes)


DONE = turn(quotes=(QUOTE,), sentences=(WRITTEN,), sources=(SOURCE,), answer=answer(sentences=(WRITTEN,)))


def generating(*data: Any) -> dict[str, Any]:
    return {"msg": "process_generating", "success": True, "output": {"data": list(data)}}


def completed(*data: Any) -> dict[str, Any]:
    return {"msg": "process_completed", "success": True, "output": {"data": list(data)}}


def ticking(*seconds: float) -> Any:
    """A clock that tells these, one after the other, and then the last again and again."""
    left = list(seconds)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_the_form_is_the_one_with_the_question_box_and_the_conversation() -> None:
    form = form_of(CONFIG)
    assert form == Form(7, (None, None, []), question=1, shown=1)
    assert form.filled(FIRST) == [None, FIRST, []]


def test_a_page_without_a_question_box_is_one_sentence() -> None:
    with pytest.raises(ServeError, match="no question box"):
        form_of({**CONFIG, "dependencies": CONFIG["dependencies"][:1]})  # type: ignore[index]


def test_messages_are_the_data_of_the_stream_and_nothing_else() -> None:
    lines = ["event: x", 'data: {"msg": "heartbeat"}', "", ": a comment", 'data:{"msg":"close_stream"}', ""]
    assert [message["msg"] for message in messages(lines)] == ["heartbeat", "close_stream"]


def test_the_first_update_is_whole_and_later_ones_are_changes() -> None:
    told = [
        {"msg": "estimation"},
        {"msg": "process_starts"},
        generating(None, {"turns": ["a"]}),
        generating([], [["add", ["turns", 1], "b"]]),
        {"msg": "heartbeat"},
        completed(None, {"turns": ["a", "b"]}),
        {"msg": "close_stream"},
        generating(None, "after the end"),
    ]
    assert [shown["turns"] for shown in pages(told, 1)] == [["a"], ["a", "b"], ["a", "b"], ["a", "b"]]


def test_what_is_no_conversation_is_not_shown() -> None:
    unchanged = {"__type__": "update"}
    assert list(pages([generating(unchanged), completed(unchanged)], 0)) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([], "broke off"),
        ([generating({"turns": []})], "broke off"),
        ([generating({"turns": []}), {"msg": "close_stream"}], "broke off"),
        ([{"msg": "unexpected_error", "message": "gone"}], "gave up: gone"),
        ([{"msg": "server_stopped"}], "server_stopped"),
        ([{"msg": "process_completed", "success": False, "output": {"error": "boom"}}], "failed: boom"),
        ([{"msg": "process_completed", "success": False, "output": {"error": None}}], "not say why"),
    ],
)
def test_an_event_that_fails_or_never_ends_is_an_error(told: Sequence[Mapping[str, Any]], said: str) -> None:
    with pytest.raises(ServeError, match=said):
        list(pages(told, 0))


def test_an_answer_is_seen_with_its_words_and_the_paragraphs_it_cites() -> None:
    seen = seen_of(page(DONE))
    assert seen.questions == (FIRST,)
    assert (seen.working, seen.trouble) == (False, "")
    assert seen.wording == WRITTEN.text
    assert (seen.written, seen.quotations) == (1, 1)
    assert seen.cited == seen.quoted == (SOURCE.label,)


def test_quotations_as_the_answer_are_its_words() -> None:
    quoted = Answer(FIRST, "answered", "quoted", "en", Filters(), sentences=(QUOTE,))
    seen = seen_of(page(turn(sentences=(QUOTE,), sources=(SOURCE,), answer=quoted)))
    assert (seen.wording, seen.written, seen.cited, seen.quoted) == (
        f"“{QUOTE.text}”",
        0,
        (SOURCE.label,),
        (),
    )


def test_a_refusal_is_seen_as_its_note_and_cites_nothing() -> None:
    refused = Answer(FIRST, "not_addressed", "written", "en", Filters(), note="Not addressed.")
    seen = seen_of(page(turn(answer=refused)))
    assert (seen.wording, seen.written, seen.cited) == ("Not addressed.", 0, ())


def test_of_several_turns_all_questions_are_seen_and_the_last_answer() -> None:
    seen = seen_of(page(DONE, turn(2, SECOND)))
    assert seen.questions == (FIRST, SECOND)
    assert (seen.working, seen.wording, seen.written) == (True, "", 0)


def test_a_marker_without_its_card_is_not_passed_over() -> None:
    assert seen_of(page(turn(sentences=(WRITTEN,)))).cited == ("no source 3",)


def test_a_new_conversation_has_nothing_to_see() -> None:
    assert seen_of({"turns": [], "welcome": "<p>Ask.</p>"}).questions == ()


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ((FIRST, SECOND), ""),
        ((SECOND, FIRST), "turn 1 shows"),
        ((FIRST, FIRST), "turn 2 shows"),
        ((FIRST,), "1 turns are shown of 2"),
        ((FIRST, SECOND, FIRST), "3 turns are shown of 2"),
        ((), "0 turns are shown of 2"),
    ],
)
def test_only_what_was_asked_in_a_session_may_be_shown_there(shown: Sequence[str], said: str) -> None:
    found = stray(shown, (FIRST, SECOND))
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_times_are_those_of_the_first_update_that_shows_it() -> None:
    told = [
        page(turn()),
        page(turn(quotes=(QUOTE,), sources=(SOURCE,))),
        page(turn(quotes=(QUOTE,), sentences=(WRITTEN,), sources=(SOURCE,))),
        page(DONE),
    ]
    reply = witnessed(told, [FIRST], ticking(10.0, 10.1, 10.5, 12.0, 13.0, 13.5))
    assert (reply.question, reply.strayed, reply.failure) == (FIRST, "", "")
    assert reply.first_quote == pytest.approx(0.5)
    assert reply.first_sentence == pytest.approx(2.0)
    assert reply.done == pytest.approx(3.5)


def test_a_mix_up_counts_though_it_passes() -> None:
    other = page(turn(1, SECOND))
    reply = witnessed([page(turn()), other, page(DONE)], [FIRST], ticking(0.0))
    assert "turn 1 shows" in reply.strayed
    assert reply.failure == ""


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (turn(), "still being answered"),
        (turn(error="The model is gone."), "The model is gone."),
        (turn(stopped=True), "Stopped"),
        (turn(answer=answer()), "Nothing was answered"),
    ],
)
def test_an_end_without_an_answer_is_a_failure(last: Turn, said: str) -> None:
    assert said in witnessed([page(last)], [FIRST], ticking(0.0)).failure


@pytest.mark.parametrize("error", [httpx.ReadError("cut"), ServeError("broke off"), ValueError("no JSON")])
def test_a_broken_connection_is_a_failure_with_what_was_seen(error: Exception) -> None:
    def told() -> Iterator[dict[str, Any]]:
        yield page(turn(quotes=(QUOTE,), sources=(SOURCE,)))
        raise error

    reply = witnessed(told(), [FIRST], ticking(0.0, 1.0))
    assert reply.failure == f"{type(error).__name__}: {error}"
    assert (reply.first_quote, reply.done) == (1.0, None)


def test_an_answer_that_never_comes_is_a_failure() -> None:
    reply = witnessed([page(turn())], [FIRST], ticking(0.0, QUESTION_S + 1))
    assert "no answer within" in reply.failure
    assert reply.done is None


def test_a_session_keeps_its_name_and_its_questions() -> None:
    joined: list[dict[str, Any]] = []

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/config":
            return httpx.Response(200, json=CONFIG)
        if request.url.path == "/gradio_api/queue/join":
            joined.append(json.loads(request.content))
            return httpx.Response(200, json={"event_id": "e"})
        assert request.url.path == "/gradio_api/queue/data"
        assert request.url.params["session_hash"] == joined[-1]["session_hash"]
        shown = [DONE, turn(2, SECOND, sentences=(WRITTEN,), sources=(SOURCE,), answer=answer())]
        return httpx.Response(
            200, text=f"data: {json.dumps(completed(0, page(*shown[: len(joined)]), ''))}\n\n"
        )

    with httpx.Client(base_url="http://page/", transport=httpx.MockTransport(server)) as http:
        visitor = Visitor(http)
        replies = [visitor.ask(FIRST), visitor.ask(SECOND)]
    assert [(reply.strayed, reply.failure) for reply in replies] == [("", ""), ("", "")]
    assert replies[1].seen.questions == (FIRST, SECOND)
    assert [body["data"][1] for body in joined] == [FIRST, SECOND]
    assert {body["fn_index"] for body in joined} == {7}
    assert joined[0]["session_hash"] == joined[1]["session_hash"]
