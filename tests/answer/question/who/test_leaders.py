"""Leaders who are known by a table."""

import pytest

from answer.question.who.leaders import is_leader, leaders_named, led_by


@pytest.mark.parametrize(
    ("name", "held", "code"),
    [
        ("Adenauer", ("DEU", "FRA"), "DEU"),
        ("López Obrador", ("MEX",), "MEX"),
        ("Lopez Obrador", ("MEX",), "MEX"),
        ("Zhou", ("CHN",), "CHN"),
        ("Enlai", ("CHN",), ""),
        ("King Hussein", ("JOR",), "JOR"),
        ("Adenaurr", ("DEU", "FRA"), "DEU"),
        ("Adenbaum", ("DEU",), ""),
        ("Adenauer", ("FRA",), ""),
        ("Konrad", ("DEU",), ""),
        ("", ("DEU",), ""),
    ],
)
def test_a_family_name_tells_the_delegation_where_the_library_has_it(
    name: str, held: tuple[str, ...], code: str
) -> None:
    assert led_by(name, held) == code


def test_a_name_that_leaders_of_two_delegations_have_is_told_by_which_of_them_the_library_has() -> None:
    assert led_by("Clark", ("NZL", "CAN")) == ""
    assert led_by("Clark", ("NZL",)) == "NZL"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What did Helen Clark's government say?", [("Helen Clark", "NZL")]),
        (
            "Joseph Muscat on migration, and Angela Merkel",
            [("Joseph Muscat", "MLT"), ("Angela Merkel", "DEU")],
        ),
        ("What did António Guterres say?", []),
        ("What did helen clark say?", []),
        ("Clark on whaling", []),
    ],
)
def test_leaders_are_named_in_full(text: str, named: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], m.code) for m in leaders_named(text)] == named


def test_a_leaders_name_is_no_slip_of_the_finger() -> None:
    assert is_leader("Maduro")
    assert not is_leader("Majuro")
