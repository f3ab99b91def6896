"""Comparisons, timelines and briefs over a scripted library: what they hold; silence stays silence."""

import threading
from datetime import date

import pytest

from core.errors import UsageError
from core.records import Filters
from desk.records import Brief, Comparison, Timeline
from desk.tasks.brief import Order, brief
from desk.tasks.compare import compare
from desk.tasks.timeline import timeline
from tests.answer.fakes import ScriptedLLM, source
from tests.desk.library import JAPAN_2018, JAPAN_2020, STATEMENTS, TOPIC, pipeline


def compared(*codes: str, by_year: bool = False) -> Comparison:
    return list(compare([TOPIC], Filters(codes), pipeline().tools, by_year=by_year))[-1]


def over_time(code: str) -> Timeline:
    return list(timeline(TOPIC, Filters((code,)), pipeline().tools))[-1]


def noted(order: Order, llm: ScriptedLLM | None = None) -> Brief:
    return list(brief(order, pipeline(llm=llm)))[-1]


def test_a_comparison_has_a_cell_for_each_delegation_by_name_and_the_silent_one_is_silent() -> None:
    made = compared("KEN", "JPN", "CHN")
    assert [(cell.delegation, cell.state) for cell in made.cells] == [
        ("CHN", "silent"),
        ("JPN", "said"),
        ("KEN", "said"),
    ]
    assert made.cells[0].searched == 1
    assert not made.cells[0].quotes
    assert not made.stopped


def test_everybody_is_compared_where_nobody_is_named() -> None:
    assert [cell.delegation for cell in compared().cells] == ["CHN", "JPN", "KEN"]


def test_every_quotation_of_a_comparison_stands_in_its_source() -> None:
    made = compared("JPN", "KEN")
    by_id = {one.paragraph_id: one for one in made.sources}
    for cell in made.cells:
        for quote in cell.quotes:
            (citation,) = quote.citations
            assert by_id[citation.paragraph_id].text[citation.start : citation.end] == citation.quote
            assert by_id[citation.paragraph_id].delegation == cell.delegation


def test_a_comparison_by_year_has_the_same_years_for_all() -> None:
    made = compared("JPN", "KEN", by_year=True)
    years = [(cell.delegation, cell.since[:4], cell.searched) for cell in made.cells]
    assert years == [
        *(("JPN", "2018", 1), ("JPN", "2019", 0), ("JPN", "2020", 1)),
        *(("KEN", "2018", 0), ("KEN", "2019", 1), ("KEN", "2020", 0)),
    ]
    assert [cell.state for cell in made.cells] == ["said", "silent", "said", "silent", "said", "silent"]


def test_a_comparison_that_is_stopped_keeps_its_cells() -> None:
    stop = threading.Event()
    steps = compare([TOPIC], Filters(), pipeline().tools, stop=stop)
    for made in steps:
        if len(made.cells) == 2:
            stop.set()
    assert made.stopped
    assert len(made.cells) == 2


def test_too_many_cells_are_refused_before_any_is_read() -> None:
    many = [source("We speak.", delegation=code, date="2020-01-01") for code in ("JPN", "KEN", "CHN")]
    with pytest.raises(UsageError, match="at most 400"):
        list(compare([f"topic {n}" for n in range(200)], Filters(), pipeline(many).tools))


def test_a_timeline_has_every_statement_in_order_and_the_silent_years() -> None:
    made = over_time("JPN")
    assert [(m.cell.since, m.cell.state, m.cell.searched) for m in made.moments] == [
        ("2018-10-01", "said", 1),
        ("2019-01-01", "silent", 0),
        ("2020-10-05", "said", 1),
    ]


def test_a_timeline_shows_what_changed_since_the_last_words() -> None:
    first, _, last = over_time("JPN").moments
    assert first.diff == ()
    assert ("dropped", "instrument") in last.diff
    assert ("added", "treaty") in last.diff
    assert "".join(words for kind, words in last.diff if kind != "dropped").strip() in JAPAN_2020
    assert "".join(words for kind, words in last.diff if kind != "added").strip() in JAPAN_2018


def test_a_statement_without_a_date_is_counted_and_not_placed() -> None:
    undated = source(JAPAN_2018, date="", ordinal=9)
    made = list(timeline(TOPIC, Filters(("JPN",)), pipeline((*STATEMENTS, undated)).tools))[-1]
    assert made.undated == 1
    assert all(moment.cell.since for moment in made.moments)


def test_a_year_is_a_date_too() -> None:
    years = (source(JAPAN_2018, date="2018"), source(JAPAN_2020, date="2020"))
    line = list(timeline(TOPIC, Filters(("JPN",)), pipeline(years).tools))[-1]
    assert [(m.cell.since, m.cell.state) for m in line.moments if m.cell.searched] == [
        ("2018", "said"),
        ("2020", "said"),
    ]
    made = list(compare([TOPIC], Filters(("JPN",)), pipeline(years).tools, by_year=True))[-1]
    assert [(cell.since[:4], cell.state) for cell in made.cells] == [("2018", "said"), ("2020", "said")]


def test_the_words_of_a_group_stand_on_a_line_of_their_own() -> None:
    union = source(JAPAN_2018.replace("Japan", "The Union"), delegation="EU", date="2019-05-01")
    france = source(JAPAN_2020.replace("Japan", "France"), delegation="FRA", date="2020-05-01")
    made = list(timeline(TOPIC, Filters(("FRA",)), pipeline((union, france)).tools))[-1]
    assert [(m.cell.delegation, m.group) for m in made.moments] == [("EU", True), ("FRA", False)]
    assert made.moments[1].diff == (), "the words of a group are not those of its member"


def test_a_timeline_is_about_one_delegation() -> None:
    with pytest.raises(UsageError, match="one delegation"):
        next(timeline(TOPIC, Filters(("JPN", "KEN")), pipeline().tools))


def test_a_brief_quotes_where_no_model_writes() -> None:
    made = noted(Order(TOPIC, Filters(("JPN",)), today=date(2026, 11, 26)))
    (position,) = made.positions
    assert all(sentence.verbatim for sentence in position.bottom_line)
    assert [cell.since for cell in position.said] == ["2020-10-05", "2018-10-01"], "newest first"
    assert [(change.before.since, change.after.since) for change in position.changes] == [
        ("2018-10-01", "2020-10-05")
    ]
    assert [other.cell.delegation for other in made.others] == ["KEN"]
    assert (made.more_others, made.silent_others) == ((), ("CHN",))
    assert made.written == 0
    assert made.done == made.total
    assert not made.stopped


def test_the_written_bottom_line_of_a_brief_is_what_passed_the_check() -> None:
    supported = "Japan supports a binding treaty on outer space weapons."
    llm = ScriptedLLM([f"{supported} Japan has banned all rockets in every country."])
    made = noted(Order(f"What does Japan say about a {TOPIC}?", Filters(("JPN",))), llm)
    (sentence,) = made.positions[0].bottom_line
    assert sentence.text.removeprefix("2020: ") == supported
    assert (made.written, made.dropped) == (1, 1)


def test_a_silent_delegation_has_a_brief_that_says_so() -> None:
    made = noted(Order(TOPIC, Filters(("CHN",))))
    (position,) = made.positions
    assert position.bottom_line == position.said == ()
    assert position.searched == 1
    assert len(made.not_addressed) == 4
    assert not made.raised


def test_a_brief_is_about_a_few_delegations() -> None:
    with pytest.raises(UsageError, match="compare"):
        list(
            brief(
                Order(TOPIC, Filters(("JPN", "KEN", "CHN", "FRA"))),
                pipeline((*STATEMENTS, source("x", delegation="FRA"))),
            )
        )


def test_the_delegation_of_a_brief_is_read_from_its_topic() -> None:
    assert noted(Order(f"Kenya's view on a {TOPIC}")).filters.delegations == ("KEN",)


def test_every_citation_of_a_brief_has_its_source_under_one_number() -> None:
    made = noted(Order(TOPIC, Filters(("JPN", "KEN"))))
    markers = {one.paragraph_id: one.marker for one in made.sources}
    assert len(set(markers.values())) == len(markers)
    cells = [cell for p in made.positions for cell in p.said] + [o.cell for o in made.others]
    quotes = [q for cell in cells for q in cell.quotes] + [s for p in made.positions for s in p.bottom_line]
    assert quotes
    for quote in quotes:
        for citation in quote.citations:
            assert markers[citation.paragraph_id] == citation.marker


def test_a_brief_names_those_who_may_speak_to_it_beyond_its_rows() -> None:
    codes = ("ARG", "AUS", "BRA", "CAN", "CHL", "EGY", "FRA", "GHA", "IND", "KEN")
    many = [source(JAPAN_2018.replace("Japan", "It"), delegation=code, date="2019-01-01") for code in codes]
    made = list(brief(Order(TOPIC, Filters(("JPN",))), pipeline((*STATEMENTS[:2], *many))))[-1]
    shown = {other.cell.delegation for other in made.others}
    assert len(shown) == 8
    assert shown | set(made.more_others) == set(codes)
    assert not made.silent_others
