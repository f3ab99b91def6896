"""The seed questions with the embedded language model: the whole product, nothing faked."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from answer.events import Finished, Quoted
from core.documents import answer_document
from tests.product import Asked

pytestmark = [pytest.mark.llm, pytest.mark.timeout(600)]

INSTRUMENT = "I have a specific comment on paragraph 66"
PLATFORM = "Japan is a cosponsor of the Programme of Action"
GROUP = "Whether the establishment of a new OEWG is necessary"


def ask(workspace: Asked, question: str) -> dict[str, Any]:
    """The answer as `rapporteur ask --json` prints it; evidence must have come before it. A question that the
    page was asked already is not put to the model again."""
    events = workspace.answers.get(question) or list(workspace.ask(question))
    last = events[-1]
    assert isinstance(last, Finished)
    answer: dict[str, Any] = json.loads(json.dumps(answer_document(last.answer)))
    if answer["status"] == "answered":
        assert any(isinstance(event, Quoted) for event in events)
    return answer


@pytest.mark.parametrize(
    ("question", "paragraph", "must_say"),
    [
        (
            "What is Japan's view on a binding instrument?",
            INSTRUMENT,
            r"not see the need|no need|does not (?:need|support)",
        ),
        ("Who initiated the Programme of Action?", PLATFORM, r"France"),
        (
            "Does Japan support establishing a new OEWG now?",
            GROUP,
            r"after the conclusion|final content|end of the current",
        ),
        (
            "Why does a multi-stakeholder approach matter to Japan?",
            PLATFORM,
            r"private sector|not only|essential",
        ),
        (
            "What does Japan ask if all positions must be reflected?",
            INSTRUMENT,
            r"many delegations oppose",
        ),
    ],
)
def test_a_question_that_the_seed_answers(
    workspace: Asked, question: str, paragraph: str, must_say: str
) -> None:
    answer = ask(workspace, question)
    # Where no sentence of the draft could be verified, their words are the answer.
    assert answer["status"] == "answered", answer
    sources = {source["marker"]: source for source in answer["sources"]}
    cited: set[str] = set()
    for sentence in answer["sentences"]:
        assert sentence["citations"]
        for citation in sentence["citations"]:
            source = sources[citation["marker"]]
            assert source["text"][citation["start"] : citation["end"]] == citation["quote"]
            cited.add(source["text"])
    assert any(text.startswith(paragraph) for text in cited), answer["sentences"]
    assert re.search(must_say, " ".join(s["text"] for s in answer["sentences"])), answer["sentences"]


def test_a_japanese_question_is_answered_in_japanese_with_the_english_words_quoted(
    workspace: Asked,
) -> None:
    answer = ask(workspace, "日本は法的拘束力のある文書についてどう考えていますか？")
    assert (answer["status"], answer["language"]) == ("answered", "ja")
    text = "".join(s["text"] for s in answer["sentences"])
    assert re.search(r"[\u3040-\u30ff]", text)
    assert re.search(r"ません|ない|不要|なく", text)
    quotes = [c["quote"] for s in answer["sentences"] for c in s["citations"]]
    assert any("does not see the need" in quote for quote in quotes)
    assert all(s["text"].startswith(INSTRUMENT) for s in answer["sources"] if s["marker"] in {
        c["marker"] for sentence in answer["sentences"] for c in sentence["citations"]
    })  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "What does Japan say about deep seabed mining?",
        "What does China think of a binding instrument?",
        "How much will Japan pay for capacity-building?",
        "Why does Japan support a binding treaty?",
    ],
)
def test_a_question_that_the_seed_does_not_answer(workspace: Asked, question: str) -> None:
    answer = ask(workspace, question)
    assert answer["status"] == "not_addressed", answer["sentences"]
    assert answer["sentences"] == []
    assert answer["note"]


def test_the_model_file_is_what_answers(workspace: Asked) -> None:
    assert workspace.model_name == "Qwen2.5-Coder-1.5B-Instruct, on this machine"
    assert workspace.notices == ()
    assert Path(workspace.config.home).is_dir()
