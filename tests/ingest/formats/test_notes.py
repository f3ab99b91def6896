"""A footnote qualifies what it is a note to: mark and note are kept with it in every format."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand
from ingest.formats.text_notes import with_notes_below

GAZETTEER = Gazetteer.load()
FIRST = "Peru aligns itself with the statement of the group."
NOTE = "Peru does not align itself with paragraph 9."
LAST = "Peru thanks the Chair for the draft before us."
WANTED = [f"{FIRST}[1]\n[1] {NOTE}", LAST]


def read(data: str, name: str) -> Statement:
    return understand(data.encode(), name, GAZETTEER)


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<sup><a href="#n1" id="r1">1</a></sup>', '<p id="n1">1. {}</p>'),
        ('<a href="#n1"><sup>1</sup></a>', '<p><a id="n1" href="#r1">1</a> {}</p>'),
        ('<a href="#fn-1">[1]</a>', '<p id="fn-1">[1] {} <a href="#r">↩</a></p>'),
        ('<sup><a href="#n1">1</a></sup>', '<ol><li id="n1">{} <a href="#r1">↑</a></li></ol>'),
        ('<a role="doc-noteref" href="#n1">1</a>', '<p><a name="n1"></a>1 {}</p>'),
    ],
)
def test_a_linked_note_of_a_page(mark: str, note: str) -> None:
    found = read(f"<article><p>{FIRST}{mark}</p><p>{LAST}</p>{note.format(NOTE)}</article>", "a.html")
    assert [p.text for p in found.paragraphs] == WANTED


def test_a_raised_number_of_a_page_is_not_part_of_its_word() -> None:
    found = read(
        f"<article><p>It covers 12 m<sup>2</sup> and 10<sup>6</sup> people.</p><p>{LAST}</p></article>",
        "a.html",
    )
    assert found.paragraphs[0].text == "It covers 12 m² and 10⁶ people."


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}[^1]\n\n{LAST}\n\n[^1]: {NOTE}\n",
        f"{FIRST}[1]\n\n{LAST}\n\n[1] {NOTE}\n",
        f"{FIRST}¹\n\n{LAST}\n\n¹ {NOTE}\n",
        f"{FIRST}[1]\n{LAST}\n[1] {NOTE}\n",
        f"{FIRST}[1]\n\n{LAST}\n\n[1]  {NOTE[:19]}\n{NOTE[20:]}\n",
    ],
)
def test_a_note_in_plain_text(text: str) -> None:
    assert [p.text for p in read(text, "a.md").paragraphs] == WANTED


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n\n{LAST}\n\n[1] {NOTE}\n",
        f"We recall [1] and again [1].\n\n[1] {NOTE}\n",
        f"{FIRST}[1]\n\n[1] {NOTE * 20}\n",
        f"[1] {NOTE}\n\n{FIRST}[1]\n",
        "It covers 10⁶ people.\n\nIt costs much.\n",
    ],
)
def test_what_is_not_surely_a_note_stays_where_it_is(text: str) -> None:
    assert with_notes_below(text) == text


@pytest.mark.parametrize(
    "area", ["10 km2 of the coast", "10km2 of it and a park4 beside it", "a park2 by the sea", "some of it"]
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_numbered_paragraphs_below_a_rule_are_no_notes(area: str, between: str) -> None:
    listed = between.join(
        ["1. We have closed two ports.", "2. We have opened the parks.", "3. We thank you."]
    )
    text = f"Statement by Peru\n\nPeru protects {area}.\n\n-----\n{listed}\n"
    assert with_notes_below(text) == text
    found = read(text, "a.txt").paragraphs
    assert [p.number for p in found if p.printed] == [1, 2, 3]


def test_notes_below_a_rule_stand_with_their_marks() -> None:
    text = f"{FIRST}1\n\n{LAST}2\n\n_____\n1 {NOTE}\n2 Chile has asked\nfor it too.\n"
    assert [p.text for p in read(text, "a.txt").paragraphs] == [
        WANTED[0],
        f"{LAST}[2]\n[2] Chile has asked for it too.",
    ]
