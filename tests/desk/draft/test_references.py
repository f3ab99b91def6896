"""The writer's own citations are read in the forms that writers use."""

import pytest

from core.delegations import Gazetteer
from desk.draft.references import references, without_references

GAZETTEER = Gazetteer.load()
IBID = references("(Kenya, 2016, para. 4)", 0, GAZETTEER, None)[0]


@pytest.mark.parametrize(
    ("text", "delegation", "since", "until", "numbers"),
    [
        ("Yes (Japan, 1 December 2020, para. 6).", "JPN", "2020-12-01", "2020-12-01", (6,)),
        ("Yes [JPN 2020-12-01 ¶6].", "JPN", "2020-12-01", "2020-12-01", (6,)),
        ("Yes (Norway, 2016, paras. 3–5).", "NOR", "2016-01-01", "2016-12-31", (3, 4, 5)),
        ("Yes (Norway, 2016, paras. 3 and 7).", "NOR", "2016-01-01", "2016-12-31", (3, 7)),
        ("Yes (para. 9).", "", "", "", (9,)),
        ("Yes (ibid., para. 5).", "KEN", "2016-01-01", "2016-12-31", (5,)),
        ("はい（日本、2020年12月1日、第6段落）。", "JPN", "2020-12-01", "2020-12-01", (6,)),
        ("Yes (Chad, 2018).", "TCD", "2018-01-01", "2018-12-31", ()),
    ],
)
def test_a_citation_is_read(
    text: str, delegation: str, since: str, until: str, numbers: tuple[int, ...]
) -> None:
    (found,) = references(text, 10, GAZETTEER, IBID)
    assert (found.delegation, found.since, found.until, found.numbers) == (delegation, since, until, numbers)
    assert text[found.start - 10 : found.end - 10] == found.text
    assert without_references(text, 10, (found,)) in ("Yes.", "はい。")


@pytest.mark.parametrize(
    "text", ["Kenya (a coastal State) agreed.", "In May (after the vote in Oslo) it left."]
)
def test_an_aside_is_no_citation(text: str) -> None:
    assert references(text, 0, GAZETTEER, None) == ()


def test_two_citations_in_one_bracket_are_two() -> None:
    found = references("(Kenya, 2016, para. 4; Norway, 2017, para. 2)", 0, GAZETTEER, None)
    assert [(one.delegation, one.numbers) for one in found] == [("KEN", (4,)), ("NOR", (2,))]
