import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.formats.document import Document
from ingest.formats.office.odt import read_odt

SPACES = " ".join(
    f'xmlns:{name}="urn:{name}"' for name in ("office", "text", "style", "table", "draw", "manifest", "svg")
)
STYLES = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="i" text:display-levels="3"/>'
    '</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet'
    ' text:level="1"/></text:list-style>'
    '<style:style style:name="Hidden"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Up"><style:text-properties style:text-position="super 58%"/></style:style>'
)


def package(body: str, prolog: str = "", **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            f"{prolog}<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_odt(package(body, **parts), "statement.odt")


def blocks(body: str) -> list[str]:
    return read(body).text.split("\n\n")


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def items(*texts: str, more: str = "") -> str:
    inner = "".join(
        f"<text:list-item>{text if text.startswith('<') else p(text)}</text:list-item>" for text in texts
    )
    return f'<text:list text:style-name="L" {more}>{inner}</text:list>'


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_odt(data, "statement.odt")
    assert str(caught.value).startswith("statement.odt ")
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_paragraphs_headings_spaces_and_breaks() -> None:
    body = (
        '<text:h text:outline-level="1">Norms</text:h><text:p>We<text:s text:c="3"/>agree<text:tab/>'
        "<text:span>fully</text:span>,<text:line-break/>I repeat.</text:p>"
    )
    document = read(body)
    assert document.text == "Norms\n\nWe agree fully,\nI repeat."
    assert document.headings == {0}


def test_lists_with_their_numbers() -> None:
    deeper = items(items("x", "y"))
    inner = items("a", p("b") + deeper)
    expected = ["1. one", "2. two", "a) a", "b) b", "3. three"]
    found = blocks(items("one", p("two") + inner, "three"))
    assert found[:4] + found[-1:] == expected
    # the third level's items stand in an item that has no text of its own
    assert [text.split()[-1] for text in found[4:-1]] == ["x", "y"]


def test_a_list_that_goes_on_and_one_that_begins_again() -> None:
    body = (
        items("a")
        + p("Between")
        + items("b", more='text:continue-numbering="true"')
        + items("c")
        + '<text:list text:style-name="L"><text:list-item text:start-value="7"><text:p>d'
        "</text:p></text:list-item></text:list>"
    )
    assert blocks(body) == ["1. a", "Between", "2. b", "1. c", "7. d"]


def test_bullets_and_further_paragraphs_of_an_item() -> None:
    body = (
        f'<text:list text:style-name="B"><text:list-item>{p("one")}{p("more")}</text:list-item></text:list>'
    )
    assert blocks(body) == ["• one", "more"]


def test_numbered_headings() -> None:
    styles = (
        f'<office:styles {SPACES}><text:outline-style><text:outline-level-style text:level="1"'
        f' style:num-format="I"'
        ' style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1"'
        ' text:display-levels="2"/>'
        "</text:outline-style></office:styles>"
    )
    heading = '<text:h text:outline-level="{}">{}</text:h>'
    body = "".join(heading.format(at, text) for at, text in ((1, "A"), (2, "B"), (2, "C"), (1, "D")))
    assert read(body, styles=styles).text.split("\n\n") == ["I. A", "I.1 B", "I.2 C", "II. D"]


def test_a_note_stands_below_its_paragraph_and_its_mark_where_it_is() -> None:
    note = (
        f"<text:note><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{p('A/RES/75/1.')}</text:note-body></text:note>"
    )
    assert blocks(p(f"We recall resolution 75{note}.") + p("I thank you.")) == [
        "We recall resolution 75[1].\n[1] A/RES/75/1.",
        "I thank you.",
    ]


def test_what_is_deleted_hidden_or_commented_is_left_out() -> None:
    body = (
        f"<text:tracked-changes><text:changed-region>{p('demand')}</text:changed-region>"
        f"</text:tracked-changes>"
        + p(
            'We urge it<text:span text:style-name="Hidden"> secretly</text:span>'
            "<office:annotation><text:p>really?</text:p></office:annotation>."
        )
        + '<text:section text:display="none"><text:p>No.</text:p></text:section>'
    )
    document = read(body)
    assert document.text == "We urge it."
    assert len(document.notices) == 3


def test_tables_and_text_boxes() -> None:
    row = (
        "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>"
        "<table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    )
    table = f"<table:table>{row.format('State', 'Vote')}{row.format('Japan', 'Yes')}</table:table>"
    box = f"<draw:frame><draw:text-box>{p('In the box')}</draw:text-box></draw:frame>"
    assert blocks(table + p(f"Outside{box}")) == ["State: Japan · Vote: Yes", "Outside", "In the box"]


def test_a_raised_number_stays_raised() -> None:
    assert read(p('10<text:span text:style-name="Up">6</text:span>')).text == "10⁶"


def test_another_file_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY", "utf-8")
    prolog = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert "CANARY" not in read_odt(package(p("Before &x; after"), prolog), "x.odt").text


def test_files_that_cannot_be_read() -> None:
    assert "damaged" in refusal(b"hello")
    assert "damaged" in refusal(package(p("x"))[:150])
    assert "holds no text" in refusal(package(""))
    manifest = f"<manifest:manifest {SPACES}><manifest:encryption-data/></manifest:manifest>"
    assert "is protected by a password" in refusal(package(p("x"), **{"META-INF__manifest": manifest}))


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_damage_anywhere_gives_a_document_or_a_sentence(at: int, noise: bytes) -> None:
    data = package(p("We agree.") + items("One"))
    at %= len(data)
    with suppress(UnreadableError):
        assert read_odt(data[:at] + noise + data[at + len(noise) :], "statement.odt").text
