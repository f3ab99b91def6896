"""Questions for the first screen, made from counts of a made-up library."""

from collections.abc import Mapping

import pytest

from answer.question.understand import Holdings, understand
from core.delegations import Gazetteer
from core.records import Filters, Mentions
from workspace.examples import examples

Held = Mapping[str, Mapping[str, tuple[int, ...]]]
"""Topic → delegation → years in which it speaks of it."""

GAZETTEER = Gazetteer.load()
MUCH: Held = {
    "climate change": {"FJI": (2009, 2015, 2023), "USA": (2015,), "FRA": (2021,), "JPN": (2019, 2020, 2021)},
    "terrorism": {"IND": (2001, 2011, 2021), "USA": (2001,), "KEN": (2013,)},
    "nuclear disarmament": {"JPN": (1995, 2010, 2020), "NZL": (2015,)},
    "apartheid": {"ZAF": (1990,)},
}


def made(held: Held, language: str = "en") -> Mapping[str, str]:
    def count(words: str, filters: Filters) -> Mentions:
        found = held.get(words, {})
        if filters.delegations:
            found = {code: years for code, years in found.items() if code in filters.delegations}
        years = [str(year) for several in found.values() for year in several]
        return Mentions(
            words,
            paragraphs=len(years),
            by_delegation=tuple((code, len(several)) for code, several in found.items()),
            by_year=tuple((year, years.count(year)) for year in sorted(set(years))),
        )

    codes = dict.fromkeys(code for found in held.values() for code in found)
    return examples(count, tuple(codes), GAZETTEER, language)


def test_a_library_with_much_in_it_offers_a_question_of_each_kind() -> None:
    asked = made(MUCH)
    assert list(asked) == ["position", "list", "compare", "years", "quote", "catalogue"]
    assert asked["position"] == "What does Fiji say about climate change?"
    assert asked["list"] == "Which states speak of terrorism?"
    assert asked["compare"] == "Compare Japan and New Zealand on nuclear disarmament"
    assert asked["catalogue"] == "What do you have from France?"


def test_a_change_is_asked_about_only_where_there_are_years_to_compare() -> None:
    assert "years" not in made({"terrorism": {"IND": (2001,), "USA": (2011,), "KEN": (2021,)}})
    several = made({"terrorism": {"IND": (2001, 2011, 2021)}})
    assert several["years"] == "How has the position of India on terrorism changed since 2001?"


def test_nothing_is_offered_that_the_library_does_not_hold() -> None:
    one = made({"cybersecurity": {"JPN": (2020,)}})
    assert set(one) == {"position", "quote", "catalogue"}
    assert one["quote"] == "Quote Japan on cybersecurity in 2020"
    assert made({}) == {}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_question_is_understood_as_the_kind_it_is_offered_as(language: str) -> None:
    kinds = {"position": "", "years": "over_time"}
    for kind, question in made(MUCH, language).items():
        read = understand(question, Filters(), Gazetteer.load(), Holdings(("JPN", "NZL", "FJI")))
        assert read.kind == kinds.get(kind, kind), question


def test_japanese_questions_name_delegations_and_matters_in_japanese() -> None:
    assert made(MUCH, "ja")["position"] == "フィジーは気候変動について何と述べていますか？"
