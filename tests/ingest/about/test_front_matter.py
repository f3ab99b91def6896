"""Front matter as the people and programs write it that make such files."""

import time

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand
from ingest.about.front_matter import split_front_matter

BODY = "We support the text as it stands before us.\n\nWe do not support a new fund.\n"
GAZETTEER = Gazetteer.load()


def read(text: str) -> Statement:
    return understand(text.encode(), "a.md", GAZETTEER)


@pytest.mark.parametrize(
    ("front", "title"),
    [
        (
            "title: >\n  Remarks of the Minister\n  at the Conference",
            "Remarks of the Minister at the Conference",
        ),
        ("title: >-\n  Remarks\n  at noon", "Remarks at noon"),
        ("title: |\n  Remarks\n  at noon", "Remarks at noon"),
        ('title: "Peru\\u2013Chile\\_Declaration"', "Peru–Chile Declaration"),
        ('title: "Remarks \\\n  of the\\\n  \\ Minister"', "Remarks of the Minister"),
        ("title: 'The Minister''s remarks'", "The Minister's remarks"),
        ("title: Remarks\n  of the Minister\n  on Monday", "Remarks of the Minister on Monday"),
        ("title: Remarks # as delivered", "Remarks"),
        ("# made by a program\ntitle: Remarks\ntags: [a, b]\nmore: {x: 1}", "Remarks"),
        ("title: Remarks: what was said", "Remarks: what was said"),
        ("title: [On norms] Remarks", "[On norms] Remarks"),
        ('title: "Remarks" of the Minister', '"Remarks" of the Minister'),
        ("title: *Remarks* of the Minister", "*Remarks* of the Minister"),
        ("title: On\tnorms\nforum: UNSC", "On norms"),
        ("subject: On norms", "On norms"),
        ("件名: 規範について", "規範について"),
    ],
)
def test_titles_are_read_as_their_writers_mean_them(front: str, title: str) -> None:
    found = read(f"---\n{front}\ndate: 2021-05-06\n---\n\n{BODY}")
    assert (found.title, found.date) == (title, "2021-05-06")
    assert [p.number for p in found.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021-05-06", "2021-05-06"),
        ("'2021-05-06'", "2021-05-06"),
        ("2021-05-06 09:00:01-04:00", "2021-05-06"),
        ("2021-05-06T09:00:01Z", "2021-05-06"),
        ("6 May 2021", "2021-05-06"),
        ("令和3年5月6日", "2021-05-06"),
        ("2021", "2021"),
    ],
)
def test_dates_stay_as_they_are_written(written: str, date: str) -> None:
    assert read(f"---\ndate: {written}\n---\n{BODY}").date == date


@pytest.mark.parametrize("closing", ["---", "...", "---  "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_it_ends_where_yaml_says(closing: str, end: str) -> None:
    found = read(f"---\ntitle: On norms\n{closing}\n\n{BODY}".replace("\n", end))
    assert found.title == "On norms"
    assert len(found.paragraphs) == 2


def test_toml_between_plus_signs_is_front_matter_too() -> None:
    found = read(f'+++\ntitle = "On norms"\ndate = 2021-05-06\n+++\n{BODY}')
    assert (found.title, found.date, len(found.paragraphs)) == ("On norms", "2021-05-06", 2)


@pytest.mark.parametrize(
    "front",
    [
        "title: On norms\n\t- broken: [\ndate: 2021-05-06",
        'title: "On norms\ndate: 2021-05-06',
        "title: On norms\n}{\ndate: 2021-05-06",
        "title: On norms\n- item\ndate: 2021-05-06",
    ],
)
def test_what_cannot_be_read_is_said_and_is_no_paragraph(front: str) -> None:
    found = read(f"---\n{front}\n---\n{BODY}")
    assert [p.text for p in found.paragraphs] == BODY.strip().split("\n\n")
    assert found.date == "2021-05-06"
    assert any("front matter is not valid" in notice for notice in found.notices)


def test_front_matter_that_is_never_closed_ends_at_the_empty_line() -> None:
    found = read(f"---\ntitle: On norms\ndate: 2021-05-06\n\n{BODY}")
    assert (found.title, found.date, len(found.paragraphs)) == ("On norms", "2021-05-06", 2)
    assert any("no closing line" in notice for notice in found.notices)


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe President: thank you.\n---\nText.",
        "---\nWe met.\n---\nText.",
        "---\n- a list\n- of items\n---\nText.",
        "---\nText without an end.",
        "Text.\n---\ntitle: x\n---\n",
    ],
)
def test_a_rule_is_not_front_matter(text: str) -> None:
    assert split_front_matter(text).end == 0


def test_references_that_multiply_cost_nothing() -> None:
    levels = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 12))
    began = time.perf_counter()
    found = split_front_matter(f"---\ntitle: On norms\nk0: &k0 [x]\n{levels}\n---\n{BODY}")
    assert found.pairs["title"] == "On norms"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "Terms:\n\n- Peru lowers a duty.\n\n<!-- -->\n\n- Chile lowers a duty.",
        "<!-- generated\nby a program -->\nTerms:\n\n- Peru lowers a duty.\n- Chile lowers a duty.",
        "Terms:\n\n- Peru lowers a duty. <!-- checked -->\n- Chile lowers a duty.",
    ],
)
def test_comments_are_gone(text: str) -> None:
    found = read(text)
    assert len(found.paragraphs) == 1
    assert "<!--" not in found.text
    assert "Peru lowers a duty." in found.paragraphs[0].text
    assert "Chile lowers a duty." in found.paragraphs[0].text


def test_a_comment_that_is_never_closed_is_text() -> None:
    assert "<!-- for ever" in read("We agree.\n\nWe said <!-- for ever and ever.").text
