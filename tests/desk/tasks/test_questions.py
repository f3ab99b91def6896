"""A list of expected questions: an answer each, silence said, one number a paragraph; its papers."""

import csv
import io
import threading

import pytest

from core.errors import UsageError
from core.records import Filters
from desk.documents import question_list_document
from desk.papers.questions import questions_csv, questions_paper
from desk.papers.text import markdown
from desk.records import QuestionList
from desk.tasks.questions import MOST_QUESTIONS, answered
from desk.word import word_bytes
from tests.answer.fakes import source
from tests.desk.library import GAZETTEER, KENYA, STATEMENTS, TOPIC, pipeline
from tests.desk.word.test_word import footnotes
from ui.texts import texts_in

EN, JA = texts_in("en"), texts_in("ja")
FORMULA = "=1+1 says Kenya about <script> lunar mining"
ASKED = (f"What does Kenya say about a {TOPIC}?", "What does China say about lunar mining?")


def made(*questions: str) -> QuestionList:
    return list(answered(questions or ASKED, Filters(), pipeline()))[-1]


def name(code: str) -> str:
    return GAZETTEER.name(code)


def test_each_question_has_its_answer_and_what_is_not_there_is_not_addressed() -> None:
    found = made()
    assert [answer.question for answer in found.answers] == list(ASKED)
    assert [answer.status for answer in found.answers] == ["answered", "not_addressed"]
    assert [quote.text for quote in found.answers[0].quotes] == [KENYA]
    assert not found.stopped


def test_a_paragraph_has_one_number_in_all_answers() -> None:
    first = f"What does Japan say about a {TOPIC}?"
    found = made(first, ASKED[0], f"{first[:-1]} in 2018?")
    numbers = {(s.paragraph_id, s.marker) for answer in found.answers for s in answer.sources}
    assert len(numbers) == len({paragraph for paragraph, _ in numbers}) == len(found.sources)
    assert {s.marker for s in found.sources} == set(range(1, len(found.sources) + 1))


def test_stop_keeps_the_answers_that_are_whole() -> None:
    stop = threading.Event()
    for step in answered(ASKED, Filters(), pipeline(), stop=stop):
        if step.answers:
            stop.set()
    assert len(step.answers) == 1
    assert step.stopped


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ((), "no question"),
        (["Who?", "x" * 3_000], "3,000 characters"),
        ([f"Who speaks of {n}?" for n in range(MOST_QUESTIONS + 1)], "at most 200"),
    ],
)
def test_a_list_that_cannot_be_answered_is_refused_before_the_first(questions: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        next(answered(questions, Filters(), pipeline()))


def test_the_word_file_has_a_footnote_for_every_citation() -> None:
    found = made()
    paper = questions_paper(found, EN, name)
    shown = [quote for answer in found.answers for quote in answer.quotes]
    assert len(footnotes(word_bytes(paper))) == len(paper.footnotes()) == len(shown) == 1
    texts = [paragraph.text for paragraph in paper.paragraphs()]
    assert "Q2. What does China say about lunar mining?" in texts
    assert found.answers[1].note in texts
    assert "2 questions: 1 answered, 1 not addressed" in texts
    assert questions_paper(found, JA, name).title == "想定問答"


def test_a_list_is_told_from_anybody_who_says_it() -> None:
    """A question of all delegations has a row for each that says so."""
    both = (*STATEMENTS, source(KENYA.replace("Kenya", "Norway"), delegation="NOR", date="2020-01-01"))
    found = list(answered([f"Which states do not support a {TOPIC}?"], Filters(), pipeline(both)))[-1]
    rows = [p.text for p in questions_paper(found, EN, name).paragraphs() if p.style == "item"]
    for cell in found.answers[0].cells:
        assert any(name(cell.delegation) in row for row in rows) == bool(cell.quotes)


def test_what_could_be_a_formula_or_markup_stays_text() -> None:
    found = made(FORMULA, ASKED[0])
    rows = list(csv.DictReader(io.StringIO(questions_csv(found, EN, name))))
    assert [row["question"] for row in rows] == [f"'{FORMULA}", ASKED[0]]
    assert [row["State"] for row in rows] == ["not addressed", "answered"]
    assert "<script>" not in markdown(questions_paper(found, EN, name))


def test_the_document_has_every_answer_as_ask_has_it() -> None:
    document = question_list_document(made())
    assert [one["status"] for one in document["answers"]] == ["answered", "not_addressed"]
    assert document["questions"] == list(ASKED)
    assert document["stopped"] is False
