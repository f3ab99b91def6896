"""A timeline as a plot: a dot for each statement, groups apart, silence shown, everything named."""

import re
from html import unescape
from itertools import pairwise

from core.delegations import Gazetteer
from core.records import Cell, CellState, Citation, Filters, Sentence
from desk.records import Moment, Timeline
from tests.answer.fakes import source
from ui.render.desk.plot import plot
from ui.texts import texts_in

EN = texts_in("en")
GAZETTEER = Gazetteer.load()
WORDS = 'Peru asks for "relief" & help.'


def moment(day: str, code: str = "PER", state: CellState = "said", *, searched: int = 1) -> Moment:
    cited = Citation(1, f"{code}-{day}-0001", WORDS, 0, len(WORDS))
    quotes = (Sentence(WORDS, 1.0, (cited,), True),) if state != "silent" else ()
    until = day if searched else f"{day[:4]}-12-31"
    return Moment(Cell(code, day, until, state, searched, quotes), group=code != "PER")


def timeline(*moments: Moment, topic: str = "relief") -> Timeline:
    cells = [one.cell for one in moments if one.cell.quotes]
    sources = tuple(source(WORDS, delegation=cell.delegation, date=cell.since) for cell in cells)
    return Timeline(topic, "PER", Filters(("PER",)), "en", len(moments), moments, sources)


def drawn(*moments: Moment, topic: str = "relief") -> str:
    return plot(timeline(*moments, topic=topic), EN, GAZETTEER.name)


def places(html: str) -> list[tuple[float, int]]:
    """Where each dot stands, and on which level."""
    return [(float(at), int(level)) for at, level in re.findall(r"left: ([\d.]+)%; --level: (\d)", html)]


def test_every_statement_is_a_dot_in_order_and_a_silent_year_a_gap() -> None:
    html = drawn(
        moment("2018-10-01"),
        moment("2019-01-01", state="silent", searched=0),
        moment("2020-03-05", state="uncertain"),
        moment("2020-10-05", state="silent"),
    )
    assert html.count("<button") == 2
    assert [at for at, _ in places(html)] == sorted(at for at, _ in places(html))
    assert all(0 <= at <= 100 for at, _ in places(html))
    (gap,) = re.findall(r'rp-gap"[^>]*aria-label="([^"]*)"', html)
    assert gap == "2019: no statement"
    assert "5 October 2020, Peru, nothing found in it" in html
    legend = re.findall(r"<li>.*?</span> ([^<]*)</li>", html)
    assert legend == [
        "says something on it",
        "may bear on it",
        "nothing found in it",
        "year without a statement",
    ]


def test_a_dot_opens_its_paragraph_with_the_words_marked_and_says_what_it_is() -> None:
    made = timeline(moment("2018-10-01"))
    (button,) = re.findall(r"<button[^>]*>", plot(made, EN, GAZETTEER.name))
    assert f'data-paragraph="{made.sources[0].paragraph_id}"' in button
    (marks,) = re.findall(r'data-marks="([^"]*)"', button)
    assert unescape(marks) == f'[["", 0, {len(WORDS)}]]'
    (label,) = re.findall(r'aria-label="([^"]*)"', button)
    assert unescape(label) == f"1 October 2018, says something on it: “{WORDS}”"


def test_a_group_has_a_line_of_its_own_below() -> None:
    html = drawn(moment("2018-10-01"), moment("2019-06-01", "GRULAC"), moment("2020-10-05"))
    lines = re.findall(r'role="group" aria-label="([^"]*)"', html)
    assert lines[0] == "Peru"
    assert lines[1].endswith("(group)")
    assert [line.count("<button") for line in html.split("rp-plot-line")[1:]] == [2, 1]


def test_statements_of_neighbouring_days_do_not_cover_each_other() -> None:
    days = [moment(f"2019-06-{day:02}") for day in range(1, 5)]
    dots = places(drawn(moment("2010-01-01"), *days, moment("2020-01-01")))
    assert [level for _, level in dots] == [0, 0, 1, 2, 3, 0]
    assert all(one != other for one, other in pairwise(dots))


def test_the_years_below_fit_a_narrow_screen_and_a_day_may_be_unknown() -> None:
    html = drawn(moment("1980"), moment("1999-05"), moment("2020-01-01"))
    years = re.findall(r">(\d{4})</span>", html.split("rp-plot-years")[1])
    assert years == ["1980", "1986", "1992", "1998", "2004", "2010", "2016"]
    assert len(places(html)) == 3


def test_nothing_is_drawn_of_nothing_and_markup_in_a_topic_is_text() -> None:
    assert drawn() == ""
    assert "<script>" not in drawn(moment("2018-10-01"), topic="<script>alert(1)</script>")
