import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.formats.document import Document
from ingest.formats.pdf.pages import MAX_PAGES, read_pdf
from ingest.formats.titles import is_title

WIDTH = 78  # characters of a line of running text
SENTENCE = (
    "We attach great importance to the peaceful settlement of disputes and we welcome the report of the"
    " Secretary-General on this matter, which all delegations have had occasion to study closely."
)
OTHER = (
    "The rules that we have agreed on together protect every one of us, and my Government will go on working"
    " with all partners so that they are observed in every region of the world without exception."
)


@dataclass
class Page:
    """Content of a page of 612 × 792 points; Courier, so that widths are known (0.6 em)."""

    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 10, font: str = "F1") -> "Page":
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.parts.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET")
        return self

    def paragraph(self, y: float, words: str, *, x: float = 72, size: float = 10, wide: int = WIDTH) -> float:
        """Lines of at most ``wide`` characters from ``y`` down; the place of the next paragraph."""
        for line in wrapped(words, wide):
            self.text(x, y, line, size)
            y -= 1.2 * size
        return y - size

    def image(self) -> "Page":
        self.parts.append("q 600 0 0 780 5 5 cm /I1 Do Q")
        return self


def wrapped(words: str, wide: int) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        if len(lines[-1]) + len(word) + 1 > wide and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf(*pages: Page, title: str = "", rotate: int = 0) -> bytes:
    """A PDF of these pages, written by hand."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        4: "<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>",
        5: "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        " /Length 1 >>\nstream\n0\nendstream",
        6: f"<< /Title ({title}) >>",
    }
    for at, page in enumerate(pages):
        content = "\n".join(page.parts)
        objects[10 + 2 * at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate}"
            f" /Contents {11 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /I1 5 0 R >> >> >>"
        )
        objects[11 + 2 * at] = f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += b"xref\n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010d} 00000 n \n".encode()
    out += f"trailer << /Size 9999 /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


THIRD = (
    "Small states depend more than others on the law, and they have said so at every session since the"
    " very first one, without being heard as often as the gravity of their situation demands."
)


def read(*pages: Page, **options: object) -> Document:
    return read_pdf(pdf(*pages, **options), "statement.pdf")


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n\n")


def headings(document: Document) -> list[str]:
    return [document.text[at:].split("\n", 1)[0] for at in sorted(document.headings)]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data, "statement.pdf")
    sentence = str(caught.value)
    assert sentence.startswith("statement.pdf ")
    assert sentence.endswith(".")
    return sentence


def test_lines_are_joined_to_paragraphs() -> None:
    page = Page()
    y = page.paragraph(720, SENTENCE)
    page.paragraph(y, OTHER)
    assert paragraphs(read(page)) == [SENTENCE, OTHER]


def test_an_indent_begins_a_paragraph() -> None:
    page = Page()
    y = 720.0
    for words in (SENTENCE, OTHER, SENTENCE):
        lines = wrapped("   " + words, WIDTH)
        for at, line in enumerate(lines):
            page.text(72 if at else 100, y, line.strip())
            y -= 12
    assert paragraphs(read(page)) == [SENTENCE, OTHER, SENTENCE]


def test_numbered_paragraphs_without_space_between_them() -> None:
    page = Page()
    y = 720.0
    for number, words in enumerate((SENTENCE, OTHER, SENTENCE), 1):
        y = page.paragraph(y, f"{number}. {words}") + 10
    assert [words[:5] for words in paragraphs(read(page))] == ["1. We", "2. Th", "3. We"]


@pytest.mark.parametrize("by_row", [False, True])
def test_two_columns_are_read_one_after_the_other(by_row: bool) -> None:
    left, right = wrapped(f"{SENTENCE} {OTHER}", 36), wrapped(f"{OTHER} {SENTENCE}", 36)
    lines = [(72.0, 700 - 12 * at, line) for at, line in enumerate(left)]
    lines += [(330.0, 700 - 12 * at, line) for at, line in enumerate(right)]
    if by_row:  # as the page's content may have them
        lines.sort(key=lambda line: (-line[1], line[0]))
    page = Page().text(
        72, 740, "Statement to the General Assembly at its seventy-fifth session, New York, 2020"
    )
    for x, y, line in lines:
        page.text(x, y, line)
    text = " ".join(read(page).text.split())
    assert text.endswith(f"{SENTENCE} {OTHER} {OTHER} {SENTENCE}")


def test_a_table_of_short_cells_is_read_row_by_row() -> None:
    page = Page()
    page.paragraph(740, SENTENCE)
    for at, (state, figure) in enumerate(
        [("Japan", "12"), ("Kenya", "7"), ("Peru", "31"), ("Fiji", "4"), ("Oman", "9")]
    ):
        page.text(72, 600 - 14 * at, state).text(300, 600 - 14 * at, figure)
    text = " ".join(read(page).text.split())
    assert text.endswith("Japan 12 Kenya 7 Peru 31 Fiji 4 Oman 9")


def test_a_paragraph_runs_over_a_page_break() -> None:
    first, second = wrapped(f"{SENTENCE} {OTHER}", WIDTH)[:3], wrapped(f"{SENTENCE} {OTHER}", WIDTH)[3:]
    one, two = Page(), Page()
    for at, line in enumerate(first):
        one.text(72, 136 - 12 * at, line)
    for at, line in enumerate(second):
        two.text(72, 700 - 12 * at, line)
    for number, page in enumerate((one, two), 1):
        page.text(250, 760, "A/75/PV.4").text(290, 40, f"- {number} -")
    document = read(one, two)
    assert paragraphs(document)[-1] == f"{SENTENCE} {OTHER}"
    assert document.text[document.pages[1] :].startswith(second[0])


@pytest.mark.parametrize("footer", ["{}", "- {} -", "{}/3", "Page {} of 3", "20-12345 {}/3", "– {} –"])
def test_running_headers_and_page_numbers_are_left_out(footer: str) -> None:
    pages = []
    for number, words in enumerate((SENTENCE, OTHER, THIRD), 1):
        page = (
            Page().text(200, 760, "Sixth session of the working group").text(290, 40, footer.format(number))
        )
        page.paragraph(700, words)
        pages.append(page)
    document = read(*pages)
    assert paragraphs(document) == [SENTENCE, OTHER, THIRD]
    assert document.notices == (
        "Running headers, footers and page numbers of 3 pages were left out of the text.",
    )


def test_a_letterhead_stays_once() -> None:
    pages = [Page().text(150, 760, "Permanent Mission of Japan to the United Nations") for _ in range(3)]
    for page, words in zip(pages, (SENTENCE, OTHER, THIRD), strict=True):
        page.paragraph(700, words)
    assert read(*pages).text.count("Permanent Mission") == 1


def test_the_same_page_twice_is_no_header() -> None:
    page = (
        Page()
        .text(72, 700, "To whom it may concern")
        .text(72, 600, "There is water.")
        .text(72, 500, "Regards")
    )
    assert read(page, page).text.count("There is water.") == 2


def test_a_number_in_the_text_is_no_page_number() -> None:
    page = Page()
    y = page.paragraph(720, SENTENCE)
    page.text(72, y, "2030")
    assert paragraphs(read(page)) == [SENTENCE, "2030"]


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "expected"),
    [
        ("We support the imple-", "mentation of it.", "", "We support the implementation of it."),
        (
            "We speak of cyber-",
            "security today.",
            "On cyber-security we agree.",
            "We speak of cyber-security today.",
        ),
        (
            "We speak of cyber-",
            "security today.",
            "On cybersecurity we agree.",
            "We speak of cybersecurity today.",
        ),
        ("This is a multi-", "stakeholder body.", "", "This is a multi-stakeholder body."),
        ("It needs under-", "standing of all.", "", "It needs understanding of all."),
        ("We met in 2019-", "2020 for that.", "", "We met in 2019-2020 for that."),
        ("The treaty on non-", "proliferation it is.", "", "The treaty on non-proliferation it is."),
    ],
)
def test_words_broken_at_a_line_s_end(before: str, after: str, elsewhere: str, expected: str) -> None:
    page = Page()
    y = page.paragraph(740, SENTENCE)
    if elsewhere:
        page.text(72, y, f"Of this: {elsewhere}")
        y -= 24
    page.text(72, y, before.rjust(WIDTH, "x").replace("x", "", WIDTH - len(before)))
    page.text(72, y - 12, after)
    assert expected in read(page).text


def test_a_footnote_stands_below_its_paragraph_and_its_mark_where_it_is() -> None:
    page = Page().text(72, 700, "We recall resolution 75")
    page.text(72 + 23 * 6, 704, "1", 6).text(72 + 25 * 6, 700, "and what was said in it by so many of us.")
    page.text(72, 688, "It covers 10").text(72 + 12 * 6, 692, "6", 6).text(
        72 + 14 * 6, 688, "people in our region."
    )
    page.text(72, 104, "1", 5).text(78, 100, "See document A/75/100 for all of this.", 8)
    found = paragraphs(read(page))
    assert found[0].startswith("We recall resolution 75[1] and what was said")
    assert "It covers 10⁶ people" in found[0]
    assert found[0].endswith("\n[1] See document A/75/100 for all of this.")


def test_a_footnote_never_stands_in_a_sentence_that_goes_on() -> None:
    lines = wrapped(f"{SENTENCE} {OTHER}", WIDTH)
    one, two = Page(), Page()
    for at, line in enumerate(lines[:3]):
        one.text(72, 200 - 12 * at, line)
    one.text(72 + 20 * 6, 204, "1", 6)
    one.text(72, 104, "1", 5).text(78, 100, "As said in the report of last year.", 8)
    for at, line in enumerate(lines[3:]):
        two.text(72, 700 - 12 * at, line)
    found = paragraphs(read(one, two))
    assert found == [f"{SENTENCE} {OTHER}", "[1] As said in the report of last year."]


def test_headings_are_large_or_bold_lines() -> None:
    page = Page().text(72, 740, "Existing threats", 16)
    y = page.paragraph(700, SENTENCE)
    page.text(72, y, "Capacity-building", font="F2")
    page.paragraph(y - 24, OTHER)
    document = read(page)
    assert headings(document) == ["Existing threats", "Capacity-building"]
    assert paragraphs(document)[1::2] == [SENTENCE, OTHER]


def test_pages_begin_where_their_text_does() -> None:
    one, empty, two = Page(), Page(), Page()
    one.paragraph(700, SENTENCE)
    two.paragraph(700, OTHER)
    document = read(one, empty, two)
    assert document.pages == (0, len(SENTENCE) + 2, len(SENTENCE) + 2)


def test_scanned_pages_are_named() -> None:
    page = Page()
    page.paragraph(700, SENTENCE)
    notices = read(page, Page().image(), Page().image()).notices
    assert notices == (
        "Pages 2 and 3 are scanned images without text and were left out; run text recognition (OCR) first.",
    )


def test_a_file_of_scans_is_refused() -> None:
    assert "consists of scanned images without text; run text recognition (OCR)" in refusal(
        pdf(Page().image(), Page().image())
    )


def test_a_file_without_text_is_refused() -> None:
    assert "holds no text" in refusal(pdf(Page()))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\n" + b"\0" * 500, b"not a PDF at all"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert "is not a readable PDF" in refusal(data)


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    page = Page()
    page.paragraph(700, SENTENCE)
    document = read_pdf(pdf(page).rpartition(b"xref")[0], "statement.pdf")
    assert SENTENCE in document.text
    assert any("The end of the PDF is missing" in notice for notice in document.notices)


def test_too_many_pages_are_refused() -> None:
    assert f"more than the {MAX_PAGES:,} allowed" in refusal(pdf(*[Page()] * (MAX_PAGES + 1)))


def test_text_outside_the_page_is_not_read() -> None:
    page = Page().text(72, 5000, "Nobody sees this on the page.")
    page.paragraph(700, SENTENCE)
    assert paragraphs(read(page)) == [SENTENCE]


def test_a_page_that_is_turned() -> None:
    page = Page()
    for at, line in enumerate(wrapped(f"{SENTENCE} {OTHER}", WIDTH)):
        page.parts.append(f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * at} 72 Tm ({line}) Tj ET")
    assert paragraphs(read(page, rotate=90)) == [f"{SENTENCE} {OTHER}"]


def test_a_note_in_the_margin_does_not_break_the_text() -> None:
    one, two = Page(), Page()
    one.parts.append("BT /F1 14 Tf 0 1 -1 0 30 300 Tm (Provisional version) Tj ET")
    lines = wrapped(f"{SENTENCE} {OTHER}", WIDTH)
    for at, line in enumerate(lines[:2]):
        one.text(72, 100 - 12 * at, line)
    for at, line in enumerate(lines[2:]):
        two.text(72, 700 - 12 * at, line)
    assert paragraphs(read(one, two)) == [f"{SENTENCE} {OTHER}", "Provisional version"]


@pytest.mark.slow
def test_reading_takes_as_long_as_the_pages_are_many_and_no_more() -> None:
    def seconds(count: int) -> float:
        pages = []
        for _ in range(count):
            page = Page()
            y = 720.0
            while y > 120:
                y = page.paragraph(y, f"{SENTENCE} {OTHER}")
            pages.append(page)
        data = pdf(*pages)
        started = time.thread_time()
        read_pdf(data, "speech.pdf")
        return time.thread_time() - started

    few = min(seconds(4), seconds(4))
    assert seconds(24) < 3 * 6 * few


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Statement by Japan on agenda item 5", True),
        ("Microsoft Word - statement.doc", False),
        ("statement-final.docx", False),
        ("untitled document", False),
        ("statement", False),
        ("国連総会における一般討論演説", True),
        ("", False),
    ],
)
def test_which_titles_are_titles(title: str, kept: bool) -> None:
    assert is_title(title, "statement.pdf") is kept


def test_the_title_is_the_only_property() -> None:
    page = Page()
    page.paragraph(700, SENTENCE)
    assert dict(read(page, title="Remarks on water and peace").properties) == {
        "title": "Remarks on water and peace"
    }


WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDE,.", min_size=1, max_size=9)


@given(
    st.lists(
        st.tuples(
            st.integers(20, 560),
            st.integers(20, 770),
            st.lists(WORDS, min_size=1, max_size=6),
            st.sampled_from((6, 10, 14)),
        ),
        min_size=1,
        max_size=14,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_letter_is_lost_or_made_up(placed: list[tuple[int, int, list[str], int]]) -> None:
    page = Page()
    rows: dict[int, int] = {}
    expected: Counter[str] = Counter()
    for x, y, words, size in placed:
        row = y // 20  # no two texts over each other: PDFium takes those for bold
        if row in rows or x + 0.6 * size * len(" ".join(words)) > 600:
            continue
        rows[row] = x
        page.text(x, row * 20 + 4, " ".join(words), size)
        expected.update("".join(words))
    if sum(expected.values()) < 10:
        return
    found = Counter(character for character in read(page).text if not character.isspace())
    assert found == expected


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_damage_anywhere_gives_a_document_or_a_sentence(at: int, noise: bytes) -> None:
    page = Page()
    page.paragraph(700, f"{SENTENCE} {OTHER}")
    data = pdf(page)
    at %= len(data)
    with suppress(UnreadableError):
        assert read_pdf(data[:at] + noise + data[at + len(noise) :], "statement.pdf").text


def test_a_wide_masthead_does_not_part_the_lines_below_it() -> None:
    """The edges of the running text are its own: a date is not cut between the day and the year."""
    lines = wrapped(f"{SENTENCE} {OTHER} {SENTENCE} {OTHER} {SENTENCE} {OTHER}", WIDTH - 14)
    page = Page().text(40, 780, "United Nations").text(520, 780, "A/RES/1/1")
    for at, line in enumerate(lines):
        page.text(72, 700 - 12 * at, line)
    assert len(lines) > 8
    assert paragraphs(read(page))[-1] == f"{SENTENCE} {OTHER} {SENTENCE} {OTHER} {SENTENCE} {OTHER}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("and recalls its decisions of 31 December", "2020, and noting them,"),
        ("as is laid down in its paragraphs", "66 to 70 of that text,"),
        ("and recalls also its resolution", "73/27 on that subject,"),
    ],
)
def test_a_number_at_the_start_of_a_line_stays_with_its_word(before: str, after: str) -> None:
    page = Page().text(72, 700, before).text(72, 688, after)
    page.text(72, 640, SENTENCE[:70])
    assert paragraphs(read(page))[0] == f"{before} {after}"


def ruled(
    page: Page, table: tuple[tuple[str, ...], ...], *, grid: bool, x: float = 72, y: float = 660
) -> None:
    """A table of columns 120 points wide and rows 20 points high, with lines around its cells or, open, above
    and below its header and at its end."""
    right, bottom = x + 120 * len(table[0]), y - 20 * len(table)
    heights = [y - 20 * n for n in range(len(table) + 1)] if grid else [y, y - 20, bottom]
    page.parts += [f"{x} {at} m {right} {at} l S" for at in heights]
    if grid:
        page.parts += [f"{x + 120 * n} {y} m {x + 120 * n} {bottom} l S" for n in range(len(table[0]) + 1)]
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            for line, words in enumerate(cell.split("\n")):
                page.text(x + 4 + 120 * column, y - 9 - 20 * number - 8 * line, words, 7)


TABLE = (("State", "Year", "Paid"), ("Mali", "2021", "1.5"), ("Togo", "2022", "0"), ("Fiji", "2022", "2.25"))


@pytest.mark.parametrize("grid", [True, False])
def test_a_ruled_table_is_read_row_by_row_with_its_headers(grid: bool) -> None:
    page = Page()
    page.paragraph(740, SENTENCE)
    ruled(page, TABLE, grid=grid)
    page.paragraph(540, OTHER)
    document = read(page)
    assert paragraphs(document) == [
        SENTENCE,
        "State: Mali · Year: 2021 · Paid: 1.5",
        "State: Togo · Year: 2022 · Paid: 0",
        "State: Fiji · Year: 2022 · Paid: 2.25",
        OTHER,
    ]
    assert list(document.rows.values()) == ["Mali", "Togo", "Fiji"]
    assert not document.headings


def test_cells_of_several_lines_and_of_rectangles() -> None:
    page = Page()
    page.paragraph(740, SENTENCE)
    table = (("State", "Position"), ("Mali", "supports\nthe text"), ("Togo", "opposes"))
    ruled(page, table, grid=False)
    page.parts = [part for part in page.parts if not part.endswith("l S")]
    page.parts += [f"{72 + 120 * c} {640 - 20 * r} 120 20 re S" for r in range(3) for c in range(2)]
    assert paragraphs(read(page))[1:] == [
        "State: Mali · Position: supports the text",
        "State: Togo · Position: opposes",
    ]


def test_a_frame_or_two_rules_are_no_table() -> None:
    for drawing in (
        ["60 560 480 200 re S"],
        ["72 660 m 500 660 l S", "72 560 m 500 560 l S"],
        ["72 100 m 200 100 l S"],
    ):
        page = Page()
        page.paragraph(640, f"{SENTENCE} {OTHER}")
        page.parts += drawing
        assert paragraphs(read(page)) == [f"{SENTENCE} {OTHER}"]
        assert not read(page).rows
