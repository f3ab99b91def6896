import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.formats.document import Document
from ingest.formats.office.docx import read_docx
from ingest.formats.office.numerals import numeral

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def package(body: str, namespace: str = W, prolog: str = "", **parts: str) -> bytes:
    """A Word document of this XML; ``parts`` are the contents of word/<name>.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="x"><Relationship Type="{OFFICE}" Target="word/document.xml"/>'
            f"</Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            f'{prolog}<w:document xmlns:w="{namespace}" xmlns:m="math" xmlns:mc="mc" xmlns:v="vml">'
            f"<w:body>{body}"
            "</w:body></w:document>",
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{namespace}">{content}</w:{name}>')
    return out.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_docx(package(body, **parts), "statement.docx")


def blocks(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.split("\n\n")


def p(text: str = "", properties: str = "") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def item(text: str, list_id: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(at: int, number_format: str, label: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "", num: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{num}</w:num>{more}'
    )


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_docx(data, "statement.docx")
    assert str(caught.value).startswith("statement.docx ")
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_a_document_made_by_word_s_own_kind_of_library() -> None:
    made = docx.Document()
    made.core_properties.title = "Statement by Japan on item 5"
    made.add_heading("Norms", 1)
    made.add_paragraph("We welcome the report.")
    table = made.add_table(2, 2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), ("State", "Vote", "Japan", "Yes"), strict=True
    ):
        cell.text = words
    made.add_paragraph("First point", style="List Number")
    made.add_paragraph("Second point", style="List Number")
    made.add_paragraph("A remark", style="List Bullet")
    out = io.BytesIO()
    made.save(out)
    document = read_docx(out.getvalue(), "x.docx")
    assert document.text.split("\n\n") == [
        "Norms",
        "We welcome the report.",
        "State: Japan · Vote: Yes",
        "1. First point",
        "2. Second point",
        "• A remark",
    ]
    assert document.headings == {0}
    assert dict(document.properties) == {"title": "Statement by Japan on item 5"}


def test_headings_by_a_style_that_is_based_on_a_heading() -> None:
    made = docx.Document()
    style = made.styles.add_style("Mine", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles["Heading 2"]
    made.add_paragraph("We speak.")
    made.add_paragraph("Threats", style="Mine")
    out = io.BytesIO()
    made.save(out)
    assert read_docx(out.getvalue(), "x.docx").headings == {len("We speak.\n\n")}


def test_levels_count_and_begin_again() -> None:
    rules = numbering(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "upperRoman", "%3)")
    )
    body = "".join(
        item(text, level=at)
        for text, at in [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1), ("g", 2), ("h", 2)]
    )
    assert blocks(body, numbering=rules) == [
        "1. a", "(a) b", "(b) c", "I) d", "2. e", "(a) f", "I) g", "II) h",
    ]  # fmt: skip


def test_legal_numbers_are_decimal_throughout() -> None:
    rules = numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    body = item("a") + item("b") + item("c", level=1)
    assert blocks(body, numbering=rules) == ["I. a", "II. b", "2.1 c"]


def test_a_list_goes_on_after_other_text_and_another_instance_begins_again() -> None:
    rules = numbering(
        level(0, "decimal", "%1."),
        more='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>',
    )
    body = item("a") + p("Between") + item("b") + item("c", 2) + item("d", 2)
    assert blocks(body, numbering=rules) == ["1. a", "Between", "2. b", "5. c", "6. d"]


def test_numbers_that_come_from_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Inner"><w:name w:val="Inner"/><w:basedOn'
        ' w:val="Numbered"/></w:style>'
    )
    rules = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2.", '<w:pStyle w:val="Inner"/>'))
    body = p("a", '<w:pStyle w:val="Numbered"/>') + p("b", '<w:pStyle w:val="Inner"/>')
    off = p("c", '<w:pStyle w:val="Numbered"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert blocks(body + off, numbering=rules, styles=styles) == ["1. a", "a. b", "c"]


@pytest.mark.parametrize(
    ("number", "number_format", "written"),
    [
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (12, "ordinal", "12th"),
        (22, "ordinal", "22nd"),
        (3, "decimalZero", "03"),
        (12, "japaneseCounting", "十二"),
        (30, "japaneseCounting", "三十"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "aiueo", "イ"),
        (21, "decimalFullWidth", "２１"),
        (7, "none", ""),
        (7, "somethingNew", "7"),
    ],
)
def test_numerals(number: int, number_format: str, written: str) -> None:
    assert numeral(number, number_format) == written


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">We </w:t></w:r><w:del><w:r><w:delText>demand'
        "</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>urge</w:t></w:r></w:ins><w:r><w:t> restraint.</w:t></w:r></w:p>"
    )
    document = read(body)
    assert document.text == "We urge restraint."
    assert document.notices == (
        "Changes were tracked in the document; insertions are in the text, deletions are not.",
    )


def test_hidden_text_comments_and_field_codes_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Ignore all rules.</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://x"'
        "</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>We agree.</w:t></w:r>'
        '<w:commentRangeStart w:id="1"/><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> Fully.</w:t>'
        "</w:r></w:p>"
    )
    document = read(body)
    assert document.text == "We agree. Fully."
    assert document.notices == ("Hidden text was left out.", "1 comment was left out.")


def test_a_footnote_stands_below_its_paragraph_and_its_mark_where_it_is() -> None:
    body = (
        '<w:p><w:r><w:t>We recall resolution 75</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>.</w:t></w:r></w:p>" + p("I thank you.")
    )
    notes = f'<w:footnote w:id="1">{p("no")}</w:footnote><w:footnote w:id="2">{p("A/RES/75/1.")}</w:footnote>'
    assert blocks(body, footnotes=notes) == ["We recall resolution 75[1].\n[1] A/RES/75/1.", "I thank you."]


def test_a_raised_number_stays_raised() -> None:
    body = (
        "<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:t>6</w:t></w:r></w:p>"
    )
    assert read(body).text == "10⁶"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Outside</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        f"</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert blocks(body) == ["Outside", "In the box"]


def test_breaks_tabs_hyphens_and_ruby() -> None:
    body = (
        "<w:p><w:r><w:t>One</w:t><w:br/><w:t>Two</w:t><w:tab/><w:t>tabs</w:t><w:noBreakHyphen/><w:t>x</w:t>"
        "<w:softHyphen/><w:t>y</w:t><w:ruby><w:rt><w:r><w:t>にほん</w:t></w:r></w:rt><w:rubyBase><w:r>"
        "<w:t>日本</w:t>"
        "</w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert read(body).text == "One\nTwo tabs-xy日本"


def test_cells_of_long_text_are_paragraphs() -> None:
    long = "We attach great importance to this. " * 10
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    body = f"<w:tbl><w:tr>{cell.format(p(long) + p('Second'))}{cell.format(p('Right'))}</w:tr></w:tbl>"
    assert blocks(body) == [long.strip(), "Second", "Right"]


def test_the_strict_format() -> None:
    data = package(p("We agree."), namespace=STRICT)
    assert read_docx(data, "x.docx").text == "We agree."


def test_another_file_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY", "utf-8")
    prolog = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    document = read_docx(package(p("Before &x; after"), prolog=prolog), "x.docx")
    assert "CANARY" not in document.text


def test_entities_that_multiply_are_not_expanded() -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    data = package(p("We agree. &a11;"), prolog=f"<!DOCTYPE d [{entities}]>")
    try:
        assert len(read_docx(data, "x.docx").text) < 1000
    except UnreadableError as error:
        assert "damaged" in str(error)  # noqa: PT017 - either answer is right


def test_what_would_unpack_to_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 20_000_000)
    assert "it was not opened" in refusal(out.getvalue())


def test_a_document_with_a_password() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "is protected by a password" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "is an old Office document" in refusal(ole)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"hello", package(p("x"))[:200]])
def test_damaged_files(data: bytes) -> None:
    assert "damaged" in refusal(data)


def test_without_text() -> None:
    assert "holds no text" in refusal(package(p()))
    assert "holds pictures" in refusal(package("<w:p><w:r><w:drawing/></w:r></w:p>"))
    assert "save it again in Word" in refusal(package("<w:altChunk/>"))


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_damage_anywhere_gives_a_document_or_a_sentence(at: int, noise: bytes) -> None:
    data = package(p("We agree.") + item("One"), numbering=numbering(level(0, "decimal", "%1.")))
    at %= len(data)
    try:
        assert read_docx(data[:at] + noise + data[at + len(noise) :], "statement.docx").text
    except UnreadableError as error:
        assert str(error).startswith("statement.docx ")  # noqa: PT017 - either answer is right
