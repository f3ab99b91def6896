"""Which of the dates above a text is the statement's own."""

import json
from pathlib import Path

import pytest

from ingest.about.when import Dated, is_date_line, is_dateline, when_made
from ingest.text.lines import lines_of

HEADERS = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "evals" / "gold" / "dates" / "own.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def made(text: str) -> Dated:
    return when_made(lines_of(text))


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: f"{header['kind']}: {header['text'][:40]}")
def test_the_date_of_a_header_is_read_or_left_empty(header: dict[str, str]) -> None:
    assert made(header["text"]).date == header["date"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Statement by Mali, New York, 3 May 2010", "title line"),
        ("Statement by Mali\nNew York, 3 May 2010", "date line"),
        ("Date: 3 May 2010", "header line"),
        ("A/CONF.2020/L.1\nDistr.: Limited\n3 May 2010\nDraft final document", "day of distribution"),
        ("Posted 3 May 2010\nNote to correspondents", "day the page was put up"),
        ("From: a@x.org\nTo: b@x.org\nSent: 3 May 2010 10:01\nSubject: Statement", "day the mail was sent"),
        ("A toast\nMr. President,\nTo friendship.\nMinsk, 3 May 2010", "closing line"),
    ],
)
def test_it_is_said_what_gave_the_date(text: str, source: str) -> None:
    found = made(text)
    assert (found.date, found.source) == ("2010-05-03", source)


@pytest.mark.parametrize(
    "source", ["day of distribution", "day the page was put up", "day the mail was sent"]
)
def test_a_day_of_something_else_comes_with_a_notice(source: str) -> None:
    texts = {
        "day of distribution": "S/2010/5\nDistr.: General\n3 May 2010\nReport",
        "day the page was put up": "Published: 3 May 2010\nReport",
        "day the mail was sent": "From: a@x.org\nTo: b@x.org\nSent: 3 May 2010",
    }
    assert made(texts[source]).notices == (f"The date 2010-05-03 is the {source}; no other was found.",)


def test_a_date_that_can_be_read_two_ways_is_left_empty_with_a_notice() -> None:
    found = made("Statement by Malawi\nGeneva, 04/05/2019\n")
    assert found.date == ""
    assert "04/05/2019 can be read with the day or the month first" in found.notices[0]


def test_two_days_of_equal_weight_are_said() -> None:
    found = made("Statement by Malta\nValletta, 4 May 2019\nRome, 6 May 2019")
    assert found.date == "2019-05-04"
    assert found.notices == (
        "The lines above the text give 2019-05-04 and 2019-05-06; 2019-05-04 was taken.",
    )


def test_the_day_within_the_meetings_span_keeps_the_meetings_end() -> None:
    found = made("Statement by Chile, Third Session (25-29 July 2022)\nThursday, 28 July 2022")
    assert (found.date, found.date_end) == ("2022-07-28", "2022-07-29")


def test_the_text_below_the_header_is_not_searched() -> None:
    assert made("Statement by Peru\nMr. Chair,\nLima, 3 May 2010, was a good day.\nWe met again.").date == ""


@pytest.mark.parametrize(
    "text",
    [
        "27.07.2022",
        "2 June 2022",
        "Geneva, Tuesday, 13 September 2016, 3 p.m.",
        "（令和4年2月24日（木曜日）11時05分　於：本省会見室）",
        "31 May – 4 June 2010",
    ],
)
def test_a_line_of_a_date_and_its_place_is_a_date_line(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("14 December 2023, New York – European Union Key Messages", True),
        ("VIENNA, March 3, 2020 — The Director General said that", True),
        ("Resolution of 3 May 2020 – what it asks for", False),
        ("The 3 May 2020 talks – an account", False),
    ],
)
def test_a_dateline_goes_on_after_a_dash(text: str, dateline: bool) -> None:
    assert is_dateline(text) is dateline


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016년 3월 2일\nStatement by the Republic of Korea", "2016-03-02"),
        ("Embargoed until 14:30, 9 June 2009\nSpeech by the Minister", "2009-06-09"),
        ("As of 1 May 2019\nStatus of contributions", ""),
        ("Compliance with the treaty concluded on 5 May 1955\nViews of Austria", ""),
        ("Text of the declaration adopted on 5 May 1955", "1955-05-05"),
    ],
)
def test_the_day_is_not_that_of_another_text(text: str, day: str) -> None:
    assert when_made(lines_of(f"{text}\n\nThese are the words that are said.")).date == day
