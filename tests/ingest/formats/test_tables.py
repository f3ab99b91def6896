"""Rows of tables stand by themselves, whatever the format; what only looks like a table is left alone."""

import io

import docx
import pytest
from docx.oxml import OxmlElement

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand
from ingest.formats.office.docx import read_docx
from ingest.formats.office.rtf import read_rtf
from ingest.formats.tables import Cell, columns_of, rows_of
from ingest.formats.text_tables import with_tables
from ingest.formats.web.html import read_html

PROSE = "We have supported the Fund from its beginning, and we will go on doing so in the years to come."
GAZETTEER = Gazetteer.load()


def rows(*table: str) -> list[str] | None:
    """The rows of a table whose rows are written "a | b"; "!" before a cell makes it a header."""
    cells = [[Cell(c.strip().lstrip("!"), c.strip()[:1] == "!") for c in row.split("|")] for row in table]
    found = rows_of(cells)
    return None if found is None else [line for row in found for line in row.lines]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (("!State | !Vote", "Mali | Yes"), ["State: Mali · Vote: Yes"]),
        (("Year | Paid", "2021 | 1.5", "2022 | 0"), ["Year: 2021 · Paid: 1.5", "Year: 2022 · Paid: 0"]),
        ((" | 2021 | 2022", "Peru | 1.5 | 2"), ["Peru · 2021: 1.5 · 2022: 2"]),
        (("Country | Pledge", "Peru | many"), ["Country: Peru · Pledge: many"]),
        (("国名 | 賛否", "日本 | 賛成"), ["国名: 日本 · 賛否: 賛成"]),
        (("Peru | 1.5", "Chile | 0.5"), ["Peru: 1.5", "Chile: 0.5"]),
        (("!Date | 3 May", "!Venue | Lima"), ["Date: 3 May", "Venue: Lima"]),
        (("Peru | Lima | yes", "Chile | Santiago | no"), ["Peru · Lima · yes", "Chile · Santiago · no"]),
        (("2021 | 2.0 | 1.5", "2022 | 5.0 | 0"), ["2021 · 2.0 · 1.5", "2022 · 5.0 · 0"]),
        (
            ("State | 2019 | 2020", "Peru | yes | ", "Togo | | no"),
            ["State: Peru · 2019: yes", "State: Togo · 2020: no"],
        ),
    ],
)
def test_each_value_stands_with_its_header(table: tuple[str, ...], expected: list[str]) -> None:
    assert rows(*table) == expected


def test_cells_that_span_are_repeated_and_headers_in_two_rows_are_joined() -> None:
    table = [
        [Cell("State", True, rows=2), Cell("2021", True, columns=2), Cell("2022", True, columns=2)],
        [Cell("Pledged", True), Cell("Paid", True), Cell("Pledged", True), Cell("Paid", True)],
        [Cell("Africa", columns=5)],
        [Cell("Mali", rows=2), Cell("1"), Cell("2"), Cell("3"), Cell("4")],
        [Cell("5"), Cell("6"), Cell("7"), Cell("8")],
    ]
    found = rows_of(table)
    assert found is not None
    assert [row.lines[0] for row in found] == [
        "Africa",
        "State: Mali · 2021 – Pledged: 1 · 2021 – Paid: 2 · 2022 – Pledged: 3 · 2022 – Paid: 4",
        "State: Mali · 2021 – Pledged: 5 · 2021 – Paid: 6 · 2022 – Pledged: 7 · 2022 – Paid: 8",
    ]
    assert [row.label for row in found] == ["", "Mali", "Mali"]


def test_a_first_row_of_one_cell_is_what_the_table_is_called() -> None:
    table = [
        [Cell("Pledges by year", True, columns=2)],
        [Cell("Year", True), Cell("Paid", True)],
        [Cell("2021"), Cell("1.5")],
    ]
    found = rows_of(table)
    assert found is not None
    assert [row.lines[0] for row in found] == ["Pledges by year", "Year: 2021 · Paid: 1.5"]


def test_a_compilation_with_long_cells_names_its_row_in_each_paragraph() -> None:
    found = rows_of(
        [
            [Cell("State", True), Cell("View", True)],
            *([Cell(name), Cell(PROSE * 4)] for name in ("Mali", "Peru")),
        ]
    )
    assert found is not None
    assert [row.lines for row in found] == [
        (f"State: {name} · View: {PROSE * 4}",) for name in ("Mali", "Peru")
    ]


@pytest.mark.parametrize(
    "table",
    [
        [[Cell(PROSE)], [Cell(PROSE)]],
        [[Cell("Menu"), Cell(PROSE * 5)]],
        [[Cell(""), Cell(PROSE)], [Cell(""), Cell(PROSE)]],
        [],
    ],
)
def test_a_table_for_the_layout_has_no_rows(table: list[list[Cell]]) -> None:
    assert rows_of(table) is None


def test_two_columns_in_two_languages_are_read_one_after_the_other() -> None:
    english, japanese = (
        [PROSE, "We oppose."],
        ["我が国は当初から基金を支持してまいりました。" * 5, "反対します。"],
    )
    table = [[Cell(e), Cell(j)] for e, j in zip(english, japanese, strict=True)]
    assert columns_of(table) == ("\n".join(english), "\n".join(japanese))
    assert columns_of([[Cell(PROSE), Cell(PROSE * 2)]]) is None


def test_two_columns_in_latin_letters_are_told_apart_by_their_words() -> None:
    english = [
        "Malta has asked for a meeting of the parties, and it will be held in the spring of the next year.",
        "The costs of the meeting are to be borne by those that attend it.",
    ]
    french = [
        "Malte a demandé une réunion des parties, et elle se tiendra au printemps de l'année prochaine.",
        "Les frais de la réunion sont à la charge de ceux qui y participent.",
    ]
    table = [[Cell(left), Cell(right)] for left, right in zip(english, french, strict=True)]
    assert columns_of(table) == ("\n".join(english), "\n".join(french))
    answers = [[Cell("Is there a law on this in your country?"), Cell(line)] for line in english]
    assert columns_of(answers) is None


def read(data: bytes, name: str) -> Statement:
    return understand(data, name, GAZETTEER)


def word_table(header: tuple[str, ...], *body: tuple[str, ...], marked: bool = False) -> bytes:
    made = docx.Document()
    made.add_paragraph(PROSE)
    table = made.add_table(1 + len(body), len(header))
    for row, texts in zip(table.rows, (header, *body), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    if marked:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    made.add_paragraph("We will pay the rest by June.")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def rtf_table(*table: tuple[str, ...]) -> bytes:
    body = ""
    for row in table:
        body += r"\trowd " + "".join(r"\pard\intbl " + cell + r"\cell" for cell in row) + r"\row" + "\n"
    return (
        r"{\rtf1\ansi\pard " + PROSE + r"\par " + body + r"\pard We will pay the rest by June.\par}"
    ).encode()


TABLE = (("State", "Year", "Paid"), ("Mali", "2021", "1.5"), ("Togo", "2022", "0"))
HTML = f"<p>{PROSE}</p><table>{{}}</table><p>We will pay the rest by June.</p>"
TEXT = f"{PROSE}\n\n{{}}\n\nWe will pay the rest by June.\n"
CELLS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
HEADED = (
    "<thead><tr><th>State<th>Year<th>Paid</thead><tr><td>Mali<td>2021<td><p>1.5</p><tr><td>Togo<td>2022<td>0"
)
BARS = "State | Year | Paid\nMali | 2021 | 1.5\nTogo | 2022 | 0"
MARKDOWN = "| State | Year | Paid |\n|---|:-:|--:|\n| Mali | 2021 | **1.5** |\n| Togo | 2022 | 0 |"
ALIGNED = "State     Year     Paid\nMali      2021      1.5\nTogo      2022        0"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (word_table(*TABLE), "a.docx"),
        (word_table(*TABLE, marked=True), "a.docx"),
        (rtf_table(*TABLE), "a.rtf"),
        (HTML.format(CELLS).encode(), "a.html"),
        (HTML.format(HEADED).encode(), "a.html"),
        (TEXT.format(BARS).encode(), "a.txt"),
        (TEXT.format(MARKDOWN).encode(), "a.md"),
        (TEXT.format(BARS.replace(" | ", "\t")).encode(), "a.txt"),
        (TEXT.format(ALIGNED).encode(), "a.txt"),
    ],
)
def test_a_row_can_be_cited_in_every_format(data: bytes, name: str) -> None:
    found = read(data, name)
    assert [p.text for p in found.paragraphs] == [
        PROSE,
        "State: Mali · Year: 2021 · Paid: 1.5",
        "State: Togo · Year: 2022 · Paid: 0",
        "We will pay the rest by June.",
    ]
    assert not any(p.section for p in found.paragraphs)


def test_rows_say_what_they_are_about() -> None:
    for document in (
        read_docx(word_table(*TABLE), "a.docx"),
        read_rtf(rtf_table(*TABLE), "a.rtf"),
        read_html(HTML.format(CELLS).encode(), "a"),
        with_tables(BARS),
    ):
        assert list(document.rows.values()) == ["Mali", "Togo"]
        for at in document.rows:
            assert document.text[at:].startswith("State: ")


def test_what_a_table_is_called_is_its_section() -> None:
    found = read(f"{PROSE}\n\nPledges by year\n\nYear | Paid\n2021 | 1.5\n2022 | 0\n".encode(), "a.txt")
    assert [p.section for p in found.paragraphs] == ["", "Pledges by year", "Pledges by year"]


@pytest.mark.parametrize(
    "text",
    [
        "171.\tOn behalf of Peru I thank you.\n172.\tWe regret the loss of time.\n173.\tWe will return.",
        "- a\tb\n- c\td",
        "This is a  text with  double spaces\nthat goes  on here   for ever\nand stops  at this   line.",
        "He said yes | no.\n\nShe said no.",
        f"Peru | {PROSE}",
        "Mr. Kim    (Peru)\nsaid this.",
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    assert not with_tables(text).rows
    assert with_tables(text).text == text


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        (
            "<dl><dt>Paid in 2021<dd>2 million<dt>Paid in 2022<dd>5 million</dl>",
            ["Paid in 2021: 2 million", "Paid in 2022: 5 million"],
        ),
        ("<dl><dt>Vote:</dt><dd>No</dd></dl>", ["Vote: No"]),
        ("<dl><div><dt>Mali<dt>Togo<dd>abstained</div></dl>", ["Mali, Togo: abstained"]),
        ("<dl><dt>Reasons<dd>cost<dd>time</dl>", ["Reasons: cost; time"]),
    ],
)
def test_what_is_said_of_a_term_stays_with_it(markup: str, texts: list[str]) -> None:
    found = read(f"<article><p>{PROSE}</p>{markup}<p>{PROSE}</p></article>".encode(), "a.html")
    assert [p.text for p in found.paragraphs] == [PROSE, *texts, PROSE]
