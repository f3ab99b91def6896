from dataclasses import replace

import pytest

from tests.ui.scripted import source, statement
from ui.state.cite import reference, web_address

SOURCE = source(statement(), 6, 1)


def test_a_reference_names_who_where_when_and_which_paragraph() -> None:
    line = reference(SOURCE, delegation="Japan", speaker="Akahori Takeshi")
    assert line == "Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 6"


def test_unknown_fields_are_left_out_and_never_invented() -> None:
    bare = replace(SOURCE, speaker="", forum="", date="", date_end="")
    assert reference(bare, delegation="Japan") == "Japan, statement, para. 6"


def test_the_title_stands_in_when_nobody_is_known() -> None:
    bare = replace(SOURCE, speaker="", delegation="", title="Closing\nremarks", forum="")
    assert reference(bare) == "Closing remarks, 1 December 2020, para. 6"
    assert reference(replace(bare, title="", origin="a.txt")) == "a.txt, 1 December 2020, para. 6"


def test_a_printed_number_is_the_one_cited() -> None:
    assert reference(replace(SOURCE, number=171, printed=True)).endswith("para. 171")


def test_a_page_stands_behind_the_paragraph() -> None:
    assert reference(replace(SOURCE, page=3)).endswith("para. 6 (p. 3)")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "http://",
        "http://a b",
        "x",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""


def test_a_web_address_is_kept() -> None:
    assert web_address(" https://www.mofa.go.jp/x?a=1&b=2 ") == "https://www.mofa.go.jp/x?a=1&b=2"
