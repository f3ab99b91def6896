import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.about.dates import find_dates, iso_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和2年12月1日", "2020-12-01", "2020-12-01"),
        ("令和元年5月1日", "2019-05-01", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30", "2019-04-30"),
        ("昭和64年1月7日", "1989-01-07", "1989-01-07"),
        ("令和２年１２月１日", "2020-12-01", "2020-12-01"),
        ("令和三年十二月二十一日", "2021-12-21", "2021-12-21"),
        ("(2020年 12月 1日 - 2020年 12月 3日)", "2020-12-01", "2020-12-03"),
        ("2020年12月1日～3日", "2020-12-01", "2020-12-03"),
        ("2020年12月1～3日", "2020-12-01", "2020-12-03"),
        ("平成三十年", "2018", "2018"),
        ("昭和六十三年五月", "1988-05", "1988-05"),
        ("R2.12.1", "2020-12-01", "2020-12-01"),
        ("Ｒ２．１２．１", "2020-12-01", "2020-12-01"),
        ("H31.4.30", "2019-04-30", "2019-04-30"),
        ("S64/1/7", "1989-01-07", "1989-01-07"),
        ("2020年11月30日から12月2日", "2020-11-30", "2020-12-02"),
        ("令和2年（2020年）12月1日", "2020-12-01", "2020-12-01"),
        ("2021年6月", "2021-06", "2021-06"),
        ("25 September 2018", "2018-09-25", "2018-09-25"),
        ("Tuesday, 25th of Sept. 2018", "2018-09-25", "2018-09-25"),
        ("September 25, 2018", "2018-09-25", "2018-09-25"),
        ("1-3 December 2020", "2020-12-01", "2020-12-03"),
        ("December 1–3, 2020", "2020-12-01", "2020-12-03"),
        ("30 November to 2 December 2020", "2020-11-30", "2020-12-02"),
        ("2018-09-25", "2018-09-25", "2018-09-25"),
        ("2018/9/5", "2018-09-05", "2018-09-05"),
        ("March 2021", "2021-03", "2021-03"),
    ],
)
def test_dates_are_read_as_statements_write_them(text: str, first: str, last: str) -> None:
    assert [(span.first, span.last) for span in find_dates(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2018",
        "2018-13-40",
        "paragraph 66 of 2020",
        "令和2年13月1日",
        "",
        "May we",
        "R1.4.30",
        "H31.5.1",
        "R2.12.1.4",
        "VER2.12.1",
        "S-10.2.3",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == ()


@settings(deadline=None)
@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2035, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    forms = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {day.strftime('%B')} {day.year}",
        f"{day.strftime('%B')} {day.day}, {day.year}",
    ]
    assert {iso_date(form) for form in forms} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "date"), [("2016", "2016"), ("2016-05", "2016-05"), ("2016-13", ""), ("soon", "")]
)
def test_reduced_dates_keep_what_is_known(text: str, date: str) -> None:
    assert iso_date(text) == date
