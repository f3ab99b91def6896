"""One block of a brief made anew: as the brief has it, on what is new, on a narrower question."""

import threading

import pytest

from core.delegations import Gazetteer
from core.records import Filters
from desk.papers.brief import asked, brief_parts
from desk.papers.pieces import Pieces
from desk.papers.references import Footnotes
from desk.records import Brief, Part
from desk.tasks.brief import Order, brief
from desk.tasks.refill import refilled
from desk.word.content import runs_of
from tests.answer.fakes import ScriptedLLM, source
from tests.desk.library import STATEMENTS, TOPIC, pipeline
from ui.texts import texts_in

EN = texts_in("en")
NAME = Gazetteer.load().name
JAPAN = Order(TOPIC, Filters(("JPN",)), ("Does Japan want a binding instrument on outer space weapons?",))
NEW = source("Japan supports a binding instrument on outer space weapons now.", date="2023-02-03", ordinal=8)


def parts(made: Brief) -> list[tuple[Part, str]]:
    """Each block that can be made anew, with its words."""
    pieces = Pieces(EN, NAME, Footnotes(made.sources, EN, NAME))
    blocks = brief_parts(made, pieces)
    return [(part, "".join(run.text for run in runs_of(block))) for part, block in blocks if part]


def whole() -> Brief:
    return list(brief(JAPAN, pipeline()))[-1]


def test_every_part_is_made_anew_as_the_brief_has_it() -> None:
    made = parts(whole())
    assert {part.name for part, _ in made} == {"bottom_line", "said", "others", "raised"}
    for part in dict.fromkeys(part for part, _ in made):
        again = [one for one in parts(refilled(part, pipeline())) if one[0].name == part.name]
        assert again == [(one, words) for one, words in made if one == part], part


def test_a_part_has_what_is_new_in_the_library() -> None:
    (part,) = {part for part, _ in parts(whole()) if part.name == "said"}
    again = refilled(part, pipeline((*STATEMENTS, NEW)))
    assert again.positions[0].said[0].since == "2023-02-03"
    assert NEW.paragraph_id in {one.paragraph_id for one in again.sources}


def test_a_narrower_question_is_what_is_searched_for() -> None:
    part = Part(
        "raised", "Does Japan support a binding treaty on outer space weapons?", Filters(("JPN",)), "JPN"
    )
    (raised,) = refilled(part, pipeline()).raised
    assert "treaty" in raised.cell.quotes[0].text
    silent = refilled(Part("raised", "What of lunar mining?", Filters(("JPN",)), "JPN"), pipeline())
    assert [one.question for one in silent.not_addressed] == ["What of lunar mining?"]
    assert parts(silent)[0][1] == "What of lunar mining?"


def test_a_written_bottom_line_is_checked_and_counted_again() -> None:
    llm = ScriptedLLM(["Japan supports a binding treaty on outer space weapons. [1]"] * 3)
    again = refilled(Part("bottom_line", TOPIC, Filters(("JPN",)), "JPN"), pipeline(llm=llm))
    (position,) = again.positions
    assert position.bottom_line
    assert again.written == sum(not sentence.verbatim for sentence in position.bottom_line)
    assert {c.paragraph_id for s in position.bottom_line for c in s.citations} <= {
        one.paragraph_id for one in again.sources
    }


@pytest.mark.parametrize("name", ["said", "raised"])
def test_what_is_stopped_says_so(name: str) -> None:
    stop = threading.Event()
    stop.set()
    part = Part(name, TOPIC, Filters(("JPN",)), "JPN")
    assert refilled(part, pipeline(), stop=stop).stopped


def test_a_part_names_the_question_in_the_language_of_the_paper() -> None:
    part = Part("raised", "核軍縮", Filters(("JPN",)), "JPN", "rejects")
    ja = texts_in("ja")
    assert asked(part, ja, lambda code: "日本") == "核軍縮について日本は何に反対していますか？"
