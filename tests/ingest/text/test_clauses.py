"""Resolutions: clauses, printed numbers, notes and what stands below them."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand

COUNCIL = """Security Council
Resolution 2999 (2023)

Adopted by the Security Council at its 9518th meeting, on 21 December 2023

The Security Council,
Recalling its resolutions on the standby force,
Deeply concerned at the losses of the
United Nations,
1. Decides to consider requests from the African Union, subject to:
    (a) A joint assessment;
    (b) A framework on conduct;
2. Requests the Secretary-General to report every year;1
3. Decides to remain seized of the matter.
9518th meeting
21 December 2023
____________________
1 See document S/2023/303, paragraph 9.
"""
DRAFT = """Human Rights Council
Fifty-second session
Costa Rica, Maldives, Morocco: draft resolution
The Human Rights Council,
PP1 Recalling Council resolution 48/13,
PP2 Aware that a third of coral reefs are dying,
OP1 Recognizes the right to a healthy sea;
OP2 Requests the High Commissioner:
(a) to convene a seminar;
(b) to report on it;
OP3 Decides to remain seized of the matter.
"""
MARKDOWN = """# Protection of peatlands

The United Nations Environment Assembly,

*Noting* that peatlands store a third of soil carbon,

**1.** *Encourages* Member States to map peatlands;

**2.** *Requests* the Executive Director:

   - (a) To set up an inventory;

   - (b) To report at the sixth session;

**3.** *Invites* donors to contribute.
"""
PARTS = """Decision on financial matters

The Conference of the Parties,

Considering the arrears of several States,

I
Contributions

1. Urges the Parties in arrears to pay;

2. Asks the President to write to them;

II
Reserve

3. Establishes a reserve of four months of expenditure;

4. Decides that it shall be replenished from surpluses.
"""


def read(text: str, name: str = "resolution.txt") -> Statement:
    return understand(text.encode(), name, Gazetteer.load())


@pytest.mark.parametrize(
    ("name", "text", "number", "words"),
    [
        ("a.txt", COUNCIL, 1, "A framework on conduct"),
        ("a.txt", COUNCIL, 2, "to report every year"),
        ("b.txt", DRAFT, 1, "a healthy sea"),
        ("b.txt", DRAFT, 2, "(b) to report on it"),
        ("c.md", MARKDOWN, 2, "(b) To report at the sixth session"),
        ("c.md", MARKDOWN, 3, "donors to contribute"),
        ("d.txt", PARTS, 3, "four months"),
    ],
)
def test_operative_paragraphs_keep_their_numbers(name: str, text: str, number: int, words: str) -> None:
    (found,) = [p for p in read(text, name).paragraphs if words in p.text]
    assert found.printed
    assert found.number == number


def test_each_clause_of_a_preamble_is_a_paragraph() -> None:
    found = [p.text for p in read(COUNCIL).paragraphs]
    assert "Recalling its resolutions on the standby force," in found
    assert "Deeply concerned at the losses of the\nUnited Nations," in found
    assert "PP2 Aware that a third of coral reefs are dying," in [p.text for p in read(DRAFT).paragraphs]


def test_a_note_stands_with_its_mark() -> None:
    (found,) = [p.text for p in read(COUNCIL).paragraphs if "every year" in p.text]
    assert found.endswith("every year;[1]\n[1] See document S/2023/303, paragraph 9.")


def test_what_stands_below_a_resolution_is_none_of_its_paragraphs() -> None:
    (last,) = [p.text for p in read(COUNCIL).paragraphs if "remain seized" in p.text]
    assert "9518th" not in last


def test_a_resolution_is_no_states_words() -> None:
    assert read(COUNCIL).delegation == ""


def test_parts_in_roman_numerals_are_sections() -> None:
    sections = {p.number: p.section for p in read(PARTS).paragraphs if p.printed}
    assert sections == {1: "Contributions", 2: "Contributions", 3: "Reserve", 4: "Reserve"}


WRAPPED = """Statement by Togo

{}
we have asked for help, and those who came to Lomé were led by our envoy,
Mohamed Idris, who had seen all of it. Many others were there as well,
Beijing among them, and said so. We know that where ships are lost;
States must pay.
"""


@pytest.mark.parametrize(
    "opening",
    [
        "The Conference of the Parties, which meets here today for the first time,",
        "The Government of Togo welcomes the report of the Chair and of its members,",
        "The road to peace is long and, as the African Union has said to all of us,",
    ],
)
def test_a_sentence_in_lines_is_no_resolution(opening: str) -> None:
    found = [p.text for p in read(WRAPPED.format(opening)).paragraphs]
    assert not any(text.startswith(("Mohamed", "Beijing", "States must")) for text in found)
