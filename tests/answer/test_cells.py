"""Cells: by whom, in which time, and by which words."""

import pytest

from answer.cells import survey
from answer.mentions import survey_mentions
from core.delegations import Gazetteer
from core.records import Filters
from tests.answer.fakes import FakeLibrary, source

GAZETTEER = Gazetteer.load()
YEAR = ("2017-01-01", "2017-12-31")
WHALES = "We thank the Chair. Whales must be protected in all oceans. We also spoke of ports."


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2017", True),
        ("2017-05", True),
        ("2017-05-03", True),
        ("2016", False),
        ("2018-01", False),
        ("", False),
    ],
)
def test_a_statement_dated_by_its_year_alone_is_in_its_year(date: str, found: bool) -> None:
    library = FakeLibrary([source(WHALES, date=date)])
    cells = survey(
        lambda _: "whales protected oceans", "whales", Filters(), [("JPN", *YEAR)], library, GAZETTEER
    )
    assert [cell.state != "silent" for cell in cells] == [found]


def test_who_mentions_a_term_is_told_by_its_words_and_quoted_with_the_sentence_that_has_it() -> None:
    library = FakeLibrary(
        [
            source(WHALES),
            source("Ships and wales, but no such animals.", delegation="KEN"),
            source("-", delegation="FRA"),
        ]
    )
    keys = [(code, "", "") for code in ("JPN", "KEN", "FRA")]
    cells = list(survey_mentions(["WHALE", "narwhals"], Filters(), keys, library, GAZETTEER))
    assert [cell.state for cell in cells] == ["said", "silent", "silent"]
    assert [excerpt.text for excerpt in cells[0].excerpts] == ["Whales must be protected in all oceans."]
