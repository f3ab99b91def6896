"""Packs made of notes, answers and briefs, read back, and checked against a library."""

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from answer.events import Finished
from answer.pipeline import Pipeline
from core.documents import answer_document
from core.errors import NotThereError, UsageError
from core.records import Answer, Filters, Source, Statement
from desk.documents import brief_document
from desk.evidence.check import check, looked_up
from desk.evidence.documents import pack_document, pack_of, report_document
from desk.evidence.made import Content, file_name, of_answers, of_note, packed
from desk.evidence.reading import brief_of, content_of
from desk.evidence.records import Pack, Report
from desk.notes.gather import quotation, rewritten, written
from desk.notes.records import Note
from desk.records import Order
from desk.tasks.brief import brief
from tests.answer.fakes import FakeLibrary, source
from tests.desk.library import GAZETTEER, JAPAN_2018, JAPAN_2020, STATEMENTS, TOPIC, pipeline
from ui.texts import texts_in

EN = texts_in("en")
OLD, NEW, SAYS_NO, GAMES = STATEMENTS
JAPAN = f"What does Japan say about a {TOPIC}?"
HERE = {"program": "1"}


class Library(FakeLibrary):
    """One whose paragraphs and statements are refused as the real one refuses them."""

    def source(self, paragraph_id: str) -> Source:
        found = next((one for one in self.sources if one.paragraph_id == paragraph_id), None)
        if found is None:
            raise NotThereError(f"There is no paragraph {paragraph_id!r}.")
        return found

    def statement(self, statement_id: str) -> Statement:
        if all(one.statement_id != statement_id for one in self.sources):
            raise NotThereError(f"There is no statement {statement_id!r}.")
        return super().statement(statement_id)


def name(code: str) -> str:
    return GAZETTEER.name(code)


def answered(pipe: Pipeline, question: str = JAPAN) -> Answer:
    return next(event.answer for event in pipe.ask(question) if isinstance(event, Finished))


def pack(content: Content, sources: Sequence[Source] = STATEMENTS) -> Pack:
    return packed(content, HERE, Library(sources), date(2026, 1, 2))[0]


def checked(made: Pack, sources: Sequence[Source], **given: Any) -> Report:
    library, pipe = Library(sources), pipeline(sources)
    given = {"damaged": (), "made_with": HERE, "stop": threading.Event(), **given}
    return list(check(made, library=library, pipeline=pipe, **given))[-1]


def a_note() -> Note:
    pieces = (
        quotation(OLD, 0, 0, EN.quoted),
        quotation(SAYS_NO, 0, 5, EN.quoted),
        rewritten(quotation(GAMES, 0, 0, EN.quoted), "China hosts the games."),
        written("Ask for figures."),
    )
    return Note("n", "note", "The instrument", "2026-01-01", pieces=pieces)


def test_a_note_is_packed_with_its_quotations_and_what_is_only_cited() -> None:
    made = pack(of_note(a_note(), EN, name))
    assert [(one.label, one.words) for one in made.quotations] == [
        (OLD.label, JAPAN_2018),
        (SAYS_NO.label, "Kenya"),
        (GAMES.label, ""),
    ]
    assert made.questions == ()
    assert set(made.files) == {"document.json", "document.docx"}


def test_in_the_same_library_everything_holds() -> None:
    asked = of_answers([(answered(pipeline()), Filters(), True)], EN, name)
    report = checked(pack(asked), STATEMENTS)
    assert report.holds
    assert [one.state for one in report.answers] == ["same"]
    assert {one.state for one in report.quotations} == {"found"}


def test_a_statement_that_is_missing_and_a_paragraph_that_is_altered_are_told() -> None:
    made = pack(of_note(a_note(), EN, name))
    altered = replace(OLD, text=JAPAN_2020)
    states = {one.quoted.label: one for one in checked(made, (altered, GAMES)).quotations}
    assert states[OLD.label].state == "altered"
    assert ("added", "instrument") in [(kind, words) for kind, words in states[OLD.label].diff]
    assert states[SAYS_NO.label].state == "missing"
    assert states[GAMES.label].state == "found"
    changed = replace(GAMES, text="China will host no games.")
    assert checked(made, (OLD, SAYS_NO, changed)).quotations[2].state == "altered"


def test_words_that_stand_in_another_paragraph_now_have_moved() -> None:
    made = pack(of_note(a_note(), EN, name)).quotations[0]
    elsewhere = replace(OLD, paragraph_id="other", statement_id="other", label="JPN 2018-10-01 ¶9")
    found = looked_up(made, Library((elsewhere,)))
    assert (found.state, found.label) == ("moved", "JPN 2018-10-01 ¶9")
    longer = replace(OLD, text=f"{JAPAN_2018} We thank all.")
    assert looked_up(made, Library((longer,))).state == "moved"


def test_another_answer_is_told_with_what_differs() -> None:
    made = pack(of_answers([(answered(pipeline((OLD,))), Filters(), True)], EN, name))
    report = checked(made, (OLD, NEW))
    assert not report.holds
    (again,) = report.answers
    assert again.state == "changed"
    assert again.change is not None
    assert [one.source.paragraph_id for one in again.change.added] == [NEW.paragraph_id]
    assert not checked(made, (OLD, NEW), ask=False).answers


def test_a_brief_that_was_printed_is_read_packed_and_made_again() -> None:
    *_, made = brief(Order(TOPIC, Filters(("JPN",)), marking="Draft"), pipeline())
    document = json.loads(json.dumps(brief_document(made)))
    assert brief_document(brief_of(document)) == document
    content = content_of(json.dumps(document).encode(), "brief.json", GAZETTEER)
    assert content.paper.marking == "Draft"
    assert [one.kind for one in content.questions] == ["brief"]
    assert checked(pack(content), STATEMENTS).holds
    assert not checked(pack(content), (OLD, SAYS_NO)).holds


def test_a_list_of_answers_and_an_exported_conversation_are_read() -> None:
    answer = answer_document(answered(pipeline()))
    turn = {"answer": answer, "asked": {**answer["filters"], "inferred": []}, "infer": False}
    for document in (
        answer,
        {"answers": [answer], "filters": turn["asked"]},
        {"turns": [turn, {"answer": None}]},
    ):
        content = content_of(json.dumps(document).encode(), "kept.json", GAZETTEER)
        assert [one.question for one in content.questions] == [JAPAN]
        assert len(content.quotations) == len(answer["quotes"])


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"turns": []}', b"[" * 100_000, b'{"positions": 1}'])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="holds no answer"):
        content_of(data, "kept.json", GAZETTEER)


def test_no_folder_is_named_in_a_pack() -> None:
    inside = replace(OLD, origin="/home/akiko/secret/speech.txt")
    answer = replace(
        answered(pipeline((inside,))), settings={"encoder": "/home/akiko/encoder", "llm": "none"}
    )
    made, files = packed(
        of_answers([(answer, Filters(), True)], EN, name), HERE, Library((inside,)), date(2026, 1, 2)
    )
    written_down = json.dumps(pack_document(made)).encode() + b"".join(files.values())
    assert b"akiko" not in written_down
    assert b"speech.txt" in written_down
    assert [file_name(place) for place in ("C:\\a\\b.txt", "a.zip!/c/d.txt", "https://x.org/y")] == [
        "b.txt",
        "d.txt",
        "https://x.org/y",
    ]


def test_a_pack_is_read_back_as_it_was() -> None:
    made = pack(of_answers([(answered(pipeline()), Filters(("JPN",)), False)], EN, name))
    assert pack_of(json.dumps(pack_document(made)).encode()) == made


DAMAGE: dict[str, Any] = {
    "format": "rapporteur-evidence/9",
    "quotations": [{}],
    "questions": [{"kind": "question"}],
    "files": {"document.json": "short"},
    "title": 3,
    "made_with": ["a"],
}


@pytest.mark.parametrize("field", DAMAGE)
def test_a_pack_of_another_form_is_refused(field: str) -> None:
    document = pack_document(pack(of_note(a_note(), EN, name))) | {field: DAMAGE[field]}
    with pytest.raises(UsageError, match="form"):
        pack_of(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("quotations", 0, "words"), "x" * 200_001),
        (("quotations", 0, "paragraph_sha256"), "../../etc/passwd"),
        (("questions", 0, "filters", "delegation"), [{"a": 1}]),
        (("questions", 0, "filters", "role"), ["emperor"]),
        (("questions", 0, "kind"), "poem"),
        (("questions", 0, "finding", "quotes"), [{"text": 1, "paragraph_id": "a"}]),
        (("questions", 0, "question"), None),
        (("questions", 0, "finding", "quotes"), [{"text": "", "paragraph_id": "a"}] * 1_001),
    ],
)
def test_a_value_that_cannot_be_is_refused(where: Sequence[Any], value: object) -> None:
    document: Any = pack_document(pack(of_answers([(answered(pipeline()), Filters(), True)], EN, name)))
    place = document
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    with pytest.raises(UsageError, match="not of the form"):
        pack_of(json.dumps(document).encode())


def test_more_than_is_checked_is_refused_and_what_cannot_be_asked_is_told() -> None:
    made = pack(of_answers([(answered(pipeline()), Filters(), True)], EN, name))
    many = replace(made, questions=made.questions * 201)
    with pytest.raises(UsageError, match="201 questions"):
        pack_of(json.dumps(pack_document(many)).encode())
    long = replace(made, questions=(replace(made.questions[0], question="x" * 3_000),))
    (again,) = checked(long, STATEMENTS).answers
    assert (again.state, "3,000" in again.said) == ("failed", True)


def test_stop_and_another_program_are_told() -> None:
    made = pack(of_answers([(answered(pipeline()), Filters(), True)], EN, name))
    stop = threading.Event()
    stop.set()
    report = checked(made, STATEMENTS, stop=stop, made_with={"program": "2", "encoder": "x"})
    assert report.stopped
    assert not report.holds
    assert report.other == (("program", "1", "2"), ("encoder", "", "x"))
    assert report_document(report)["other"][0] == {"name": "program", "then": "1", "now": "2"}


def test_a_source_of_unknown_length_changes_no_order() -> None:
    same = source("Peru agrees.", delegation="PER")
    twice = Note("n", "note", "Twice", "", pieces=(quotation(same, 0, 0, EN.quoted),) * 2)
    assert len(of_note(twice, EN, name).quotations) == 1
