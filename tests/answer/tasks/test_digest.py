"""A statement in a few quotations."""

from answer.events import Finished
from answer.pipeline import Pipeline
from answer.support.check import SupportCheck
from core.delegations import Gazetteer
from core.records import Answer, Source
from tests.answer.fakes import FakeLibrary, FakeScorer, source

GAZETTEER = Gazetteer.load()
THANKS = "Japan thanks you for the warm welcome and pledges its support. We must thank the Chair."
POINTS = (
    "We call for a register of whaling ships. The sea is deep.",
    "We must protect whaling towns. Their harbours freeze in winter.",
    "Japan supports a levy on ships. It was raised in 1990.",
    "We reject any quota on sea ice.",
    "Japan proposes a fund for the towns of the sea ice.",
)
LIBRARY = [source(text, ordinal=n) for n, text in enumerate((THANKS, *POINTS), 1)]
OLDER = source("We call for a register of ships.", date="2012-05-01")


def pipeline(sources: list[Source]) -> Pipeline:
    return Pipeline(FakeLibrary(sources), GAZETTEER, SupportCheck(FakeScorer(), gazetteer=GAZETTEER), None)


def asked(question: str, sources: list[Source]) -> Answer:
    (*_, last) = pipeline(sources).ask(question)
    assert isinstance(last, Finished)
    return last.answer


def test_each_paragraph_that_takes_a_position_gives_a_point_in_order() -> None:
    answer = pipeline(LIBRARY).digest("JPN-2020-12-01")
    assert [quote.text for quote in answer.quotes] == [
        text.split(". ")[0].rstrip(".") + "." for text in POINTS
    ]
    assert [source.ordinal for source in answer.sources] == [2, 3, 4, 5, 6]
    assert (answer.status, answer.mode, answer.kind) == ("answered", "quoted", "digest")


def test_the_points_are_the_words_of_their_paragraphs() -> None:
    answer = pipeline(LIBRARY).digest("JPN-2020-12-01")
    texts = {source.marker: source.text for source in answer.sources}
    for quote in answer.quotes:
        (cited,) = quote.citations
        assert texts[cited.marker][cited.start : cited.end] == cited.quote == quote.text


def test_a_question_is_no_point() -> None:
    asks = "We must ask ships the following question. Who must pay ships for ships? We must tax whales."
    answer = pipeline([source(asks, ordinal=1)]).digest("JPN-2020-12-01")
    assert [quote.text for quote in answer.quotes] == ["We must tax whales."]


def test_a_question_for_a_summary_gets_the_latest_statement_and_hears_of_the_others() -> None:
    answer = asked("Summarise Japan's statement.", [OLDER, *LIBRARY])
    assert answer.kind == "digest"
    assert {source.date for source in answer.sources} == {"2020-12-01"}
    assert answer.note.endswith("1 more statement may be meant: name the year.")


def test_a_year_says_which_statement_is_meant() -> None:
    answer = asked("Summarise Japan's 2012 statement.", [OLDER, *LIBRARY])
    assert [quote.text for quote in answer.quotes] == [OLDER.text]
    assert "more" not in answer.note


def test_where_there_is_no_statement_there_is_no_digest() -> None:
    answer = asked("Summarise Japan's 2013 statement.", LIBRARY)
    assert (answer.status, answer.quotes) == ("not_addressed", ())
