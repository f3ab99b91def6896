"""How the judge is measured."""

from pathlib import Path

import pytest

from core.errors import UsageError
from core.records import Found, Hit, Source
from evals.search.judge import GOLD, Asked, Place, calibration, read_asked


def hit(file: str, text: str) -> Hit:
    source = Source(
        paragraph_id="p",
        statement_id="s",
        label="",
        number=1,
        printed=False,
        ordinal=1,
        section="",
        title="",
        delegation="",
        speaker="",
        forum="",
        date="",
        date_end="",
        url="",
        origin=f"speeches.tar.xz::2015/{file}",
        language="en",
        text=text,
    )
    return Hit(source=source, score=0.0, found=Found(1, 1, 0.0, None, ()), duplicates=())


BOTH = (Place("NOR.txt", "we paid"), Place("NOR.txt", "we built"))
ELSEWHERE = (Place("SWE.txt", "they paid"),)


def test_recall_is_the_share_of_what_answers_together_or_that_of_the_best_alternative() -> None:
    asked = Asked("Who paid?", (BOTH, ELSEWHERE))
    paid = hit("NOR.txt", "In 2015 we\npaid.")

    assert asked.recall([paid]) == 0.5
    assert asked.recall([paid, hit("SWE.txt", "So they paid.")]) == 1.0
    assert asked.recall([hit("DNK.txt", "In 2015 we paid.")]) == 0.0


def test_a_question_without_an_answer_has_no_places_and_japanese_ones_are_left_out(tmp_path: Path) -> None:
    lines = (
        '{"question": "Who?", "answerable": true, "gold": [{"file": "a", "words": "b"}], "lang": "en"}',
        '{"question": "Why?", "answerable": false, "gold": [], "lang": "en"}',
        '{"question": "誰?", "answerable": true, "gold": [{"file": "a", "words": "b"}], "lang": "ja"}',
    )
    (tmp_path / "asked.jsonl").write_text("\n".join(lines), "utf-8")

    assert read_asked(tmp_path / "asked.jsonl") == (
        Asked("Who?", ((Place("a", "b"),),)),
        Asked("Why?", ()),
    )


def test_a_file_that_holds_no_questions_is_named(tmp_path: Path) -> None:
    (tmp_path / "asked.jsonl").write_text("[]\n", "utf-8")
    with pytest.raises(UsageError, match=r"asked\.jsonl"):
        read_asked(tmp_path / "asked.jsonl")


def test_calibration_tells_by_tenths_how_many_answer() -> None:
    rows = calibration([(-5.0, False), (-4.0, False), (4.0, True), (5.0, False)])
    assert [(row["count"], row["answers"]) for row in rows] == [(2, 0.0), (2, 0.5)]


def test_no_held_back_question_is_about_a_speech_that_is_trained_on() -> None:
    from training.questions import DATA, read_questions

    trained = {question.file for path in DATA.glob("*.jsonl") for question in read_questions(path)}
    held = {place.file for asked in read_asked(GOLD) for places in asked.places for place in places}
    assert held
    assert not held & trained
