"""The masthead of a United Nations document is read and is no text."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand

GAZETTEER = Gazetteer.load()
RESOLUTION = """\
United Nations A/RES/75/{n}
General Assembly Distr.: General
14 December 2020
Seventy-fifth session
Agenda item {item}
Resolution adopted by the General Assembly on 7 December 2020
[on the report of the First Committee (A/75/399, para. 97)]
75/{n}. {title}

The General Assembly,

Recalling its resolution 74/50 of 12 December 2019,

Noting with concern the lack of progress,

1. Welcomes the report of the Secretary-General;

2. Requests the Secretary-General to report to it at its next session, including on:

(a) The funds that are needed;

(b) The views of Member States;

3. Decides to remain seized of the matter;

4. Decides to include the item in its provisional agenda.

37th plenary meeting
7 December 2020
"""


def read(text: str, name: str = "a.txt") -> Statement:
    return understand(text.encode(), name, GAZETTEER)


@pytest.mark.parametrize(
    ("n", "item", "title"),
    [
        ("47", "103", "Reducing nuclear danger"),
        ("9", "71 (b)", "Rights of the child"),
        ("233", "7", "Sports for peace"),
    ],
)
def test_a_resolution(n: str, item: str, title: str) -> None:
    found = read(RESOLUTION.format(n=n, item=item, title=title))
    assert (found.title, found.agenda_item, found.forum) == (title, item, "UN General Assembly")
    assert found.date == "2020-12-07"
    printed = [(p.number, p.text.split()[0]) for p in found.paragraphs if p.printed]
    assert printed == [(1, "Welcomes"), (2, "Requests"), (3, "Decides"), (4, "Decides")]
    assert found.paragraphs[0].text == "The General Assembly,"
    assert found.paragraphs[-1].text.startswith("37th plenary meeting")
    assert "(b) The views" in next(p.text for p in found.paragraphs if p.number == 2 and p.printed)


@pytest.mark.parametrize(
    ("head", "title", "date", "forum", "item"),
    [
        (
            "S/2018/1062\nSecurity Council\nDistr.: General\n29 November 2018\nOriginal: English\n"
            "Letter dated 26 November 2018 from the Permanent Representative of Malta",
            *("Letter dated 26 November 2018 from the Permanent Representative of Malta", "2018-11-26"),
            *("UN Security Council", ""),
        ),
        (
            "A/AC.290/2021/WP.4\nGeneral Assembly\nDistr.: Limited\n3 March 2021\nEnglish only\n"
            "Open-ended working group on information\nAgenda item 5\nViews on capacity-building",
            *("", "2021-03-03", "OEWG", "5: Views on capacity-building"),
        ),
        (
            "United Nations A/C.1/76/L.13\nGeneral Assembly Distr.: Limited\n8 October 2021\n"
            "Seventy-sixth session\nFirst Committee\nAgenda item 95\nOman and Peru: draft resolution",
            *("Oman and Peru: draft resolution", "2021-10-08", "First Committee", "95"),
        ),
    ],
)
def test_other_documents(head: str, title: str, date: str, forum: str, item: str) -> None:
    found = read(f"{head}\n\nWe have the honour to transmit our Governments' views.\n\nThey are these.\n")
    assert (found.date, found.forum, found.agenda_item) == (date, forum, item)
    assert found.title == title or not title
    assert [p.text[:7] for p in found.paragraphs] == ["We have", "They ar"]


@pytest.mark.parametrize(
    "text",
    [
        "We recall A/RES/75/47 of the General Assembly.\n\nWe support it.",
        "General Assembly\n\nWe support it in every way that is open to us.",
        "A/74/PV.9\nGeneral Assembly\n\nThe President: I give the floor to France.",
    ],
)
def test_what_has_no_masthead_keeps_its_first_line(text: str) -> None:
    found = read(text)
    assert found.paragraphs[0].text.split()[0] in (text.split()[0], "We", "The")
    assert found.provenance.get("title") != "masthead"


@pytest.mark.parametrize(("title", "kept"), [("EU/Mali", True), ("A/C.2/79/L.1", False), ("CD/2210", False)])
def test_a_symbol_is_no_title(title: str, kept: bool) -> None:
    text = "The port was closed in 1998, and it was opened again after that."
    page = f"<html><head><title>{title}</title></head><body><main><p>{text}</p></main></body></html>"
    assert (understand(page.encode(), "page.html", GAZETTEER).title == title) == kept
