from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from ui.texts import texts_in
from ui.texts.dates import bound, day, span

EN = texts_in("en")


def test_a_day_reads_as_in_a_reference() -> None:
    assert day("2020-12-01") == "1 December 2020"
    assert day("") == ""
    assert day("undated") == "undated"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-12-01", "2020-12-01", "1 December 2020"),
        ("2020-12-01", "2020-12-03", "1–3 December 2020"),
        ("2020-11-30", "2020-12-02", "30 November – 2 December 2020"),
        ("2019-12-31", "2020-01-02", "31 December 2019 – 2 January 2020"),
        ("2020-12-01", "", "1 December 2020"),
        ("", "2020-12-03", "3 December 2020"),
    ],
)
def test_a_span_names_shared_parts_once(start: str, end: str, expected: str) -> None:
    assert span(start, end) == expected


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("2020/12/1", "2020-12-01", "2020-12-01"),
        ("  ", "", ""),
    ],
)
def test_a_limit_may_be_a_year_a_month_or_a_day(typed: str, first: str, last: str) -> None:
    assert bound(typed, EN, last=False) == first
    assert bound(typed, EN, last=True) == last


@pytest.mark.parametrize("typed", ["yesterday", "2020-13", "2020-02-30", "20", "0000", "２０２０"])
def test_what_is_not_a_date_is_named(typed: str) -> None:
    with pytest.raises(UsageError, match=typed[:4]):
        bound(typed, EN, last=False)


@given(st.dates(), st.booleans())
def test_a_full_date_is_its_own_limit(value: date, last: bool) -> None:
    assert bound(value.isoformat(), EN, last=last) == value.isoformat()


def test_days_and_spans_in_japanese() -> None:
    assert day("2020-12-01", "ja") == "2020年12月1日"
    assert day("2020", "ja") == "2020年"
    assert day("soon", "ja") == "soon"
    assert span("2020-12-01", "2020-12-03", "ja") == "2020年12月1日〜3日"
    assert span("2020-11-30", "2020-12-02", "ja") == "2020年11月30日〜12月2日"
    assert span("2020-12-31", "2021-01-02", "ja") == "2020年12月31日〜2021年1月2日"
