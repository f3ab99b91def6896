import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.records import Filters
from index.store.filters import chroma_condition, condition, day_span, filter_span, meeting_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2016", (20160101, 20161231)),
        ("2016-02", (20160201, 20160229)),
        ("2020-12-01", (20201201, 20201201)),
        ("2015-02-29", None),
        ("2016-13", None),
        ("0000", None),
        ("", None),
        ("yesterday", None),
        ("２０１６", None),
    ],
)
def test_a_date_of_reduced_precision_is_a_span(text: str, span: tuple[int, int] | None) -> None:
    assert day_span(text) == span


def test_a_meeting_lasts_from_its_first_to_its_last_day() -> None:
    assert meeting_span("2020-12-01", "2020-12-03") == (20201201, 20201203)
    assert meeting_span("2016", "2016") == (20160101, 20161231)
    assert meeting_span("2020-12-03", "2020-12-01") == (20201203, 20201203)
    assert meeting_span("", "2020") == (0, 0)


def test_open_ended_filters_have_no_other_end() -> None:
    assert filter_span(Filters()) is None
    assert filter_span(Filters(since="2016")) == (20160101, 99991231)
    assert filter_span(Filters(until="2016")) == (10101, 20161231)


@pytest.mark.parametrize("filters", [Filters(since="last year"), Filters(until="01/02/2020")])
def test_a_filter_that_is_no_date_is_refused(filters: Filters) -> None:
    with pytest.raises(UsageError, match="is not a date; write YYYY"):
        condition(filters)


def test_chroma_is_asked_nothing_when_nothing_is_excluded() -> None:
    assert chroma_condition(Filters()) is None
    assert chroma_condition(Filters(forum="OEWG")) == {"forum": "oewg"}


@given(st.dates(), st.sampled_from((4, 7, 10)))
def test_a_shorter_date_spans_the_longer_one(day: object, length: int) -> None:
    full, short = day_span(str(day)), day_span(str(day)[:length])
    assert full is not None
    assert short is not None
    assert short[0] <= full[0] <= full[1] <= short[1]
