"""Expected questions read from a file: one a line, without what a list has before them."""

import io

import docx
import pytest

from core.errors import UnreadableError
from workspace.questions import read_questions

ONE, TWO = "What is Peru's view on debt relief?", "Does Peru support a moratorium?"


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n{TWO}\n",
        f"1. {ONE}\n2) {TWO}",
        f"# Finance\n\n- {ONE}\n\n* {TWO}\n",
        f"Q1: {ONE}\r\nQ2. {TWO}\r\n",
        f"(1) {ONE}\n(2) {TWO}\n{ONE}\n",
    ],
)
def test_a_line_is_a_question(text: str) -> None:
    assert read_questions(text.encode(), "list.txt") == (ONE, TWO)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("問1　ペルーの立場は何か。", "ペルーの立場は何か。"),
        ("問：ペルーの立場は何か。", "ペルーの立場は何か。"),
        ("１．ペルーの立場は何か。", "ペルーの立場は何か。"),
        ("問題は何か。", "問題は何か。"),
        ("2.5 per cent of whose income?", "2.5 per cent of whose income?"),
        ("2021: what changed?", "2021: what changed?"),
        ("Quotas, yes or no?", "Quotas, yes or no?"),
    ],
)
def test_what_is_part_of_the_question_stays(line: str, question: str) -> None:
    assert read_questions(line.encode(), "list.md") == (question,)


def test_a_word_file_has_a_question_a_paragraph() -> None:
    document, data = docx.Document(), io.BytesIO()
    for line in (f"1. {ONE}", "", TWO):
        document.add_paragraph(line)
    document.save(data)
    assert read_questions(data.getvalue(), "list.docx") == (ONE, TWO)


@pytest.mark.parametrize(
    "text",
    [
        f'No,Question,Who\n1,"{ONE}",UN division\n2,{TWO},\n',
        f"番号;質問\n1;{ONE}\n2;{TWO}\n",
        f"1,{ONE}\n2,{TWO}\n",
    ],
)
def test_a_table_has_them_in_the_column_that_is_named_or_has_the_most_text(text: str) -> None:
    assert read_questions(("\ufeff" + text).encode(), "list.csv") == (ONE, TWO)


@pytest.mark.parametrize("name", ["list.txt", "list.csv"])
def test_a_file_without_a_question_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnreadableError, match=name):
        read_questions(b"\n - \n", name)
