import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.scripted import BINDING_JA, SEABED, ScriptedAsker
from tests.ui.state.test_talk import ask
from ui.render import answer as render_answer
from ui.render.export import markdown, plain_text
from ui.state.talk import Talk


def finished(question: str) -> Talk:
    return ask(ScriptedAsker(), question)[-1]


def test_a_copied_answer_brings_its_numbered_references() -> None:
    talk = finished("What is Japan's view on a binding instrument?")
    assert plain_text(talk.turns[0], talk.cards) == (
        "Japan sees no need for a new legally binding instrument on cybersecurity.[1] It would rather "
        "implement existing norms and discuss how international law applies.[1]\n\n"
        "[1] Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 6. "
        "https://www.mofa.go.jp/files/100000000.pdf"
    )


def test_quotations_are_copied_as_quotations() -> None:
    talk = finished("quoted words of Japan")
    text = plain_text(talk.turns[0], talk.cards)
    assert text.startswith("“Japan does not see the need")
    assert "\n[2] Japan, statement by" in text


def test_a_quotation_within_a_written_answer_says_who_speaks() -> None:
    turn = finished("What is Japan's view on a binding instrument?").turns[0]
    quoted = replace(turn.sentences[0], text="We see no need for it.", verbatim=True)
    turn = replace(turn, sentences=(quoted, *turn.sentences[1:]))
    assert plain_text(turn, {}).startswith("JPN, 2020: “We see no need for it.”[1] It would rather")
    shown = render_answer.sentences(turn)
    assert "JPN, 2020: “We see no need for it.”" in shown[0][1]
    assert "“" not in shown[1][1]


def test_a_refusal_is_copied_as_what_it_says() -> None:
    talk = finished(SEABED)
    assert plain_text(talk.turns[0], talk.cards).startswith("Not addressed: none of Japan’s 7 paragraphs")


def test_markdown_carries_question_answer_and_cited_paragraphs() -> None:
    talk = finished(BINDING_JA)
    text = markdown(talk.turns[0], talk.cards)
    assert text.startswith(f"# {BINDING_JA}\n\n日本は、")
    assert "## Sources\n\n1\\. Japan, statement by Akahori Takeshi" in text
    assert "> I have a specific comment on paragraph 66" in text


@given(st.text(alphabet=st.sampled_from("a<>[]()*_`#|!\\~ -+1.\n")))
def test_text_in_markdown_never_becomes_markup(text: str) -> None:
    from ui.render.export import _md

    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]*_`#|!~]", _md(text))
