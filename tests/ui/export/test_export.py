import csv
import io
import json
import re
from base64 import b64decode
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.events import Finished
from cli.answer import answer_text
from core.markdown import escaped
from core.records import Answer, Cell, Filters, Rejected
from core.spreadsheet import inert
from tests.ui.scripted import BINDING, BINDING_JA, SEABED, ScriptedAsker
from tests.ui.scripted_cells import CHANGE, LIST, UNSURE
from tests.ui.state.test_talk import ask
from ui.export.files import exported
from ui.export.markdown import markdown
from ui.export.sheet import csv_text
from ui.export.text import plain_text
from ui.export.word import word_bytes
from ui.state.known import Known
from ui.state.talk import Talk
from ui.state.turn import Turn, advance
from ui.texts import texts_in

WHO = "Japan, Akahori Takeshi (赤堀毅), OEWG, 1–3 December 2020:"
REFERENCE = (
    "Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 6. "
    "https://www.mofa.go.jp/files/100000000.pdf"
)


def finished(question: str, *before: str) -> Talk:
    """The conversation after asking the questions before it, and then the question."""
    asker, talk = ScriptedAsker(), Talk()
    for one in (*before, question):
        talk = ask(asker, one, talk)[-1]
    return talk


def copied(talk: Talk) -> str:
    return plain_text(talk.turns[-1], talk.known)


def test_a_copied_answer_is_bottom_line_their_words_and_references() -> None:
    assert copied(finished(BINDING)) == (
        "Japan sees no need for a new legally binding instrument on cybersecurity.[1] It would rather "
        "implement existing norms and discuss how international law applies.[1]\n\n"
        "In their words\n\n"
        f"{WHO}\n“Japan does not see the need for a new legally binding instrument on cybersecurity.”[1]\n"
        "“Whether the establishment of a new OEWG is necessary should be discussed after the conclusion of "
        "the current OEWG”[2]\n\n"
        f"[1] {REFERENCE}\n[2] {REFERENCE.replace('para. 6', 'para. 5')}"
    )


def test_references_are_numbered_without_gaps_whatever_the_conversation_before() -> None:
    talk = finished("Who initiated the Programme of Action?", BINDING, SEABED)
    assert [source.marker for source in talk.turns[-1].sources] == [3]
    text = copied(talk)
    assert "[1] Japan, statement by" in text
    assert "[3]" not in text
    assert "\n1\\. Japan" in markdown(talk.turns[-1], talk.known)


def test_quotations_alone_are_copied_once_with_who_said_them() -> None:
    text = copied(finished("quoted words of Japan"))
    assert text.startswith(f"In their words\n\n{WHO}\n“Japan does not see the need")
    assert text.count("Japan does not see") == 1


def test_a_refusal_is_copied_as_what_it_says_with_who_else() -> None:
    assert copied(finished(SEABED)) == (
        "Not addressed: none of Japan’s 7 paragraphs mentions deep seabed mining.\n\n"
        "Addressed by Norway (2020)."
    )


def test_uncertain_passages_are_copied_as_uncertain() -> None:
    text = copied(finished(UNSURE))
    assert text.startswith(
        "These passages may bear on it\n\nNone of these passages was found to answer the question.\n\n"
    )
    assert "none of them was found to answer it" not in text


def test_a_list_is_copied_with_its_count_and_who_is_silent() -> None:
    text = copied(finished(LIST))
    assert text.startswith("3 of 18 delegations say so; 1 more may.\n\nEuropean Union, 7 June 2018, ")
    assert "\n\nThese passages may bear on it; none was found to answer it\n\nASEAN, 3 February 2021" in text
    assert "Nothing found from Australia (2 statements searched), Brazil (2 statements searched)" in text
    assert [int(n) for n in re.findall(r"^\[(\d)\] ", text, re.MULTILINE)] == [1, 2, 3, 4]


def test_markdown_carries_question_answer_and_cited_paragraphs() -> None:
    talk = finished(BINDING_JA)
    text = markdown(talk.turns[0], talk.known)
    assert text.startswith(f"# {BINDING_JA}\n\n日本は、")
    assert "## Sources\n\n1\\. Japan, statement by Akahori Takeshi" in text
    assert "> I have a specific comment on paragraph 66" in text


def test_a_table_in_markdown_has_a_line_a_row() -> None:
    talk = finished(CHANGE)
    lines = markdown(talk.turns[0], talk.known).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 2 + 3
    assert rows[3] == "| 2019 | Nothing found; 4 statements searched. |"


@given(st.text(alphabet=st.sampled_from("a<>[]()*_`#|!\\~ -+1.\n")))
def test_text_in_markdown_never_becomes_markup(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]*_`#|!~]", escaped(text))


def test_the_csv_has_a_line_a_quotation_and_one_for_each_silent_delegation() -> None:
    talk = finished(LIST)
    lines = list(csv.DictReader(io.StringIO(csv_text(talk.turns[0], talk.known))))
    assert [line["State"] for line in lines] == [
        *["says so"] * 3,
        "may bear on it",
        *["nothing found"] * 14,
    ]
    assert lines[1]["Delegation"] == "France"
    assert lines[1]["Date"] == "2019-03-05"
    assert lines[1]["Reference"].startswith("France, statement by")
    assert {line["Statements searched"] for line in lines} == {"3", "2"}


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n＝＋－＠ a1'\u3000")))
def test_no_field_of_a_csv_is_a_formula(text: str) -> None:
    assert inert(text).lstrip(" \u3000\u00a0")[:1] not in tuple("=+-@\t\r＝＋－＠")
    assert inert(text).endswith(text)


def dangerous(words: str) -> tuple[Turn, Known]:
    """A list whose only row has ``words`` wherever a text may stand."""
    talk = finished(LIST)
    answer = talk.turns[0].answer
    assert answer is not None
    source = replace(answer.sources[0], speaker=words, post=words, forum=words, text=words)
    quote = replace(answer.quotes[0], text=words)
    citation = replace(quote.citations[0], paragraph_id=source.paragraph_id, marker=source.marker)
    quote = replace(quote, citations=(citation,))
    bad = replace(
        answer,
        cells=(Cell(words, "", "", "said", 1, (quote,)), Cell(words, "", "", "silent", 1)),
        sources=(source,),
        quotes=(quote,),
        sentences=(quote,),
    )
    return advance(Turn(1, words), Finished(bad)), Known(texts_in("en"))


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_any_text_makes_a_word_file_that_holds_it(words: str) -> None:
    turn, known = dangerous(words)
    document = docx.Document(io.BytesIO(word_bytes(turn, known)))
    shown = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", " ".join(words.split()))
    cell = document.tables[0].rows[1].cells[-1].text
    assert " ".join(shown.split()) in " ".join(cell.split())


def test_a_formula_a_script_and_markup_stay_text_in_every_export() -> None:
    words = '=cmd|"/c calc"!A1 <script>alert(1)</script> [x](javascript:1)'
    turn, known = dangerous(words)
    (first, *_) = list(csv.DictReader(io.StringIO(csv_text(turn, known))))
    assert first["Quotation"] == f"'{words}"
    assert first["Delegation"] == f"'{words}"
    document = docx.Document(io.BytesIO(word_bytes(turn, known)))
    assert words in document.tables[0].rows[1].cells[-1].text
    assert "<script>" not in markdown(turn, known)
    assert words in plain_text(turn, known)


def test_the_word_file_has_the_count_the_rows_the_silent_and_the_references() -> None:
    talk = finished(LIST)
    document = docx.Document(io.BytesIO(word_bytes(talk.turns[0], talk.known)))
    said, maybe = document.tables
    assert [row.cells[0].text for row in said.rows] == ["Delegation", "European Union", "France", "Japan"]
    assert [row.cells[0].text for row in maybe.rows] == ["Delegation", "ASEAN"]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "3 of 18 delegations say so; 1 more may." in texts
    assert any(text.startswith("Nothing found from Australia") for text in texts)
    assert sum(text[:3] in ("1. ", "2. ", "3. ", "4. ") for text in texts) == 4


def test_a_conversation_is_exported_whole() -> None:
    talk = finished(SEABED, BINDING)
    text = b64decode(exported(talk, "markdown")["data"]).decode()
    assert text.count("\n# ") + text.startswith("# ") == 2
    document = json.loads(b64decode(exported(talk, "json")["data"]))
    assert [turn["answer"]["status"] for turn in document["turns"]] == ["answered", "not_addressed"]


def test_the_command_line_shows_the_same_as_the_page() -> None:
    answer = finished(BINDING).turns[0].answer
    assert answer is not None
    text = answer_text(answer)
    assert text.startswith("Japan sees no need for a new legally binding instrument on cybersecurity.[1] It")
    assert "\n\nIn their words\n\nJapan, 赤堀毅, OEWG, 1–3 December 2020:\n    “Japan does not see" in text
    assert text.endswith("1 draft sentence removed: not in the sources")


def test_the_command_line_lists_cells_below_each_other() -> None:
    answer = finished(LIST).turns[0].answer
    assert answer is not None
    lines = answer_text(answer).splitlines()
    starts = [line for line in lines if "“" in line]
    assert [line[:14] for line in starts] == [
        "European Union",
        "France, 5 Marc",
        "Japan, 1 Decem",
        "ASEAN, 3 Febru",
    ]
    assert len({line.index("“") for line in starts}) == 1


def test_an_uncertain_answer_says_so_on_the_command_line() -> None:
    answer = finished(UNSURE).turns[0].answer
    assert answer is not None
    assert answer_text(answer).startswith("These passages may bear on it\n\nNone of these passages was found")


def test_the_command_line_answers_a_japanese_question_in_japanese() -> None:
    answer = Answer("質問", "answered", "quoted", "ja", Filters(), rejected=(Rejected("文。", "scope"),))
    assert answer_text(answer) == "下書きの1文を除きました：出典と範囲が異なる"
